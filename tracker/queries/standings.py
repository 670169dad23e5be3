"""How the plans stand: for each plan and year the frame, what is given to lines, and what is left in the pool."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, cast, func, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.years import today
from tracker.models.budget import BudgetLine
from tracker.queries.budget import POSTING, PlanRow, plans


@dataclass(frozen=True)
class YearStanding:
    """How a plan stands in one year, in øre: the frame, what is given to lines, and what is left in the pool."""

    year: int
    frame_oere: int
    allocated_oere: int
    reserve_oere: int


@dataclass(frozen=True)
class PlanStanding:
    """How a plan stands, year by year."""

    plan: PlanRow
    years: tuple[YearStanding, ...]


def standings(session: Session, *, as_of: date | None = None) -> tuple[PlanStanding, ...]:
    """Tell for every plan and year what the frame is, what is allocated, and what is left in the pool."""
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
    return tuple(
        PlanStanding(plan, tuple(_year_standing(year, sums.get((plan.id, year), {})) for year in plan.years))
        for plan in plans(session)
    )


def _year_standing(year: int, by_role: Mapping[LineRole, int]) -> YearStanding:
    return YearStanding(
        year=year,
        frame_oere=-by_role.get(LineRole.SOURCE, 0),
        allocated_oere=by_role.get(LineRole.INITIATIVE, 0) + by_role.get(LineRole.OTHER, 0),
        reserve_oere=by_role.get(LineRole.RESERVE, 0),
    )
