"""The sheets of a scenario workbook: today, each scenario as today, change and after, and all of them compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from exports.amounts import in_unit
from exports.budget_table import BOLD_FACTOR, Say, head_of
from exports.scenario_grid import FIRST_ROW, GROUP_ROW, HEAD_ROW, STANDING_ROW, TITLE_ROW, Amounts, Grid
from exports.sheet_names import reference
from exports.workbook import SheetWriter, address, cell_range, lines_needed, one_line
from tracker.domain.decisions import DecisionStatus
from tracker.domain.texts import Text
from tracker.domain.years import local_day
from tracker.queries.proposals import ProposalRow
from tracker.queries.scenarios import ComparedLine

LABEL_WIDTH, NARROWEST_YEAR, GAP_WIDTH = 56, 9, 1.5
WIDEST_FOR_TITLE = 13  # of a year, so that a scenario's title fits above its years
AMOUNT, CHANGE = "amount-or-nil", "change"
FITS, FITS_NOT = Text("stemmer"), Text("stemmer ikke")
YES, NO = Text("ja"), Text("nej")
STATUS: Mapping[DecisionStatus, Text] = {
    DecisionStatus.DRAFT: Text("Kladde"),
    DecisionStatus.SENT: Text("Sendt til udvalget"),
    DecisionStatus.ADOPTED: Text("Vedtaget: indgår allerede i budgettet i dag"),
    DecisionStatus.REVERSED: Text("Tilbageført: er taget ud af budgettet"),
    DecisionStatus.DROPPED: Text("Droppet: er ikke regnet med"),
}


@dataclass(frozen=True)
class SheetLook:
    """What the sheets have in common: the language, the moment, and what the sheets are called."""

    say: Say
    made_at: datetime
    today_name: str
    names: tuple[str, ...]


class _Sheet:
    """A sheet on the grid: what stands at its edges, and how its sums are made."""

    def __init__(self, sheet: SheetWriter, grid: Grid, look: SheetLook, *, blocks: int) -> None:
        self._sheet = sheet
        self._grid = grid
        self._look = look
        self._say = look.say
        self._blocks = blocks
        self._last_column = grid.column(blocks - 1, len(grid.years) - 1)
        self._year_width = max(NARROWEST_YEAR, self._widest() + 3)
        self._row = grid.check_row

    def _begin(self, title: str, groups: Sequence[str], *, note: Text | None = None) -> None:
        """Write the title, the heads of the blocks, and the labels of all rows."""
        sheet, grid, say = self._sheet, self._grid, self._say
        plan, day = grid.comparison.plan.title, grid.comparison.day.strftime("%d.%m.%Y")
        standing = say(Text("Budget som besluttet til og med %(day)s.", day=day))
        sheet.text(TITLE_ROW, 1, title, "title")
        about = [*([] if title == plan else [f"{plan}."]), standing, *([say(note)] if note else [])]
        sheet.text(STANDING_ROW, 1, " ".join(about), "note")
        sheet.text(HEAD_ROW, 1, head_of(grid.comparison.today), "head")
        for block, group in enumerate(groups):
            self._group(block, group)
        for row, section in grid.sections.items():
            self._section(row, section)
        for row, line in grid.lines.items():
            self._label(row, _title_of(line, say))
        self._label(grid.total_row, grid.comparison.today.layout.total_label, "total")
        self._label(grid.frame_row, say(Text("Rammen, som pengene kommer fra")))
        self._label(grid.check_row, say(Text("Kontrol: linjer og pulje er lig rammen")))
        self._set_up((plan if title == plan else f"{plan}: {title}", standing))

    def _group(self, block: int, title: str) -> None:
        width = int(len(self._grid.years) * self._year_width / BOLD_FACTOR)
        self._sheet.text(GROUP_ROW, self._grid.column(block), one_line(title, width), "group")
        for index, year in enumerate(self._grid.years):
            if index:
                self._sheet.blank(GROUP_ROW, self._grid.column(block, index), "group")
            self._sheet.number(HEAD_ROW, self._grid.column(block, index), year, "head-year")

    def _section(self, row: int, title: str) -> None:
        # A title runs on over the empty cells beside it; only one that is longer than the table has to wrap.
        short = len(title) * BOLD_FACTOR <= self._width()
        self._sheet.text(row, 1, title, "section" if short else "section-wrapped")
        for column in range(2, self._last_column + 1):
            self._sheet.blank(row, column, "section")
        if not short:
            self._sheet.height(row, lines=lines_needed(title, LABEL_WIDTH / BOLD_FACTOR))

    def _label(self, row: int, label: str, style: str = "label") -> None:
        self._sheet.text(row, 1, label, style)
        room = LABEL_WIDTH - 2 if style == "label" else LABEL_WIDTH / BOLD_FACTOR
        self._sheet.height(row, lines=lines_needed(label, room))

    def _numbers(self, row: int, block: int, amounts: Amounts, style: str) -> None:
        for column, amount in self._grid.cells(amounts, block):
            self._sheet.number(row, column, in_unit(amount, self._grid.unit), style)

    def _formulas(self, row: int, block: int, amounts: Amounts, style: str, formula: Callable[[int], str]) -> None:
        """Write a formula for each year of a block; ``formula`` makes it from the position of the year."""
        for index, (column, amount) in enumerate(self._grid.cells(amounts, block)):
            self._sheet.formula(row, column, formula(index), in_unit(amount, self._grid.unit), style)

    def _total(self, block: int, amounts: Amounts, style: str) -> None:
        last_row = self._grid.total_row - 1

        def added(index: int) -> str:
            column = self._grid.column(block, index)
            return f"=SUM({cell_range(FIRST_ROW, column, last_row, column)})"

        self._formulas(self._grid.total_row, block, amounts, f"{style}-total", added)

    def _check(self, block: int) -> None:
        """Say for each year whether the lines add up to what the sources give."""
        grid = self._grid
        decimals = len(str(grid.unit.oere)) - 1
        for index in range(len(grid.years)):
            column = grid.column(block, index)
            total, frame = address(grid.total_row, column), address(grid.frame_row, column)
            formula = _choice(f"ROUND({total}-{frame},{decimals})=0", self._say(FITS), self._say(FITS_NOT))
            self._sheet.formula(grid.check_row, column, formula, self._say(FITS), "check")

    def _remark(self, text: str, style: str = "value") -> None:
        """Add a line below the table; a short one runs on over the empty cells beside it."""
        self._row += 1
        short = len(text) <= self._width() and "\n" not in text
        self._sheet.text(self._row, 1, text, style if short else f"{style}-wrapped")
        if not short:
            self._sheet.height(self._row, lines=lines_needed(text, LABEL_WIDTH / BOLD_FACTOR))

    def _set_up(self, header: tuple[str, str]) -> None:
        years = [self._year_width] * len(self._grid.years)
        blocks = [width for block in range(self._blocks) for width in ([GAP_WIDTH] if block else []) + years]
        self._sheet.widths(LABEL_WIDTH, *blocks)
        self._sheet.freeze(rows=HEAD_ROW, columns=1)
        self._header = header

    def _end(self) -> None:
        """Set the sheet up for print, once it is known how far it reaches."""
        made = Text("Lavet i Puljeoverblik %(day)s", day=local_day(self._look.made_at).strftime("%d.%m.%Y"))
        self._sheet.page(
            header=self._header,
            footer=self._say(made),
            last_row=self._row,
            last_column=self._last_column,
            repeat_rows=(GROUP_ROW, HEAD_ROW),
        )

    def _width(self) -> float:
        return LABEL_WIDTH + self._blocks * len(self._grid.years) * self._year_width

    def _widest(self) -> int:
        sums = (*self._grid.total_today(), *self._grid.frames.today_oere, *self._grid.amounts_oere())
        return max(len(f"{in_unit(amount, self._grid.unit):,.{self._sheet.decimals}f}") for amount in sums)


class TodaySheet(_Sheet):
    """The budget table of today, which the other sheets refer to."""

    def __init__(self, sheet: SheetWriter, grid: Grid, look: SheetLook) -> None:
        super().__init__(sheet, grid, look, blocks=1)

    def write(self) -> None:
        """Write today's amounts as numbers."""
        grid = self._grid
        self._begin(grid.comparison.today.layout.title or grid.comparison.plan.title, [self._say(Text("I dag"))])
        for row, line in grid.lines.items():
            self._numbers(row, 0, grid.today(line), AMOUNT)
        self._total(0, grid.total_today(), AMOUNT)
        self._numbers(grid.frame_row, 0, grid.frames.today_oere, AMOUNT)
        self._check(0)
        self._end()


