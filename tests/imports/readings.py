"""A reading written out as text, so that a whole table stands beside the drawing that it came from."""

from imports.budget_reading import BudgetReading, ReadCell, ReadTable
from imports.budget_tables import read_tables
from tests.imports.drawing import book, draw
from tracker.domain.money import Unit, format_amount
from tracker.domain.published_tables import CellKind, RowKind

_NOTHING = {CellKind.NIL: "-", CellKind.NO_ENTRY: "./.", CellKind.EMPTY: "."}
_KINDS = {RowKind.SECTION: "#", RowKind.LINE: "", RowKind.SUBTOTAL: "+", RowKind.TOTAL: "="}


def read(picture: str, *, merged: tuple[str, ...] = (), unit: Unit | None = None) -> BudgetReading:
    """Read the tables of a drawing."""
    return read_tables(book(draw(picture, merged=merged)), file_name="tabel.xlsx", unit=unit)


def only_table(reading: BudgetReading) -> ReadTable:
    """Give the one table of a reading."""
    (table,) = reading.tables
    return table


def written(table: ReadTable, *, decimals: int = 0) -> str:
    """Write the rows out: ``#`` before a section, ``+`` a subtotal, ``=`` a total; a dot is empty, ``?`` unreadable."""
    lines = []
    for row in table.rows:
        label = " ".join(part for part in (_KINDS[row.kind], row.outline, row.label) if part)
        mark = f" [{row.footnote}]" if row.footnote else ""
        amounts = " ".join(_amount(table, cell, decimals) for cell in row.cells)
        lines.append(f"{label}{mark} | {amounts}" if amounts else f"{label}{mark}")
    return "\n".join(lines)


def problems(reading: BudgetReading) -> set[tuple[str, str]]:
    """Give the problems as cells and codes."""
    return {(found.cell, found.code) for found in reading.problems}


def errors(reading: BudgetReading) -> set[tuple[str, str]]:
    """Give the errors alone as cells and codes."""
    return {(found.cell, found.code) for found in reading.problems if found.severity == "error"}


def _amount(table: ReadTable, cell: ReadCell, decimals: int) -> str:
    if not cell.readable:
        return "?"
    if cell.amount_oere is None or table.unit is None:
        return _NOTHING.get(cell.kind, "!")
    return format_amount(cell.amount_oere, table.unit, decimals=decimals)
