"""How the plans stand: for each plan and year the frame, what is given to lines, and what is left in the pool."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, cast, func, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import OPEN_STATES
from tracker.domain.people import Actor
from tracker.domain.years import today
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision
from tracker.queries.budget import POSTING
from tracker.queries.plans import PlanRow, all_plans
from tracker.queries.proposals import visible_to


@dataclass(frozen=True)
class YearStanding:
    """How a plan stands in one year, in øre: the frame, what is given to lines, and what is left in the pool.

    ``proposed_oere`` is what would be left in the pool if all open proposals were adopted that somebody sees.
    """

    year: int
    frame_oere: int
    allocated_oere: int
    reserve_oere: int
    proposed_oere: int


@dataclass(frozen=True)
class PlanStanding:
    """How a plan stands, year by year, and how many open proposals would change it."""

    plan: PlanRow
    years: tuple[YearStanding, ...]
    proposal_count: int


def standings(session: Session, *, actor: Actor | None, as_of: date | None = None) -> tuple[PlanStanding, ...]:
    """Tell for every plan and year what the frame is, what is allocated, and what is left, with proposals too."""
    day = as_of or today()
    total = cast(func.sum(POSTING.c.amount_oere), BigInteger)
    query = (
        select(POSTING.c.plan_id, POSTING.c.budget_year, BudgetLine.role, total)  # type: ignore[call-overload]
        .join_from(POSTING, BudgetLine, col(BudgetLine.id) == POSTING.c.line_id)
        .where(POSTING.c.decided_on <= day)
        .group_by(POSTING.c.plan_id, POSTING.c.budget_year, BudgetLine.role)
    )
    sums: dict[tuple[int, int], dict[LineRole, int]] = defaultdict(dict)
    for plan_id, year, role, amount in session.execute(query):
        sums[plan_id, year][role] = amount
    counts, proposed = _open_proposals(session, actor)
    return tuple(
        PlanStanding(
            plan,
            tuple(
                _year_standing(year, sums.get((plan.id, year), {}), proposed.get((plan.id, year), 0))
                for year in plan.years
            ),
            counts.get(plan.id, 0),
        )
        for plan in all_plans(session)
    )


def _open_proposals(session: Session, actor: Actor | None) -> tuple[dict[int, int], dict[tuple[int, int], int]]:
    """Count each plan's open proposals, and sum what they change in its pools, in øre by (plan, budget year)."""
    is_open = (col(Decision.proposal_state).in_(OPEN_STATES), visible_to(actor))
    counts = session.execute(
        select(col(Decision.plan_id), func.count()).where(*is_open).group_by(col(Decision.plan_id))
    )
    changes = session.execute(
        select(POSTING.c.plan_id, POSTING.c.budget_year, cast(func.sum(POSTING.c.amount_oere), BigInteger))
        .join(Decision, col(Decision.id) == POSTING.c.decision_id)
        .join(BudgetLine, col(BudgetLine.id) == POSTING.c.line_id)
        .where(*is_open, col(BudgetLine.role) == LineRole.RESERVE)
        .group_by(POSTING.c.plan_id, POSTING.c.budget_year)
    )
    by_plan = {plan_id: count for plan_id, count in counts}  # noqa: C416 - dict() of rows has no type of its own
    return by_plan, {(plan_id, year): amount for plan_id, year, amount in changes}


def _year_standing(year: int, by_role: Mapping[LineRole, int], proposed_oere: int) -> YearStanding:
    return YearStanding(
        year=year,
        frame_oere=-by_role.get(LineRole.SOURCE, 0),
        allocated_oere=by_role.get(LineRole.INITIATIVE, 0) + by_role.get(LineRole.OTHER, 0),
        reserve_oere=by_role.get(LineRole.RESERVE, 0),
        proposed_oere=by_role.get(LineRole.RESERVE, 0) + proposed_oere,
    )
