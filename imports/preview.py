"""What somebody sees before a table is imported: the file as a grid, its sums, and what importing it would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from imports.budget_reading import BudgetReading, ReadTable
from imports.budget_tables import read_tables
from imports.cells import Cell, Problem, Sheet, ValueKind, Workbook, column_letters
from imports.commit import TableNotChosen, chosen_table, errors_of
from imports.differences import Differences, Standing, compare
from imports.workbook import read_workbook
from tracker.domain.budget import LineRole
from tracker.domain.money import Unit
from tracker.domain.published_tables import RowKind, Severity


@dataclass(frozen=True)
class ReadFile:
    """A file as the child read it, and the tables found in it."""

    workbook: Workbook
    reading: BudgetReading


@dataclass(frozen=True)
class GridCell:
    """A cell of the sheet as it is shown; ``severity`` is the worst problem that was found in it."""

    address: str
    text: str
    is_number: bool
    severity: Severity | None


@dataclass(frozen=True)
class GridRow:
    """A row of the sheet; ``kind`` is None where it isn't one of the table's rows, as its head isn't.

    A label over several rows ``continues`` in the rows after its first.
    """

    number: int
    kind: RowKind | None
    continues: bool
    is_head: bool
    hidden: bool
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """A sheet as a grid with Excel's own column letters and row numbers; its rows are made as they are asked for."""

    letters: tuple[str, ...]
    row_count: int
    _sheet: Sheet
    _table: ReadTable
    _kinds: Mapping[int, RowKind]
    _printed: Mapping[str, str]
    _severities: Mapping[str, Severity]

    def rows(self, *, first: int, count: int) -> tuple[GridRow, ...]:
        """Give some rows, from the number ``first`` on."""
        last = min(self.row_count, first + count - 1)
        return tuple(self._row(number) for number in range(first, last + 1))

    def _row(self, number: int) -> GridRow:
        kind = self._kinds.get(number)
        return GridRow(
            number=number,
            kind=kind,
            continues=kind is not None and number not in self._first_rows,
            is_head=number == self._table.head_row,
            hidden=number in self._sheet.hidden_rows,
            cells=tuple(self._cell(letter, number, column) for column, letter in enumerate(self.letters, 1)),
        )

    @cached_property
    def _first_rows(self) -> frozenset[int]:
        return frozenset(row_number(row.cell) for row in self._table.rows)

    def _cell(self, letter: str, row: int, column: int) -> GridCell:
        address = f"{letter}{row}"
        cell = self._sheet.cells.get((row, column))
        return GridCell(
            address=address,
            text=self._printed.get(address) or shown_value(cell),
            is_number=cell is not None and (cell.kind is ValueKind.NUMBER or address in self._printed),
            severity=self._severities.get(address),
        )


@dataclass(frozen=True)
class Preview:
    """A table that waits to be imported, beside what it would do; without a table nobody has chosen one yet."""

    reading: BudgetReading
    sheets: tuple[str, ...]
    table: ReadTable | None
    grid: Grid | None
    differences: Differences | None
    problems: tuple[Problem, ...]
    totals_after_oere: Mapping[int, int]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What has to be answered before the table can be imported."""
        if self.table is None or self.differences is None:
            return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)
        return errors_of(self.reading, self.table, self.differences)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether there is something to import and nothing that stands against it."""
        return (
            self.table is not None
            and self.table.unit is not None
            and not self.errors
            and self.differences is not None
            and not self.differences.is_empty
        )


def read_file(path: Path, *, name: str, unit: Unit | None = None) -> ReadFile:
    """Read a kept file through the child process; never call it inside a transaction. Raises FileRefused."""
    workbook = read_workbook(path, name=name)
    return ReadFile(workbook, read_tables(workbook, file_name=name, unit=unit))


def preview_of(
    file: ReadFile, standing: Standing, *, sheet: str | None = None, roles: Mapping[str, LineRole] | None = None
) -> Preview:
    """Lay the chosen table of a file beside what the ledger holds; decides, and does nothing."""
    sheets = tuple(dict.fromkeys(table.sheet for table in file.reading.tables))
    try:
        table = chosen_table(file.reading, sheet=sheet)
    except TableNotChosen:
        return Preview(file.reading, sheets, None, None, None, file.reading.problems, {})
    differences = compare(table, standing, roles=roles)
    others = set(sheets) - {table.sheet}
    problems = (
        *(problem for problem in file.reading.problems if problem.sheet not in others),
        *differences.problems,
    )
    return Preview(
        reading=file.reading,
        sheets=sheets,
        table=table,
        grid=_grid(_sheet_named(file.workbook, table.sheet), table, problems),
        differences=differences,
        problems=problems,
        totals_after_oere=_totals_after(standing, differences),
    )


def _totals_after(standing: Standing, differences: Differences) -> dict[int, int]:
    """Sum up what the lines get in each year once the table is imported; the source gives, and isn't counted."""
    sources = {line.id for line in standing.lines if line.role is LineRole.SOURCE}
    totals = dict.fromkeys(range(differences.first_year, differences.last_year + 1), 0)
    for (line_id, year), amount in standing.amounts_oere.items():
        if line_id not in sources:
            totals[year] = totals.get(year, 0) + amount
    for change in differences.changes:
        totals[change.year] += change.after_oere - change.before_oere
    return totals


def _sheet_named(workbook: Workbook, name: str) -> Sheet:
    return next(sheet for sheet in workbook.sheets if sheet.name == name)


def _grid(sheet: Sheet, table: ReadTable, problems: Iterable[Problem]) -> Grid:
    severities: dict[str, Severity] = {}
    for problem in problems:
        if problem.sheet == sheet.name and severities.get(problem.cell) is not Severity.ERROR:
            severities[problem.cell] = problem.severity
    last_column = max((column for _, column in sheet.cells), default=0)
    return Grid(
        letters=tuple(column_letters(column) for column in range(1, last_column + 1)),
        row_count=max((row for row, _ in sheet.cells), default=0),
        _sheet=sheet,
        _table=table,
        _kinds=_kinds(table),
        _printed={cell.address: cell.printed for row in table.rows for cell in row.cells},
        _severities=severities,
    )


def _kinds(table: ReadTable) -> dict[int, RowKind]:
    """Tell the kind of every row of the sheet, from where a label begins to where its amounts stand."""
    kinds: dict[int, RowKind] = {}
    for row in table.rows:
        first = row_number(row.cell)
        last = max((row_number(cell.address) for cell in row.cells), default=first)
        kinds.update(dict.fromkeys(range(first, max(first, last) + 1), row.kind))
    return kinds


def shown_value(cell: Cell | None) -> str:
    """Write a cell's value as a Danish reader expects to see it; empty cells are empty."""
    if cell is None:
        return ""
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}".replace(".", ",")
    if isinstance(cell.value, bool):
        return "SAND" if cell.value else "FALSK"
    return cell.value


def row_number(address: str) -> int:
    """Tell the row of an address such as ``C14``."""
    return int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
