"""The printed sums of a table beside the computed ones, and a warning for each that differs."""

from collections.abc import Iterable, Sequence

from imports.budget_reading import Check, ReadCell
from imports.cells import Problem
from imports.tables.row_roles import RoledRow
from imports.tables.table_problems import problem
from tracker.domain.ledger import LARGEST_AMOUNT_OERE
from tracker.domain.money import Unit, format_amount
from tracker.domain.published_tables import ROW_TOTAL, CellKind, RowKind, Severity, Verdict
from tracker.domain.sums import judge_sum

_SILENT = frozenset([CellKind.EMPTY, CellKind.NO_ENTRY])


class SumChecker:
    """Checks the sums of one table."""

    def __init__(self, sheet: str, unit: Unit, rows: Sequence[RoledRow], *, doubtful: set[str]) -> None:
        self.sheet = sheet
        self.unit = unit
        self.rows = rows
        every = {cell.amount_oere for row in rows for cell in row.cells}
        self.decimals = usual = _most_decimals(unit, every)
        if doubtful:
            sure = (cell.amount_oere for row in rows for cell in row.cells if cell.address not in doubtful)
            usual = _most_decimals(unit, sure)
        self.step_oere = unit.oere // 10**usual
        self.problems: list[Problem] = []

    def checks(self) -> list[Check]:
        """Compare every printed sum: down the columns for subtotals and totals, across the years for lines."""
        checks = []
        for row in self.rows:
            if row.is_sum:
                for place, cell in enumerate(row.cells):
                    if not _says_nothing(cell):
                        checks.append(self._down(row, cell, place))
            elif row.kind is RowKind.LINE:
                last = next((cell for cell in row.cells if cell.column == ROW_TOTAL), None)
                if last is not None and not _says_nothing(last):
                    years = [cell for cell in row.cells if cell.column != ROW_TOTAL]
                    checks.append(self._check(row, last, years))
        return checks

    def _down(self, row: RoledRow, cell: ReadCell, place: int) -> Check:
        parts = [part.cells[place] for part in row.parts]
        if cell.column == ROW_TOTAL:
            years = [year for year in row.cells if year.column != ROW_TOTAL]
            if all(_says_nothing(part) for part in parts):
                return self._check(row, cell, years)
            parts = [
                year
                for part, line in zip(parts, row.parts, strict=True)
                for year in (line.cells if _says_nothing(part) else (part,))
            ]
            self._check_across(cell, years)
        return self._check(row, cell, parts)

    def _check(self, row: RoledRow, cell: ReadCell, parts: Sequence[ReadCell]) -> Check:
        printed, computed = cell.amount_oere, _sum_of(parts)
        if computed is not None and abs(computed) > LARGEST_AMOUNT_OERE:
            self.problems.append(problem("sum-too-large", sheet=self.sheet, cell=cell.address))
        compared = 0 if cell.kind is CellKind.NIL else printed
        verdict = judge_sum(
            printed_oere=compared,
            computed_oere=computed,
            parts=sum(part.kind is CellKind.AMOUNT for part in parts),
            step_oere=self.step_oere,
        )
        if verdict is Verdict.DIFFERS:
            self._name_difference("sum-differs", cell, computed or 0)
        difference = None if compared is None or computed is None else compared - computed
        return Check(cell.address, row.entry.label.text, cell.column, printed, computed, difference, verdict)

    def _check_across(self, cell: ReadCell, years: Sequence[ReadCell]) -> None:
        computed = _sum_of(years)
        parts = sum(year.kind is CellKind.AMOUNT for year in years)
        verdict = judge_sum(
            printed_oere=cell.amount_oere, computed_oere=computed, parts=parts, step_oere=self.step_oere
        )
        if verdict is Verdict.DIFFERS:
            self._name_difference("sum-across-differs", cell, computed or 0)

    def _name_difference(self, code: str, cell: ReadCell, computed_oere: int) -> None:
        self.problems.append(
            problem(
                code,
                sheet=self.sheet,
                cell=cell.address,
                printed=format_amount(cell.amount_oere or 0, self.unit, decimals=self.decimals),
                computed=format_amount(computed_oere, self.unit, decimals=self.decimals),
                unit=self.unit.label,
            )
        )


def soften_sums(problems: Sequence[Problem], rows: Sequence[RoledRow]) -> list[Problem]:
    """Make a sum without a stored value a warning: the sum isn't needed, the lines are there."""
    if all(found.code != "uncalculated" for found in problems):
        return list(problems)
    sums = {cell.address for row in rows for cell in row.cells if row.is_sum or cell.column == ROW_TOTAL}
    return [
        Problem(found.sheet, found.cell, Severity.WARNING, found.code, found.text)
        if found.code == "uncalculated" and found.cell in sums
        else found
        for found in problems
    ]


def _says_nothing(cell: ReadCell) -> bool:
    return cell.readable and cell.kind in _SILENT


def _sum_of(cells: Sequence[ReadCell]) -> int | None:
    total = 0
    for cell in cells:
        if not cell.readable:
            return None
        total += cell.amount_oere or 0
    return total


def _most_decimals(unit: Unit, amounts: Iterable[int | None]) -> int:
    """Tell how many decimals of the unit the amounts need."""
    places = len(str(unit.oere)) - 1
    decimals, step = 0, unit.oere
    for amount in amounts:
        while amount and decimals < places and amount % step:
            decimals, step = decimals + 1, step // 10
    return decimals
