"""A plan's budget table as a workbook in the layout it was published in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from exports.about import About, said_moment, write_about
from exports.amounts import decimals_needed, in_unit
from exports.workbook import SheetWriter, WorkbookWriter, cell_range, lines_needed
from tracker.domain.label_parts import begins_small, is_unfinished
from tracker.domain.money import NIL, find_units
from tracker.domain.names import comparable
from tracker.domain.published_tables import ROW_TOTAL, CellKind, SubtotalPlace
from tracker.domain.texts import Text
from tracker.domain.years import local_day
from tracker.queries.budget import BudgetTable, TableLine, TableSection
from tracker.queries.printed_subtotals import PrintedSubtotal

SHEET = "Budget"
MARKS = {CellKind.NIL: NIL, CellKind.NO_ENTRY: "./."}
# In digits, as Excel counts; a landscape A4 page takes about 130 at full size.
PAGE_WIDTH, NARROWEST_LABEL, WIDEST_LABEL, NARROWEST_YEAR = 130, 44, 72, 11
BOLD_FACTOR = 1.05
FIRST_YEAR_COLUMN = 2

Say = Callable[[Text], str]


def write_budget_table(
    table: BudgetTable,
    *,
    destination: Path | BinaryIO,
    made_by: str,
    made_at: datetime,
    printed_totals_oere: Mapping[int, int],
    revision: int,
    subtotals: Sequence[PrintedSubtotal] = (),
    say: Say = str,
) -> None:
    """Write the table in its published layout, with a sheet that says what it is.

    ``printed_totals_oere`` are the published table's grand totals by year, ``subtotals`` those it prints; ``say`` puts
    a sentence into the reader's language.
    """
    book = WorkbookWriter(title=table.layout.title or table.plan.title, made_at=made_at)
    sheet = book.sheet(SHEET, decimals=decimals_of(table))
    _TableSheet(sheet, table, subtotals).write(made_at=made_at, say=say)
    about = About(table, made_by, made_at, printed_totals_oere, revision)
    write_about(book, about, decimals=sheet.decimals, say=say)
    book.save(destination)


def decimals_of(table: BudgetTable) -> int:
    """Tell how many decimals show every amount of the table in full."""
    amounts = (amount for section in table.sections for line in section.lines for amount in line.amounts_oere if amount)
    return decimals_needed(amounts, table.layout.unit)


def head_of(table: BudgetTable) -> str:
    """Give the published head; one that doesn't state the unit gets it, or nobody could tell what the figures are."""
    head, unit = table.layout.head, table.layout.unit
    if any(mention.unit == unit and mention.before.endswith((" i", "(")) for mention in find_units(head)):
        return head
    return f"{head or 'Indsatser'} (opgjort i {unit.label})"


def _standing(table: BudgetTable) -> Text:
    day = table.as_of.strftime("%d.%m.%Y")
    known = said_moment(table.known_at) if table.known_at else None
    if known and table.includes_proposals:
        return Text(
            "Budget som besluttet til og med %(day)s, som det var bogført %(known)s,"
            " og med forslag, der ikke er besluttet.",
            day=day,
            known=known,
        )
    if known:
        return Text("Budget som besluttet til og med %(day)s, som det var bogført %(known)s.", day=day, known=known)
    if table.includes_proposals:
        return Text("Budget som besluttet til og med %(day)s, og med forslag, der ikke er besluttet.", day=day)
    return Text("Budget som besluttet til og med %(day)s.", day=day)


def _label(line: TableLine) -> str:
    return f"{line.outline} {line.title}" if line.outline else line.title


def _runs_on(title: str, line: TableLine) -> bool:
    """Say whether a reader would take the line for the rest of the title above it; an empty row keeps them apart."""
    return is_unfinished(title.strip()) or begins_small(_label(line).strip())


