"""Columns of a table that carry no year: named when they hold anything, refused when they could be a year's amounts."""

from collections.abc import Sequence

from imports.cells import Problem, ValueKind, column_letters
from imports.tables.grid import GridRow, is_surely_amount, line_of
from imports.tables.heads import Head, year_of
from imports.tables.label_columns import LabelColumns
from imports.tables.table_problems import problem

_NOT_BUDGET = ("regnskab", "forbrug", "forventet", "r ", "afvigelse", "rest", "andel", "antal", "pct", "%")


def judge_other_columns(
    sheet: str, head: Head, labels: LabelColumns, head_row: GridRow, rows: Sequence[GridRow]
) -> list[Problem]:
    """Name the columns that aren't read: numbers without a clear head are an error, anything else a warning."""
    known = {number for column in head.columns for number in range(column.first, column.last + 1)}
    known |= {labels.column} | ({labels.outline} if labels.outline else set())
    last = head.columns[-1].last
    filled: dict[int, list[GridRow]] = {}
    for row in rows:
        for number in row.cells:
            if number not in known:
                filled.setdefault(number, []).append(row)
    problems = []
    for number, found in sorted(filled.items()):
        top = head_row.cells.get(number)
        heads_rows = number < labels.column and number not in labels.attributes
        if heads_rows or (top is not None and year_of(top)):
            continue
        cells = [row.cells[number] for row in found]
        address = top.address if top else cells[0].address
        numbers = any(map(is_surely_amount, cells))
        name = line_of(top) if top else column_letters(number)
        if not numbers or name.casefold().startswith(_NOT_BUDGET):
            problems.append(problem("column-not-read", sheet=sheet, cell=address, head=name))
        elif top is None:
            problems.append(problem("column-without-head", sheet=sheet, cell=address))
        elif (
            head.first_column < number < last or any(sign.isdigit() for sign in name) or top.kind is not ValueKind.TEXT
        ):
            problems.append(problem("head-unclear", sheet=sheet, cell=address, head=name))
        else:
            problems.append(problem("column-not-read", sheet=sheet, cell=address, head=name))
    return problems
