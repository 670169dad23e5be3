"""What the reader of budget tables hands on: tables with rows, cells and checks, and the problems by cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from imports.cells import Problem
from tracker.domain.money import Unit
from tracker.domain.published_tables import CellKind, RowKind, Verdict


class UnitSource(StrEnum):
    """Where a table's unit is known from."""

    TABLE = "table"
    ANSWER = "answer"
    NOWHERE = "nowhere"


class ReadCell(NamedTuple):
    """One printed amount; ``column`` is a year or "I alt", ``printed`` what stands in the file, digit by digit.

    A cell that couldn't be read is not ``readable``, counts as empty, and has a problem of its own.
    """

    column: str
    address: str
    printed: str
    kind: CellKind
    amount_oere: int | None
    readable: bool = True


@dataclass(frozen=True)
class ReadRow:
    """A row of the table; ``cell`` is where its label begins, ``cells`` follow the table's columns."""

    cell: str
    kind: RowKind
    label: str
    printed_label: str
    outline: str | None
    footnote: str | None
    section: str | None
    cells: tuple[ReadCell, ...]

    @property
    def amounts_oere(self) -> dict[str, int | None]:
        """Give the amounts by column, the row's total among them; None where there is none or it can't be read."""
        return {cell.column: cell.amount_oere for cell in self.cells}


@dataclass(frozen=True)
class Check:
    """A printed sum beside the computed one; the difference is printed less computed."""

    cell: str
    label: str
    column: str
    printed_oere: int | None
    computed_oere: int | None
    difference_oere: int | None
    verdict: Verdict


@dataclass(frozen=True)
class ReadTable:
    """One table of one sheet. ``year_columns`` gives the number of each year's column in the sheet."""

    sheet: str
    title: str
    head: str
    head_row: int
    unit: Unit | None
    unit_source: UnitSource
    price_level: str | None
    years: tuple[str, ...]
    year_columns: Mapping[str, int]
    has_row_total: bool
    label_column: int
    rows: tuple[ReadRow, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class BudgetReading:
    """All that was read from one file."""

    file: str
    tables: tuple[ReadTable, ...]
    problems: tuple[Problem, ...]
