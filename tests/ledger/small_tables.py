"""A table of a few lines, as the reader of workbooks would hand it on."""

from collections.abc import Sequence
from datetime import date

from imports.budget_tables import BudgetReading, ReadCell, ReadRow, ReadTable, UnitSource
from imports.cells import column_letters
from imports.commit import ImportOrder
from tests.budget_books import COMMITTEE, FIRST_YEAR, LAST_YEAR, Book
from tracker.actions.uploads import KeptFile
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.money import KR
from tracker.domain.published_tables import CellKind, RowKind


def small_table(labels: Sequence[str], amounts: Sequence[int], *, title: str = "Handleplan") -> ReadTable:
    """Lay amounts, in øre and one line after the other, out over the book's years."""
    years = tuple(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
    rows = tuple(
        ReadRow(
            f"A{place + 3}",
            RowKind.LINE,
            label,
            label,
            None,
            None,
            "Job og uddannelse",
            tuple(
                _cell(year, f"{column_letters(column + 2)}{place + 3}", amounts[place * len(years) + column])
                for column, year in enumerate(years)
            ),
        )
        for place, label in enumerate(labels)
    )
    return ReadTable(
        sheet="Ark1",
        title=title,
        head="kr.",
        head_row=2,
        unit=KR,
        unit_source=UnitSource.TABLE,
        price_level=None,
        years=years,
        year_columns={year: place + 2 for place, year in enumerate(years)},
        has_row_total=False,
        label_column=1,
        rows=rows,
        checks=(),
    )


def small_import(
    book: Book, labels: Sequence[str], amounts: Sequence[int], *, day: date | None, number: int
) -> ImportOrder:
    """Order the import of such a table into the book's plan, from a file of its own."""
    table = small_table(labels, amounts)
    return ImportOrder(
        reading=BudgetReading("plan.xlsx", (table,), ()),
        table=table,
        file=KeptFile("plan.xlsx", f"{number}.xlsx", f"{number:064d}", 1),
        decision=NewDecision(kind=DecisionKind.ADOPTION, body=COMMITTEE, decided_on=day),
        plan_id=book.plan_id,
    )


def _cell(year: str, address: str, amount_oere: int) -> ReadCell:
    if not amount_oere:
        return ReadCell(year, address, "-", CellKind.NIL, None)
    return ReadCell(year, address, f"{amount_oere // 100},{amount_oere % 100:02d}", CellKind.AMOUNT, amount_oere)
