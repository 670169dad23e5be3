"""Reading who may decide what in a plan, and which body a decision needs."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.entries import EntryTransfer, LineFacts, LineRef, committee_of, crosses_committees, movements
from tracker.domain.powers import USUAL_POWERS, Matter, Power, Ruling, rule
from tracker.models.budget import ActionPlan, BudgetLine
from tracker.models.decisions import Decision
from tracker.models.powers import DecisionPower
from tracker.queries.budget import AsOf, budget_at
from tracker.queries.ledger import standing_transfers


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
    query = select(
        col(BudgetLine.id),
        col(BudgetLine.title),
        col(BudgetLine.role),
        col(BudgetLine.committee),
        col(BudgetLine.may_be_negative),
    ).where(col(BudgetLine.plan_id) == plan_id)
    if only is not None:
        query = query.where(col(BudgetLine.id).in_(only))
    return {
        line_id: LineFacts(
            line_id,
            title,
            role,
            committee_of(role, own, of_plan=committee),
            is_held(role, may_be_negative=may_be_negative),
        )
        for line_id, title, role, own, may_be_negative in session.execute(query)
    }


def is_held(role: LineRole, *, may_be_negative: bool) -> bool:
    """Tell whether a line is held to zero: a reserve always, a source never, others unless marked."""
    return role is LineRole.RESERVE or not (role is LineRole.SOURCE or may_be_negative)


def ruling_of(session: Session, plan: ActionPlan, decision: Decision) -> Ruling:
    """Find the body that a decision needs, by all of its transfers that stand."""
    plan_id, decision_id = plan.id or 0, decision.id or 0
    transfers = [
        EntryTransfer(0, standing.budget_year, standing.from_line_id, standing.to_line_id, standing.amount_oere)
        for standing in standing_transfers(session, decision_id)
    ]
    touched = {line for transfer in transfers for line in (transfer.from_line, transfer.to_line)}
    lines = line_facts(session, plan_id, plan.committee, only=[line for line in touched if isinstance(line, int)])
    powers = powers_of(session, plan_id)
    across = crosses_committees(transfers, lines)
    matters = {Matter(decision.kind.value), *((Matter.ACROSS_COMMITTEES,) if across else ())}
    before: dict[tuple[LineRef, int], int] = {}
    if decision.decided_on is not None and any(powers[matter].most_share is not None for matter in matters):
        point = AsOf(decision.decided_on, without=frozenset({decision_id}))
        before.update(budget_at(session, plan_id, point).items())
    return rule(
        powers,
        decision.kind,
        movements(transfers, lines, before),
        across_committees=across,
    )
