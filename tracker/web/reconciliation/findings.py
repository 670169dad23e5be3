"""What doesn't tie out: printed cells against the ledger, printed sums against the rows they stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.published_tables import ROW_TOTAL, CellKind, RowKind, Verdict
from tracker.domain.sums import judge_sum
from tracker.queries.reconciliation import PrintedCell, PrintedRow, PrintedTable


class Against(StrEnum):
    """What a printed figure was held against."""

    ROWS = "rows"
    DECISION = "decision"
    TODAY = "today"


@dataclass(frozen=True)
class Finding:
    """A printed figure that doesn't tie out; ``difference_oere`` is printed less the other."""

    against: Against
    row: PrintedRow
    cell: PrintedCell
    printed_oere: int | None
    other_oere: int | None
    verdict: Verdict

    @property
    def difference_oere(self) -> int | None:
        """Printed less the other, or None where one of them can't be read."""
        if self.printed_oere is None or self.other_oere is None:
            return None
        return self.printed_oere - self.other_oere


@dataclass(frozen=True)
class Reconciliation:
    """A table with what in it doesn't tie out, and how many figures were compared."""

    table: PrintedTable
    findings: tuple[Finding, ...]
    compared: int


Amounts = Mapping[tuple[int, int], int]


def against_ledger(rows: Sequence[PrintedRow], amounts_oere: Amounts, against: Against) -> tuple[list[Finding], int]:
    """Hold every printed line against the ledger; gives what differs, and how many figures were compared."""
    findings = []
    compared = 0
    for row in rows:
        if row.line_id is None:
            continue
        for cell in row.cells:
            if not cell.column.isdecimal():
                continue
            compared += 1
            printed, other = cell.amount_oere or 0, amounts_oere.get((row.line_id, int(cell.column)), 0)
            verdict = judge_sum(printed_oere=printed, computed_oere=other, parts=1, step_oere=0)
            if verdict is not Verdict.EQUAL:
                findings.append(Finding(against, row, cell, printed, other, verdict))
    return findings, compared


def against_rows(table: PrintedTable) -> tuple[list[Finding], int]:
    """Hold every printed sum against its rows, and every row's total against its years."""
    findings = []
    compared = 0
    step_oere = _step_oere(table)
    for place, row in enumerate(table.rows):
        for position, cell in enumerate(row.cells):
            parts = _parts(table.rows, place, position)
            if parts is None or cell.kind in _SILENT:
                continue
            compared += 1
            printed = 0 if cell.kind is CellKind.NIL else cell.amount_oere
            computed = sum(part.amount_oere or 0 for part in parts)
            verdict = judge_sum(
                printed_oere=printed,
                computed_oere=computed,
                parts=sum(part.kind is CellKind.AMOUNT for part in parts),
                step_oere=step_oere,
            )
            if verdict is not Verdict.EQUAL:
                findings.append(Finding(Against.ROWS, row, cell, printed, computed, verdict))
    return findings, compared


_SILENT = frozenset({CellKind.EMPTY, CellKind.NO_ENTRY})


def _parts(rows: Sequence[PrintedRow], place: int, position: int) -> list[PrintedCell] | None:
    """Tell which cells a printed cell adds up; None where it is no sum."""
    row = rows[place]
    if row.kind is RowKind.LINE:
        is_row_total = row.cells[position].column == ROW_TOTAL
        return [cell for cell in row.cells if cell.column != ROW_TOTAL] if is_row_total else None
    if row.kind is RowKind.TOTAL:
        return _cells_at([line for line in rows if line.kind is RowKind.LINE], position)
    if row.kind is RowKind.SUBTOTAL:
        above = _cells_at(_lines_beside(rows[:place][::-1]), position)
        below = _cells_at(_lines_beside(rows[place + 1 :]), position)
        printed = row.cells[position].amount_oere
        return below if not above or (_sum(below) == printed != _sum(above)) else above
    return None


def _lines_beside(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    lines = []
    for row in rows:
        if row.kind is not RowKind.LINE:
            break
        lines.append(row)
    return lines


def _cells_at(rows: Sequence[PrintedRow], position: int) -> list[PrintedCell]:
    return [row.cells[position] for row in rows if position < len(row.cells)]


def _sum(cells: Sequence[PrintedCell]) -> int:
    return sum(cell.amount_oere or 0 for cell in cells)


def _step_oere(table: PrintedTable) -> int:
    """Tell what the last decimal that the table prints is worth."""
    step = table.unit.oere
    for row in table.rows:
        for cell in row.cells:
            while cell.amount_oere and step > 1 and cell.amount_oere % step:
                step //= 10
    return step
