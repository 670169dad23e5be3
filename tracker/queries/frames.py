"""Reading a plan's frame from where the money comes from: the other side of what its lines hold together."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.models.budget import BudgetLine
from tracker.queries.budget import AsOf, budget_at
from tracker.queries.plans import PlanRow
from tracker.queries.scenarios import Comparison


@dataclass(frozen=True)
class Frames:
    """What the sources give, in øre by year: today, and with each scenario."""

    today_oere: tuple[int, ...]
    scenarios_oere: tuple[tuple[int, ...], ...]


def frame_at(session: Session, plan: PlanRow, point: AsOf) -> tuple[int, ...]:
    """Tell what the plan's sources have given at a point, in øre by year."""
    sources = frozenset(
        session.execute(
            select(col(BudgetLine.id)).where(
                col(BudgetLine.plan_id) == plan.id, col(BudgetLine.role) == LineRole.SOURCE
            )
        ).scalars()
    )
    given = dict.fromkeys(plan.years, 0)
    for (line_id, year), amount in budget_at(session, plan.id, point).items():
        if line_id in sources and year in given:
            given[year] -= amount
    return tuple(given.values())


def frames_of(session: Session, comparison: Comparison) -> Frames:
    """Read the frames of a comparison, at the same points as its tables."""
    return Frames(
        frame_at(session, comparison.plan, comparison.today.point),
        tuple(frame_at(session, comparison.plan, compared.table.point) for compared in comparison.scenarios),
    )
