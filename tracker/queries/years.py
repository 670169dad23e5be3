"""Reading which budget years of a plan are closed, since when, by whom and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlmodel import Session, col

from tracker.models.budget import ClosedYear
from tracker.models.people import Person
from tracker.queries.plans import PlanRow, all_plans


@dataclass(frozen=True)
class ClosedYearRow:
    """A budget year that takes no more transfers."""

    plan_id: int
    year: int
    closed_at: datetime
    closed_by: str
    reason: str


@dataclass(frozen=True)
class PlanYears:
    """A plan and those of its years that are closed, by year."""

    plan: PlanRow
    closed: Mapping[int, ClosedYearRow]


def closed_years_of(session: Session, plan: PlanRow) -> tuple[ClosedYearRow, ...]:
    """List the closed years of a plan, in order."""
    rows = session.execute(_closed().where(col(ClosedYear.plan_id) == plan.id).order_by(col(ClosedYear.year)))
    return tuple(ClosedYearRow(*row) for row in rows)


def years_of_plans(session: Session) -> tuple[PlanYears, ...]:
    """List every plan with its closed years, in the order of the plans' list."""
    closed: dict[int, dict[int, ClosedYearRow]] = {}
    for row in (ClosedYearRow(*row) for row in session.execute(_closed())):
        closed.setdefault(row.plan_id, {})[row.year] = row
    return tuple(PlanYears(plan, closed.get(plan.id, {})) for plan in all_plans(session))


def _closed() -> Select[int, int, datetime, str, str]:
    return select(
        col(ClosedYear.plan_id),
        col(ClosedYear.year),
        col(ClosedYear.closed_at),
        col(Person.name),
        col(ClosedYear.reason),
    ).join(Person, col(Person.id) == col(ClosedYear.closed_by_id))
