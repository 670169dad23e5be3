"""What is unclear about whole rows: names given twice, parts of other rows, rows behind the total, merged amounts."""

import re
from collections.abc import Sequence

from imports.cells import Problem, Sheet
from imports.tables.grid import GridRow, looks_like_amount
from imports.tables.heads import Head
from imports.tables.row_roles import RoledRow
from imports.tables.table_problems import problem
from imports.tables.table_statements import stated_units
from tracker.domain.money import Unit
from tracker.domain.names import comparable
from tracker.domain.published_tables import RowKind

_PART = re.compile(r"(?:heraf|herunder)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:heraf|herunder|ramme|budgetramme|puljens? ramme|difference|differens|forskel|afvigelse|rest|restbeløb"
    r"|kontrol|kontrolsum|tjek|check)\b",
    re.IGNORECASE,
)


def judge_rows(sheet: str, rows: Sequence[RoledRow], unit: Unit | None) -> list[Problem]:
    """Name lines that could be meant for two things at import, and subtotals that were told without words."""
    problems = []
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        cell, label = row.entry.cell, row.entry.label.text
        if row.inferred or row.possible:
            code = "subtotal-inferred" if row.inferred else "subtotal-possible"
            problems.append(problem(code, sheet=sheet, cell=cell, place=_span(row.parts or row.possible)))
        if "kr" in label or "mi" in label:
            others = stated_units(label) - {unit}
            if unit is not None and others:
                named = others.pop().label
                problems.append(problem("unit-in-row", sheet=sheet, cell=cell, unit=unit.label, other=named))
        if row.kind is not RowKind.LINE or not label:
            continue
        if _PART.match(label):
            problems.append(problem("part-of-row", sheet=sheet, cell=cell, label=label))
        first = seen.setdefault((comparable(row.section or ""), comparable(label)), cell)
        if first != cell:
            problems.append(problem("label-twice", sheet=sheet, cell=cell, label=label, first=first))
    return problems


def judge_rows_after_total(sheet: str, rows: Sequence[RoledRow], after: Sequence[RoledRow]) -> list[Problem]:
    """Name the rows with amounts behind the total, which count neither as lines nor as sums."""
    problems = []
    total = rows[-1].entry.label.text if rows else ""
    for row in after:
        label = row.entry.label.text
        code = "row-not-read" if _BESIDE.match(label) else "row-after-total"
        problems.append(problem(code, sheet=sheet, cell=row.entry.cell, label=label, total=total))
    return problems


def judge_merges(sheet: Sheet, head: Head, rows: Sequence[GridRow]) -> list[Problem]:
    """Name amounts that are merged over several years: nobody can tell how much falls in which."""
    found = {row.number: row for row in rows}
    problems = []
    for merge in sheet.merges:
        row = found.get(merge.first_row)
        cell = row.cells.get(merge.first_column) if row else None
        if cell is None or not looks_like_amount(cell):
            continue
        over = [
            column for column in head.columns if merge.first_column <= column.last and column.first <= merge.last_column
        ]
        if len(over) > 1 and merge.first_column >= head.first_column:
            problems.append(problem("amount-over-years", sheet=sheet.name, cell=cell.address))
    return problems


def _span(rows: Sequence[RoledRow]) -> str:
    first, last = rows[0].entry.first_row, rows[-1].entry.last_row
    return str(first) if first == last else f"{first}-{last}"
