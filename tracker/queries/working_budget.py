"""What a plan's lines have today, as the pages need it that work out transfers from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from tracker.domain.budget import LineRole
from tracker.domain.money import Unit
from tracker.domain.years import today
from tracker.queries.budget import AsOf, budget_at, layout_of
from tracker.queries.entries import ChosenLine, lines_to_choose
from tracker.queries.ledger import closed_years
from tracker.queries.plans import PlanRow


@dataclass(frozen=True)
class WorkingBudget:
    """The lines that a plan's money is on, in published order, what each has as decided until today, and its sources.

    ``unit`` is the one that the plan's newest table is printed in.
    """

    lines: tuple[ChosenLine, ...]
    sources: tuple[ChosenLine, ...]
    amounts_oere: Mapping[tuple[int, int], int]
    closed_years: frozenset[int]
    unit: Unit

    def budget_oere(self, line_id: int, year: int) -> int:
        """Tell what a line has in a year, in øre."""
        return self.amounts_oere.get((line_id, year), 0)

    def with_money(self, year: int) -> tuple[ChosenLine, ...]:
        """List the lines that have more than nothing in a year."""
        return tuple(line for line in self.lines if self.budget_oere(line.id, year) > 0)


def working_budget(session: Session, plan: PlanRow) -> WorkingBudget:
    """Read what a plan's lines have today."""
    found = lines_to_choose(session, plan.id)
    return WorkingBudget(
        lines=tuple(line for line in found if line.role is not LineRole.SOURCE),
        sources=tuple(line for line in found if line.role is LineRole.SOURCE),
        amounts_oere=budget_at(session, plan.id, AsOf(today())),
        closed_years=closed_years(session, plan.id),
        unit=layout_of(session, plan).unit,
    )
