"""Where everything stands on the sheets of a scenario workbook, and which amounts: the same row on each, in øre."""

from collections.abc import Iterator

from tracker.domain.budget import LineRole
from tracker.domain.money import Unit
from tracker.queries.frames import Frames
from tracker.queries.scenarios import ComparedLine, Comparison

TITLE_ROW, STANDING_ROW, GROUP_ROW, HEAD_ROW = 1, 2, 4, 5
FIRST_ROW = HEAD_ROW + 1
FIRST_COLUMN = 2

Amounts = tuple[int, ...]


class Grid:
    """The rows and columns of a comparison."""

    def __init__(self, comparison: Comparison, frames: Frames) -> None:
        self.comparison = comparison
        self.frames = frames
        self.unit: Unit = comparison.today.layout.unit
        self.years = comparison.years
        self.sections: dict[int, str] = {}
        self.lines: dict[int, ComparedLine] = {}
        row = FIRST_ROW
        for section in comparison.sections:
            if row > FIRST_ROW:
                row += 1
            if section.title:
                self.sections[row] = section.title
                row += 1
            for line in section.lines:
                self.lines[row] = line
                row += 1
        # The sums reach over the empty row too, so that a line put in above the total is counted.
        self.total_row = row + 1
        self.frame_row = row + 2
        self.check_row = row + 3

    def column(self, block: int, year: int = 0) -> int:
        """Give the column of a year in a block; both count from 0, and between blocks stands a narrow column."""
        return FIRST_COLUMN + block * (len(self.years) + 1) + year

    def cells(self, amounts: Amounts, block: int = 0) -> Iterator[tuple[int, int]]:
        """Go through the amounts of a block with their columns."""
        return ((self.column(block, year), amount) for year, amount in enumerate(amounts))

    def today(self, line: ComparedLine) -> Amounts:
        """What a line has today."""
        return tuple(amount or 0 for amount in line.today_oere)

    def after(self, line: ComparedLine, scenario: int) -> Amounts:
        """What a line has with a scenario."""
        return tuple(amount or 0 for amount in line.amounts_oere[scenario])

    def total_today(self) -> Amounts:
        """What all lines have together today."""
        return self._added([self.today(line) for line in self.lines.values()])

    def total_change(self, scenario: int) -> Amounts:
        """What a scenario gives all lines together more or less."""
        return self._added([line.differences_oere[scenario] for line in self.lines.values()])

    def frame_change(self, scenario: int) -> Amounts:
        """What a scenario has the sources give more or less."""
        after = self.frames.scenarios_oere[scenario]
        return tuple(then - now for then, now in zip(after, self.frames.today_oere, strict=True))

    @property
    def reserves(self) -> dict[int, ComparedLine]:
        """The pools, by their rows."""
        return {row: line for row, line in self.lines.items() if line.line.role is LineRole.RESERVE}

    def amounts_oere(self) -> set[int]:
        """Every amount that stands somewhere, but for sums."""
        found = set(self.frames.today_oere).union(*self.frames.scenarios_oere)
        for line in self.lines.values():
            found.update(self.today(line))
            for scenario in range(len(line.amounts_oere)):
                found.update(self.after(line, scenario))
        return found

    def _added(self, rows: list[Amounts]) -> Amounts:
        return tuple(sum(row[year] for row in rows) for year in range(len(self.years)))
