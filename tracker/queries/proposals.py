"""Reading proposals: which there are, who may see them, and whether they fit together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, cast, func, select, true
from sqlmodel import Session, col

from tracker.domain.decisions import OPEN_STATES, DecisionKind, DecisionStatus, ProposalState, status_of
from tracker.domain.ledger import DatedPosting, Shortfall, shortfalls, together_text
from tracker.domain.people import Actor, Role
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision
from tracker.models.people import Person
from tracker.queries.budget import POSTING
from tracker.queries.ledger import dated_postings
from tracker.queries.plans import PlanRow
from tracker.queries.powers import line_facts

SEE_DRAFTS = frozenset({Role.BUDGET_OFFICER, Role.FINANCE})


@dataclass(frozen=True)
class ProposalRow:
    """A proposal, or a decision that was one, as choices and scenarios show it."""

    id: int
    plan_id: int
    title: str
    kind: DecisionKind
    body: str
    status: DecisionStatus
    state_since: datetime
    owner_id: int
    owner: str
    version: int
    targets_touched: str


@dataclass(frozen=True)
class NamedShortfall(Shortfall):
    """A line that proposals together would take below zero, with what it is called."""

    title: str

    @property
    def text(self) -> Text:
        """Say which line lacks how much in which year."""
        return together_text(self, self.title)


def visible_to(actor: Actor | None) -> ColumnElement[bool]:
    """Say in SQL which decisions somebody may see: all that is decided or sent, drafts with the budget's people.

    None is the command line, which sees everything.
    """
    if actor is None or actor.roles & SEE_DRAFTS:
        return true()
    return (
        col(Decision.proposal_state).is_(None)
        | (col(Decision.proposal_state) == ProposalState.SENT)
        | (col(Decision.owner_id) == actor.id)
    )


def seen_by(actor: Actor | None) -> ColumnElement[bool]:
    """Say in SQL which lines somebody may see: those that stand, and those of proposals that they may see."""
    introduced_by = col(BudgetLine.introduced_by_id)
    return introduced_by.is_(None) | introduced_by.in_(select(col(Decision.id)).where(visible_to(actor)))


def lines_that_stand() -> ColumnElement[bool]:
    """Say in SQL which lines are there for everybody: not those that came with a proposal nobody has adopted."""
    introduced_by = col(BudgetLine.introduced_by_id)
    return introduced_by.is_(None) | introduced_by.in_(
        select(col(Decision.id)).where(col(Decision.decided_on).is_not(None))
    )


def proposals(
    session: Session, plan_id: int, *, actor: Actor | None, states: Collection[ProposalState] = OPEN_STATES
) -> tuple[ProposalRow, ...]:
    """List a plan's proposals in these states that somebody may see, the oldest first."""
    return _rows(session, col(Decision.plan_id) == plan_id, col(Decision.proposal_state).in_(states), visible_to(actor))


def proposals_by_id(session: Session, ids: Collection[int], *, actor: Actor | None) -> tuple[ProposalRow, ...]:
    """Read some proposals, adopted and dropped ones too, the oldest first; what somebody may not see is left out."""
    return _rows(session, col(Decision.id).in_(ids), visible_to(actor)) if ids else ()


def open_proposals(session: Session, plan_id: int, *, actor: Actor | None) -> frozenset[int]:
    """Tell which proposals count where the budget is asked for with proposals: those not dropped, as far as seen."""
    query = select(col(Decision.id)).where(
        col(Decision.plan_id) == plan_id, col(Decision.proposal_state).in_(OPEN_STATES), visible_to(actor)
    )
    return frozenset(number for number in session.execute(query).scalars() if number is not None)


def changes_of(session: Session, proposal_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Sum what open proposals change, in øre by (line, budget year); those adopted or dropped change nothing more."""
    if not proposal_ids:
        return {}
    query = (
        select(POSTING.c.line_id, POSTING.c.budget_year, cast(func.sum(POSTING.c.amount_oere), BigInteger))
        .join(Decision, col(Decision.id) == POSTING.c.decision_id)
        .where(col(Decision.id).in_(proposal_ids), col(Decision.proposal_state).in_(OPEN_STATES))
        .group_by(POSTING.c.line_id, POSTING.c.budget_year)
    )
    return {(line_id, year): amount for line_id, year, amount in session.execute(query) if amount}


def overdrawn_together(session: Session, plan: PlanRow, proposal_ids: Collection[int]) -> tuple[NamedShortfall, ...]:
    """Find the pools and lines that a plan's open proposals would take below zero if all of them were adopted today.

    Lines that are held to zero alone, by line and year; empty where the proposals fit together.
    """
    taken = {cell: amount for cell, amount in changes_of(session, proposal_ids).items() if amount < 0}
    facts = line_facts(session, plan.id, plan.committee, only={line_id for line_id, _ in taken})
    held = {cell: amount for cell, amount in taken.items() if cell[0] in facts and facts[cell[0]].held}
    day = today()
    postings = [
        *dated_postings(session, held),
        *(DatedPosting(day, line_id, year, amount) for (line_id, year), amount in held.items()),
    ]
    return tuple(
        NamedShortfall(short.line_id, short.budget_year, short.day, short.balance_oere, facts[short.line_id].title)
        for short in shortfalls(postings, from_day=day, never_negative={})
    )


def _rows(session: Session, *conditions: ColumnElement[bool]) -> tuple[ProposalRow, ...]:
    query = (
        select(
            col(Decision.id),
            col(Decision.plan_id),
            col(Decision.title),
            col(Decision.kind),
            col(Decision.body),
            col(Decision.proposal_state),
            col(Decision.state_since),
            col(Decision.owner_id),
            col(Person.name),
            col(Decision.version),
            col(Decision.targets_touched),
        )
        .join(Person, col(Person.id) == col(Decision.owner_id))
        .where(*conditions)
        .order_by(col(Decision.id))
    )
    return tuple(
        ProposalRow(number, plan_id, title, kind, body, status_of(state), since, owner_id, owner, version, targets)
        for number, plan_id, title, kind, body, state, since, owner_id, owner, version, targets in session.execute(
            query
        )
    )
