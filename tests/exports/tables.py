"""Budget tables for tests, built from what stands in them, and written as workbooks in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

from exports.budget_table import write_budget_table
from tracker.domain.budget import LineRole
from tracker.domain.money import THOUSAND_KR, Unit
from tracker.domain.published_tables import CellKind
from tracker.queries.budget import AsOf, BudgetTable, Layout, TableLine, TableSection
from tracker.queries.plans import PlanRow
from tracker.queries.printed_subtotals import PrintedSubtotal

MADE_AT = datetime(2020, 11, 16, 11, 5, tzinfo=UTC)
YEARS = (2019, 2020, 2021, 2022)
NIL, ZERO, NO_ENTRY, EMPTY = CellKind.NIL, CellKind.ZERO, CellKind.NO_ENTRY, CellKind.EMPTY

# A cell is an amount in the unit, or which kind of nothing it is.
Cell = int | CellKind
Lines = Mapping[str, Sequence[Cell]]

PLAN_2019_22: Mapping[str, Lines] = {
    "Flere københavnere med minoritetsbaggrund skal i job": {
        "Håndholdt og vedvarende virksomhedsindsats for ledige": (3300, 3300, 3300, 3300),
        "Særlig virksomhedsrettet indsats for kvinder, med fokus på helbredsafklaring": (2500, 2900, 2500, 2500),
        "Barselsgrupper med fokus på job og uddannelse": (600, 600, NIL, NIL),
        "Virksomhedsindsats til bekæmpelse af ubevidst diskrimination": (800, 800, 800, 800),
    },
    "Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse": {
        "Flere lære- og elevpladser til unge": (800, 800, 800, 800),
        "Fritidsjob til unge": (1600, 1600, 1600, 1600),
    },
    "Flere københavnere med minoritetsbaggrund skal blive en del af samfundet og ikke opleve social kontrol": {
        "Forebyggelse af social kontrol": (1000, 1000, 1000, 1000),
    },
    "Øvrige afsatte midler": {
        "Spørgeskemaundersøgelse": (400, NIL, 400, NIL),
        "Pulje til senere udmøntning": (NIL, NIL, 600, 1000),
    },
}
PRINTED_2019_22 = dict.fromkeys(YEARS, 1_100_000_000)


def budget_table(
    sections: Mapping[str, Lines] = PLAN_2019_22,
    *,
    years: Sequence[int] = YEARS,
    unit: Unit = THOUSAND_KR,
    one_is_oere: int | None = None,
    title: str = "Oversigt over indsatser i Integrationshandleplanen",
    head: str = "Indsatser (opgjort i 1000 kr.)",
    plan_title: str = "Integrationshandleplan 2019-22",
    total_label: str = "I alt",
    price_level: str = "",
    has_row_total: bool = False,
    outlines: Mapping[str, str] | None = None,
) -> BudgetTable:
    """Build a table; the cells are in the unit, or in ``one_is_oere`` where that is given."""
    factor = one_is_oere or unit.oere
    made = []
    line_id = 0
    for theme_id, (section_title, lines) in enumerate(sections.items(), 1):
        rows = []
        for line_title, cells in lines.items():
            line_id += 1
            rows.append(_line(line_id, line_title, cells, factor, (outlines or {}).get(line_title, "")))
        made.append(_section(theme_id, section_title, tuple(rows), len(years)))
    totals = tuple(sum(section.sums_oere[index] for section in made) for index in range(len(years)))
    return BudgetTable(
        plan=PlanRow(1, "plan", plan_title, years[0], years[-1], "BIU", "BIF", "", 1),
        point=AsOf(date(2020, 11, 15)),
        last_decision_id=1,
        last_decided_on=date(2018, 12, 10),
        years=tuple(years),
        sections=tuple(made),
        totals_oere=totals,
        total_oere=sum(totals),
        layout=Layout(
            1, title, head, unit, price_level, tuple(sections), total_label=total_label, has_row_total=has_row_total
        ),
    )


def without_published_table(table: BudgetTable) -> BudgetTable:
    """The same table of a plan that was entered by hand."""
    return replace(table, layout=replace(table.layout, table_id=None))


def workbook_of(
    table: BudgetTable,
    *,
    made_by: str = "Budgetkonsulent",
    made_at: datetime = MADE_AT,
    printed: Mapping[int, int] | None = None,
    subtotals: Sequence[PrintedSubtotal] = (),
) -> bytes:
    """Write the table as a workbook."""
    written = BytesIO()
    write_budget_table(
        table,
        destination=written,
        made_by=made_by,
        made_at=made_at,
        printed_totals_oere=PRINTED_2019_22 if printed is None else printed,
        revision=7,
        subtotals=subtotals,
    )
    return written.getvalue()


def _line(line_id: int, title: str, cells: Sequence[Cell], factor: int, outline: str) -> TableLine:
    kinds = tuple(CellKind.AMOUNT if not isinstance(cell, CellKind) else cell for cell in cells)
    amounts = tuple(None if isinstance(cell, CellKind) else cell * factor for cell in cells)
    return TableLine(
        line_id,
        f"linje-{line_id}",
        outline,
        title,
        LineRole.INITIATIVE,
        amounts,
        kinds,
        sum(amount or 0 for amount in amounts),
    )


def _section(theme_id: int, title: str, lines: tuple[TableLine, ...], width: int) -> TableSection:
    sums = tuple(sum(line.amounts_oere[index] or 0 for line in lines) for index in range(width))
    return TableSection(theme_id, title, lines, sums, sum(sums))