class _TableSheet:
    """The sheet with the table itself: knows which row comes next and where the sums have to reach."""

    def __init__(self, sheet: SheetWriter, table: BudgetTable, subtotals: Sequence[PrintedSubtotal]) -> None:
        self._sheet = sheet
        self._table = table
        self._unit = table.layout.unit
        self._row_total = table.layout.has_row_total
        self._last_year_column = FIRST_YEAR_COLUMN + len(table.years) - 1
        self._last_column = self._last_year_column + self._row_total
        self._subtotals = {comparable(subtotal.section): subtotal for subtotal in subtotals}
        self._row = 1
        self._year_width = max(NARROWEST_YEAR, self._widest_sum() + 3)
        left_over = PAGE_WIDTH - self._year_width * (self._last_column - 1)
        self._label_width = min(max(left_over, NARROWEST_LABEL), WIDEST_LABEL)

    def write(self, *, made_at: datetime, say: Say) -> None:
        """Write title, head, sections with their lines, total and note, and set the sheet up for print."""
        table = self._table
        title = table.layout.title or table.plan.title
        self._sheet.text(self._row, 1, title, "title")
        level = table.layout.price_level
        if level and level not in f"{title} {table.layout.head}":
            self._sheet.text(self._row + 1, 1, level, "note")
        self._row += 2
        head_row = self._row
        self._head()
        first_row = self._row
        for position, section in enumerate(table.sections):
            if position:
                self._row += 1
            self._section(section)
        # The sums reach over the empty row too, so that a line put in above the total is counted.
        self._row += 1
        totals = table.totals_oere
        self._sums(table.layout.total_label, totals, table.total_oere, (first_row, self._row - 1), "total")
        self._row += 1
        day = say(_standing(table))
        self._sheet.text(self._row, 1, day, "note")
        self._set_up(title, day, head_row, made_at, say)

    def _head(self) -> None:
        self._sheet.text(self._row, 1, head_of(self._table), "head")
        for column, year in enumerate(self._table.years, FIRST_YEAR_COLUMN):
            self._sheet.number(self._row, column, year, "head-year")
        if self._row_total:
            self._sheet.text(self._row, self._last_column, ROW_TOTAL, "head-year")
        self._row += 1

    def _section(self, section: TableSection) -> None:
        subtotal = self._subtotals.get(comparable(section.title)) if section.title else None
        place = subtotal.place if subtotal else None
        if section.title and place is not SubtotalPlace.HEADING:
            self._section_title(section.title)
        if subtotal and place is not SubtotalPlace.BELOW:
            # The lines follow right below, one row each.
            rows = (self._row + 1, self._row + len(section.lines))
            self._sums(subtotal.label, section.sums_oere, section.sum_oere, rows, "subtotal")
        elif section.title and section.lines and _runs_on(section.title, section.lines[0]):
            self._row += 1
        first_row = self._row
        for line in section.lines:
            self._line(line)
        if subtotal and place is SubtotalPlace.BELOW:
            self._sums(subtotal.label, section.sums_oere, section.sum_oere, (first_row, self._row - 1), "subtotal")

    def _section_title(self, title: str) -> None:
        # A title runs on over the empty cells beside it; only one that is longer than the table has to wrap.
        width = self._label_width + self._year_width * (self._last_column - 1)
        if len(title) * BOLD_FACTOR <= width:
            self._sheet.text(self._row, 1, title, "section")
        else:
            self._sheet.text(self._row, 1, title, "section-wrapped")
            self._sheet.height(self._row, lines=lines_needed(title, self._label_width / BOLD_FACTOR))
        for column in range(FIRST_YEAR_COLUMN, self._last_column + 1):
            self._sheet.blank(self._row, column, "section")
        self._row += 1

    def _line(self, line: TableLine) -> None:
        sheet, row, unit = self._sheet, self._row, self._unit
        label = _label(line)
        sheet.text(row, 1, label, "label")
        sheet.height(row, lines=lines_needed(label, self._label_width - 2))
        for column, (amount, kind) in enumerate(zip(line.amounts_oere, line.marks, strict=True), FIRST_YEAR_COLUMN):
            if kind in {CellKind.AMOUNT, CellKind.ZERO}:
                sheet.number(row, column, in_unit(amount or 0, unit), "amount")
            else:
                sheet.text(row, column, MARKS.get(kind, ""), "mark")
        if self._row_total:
            self._sum_of_row(line.sum_oere, "amount-sum")
        self._row += 1

    def _sums(self, label: str, sums_oere: Sequence[int], sum_oere: int, rows: tuple[int, int], style: str) -> None:
        # Where there are subtotals, SUBTOTAL leaves those within its range out, so nothing counts twice.
        function = "SUBTOTAL(9," if self._subtotals else "SUM("
        self._sheet.text(self._row, 1, label, style)
        self._sheet.height(self._row, lines=lines_needed(label, self._label_width / BOLD_FACTOR))
        for column, amount in enumerate(sums_oere, FIRST_YEAR_COLUMN):
            formula = f"={function}{cell_range(rows[0], column, rows[1], column)})"
            self._sheet.formula(self._row, column, formula, in_unit(amount, self._unit), f"amount-{style}")
        if self._row_total:
            self._sum_of_row(sum_oere, f"amount-{style}")
        self._row += 1

    def _sum_of_row(self, amount_oere: int, style: str) -> None:
        formula = f"=SUM({cell_range(self._row, FIRST_YEAR_COLUMN, self._row, self._last_year_column)})"
        self._sheet.formula(self._row, self._last_column, formula, in_unit(amount_oere, self._unit), style)

    def _set_up(self, title: str, day: str, head_row: int, made_at: datetime, say: Say) -> None:
        self._sheet.widths(self._label_width, *[self._year_width] * (self._last_column - 1))
        self._sheet.freeze(rows=head_row, columns=1)
        made = say(Text("Lavet i Puljeoverblik %(day)s", day=local_day(made_at).strftime("%d.%m.%Y")))
        self._sheet.page(
            header=(title, day),
            footer=made,
            last_row=self._row,
            last_column=self._last_column,
            repeat_rows=(head_row, head_row),
        )

    def _widest_sum(self) -> int:
        decimals, amounts = self._sheet.decimals, (*self._table.totals_oere, self._table.total_oere)
        return max(len(f"{in_unit(amount, self._unit):,.{decimals}f}") for amount in amounts)
