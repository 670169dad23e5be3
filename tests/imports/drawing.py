"""Sheets drawn as text: a line a row, cells between bars, as one would write them on paper.

``3300`` is a number, ``n:3300.5`` a number with a decimal point, ``3.300`` and ``'2019`` are texts, ``~`` stands for a
no-break space, ``=SUM(B3:B9)`` is a formula that nobody calculated and ``=SUM(B3:B9) -> 11000`` one with its value,
``#REF!`` an error, ``SAND`` a boolean, ``2019-01-01`` a date and `` // `` a line break in a cell's text.
"""

import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import xlsxwriter

from imports.cells import Cell, Range, Sheet, ValueKind, Workbook

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_BOOLEANS = {"SAND": True, "FALSK": False}


def draw(picture: str, *, merged: Iterable[str] = (), name: str = "Ark1", hidden: bool = False) -> Sheet:
    """Make a sheet from a picture."""
    cells = {}
    for row, line in enumerate(picture.strip("\n").splitlines(), start=1):
        for column, drawn in enumerate(line.split("|"), start=1):
            if drawn.strip():
                cells[row, column] = _cell(row, column, drawn.strip())
    return Sheet(name, cells, merges=tuple(map(_range, merged)), hidden=hidden)


def book(*sheets: Sheet | str) -> Workbook:
    """Make a workbook of sheets, or of one picture."""
    return Workbook(tuple(sheet if isinstance(sheet, Sheet) else draw(sheet) for sheet in sheets))


def xlsx(*sheets: Sheet) -> bytes:
    """Write the sheets as a real workbook, for the reader of files."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False}) as written:
        dates = written.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            page = written.add_worksheet(sheet.name)
            for area in sheet.merges:
                page.merge_range(area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1, "")
            for (row, column), cell in sheet.cells.items():
                _write(page, row - 1, column - 1, cell, dates)
            if sheet.hidden:
                page.hide()
    return file.getvalue()


def _cell(row: int, column: int, drawn: str) -> Cell:
    if drawn.startswith("="):
        formula, _, value = drawn.partition(" -> ")
        if not value:
            return Cell(row, column, ValueKind.UNCALCULATED, formula, formula=True)
        return Cell(row, column, ValueKind.NUMBER, Decimal(value), formula=True)
    if re.fullmatch(r"n:.+|-?[0-9]+", drawn):
        return Cell(row, column, ValueKind.NUMBER, Decimal(drawn.removeprefix("n:")))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", drawn):
        return Cell(row, column, ValueKind.DATE, drawn)
    if drawn in _BOOLEANS:
        return Cell(row, column, ValueKind.BOOLEAN, _BOOLEANS[drawn])
    text = drawn.removeprefix("'").replace("~", "\N{NO-BREAK SPACE}")
    kind = ValueKind.ERROR if drawn.startswith("#") else ValueKind.TEXT
    return Cell(row, column, kind, text.replace(" // ", "\n"))


def _range(area: str) -> Range:
    corners = [(_number(letters), int(row)) for letters, row in _ADDRESS.findall(area)]
    (first_column, first_row), (last_column, last_row) = corners
    return Range(first_row, first_column, last_row, last_column)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, dates: object) -> None:
    value = cell.value
    if cell.formula:
        page.write_formula(row, column, "=SUM(B1:B1)", None, str(value) if isinstance(value, Decimal) else "")
    elif cell.kind is ValueKind.DATE:
        page.write_datetime(row, column, date.fromisoformat(str(value)), dates)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, Decimal):
        page.write_number(row, column, float(value))
    elif cell.kind is ValueKind.ERROR:
        page.write_formula(row, column, "=1/0", None, str(value))
    else:
        page.write_string(row, column, str(value))
