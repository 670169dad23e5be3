"""Footnote marks that may be glued to an amount, as the 4 in "32,94": named as candidates, never taken off."""

from collections import Counter
from collections.abc import Sequence

from imports.cells import Problem
from imports.tables.row_roles import RoledRow
from imports.tables.table_problems import problem
from tracker.domain.published_tables import CellKind


def find_glued_marks(sheet: str, rows: Sequence[RoledRow]) -> list[Problem]:
    """Name the amounts with exactly one decimal more than all others, where the others agree and have some."""
    found = [
        (cell, _decimals(cell.printed))
        for row in rows
        for cell in row.cells
        if "," in cell.printed and cell.kind is CellKind.AMOUNT
    ]
    counts = Counter(decimals for _, decimals in found)
    most = max(counts, default=0)
    usual = max((decimals for decimals in counts if decimals < most), default=0)
    if not usual or most != usual + 1 or counts[most] * 4 > counts[usual]:
        return []
    return [
        problem("mark-in-amount", sheet=sheet, cell=cell.address, printed=cell.printed)
        for cell, decimals in found
        if decimals == most
    ]


def _decimals(printed: str) -> int:
    """Count the decimals of a Danish text; number cells print a point and are as exact as Excel is."""
    return sum(sign.isdigit() for sign in printed.rpartition(",")[2])
