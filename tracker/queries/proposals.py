"""Reading proposals: which there are, who may see them, and whether they fit together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.domain.decisions import OPEN_STATES, DecisionKind, DecisionStatus, ProposalState, status_of
from tracker.domain.ledger import DatedPosting, Shortfall, shortfalls, together_text
from tracker.domain.people import Actor, Role
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision, Transfer
from tracker.models.people import Person
from tracker.queries.budget import POSTING
from tracker.queries.ledger import dated_postings
from tracker.queries.lines_in_use import is_in_use
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


def of_a_draft(reversal: type[Transfer]) -> ColumnElement[bool]:
    """Say in SQL which transfers were written anew while their decision was a proposal, their reversals too.

    ``reversal`` is what reverses the transfer, joined where there is one; the query has the decision too.
    """
    reversed_at = func.coalesce(
        reversal.recorded_at, case((col(Transfer.reverses_id).is_not(None), Transfer.recorded_at))
    )
    return func.coalesce(reversed_at <= col(Decision.taken_at), reversed_at.is_not(None))


def writing_seen_by(actor: Actor | None, reversal: type[Transfer]) -> ColumnElement[bool]:
    """Say in SQL which transfers of a decision that somebody may see are for them to see.

    What was written anew in a draft stays with its owner and the budget's people, also when the draft is sent.
    """
    if actor is None or actor.roles & SEE_DRAFTS:
        return true()
    return ~of_a_draft(reversal) | (col(Decision.owner_id) == actor.id)


def is_reversed() -> ColumnElement[bool]:
    """Say in SQL which decisions were taken back whole: they were taken, moved money, and nothing of it stands."""
    of_it = exists().where(col(Transfer.decision_id) == col(Decision.id))
    stands = of_it.where(
        col(Transfer.reverses_id).is_(None), ~exists().where(col(_BACK.reverses_id) == col(Transfer.id))
    )
    return and_(col(Decision.decided_on).is_not(None), of_it, ~stands)


_BACK = aliased(Transfer)


def seen_by(actor: Actor | None) -> ColumnElement[bool]:
    """Say in SQL which lines somebody may see: those that stand, and those of proposals that they may see.

    A line that its draft gave up is no more to be seen than the rest of what was written anew there.
    """
    if actor is None or actor.roles & SEE_DRAFTS:
        return true()
    introduced_by = col(BudgetLine.introduced_by_id)
    own = select(col(Decision.id)).where(col(Decision.owner_id) == actor.id)
    seen = select(col(Decision.id)).where(visible_to(actor))
    moved = (
        select(col(Transfer.id))
        .join(Decision, col(Decision.id) == col(Transfer.decision_id))
        .join(_BACK, col(_BACK.reverses_id) == col(Transfer.id), isouter=True)
        .where(or_(*(side == col(BudgetLine.id) for side in (col(Transfer.from_line_id), col(Transfer.to_line_id)))))
        .where(visible_to(actor), ~of_a_draft(_BACK))
        .correlate(BudgetLine)
        .exists()
    )
    return introduced_by.is_(None) | introduced_by.in_(own) | (introduced_by.in_(seen) & moved)


def lines_that_stand() -> ColumnElement[bool]:
    """Say in SQL which lines are there for everybody: none of a proposal, and none that was given up."""
    return col(BudgetLine.introduced_by_id).is_(None) | (~come_with_a_proposal() & is_in_use())


def come_with_a_proposal() -> ColumnElement[bool]:
    """Say in SQL which lines came with a proposal that nobody has adopted."""
    undecided = select(col(Decision.id)).where(col(Decision.decided_on).is_(None))
    return func.coalesce(col(BudgetLine.introduced_by_id).in_(undecided), false())


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
    return _together(_changes_by_proposal(session, proposal_ids).values())


def overdrawn_together(session: Session, plan: PlanRow, proposal_ids: Collection[int]) -> tuple[NamedShortfall, ...]:
    """Find the pools and lines that a plan's open proposals would take below zero if all of them were adopted today.

    Lines that are held to zero alone, by line and year; empty where the proposals fit together.
    """
    (found,) = overdrawn_in_each(session, plan, [proposal_ids])
    return found


def overdrawn_in_each(
    session: Session, plan: PlanRow, sets: Sequence[Collection[int]]
) -> tuple[tuple[NamedShortfall, ...], ...]:
    """Find the same for each of some sets of proposals, in their order, with as many queries as for one."""
    by_proposal = _changes_by_proposal(session, frozenset().union(*sets))
    changes = [_together(by_proposal.get(number, {}) for number in frozenset(ids)) for ids in sets]
    losing = {line_id for change in changes for (line_id, _year), amount in change.items() if amount < 0}
    facts = line_facts(session, plan.id, plan.committee, only=losing)
    held_in_each = [
        {
            (line_id, year): amount
            for (line_id, year), amount in change.items()
            if amount < 0 and line_id in facts and facts[line_id].held
        }
        for change in changes
    ]
    day = today()
    postings = dated_postings(session, {cell for held in held_in_each for cell in held})

    def overdrawn(held: Mapping[tuple[int, int], int]) -> tuple[NamedShortfall, ...]:
        together = [
            *(posting for posting in postings if (posting.line_id, posting.budget_year) in held),
            *(DatedPosting(day, line_id, year, amount) for (line_id, year), amount in held.items()),
        ]
        return tuple(
            NamedShortfall(short.line_id, short.budget_year, short.day, short.balance_oere, facts[short.line_id].title)
            for short in shortfalls(together, from_day=day, never_negative={})
        )

    return tuple(map(overdrawn, held_in_each))


def _changes_by_proposal(session: Session, proposal_ids: Collection[int]) -> dict[int, dict[tuple[int, int], int]]:
    """Sum what each open proposal changes, in øre by (line, budget year)."""
    if not proposal_ids:
        return {}
    parts = (POSTING.c.decision_id, POSTING.c.line_id, POSTING.c.budget_year)
    query = (
        select(*parts, cast(func.sum(POSTING.c.amount_oere), BigInteger))
        .join(Decision, col(Decision.id) == POSTING.c.decision_id)
        .where(col(Decision.id).in_(proposal_ids), col(Decision.proposal_state).in_(OPEN_STATES))
        .group_by(*parts)
    )
    found: dict[int, dict[tuple[int, int], int]] = {}
    for decision_id, line_id, year, amount in session.execute(query):
        found.setdefault(decision_id, {})[line_id, year] = amount
    return found


def _together(changes: Iterable[Mapping[tuple[int, int], int]]) -> dict[tuple[int, int], int]:
    """Add changes up; cells that come out unchanged are left out."""
    total: dict[tuple[int, int], int] = {}
    for change in changes:
        for cell, amount in change.items():
            total[cell] = total.get(cell, 0) + amount
    return {cell: amount for cell, amount in total.items() if amount}


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
            is_reversed(),
        )
        .join(Person, col(Person.id) == col(Decision.owner_id))
        .where(*conditions)
        .order_by(col(Decision.id))
    )
    return tuple(_row(*row) for row in session.execute(query))


def _row(number: int, plan_id: int, title: str, kind: DecisionKind, body: str, *more: Any) -> ProposalRow:  # noqa: ANN401 - columns of the query
    state, *rest, reversed_whole = more
    status = DecisionStatus.REVERSED if reversed_whole else status_of(state)
    return ProposalRow(number, plan_id, title, kind, body, status, *rest)
