"""A workbook as it was read: sheets of cells with their values, before anybody asks what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tracker.domain.published_tables import Severity
from tracker.domain.texts import Text


class ValueKind(StrEnum):
    """What a cell of the file holds."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    ``value`` is a str (text, an error's name such as ``#REF!``, a date in ISO form, or the formula of an
    uncalculated cell), an exact Decimal (number) or a bool. ``formula`` says that the value was calculated,
    ``grouped`` of a number from 1900 to 2099 that it is shown as 2.019 and so is no year.
    """

    row: int
    column: int
    kind: ValueKind
    value: str | Decimal | bool
    formula: bool = False
    grouped: bool = False

    @property
    def address(self) -> str:
        """Say the cell's address in Excel's own words, such as ``C14``."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Range:
    """A rectangle of cells, corners included; rows and columns count from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Problem:
    """Something in a file that is unclear or lost, with its place and what to do about it."""

    sheet: str
    cell: str
    severity: Severity
    code: str
    text: Text


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``cells`` are keyed by (row, column) and hold only what isn't empty."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Range, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """What the reader returned for one file, with the problems that the file itself has."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = field(default=())


def column_letters(column: int) -> str:
    """Turn a column's number (from 1) into Excel's letters."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
