"""Reading who may decide what in a plan, and which body a decision needs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, reaches
from tracker.domain.entries import LineFacts, LineRef, committee_of
from tracker.domain.ledger import NewTransfer, balances
from tracker.domain.powers import USUAL_POWERS, Matter, Power, Ruling
from tracker.domain.rewriting import StandingTransfer, as_entered
from tracker.domain.rulings import ruling_of
from tracker.domain.years import today
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision
from tracker.models.powers import DecisionPower
from tracker.queries.ledger import dated_postings


def powers_of(session: Session, plan_id: int) -> Mapping[Matter, Power]:
    """Tell who may decide each matter; where the plan says nothing, what is usual."""
    rows = session.execute(select(DecisionPower).where(col(DecisionPower.plan_id) == plan_id)).scalars()
    own = {row.matter: Power(row.matter, row.otherwise, row.most_oere, row.most_share) for row in rows}
    return {**USUAL_POWERS, **own}


def plans_with_own_powers(session: Session) -> frozenset[int]:
    """Tell which plans have powers of their own, by their ids."""
    return frozenset(session.execute(select(col(DecisionPower.plan_id)).distinct()).scalars())


def line_facts(
    session: Session, plan_id: int, committee: str, *, only: Collection[int] | None = None
) -> dict[LineRef, LineFacts]:
    """Tell what the rules need to know of a plan's lines, the sources too; ``committee`` is the plan's own."""
    if only is None:
        return _facts(session, _LINES, {"plan_id": plan_id}, committee)
    return _facts(session, _SOME_LINES, {"plan_id": plan_id, "only": sorted(only)}, committee)


def lines_at_hand(
    session: Session, plan_id: int, committee: str, *, only: Collection[int], decision_id: int | None = None
) -> dict[LineRef, LineFacts]:
    """Tell the same of those lines that a decision may move money between; see ``at_hand``."""
    values = {"plan_id": plan_id, "only": sorted(only), "decision_id": decision_id or 0}
    return _facts(session, _LINES_AT_HAND, values, committee)


def at_hand(decision_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Say in SQL which lines a decision may move money between: not those that came with another's proposal.

    The query joins the decision that a line came with.
    """
    return (
        col(BudgetLine.introduced_by_id).is_(None)
        | col(Decision.decided_on).is_not(None)
        | (col(BudgetLine.introduced_by_id) == decision_id)
    )


_LINES: Select[*tuple[Any, ...]] = select(
    col(BudgetLine.id),
    col(BudgetLine.title),
    col(BudgetLine.role),
    col(BudgetLine.committee),
    col(BudgetLine.may_be_negative),
).where(col(BudgetLine.plan_id) == bindparam("plan_id"))
_SOME_LINES = _LINES.where(col(BudgetLine.id).in_(bindparam("only", expanding=True)))
_LINES_AT_HAND = _SOME_LINES.join(Decision, col(Decision.id) == col(BudgetLine.introduced_by_id), isouter=True).where(
    at_hand(bindparam("decision_id", type_=Integer))
)


def _facts(
    session: Session, query: Select[*tuple[Any, ...]], values: Mapping[str, object], committee: str
) -> dict[LineRef, LineFacts]:
    rows = session.connection().execute(query, values).all()
    return {
        line_id: LineFacts(
            line_id,
            title,
            role,
            committee_of(role, own, of_plan=committee),
            is_held(role, may_be_negative=may_be_negative),
        )
        for line_id, title, role, own, may_be_negative in rows
    }


def is_held(role: LineRole, *, may_be_negative: bool) -> bool:
    """Tell whether a line is held to zero: a reserve always, a source never, others unless marked."""
    return role is LineRole.RESERVE or not (role is LineRole.SOURCE or may_be_negative)


def ruling_against(
    session: Session,
    decision: Decision,
    standing: Sequence[NewTransfer | StandingTransfer],
    lines: Mapping[LineRef, LineFacts],
    *,
    level: BodyLevel,
    was: Sequence[StandingTransfer],
) -> Ruling | None:
    """Find the rule by which a decision's body, of this level, may not take it; None where it may.

    ``standing`` are all of its transfers that stand, ``was`` those that stood before this change, and ``lines`` what
    they move money between.
    """
    transfers, earlier = as_entered(standing), as_entered(was)
    powers = powers_of(session, decision.plan_id)
    # A share of the budget can only leave it to a narrower body, and what stood before only to nobody, so both are
    # asked only where that is needed.
    ruling = ruling_of(powers, decision.kind, transfers, lines, {})
    if ruling is None or reaches(level, ruling.level):
        return None
    before: dict[tuple[LineRef, int], int] = {}
    if any(power.most_share is not None for power in powers.values()):
        cells = {(line, one.budget_year) for one in standing for line in (one.from_line_id, one.to_line_id)}
        postings = dated_postings(session, cells, without_decision=decision.id)
        before.update(balances(postings, decision.decided_on or today()).items())
    ruling = ruling_of(powers, decision.kind, transfers, lines, before, was=earlier)
    return None if ruling is None or reaches(level, ruling.level) else ruling