class ScenarioSheet(_Sheet):
    """A scenario in three blocks: today, what its proposals change, and after."""

    TODAY, CHANGE, AFTER = range(3)

    def __init__(self, sheet: SheetWriter, grid: Grid, look: SheetLook, index: int) -> None:
        super().__init__(sheet, grid, look, blocks=3)
        self._index = index
        self._compared = grid.comparison.scenarios[index]

    def write(self) -> None:
        """Write the changes as numbers, and the rest as formulas."""
        grid, index = self._grid, self._index
        groups = (Text("I dag"), Text("Ændring"), Text("Efter"))
        self._begin(self._compared.scenario.title, [self._say(group) for group in groups])
        for row, line in grid.lines.items():
            self._row_of(row, grid.today(line), line.differences_oere[index])
        self._row_of(grid.frame_row, grid.frames.today_oere, grid.frame_change(index))
        today, change = grid.total_today(), grid.total_change(index)
        self._total(self.TODAY, today, AMOUNT)
        self._total(self.CHANGE, change, CHANGE)
        self._total(self.AFTER, _sum_of(today, change), AMOUNT)
        for block in (self.TODAY, self.CHANGE, self.AFTER):
            self._check(block)
        self._remarks()
        self._end()

    def _row_of(self, row: int, today: Amounts, change: Amounts) -> None:
        def from_today(index: int) -> str:
            return f"={reference(self._look.today_name, address(row, self._grid.column(0, index)))}"

        def added(index: int) -> str:
            before, changed = (self._grid.column(block, index) for block in (self.TODAY, self.CHANGE))
            return f"={address(row, before)}+{address(row, changed)}"

        self._formulas(row, self.TODAY, today, AMOUNT, from_today)
        self._numbers(row, self.CHANGE, change, CHANGE)
        self._formulas(row, self.AFTER, _sum_of(today, change), AMOUNT, added)

    def _remarks(self) -> None:
        scenario = self._compared.scenario
        self._row += 1
        for short in self._compared.shortfalls:
            self._remark(self._say(short.text), "term")
        self._remark(self._say(Text("Forslag i scenariet")), "term")
        for proposal in scenario.proposals:
            self._remark(f"{self._title_of(proposal)} ({self._say(STATUS[proposal.status])})")
        if scenario.hidden_count:
            hidden = Text(
                "Scenariet har også forslag, som du ikke kan se (%(count)s). De er ikke regnet med.",
                count=scenario.hidden_count,
            )
            self._remark(self._say(hidden))
        if not scenario.counted:
            self._remark(self._say(Text("Ingen af forslagene ændrer budgettet i dag.")))
        if scenario.note:
            self._row += 1
            self._remark(self._say(Text("Note")), "term")
            self._remark(scenario.note)

    def _title_of(self, proposal: ProposalRow) -> str:
        return proposal.title or self._say(Text("Forslag nr. %(number)s", number=proposal.id))


