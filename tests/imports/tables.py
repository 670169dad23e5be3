"""Small tables as the reader hands them on, written the way they look on paper."""

from imports.budget_reading import BudgetReading, ReadCell, ReadRow, ReadTable, UnitSource
from imports.cells import column_letters
from tracker.domain.money import THOUSAND_KR
from tracker.domain.published_tables import CellKind, RowKind

Amounts = tuple[int | None, ...]


def table(
    *lines: tuple[str, str, Amounts],
    years: tuple[int, ...] = (2019, 2020),
    title: str = "Handleplan",
    sheet: str = "Ark1",
    total: Amounts | None = None,
) -> ReadTable:
    """Make a table of lines (section, label, amounts in 1000 kr.); a new section gets a row of its own."""
    rows: list[ReadRow] = []
    section = ""
    for line_section, label, amounts in lines:
        if line_section != section:
            section = line_section
            rows.append(_row(len(rows) + 5, RowKind.SECTION, section, None, years=(), amounts=()))
        rows.append(_row(len(rows) + 5, RowKind.LINE, label, section or None, years=years, amounts=amounts))
    if total is not None:
        rows.append(_row(len(rows) + 5, RowKind.TOTAL, "I alt", None, years=years, amounts=total))
    return ReadTable(
        sheet=sheet,
        title=title,
        head="Indsatser (opgjort i 1000 kr.)",
        head_row=4,
        unit=THOUSAND_KR,
        unit_source=UnitSource.TABLE,
        price_level=None,
        years=tuple(map(str, years)),
        year_columns={str(year): column for column, year in enumerate(years, 2)},
        has_row_total=False,
        label_column=1,
        rows=tuple(rows),
        checks=(),
    )


def reading(*tables: ReadTable) -> BudgetReading:
    """Make the reading of a file without problems."""
    return BudgetReading(file="tabel.xlsx", tables=tables, problems=())


def _row(
    number: int, kind: RowKind, label: str, section: str | None, *, years: tuple[int, ...], amounts: Amounts
) -> ReadRow:
    return ReadRow(
        cell=f"A{number}",
        kind=kind,
        label=label,
        printed_label=label,
        outline=None,
        footnote=None,
        section=section,
        cells=tuple(
            _cell(str(year), f"{column_letters(column)}{number}", amount)
            for column, (year, amount) in enumerate(zip(years, amounts, strict=bool(years)), 2)
        ),
    )


def _cell(column: str, address: str, thousands: int | None) -> ReadCell:
    if thousands is None:
        return ReadCell(column, address, "-", CellKind.NIL, None)
    return ReadCell(column, address, str(thousands), CellKind.AMOUNT, thousands * THOUSAND_KR.oere)
