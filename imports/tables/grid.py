"""A sheet as rows of filled cells, and what a cell looks like before anybody knows which column it stands in."""

from dataclasses import dataclass
from decimal import Decimal

from imports.cells import Cell, Sheet, ValueKind

NIL_MARKS = frozenset(
    ["-", "--", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}"]
)
NO_ENTRY_MARKS = frozenset(["./."])
_LONGEST_FIGURE = 30
_SIGNS_OF_AMOUNTS = frozenset("0123456789., -/\N{EN DASH}\N{MINUS SIGN}\N{NO-BREAK SPACE}\u202f")


@dataclass(frozen=True)
class GridRow:
    """The filled cells of one row by column, in order."""

    number: int
    cells: dict[int, Cell]


def rows_of(sheet: Sheet) -> list[GridRow]:
    """Gather a sheet's cells by row, in order; cells with nothing but white space count as empty."""
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        value = cell.value
        if isinstance(value, str) and (not value or value.isspace()):
            continue
        if row in rows:
            rows[row][column] = cell
        else:
            rows[row] = {column: cell}
    return [GridRow(number, _in_order(rows[number])) for number in sorted(rows)]


def _in_order(cells: dict[int, Cell]) -> dict[int, Cell]:
    columns = list(cells)
    ordered = sorted(columns)
    return cells if ordered == columns else {column: cells[column] for column in ordered}


def looks_like_amount(cell: Cell) -> bool:
    """Say whether a cell could be meant as an amount: anything but text, a sign for nothing, or a text with figures."""
    if cell.kind is not ValueKind.TEXT:
        return True
    text = str(cell.value).strip()
    if text in NIL_MARKS or text in NO_ENTRY_MARKS:
        return True
    return is_short(cell) and any(sign.isdigit() for sign in text)


def is_short(cell: Cell) -> bool:
    """Say whether a cell is short enough to be meant as an amount and not as a sentence."""
    return len(str(cell.value).strip()) <= _LONGEST_FIGURE


def is_surely_amount(cell: Cell) -> bool:
    """Say whether a cell can be nothing but an amount: a number, a formula, or a text of figures and their signs."""
    if cell.kind is ValueKind.TEXT:
        return _SIGNS_OF_AMOUNTS.issuperset(str(cell.value).strip())
    return cell.kind is not ValueKind.DATE


def text_of(cell: Cell) -> str:
    """Give what a cell says as text, white space and soft hyphens tidied, lines kept apart."""
    value = cell.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str):
        return str(value)
    if value.isprintable() and "  " not in value:
        return value.strip()
    lines = (" ".join(line.split()) for line in value.replace("\N{SOFT HYPHEN}", "").splitlines())
    return "\n".join(line for line in lines if line)


def line_of(cell: Cell) -> str:
    """Give what a cell says on one line."""
    return text_of(cell).replace("\n", " ")
