"""Cells of a table's amounts: what each says in whole øre, which kind of nothing, or why it can't be read."""

from decimal import Decimal

from imports.budget_reading import ReadCell
from imports.cells import Cell, Problem, ValueKind, column_letters
from imports.tables.grid import NIL_MARKS, NO_ENTRY_MARKS
from imports.tables.heads import Column
from imports.tables.table_problems import problem
from tracker.domain.danish_numbers import AmountUnclear, amount_of_number, parse_amount, shown
from tracker.domain.ledger import LARGEST_AMOUNT_OERE
from tracker.domain.money import MILLION_KR, Unit
from tracker.domain.published_tables import CellKind, Severity

_CODES = {
    ValueKind.DATE: "date-in-amount",
    ValueKind.BOOLEAN: "boolean-in-amount",
    ValueKind.ERROR: "error-in-amount",
    ValueKind.UNCALCULATED: "uncalculated",
}
# Most amounts are plain and small enough in any unit: they need no other look.
_FEW_DIGITS = len(str(LARGEST_AMOUNT_OERE // MILLION_KR.oere)) - 1
_AMOUNT, _ZERO = CellKind.AMOUNT, CellKind.ZERO


class AmountReader:
    """Reads the amounts of one table and remembers every text, since tables repeat themselves."""

    def __init__(self, sheet: str, unit: Unit) -> None:
        self.sheet = sheet
        self.unit = unit
        self.problems: list[Problem] = []
        self._letters: dict[int, str] = {}
        self._texts: dict[str, tuple[CellKind, int | None] | AmountUnclear] = {}
        self._oere = unit.oere

    def read(self, column: Column, row: int, cell: Cell | None) -> ReadCell:
        """Read what stands in the column in this row; what is unclear becomes a problem that names the cell."""
        if cell is None:
            return ReadCell(column.name, f"{column_letters(column.first)}{row}", "", CellKind.EMPTY, None)
        letters = self._letters.get(cell.column)
        if letters is None:
            letters = self._letters[cell.column] = column_letters(cell.column)
        address = f"{letters}{row}"
        value = cell.value
        answer: tuple[CellKind, int | None] | AmountUnclear | None
        if isinstance(value, Decimal):
            printed = str(value)
            if printed.isdigit() and len(printed) <= _FEW_DIGITS:
                amount = int(printed) * self._oere
                return ReadCell(column.name, address, printed, _AMOUNT if amount else _ZERO, amount)
            answer = self._number(value)
        elif cell.kind is ValueKind.TEXT:
            printed = str(value)
            answer = self._texts.get(printed)
            if answer is None:
                answer = self._texts[printed] = self._text(printed)
        else:
            printed = str(value)
            return self._unreadable(
                column, address, problem(_CODES[cell.kind], **self._at(address), printed=shown(printed)), printed
            )
        if isinstance(answer, AmountUnclear):
            unclear = Problem(self.sheet, address, Severity.ERROR, answer.code, answer.text)
            return self._unreadable(column, address, unclear, printed)
        return ReadCell(column.name, address, printed, *answer)

    def _unreadable(self, column: Column, address: str, why: Problem, printed: str) -> ReadCell:
        self.problems.append(why)
        return ReadCell(column.name, address, printed, CellKind.EMPTY, None, readable=False)

    def _at(self, address: str) -> dict[str, str]:
        return {"sheet": self.sheet, "cell": address}

    def _number(self, value: Decimal) -> tuple[CellKind, int | None] | AmountUnclear:
        try:
            amount = amount_of_number(value, self.unit)
        except AmountUnclear as unclear:
            return unclear
        return (CellKind.AMOUNT if amount else CellKind.ZERO), amount

    def _text(self, printed: str) -> tuple[CellKind, int | None] | AmountUnclear:
        text = printed.strip()
        if text in NIL_MARKS:
            return CellKind.NIL, None
        if text in NO_ENTRY_MARKS:
            return CellKind.NO_ENTRY, None
        try:
            amount = parse_amount(text, self.unit)
        except AmountUnclear as unclear:
            return unclear
        return (CellKind.AMOUNT if amount else CellKind.ZERO), amount
