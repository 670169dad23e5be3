"""What a preview lists beside its grid: amounts before and after by line and year, and the sums that were printed."""

from collections import Counter
from dataclasses import dataclass

from imports.budget_reading import Check, ReadTable
from imports.differences import AmountChange, Differences
from tracker.domain.published_tables import Verdict

# More sums than these are told as a number; those that don't tie out are always listed.
MOST_EQUAL_SUMS = 60


@dataclass(frozen=True)
class ChangedLine:
    """A line of the plan whose amounts would change, with one place for each year; None where a year stays."""

    title: str
    row_cell: str
    changes: tuple[AmountChange | None, ...]


@dataclass(frozen=True)
class View:
    """What stands beside the grid."""

    years: tuple[int, ...]
    changed_lines: tuple[ChangedLine, ...]
    checks: tuple[Check, ...]
    verdicts: tuple[tuple[Verdict, int], ...]


def view_of(table: ReadTable, differences: Differences) -> View:
    """Sort changes of lines that exist by line and year, and pick the sums to list."""
    kept = [change for change in differences.changes if change.line_id is not None]
    years = tuple(sorted({change.year for change in kept}))
    by_row: dict[str, dict[int, AmountChange]] = {}
    titles: dict[str, str] = {}
    for change in kept:
        by_row.setdefault(change.row_cell, {})[change.year] = change
        titles[change.row_cell] = change.title
    counted = Counter(check.verdict for check in table.checks)
    everything = len(table.checks) <= MOST_EQUAL_SUMS
    return View(
        years=years,
        changed_lines=tuple(
            ChangedLine(titles[cell], cell, tuple(changes.get(year) for year in years))
            for cell, changes in by_row.items()
        ),
        checks=tuple(check for check in table.checks if everything or check.verdict is not Verdict.EQUAL),
        verdicts=tuple((verdict, counted[verdict]) for verdict in Verdict if counted[verdict]),
    )