class ComparingSheet(_Sheet):
    """Today and what each scenario changes, side by side, and what is left of the pool: formulas alone."""

    def __init__(self, sheet: SheetWriter, grid: Grid, look: SheetLook) -> None:
        super().__init__(sheet, grid, look, blocks=1 + len(look.names))
        longest = max(len(compared.scenario.title) for compared in grid.comparison.scenarios)
        wanted = ceil(longest * BOLD_FACTOR / len(grid.years))
        self._year_width = max(self._year_width, min(wanted, WIDEST_FOR_TITLE))

    def write(self) -> None:
        """Refer to the other sheets, row by row."""
        grid, say = self._grid, self._say
        titles = [compared.scenario.title for compared in grid.comparison.scenarios]
        note = Text("Under hvert scenarie står, hvad det ændrer i forhold til i dag.")
        self._begin(say(Text("Sammenligning af scenarier")), [say(Text("I dag")), *titles], note=note)
        for row, line in grid.lines.items():
            self._row_of(row, grid.today(line), line.differences_oere)
        changes = [grid.frame_change(index) for index in range(len(self._look.names))]
        self._row_of(grid.frame_row, grid.frames.today_oere, changes)
        self._total(0, grid.total_today(), AMOUNT)
        for index in range(len(self._look.names)):
            self._total(1 + index, grid.total_change(index), CHANGE)
        self._checks()
        self._pools()
        self._remarks()
        self._end()

    def _row_of(self, row: int, today: Amounts, changes: Iterable[Amounts]) -> None:
        self._refer(row, 0, today, AMOUNT)
        for block, change in enumerate(changes, 1):
            self._refer(row, block, change, CHANGE)

    def _refer(
        self, row: int, block: int, amounts: Amounts, style: str, *, to_row: int = 0, of: int = ScenarioSheet.CHANGE
    ) -> None:
        """Refer to the same row of the block's own sheet, or to ``to_row``."""

        def there(index: int) -> str:
            return self._cell(to_row or row, block, index, of=of)

        self._formulas(row, block, amounts, style, there)

    def _cell(self, row: int, block: int, index: int, *, of: int) -> str:
        """Refer to what stands for a year on the sheet of today, or in a block on a scenario's sheet."""
        if not block:
            return f"={reference(self._look.today_name, address(row, self._grid.column(0, index)))}"
        return f"={reference(self._look.names[block - 1], address(row, self._grid.column(of, index)))}"

    def _checks(self) -> None:
        row = self._grid.check_row
        for block in range(self._blocks):
            for index in range(len(self._grid.years)):
                formula = self._cell(row, block, index, of=ScenarioSheet.AFTER)
                self._sheet.formula(row, self._grid.column(block, index), formula, self._say(FITS), "check")

    def _pools(self) -> None:
        """Show what each scenario leaves of the pools, and whether that is enough."""
        grid = self._grid
        if not grid.reserves:
            return
        self._row += 2
        self._section(self._row, self._say(Text("Tilbage i puljen, hvis scenariet bliver vedtaget")))
        first_row = self._row + 1
        left: list[list[Amounts]] = []
        for row, line in grid.reserves.items():
            self._row += 1
            self._label(self._row, _title_of(line, self._say))
            left.append([grid.today(line), *(grid.after(line, index) for index in range(len(self._look.names)))])
            for block, amounts in enumerate(left[-1]):
                self._refer(self._row, block, amounts, AMOUNT, to_row=row, of=ScenarioSheet.AFTER)
        self._row += 1
        self._label(self._row, self._say(Text("Rækker puljen?")))
        for block in range(self._blocks):
            for index in range(len(grid.years)):
                column = grid.column(block, index)
                lowest = min(pool[block][index] for pool in left)
                formula = _choice(
                    f"MIN({cell_range(first_row, column, self._row - 1, column)})<0", self._say(NO), self._say(YES)
                )
                self._sheet.formula(self._row, column, formula, self._say(NO if lowest < 0 else YES), "check")

    def _remarks(self) -> None:
        self._row += 1
        for compared in self._grid.comparison.scenarios:
            for short in compared.shortfalls:
                self._remark(f"{compared.scenario.title}: {self._say(short.text)}", "term")


def _title_of(line: ComparedLine, say: Say) -> str:
    title = f"{line.line.outline} {line.line.title}" if line.line.outline else line.line.title
    return say(Text("%(line)s (ny)", line=title)) if line.is_new else title


def _sum_of(one: Amounts, other: Amounts) -> Amounts:
    return tuple(first + second for first, second in zip(one, other, strict=True))


def _choice(condition: str, yes: str, no: str) -> str:
    """Make a formula that shows one of two words."""
    first, second = (word.replace('"', '""') for word in (yes, no))
    return f'=IF({condition},"{first}","{second}")'
