"""The sheet "Om": what an exported budget table holds, for which day, who made it, and how it ties out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from exports.workbook import SheetWriter, WorkbookWriter, lines_needed
from tracker.domain.texts import Text
from tracker.domain.years import COPENHAGEN
from tracker.queries.budget import BudgetTable

SHEET = "Om"
UNKNOWN_PRICE_LEVEL = Text("løbende priser / ikke oplyst")
TERM_WIDTH, VALUE_WIDTH, FIGURE_WIDTH, LAST_COLUMN = 36, 30, 18, 4


@dataclass(frozen=True)
class About:
    """What the sheet tells beside the table itself; printed totals in øre by year.

    ``sheets`` are those whose name isn't their whole title, each with it.
    """

    table: BudgetTable
    made_by: str
    made_at: datetime
    printed_totals_oere: Mapping[int, int]
    revision: int
    sheets: Sequence[tuple[str, str]] = ()


def write_about(book: WorkbookWriter, about: About, *, decimals: int, say: Callable[[Text], str]) -> None:
    """Add the sheet of a workbook that holds a budget table."""
    write_terms(
        book,
        _terms(about),
        title=about.table.plan.title,
        made_at=about.made_at,
        decimals=decimals,
        say=say,
        below=lambda sheet, row: _reconciliation(sheet, about, row, say),
    )


def write_terms(
    book: WorkbookWriter,
    terms: Iterable[tuple[Text | str, Text | str]],
    *,
    title: str,
    made_at: datetime,
    say: Callable[[Text], str],
    decimals: int = 0,
    below: Callable[[SheetWriter, int], int] | None = None,
) -> None:
    """Add the sheet, last in the workbook, so that it can also list what the other sheets couldn't hold.

    ``below`` writes what stands under the terms, from the row it is told, and gives the row after it.
    """
    sheet = book.sheet(SHEET, decimals=decimals)
    sheet.text(1, 1, say(Text("Om denne fil")), "title")
    row = 3
    for term, value in terms:
        sheet.text(row, 1, say(term) if isinstance(term, Text) else term, "term")
        shown = say(value) if isinstance(value, Text) else value
        _value(sheet, row, shown)
        row += 1
    if below:
        row = below(sheet, row + 1)
    if book.alterations:
        sheet.text(row + 1, 1, say(Text("Ændret, fordi en celle i Excel ikke kan holde det")), "term")
        row += 2
        for alteration in tuple(book.alterations):
            sheet.text(row, 1, f"{alteration.sheet}!{alteration.cell}", "value")
            _value(sheet, row, say(alteration.text))
            row += 1
    sheet.widths(TERM_WIDTH, VALUE_WIDTH, FIGURE_WIDTH, FIGURE_WIDTH)
    sheet.page(
        header=(title, ""),
        footer=say(Text("Lavet i Puljeoverblik %(day)s", day=_day(made_at.astimezone(COPENHAGEN)))),
        last_row=row,
        last_column=LAST_COLUMN,
    )


def _value(sheet: SheetWriter, row: int, text: str) -> None:
    # A short text runs on over the empty cells beside it; a longer one wraps. Nothing is merged: that reads back badly.
    if len(text) <= VALUE_WIDTH + 2 * FIGURE_WIDTH:
        sheet.text(row, 2, text, "value")
    else:
        sheet.text(row, 2, text, "value-wrapped")
        sheet.height(row, lines=lines_needed(text, VALUE_WIDTH))


def _terms(about: About) -> list[tuple[Text, Text | str]]:
    table = about.table
    terms: list[tuple[Text, Text | str]] = [
        (Text("Handleplan"), table.plan.title),
        (Text("Budget som besluttet til og med"), _day(table.as_of)),
        (
            Text("Seneste beslutning, der er med"),
            _day(table.last_decided_on) if table.last_decided_on else Text("ingen"),
        ),
    ]
    if table.point.without:
        terms.append((Text("Senere beslutninger samme dag"), Text("er ikke regnet med")))
    if table.includes_proposals:
        terms.append((Text("Forslag, der ikke er besluttet"), Text("er regnet med")))
    if table.known_at:
        terms.append((Text("Som det var bogført"), said_moment(table.known_at)))
    terms.extend((Text("Ark: %(sheet)s", sheet=name), title) for name, title in about.sheets)
    return [
        *terms,
        (Text("Lavet"), said_moment(about.made_at)),
        (Text("Lavet af"), about.made_by),
        (Text("Beløb i"), table.layout.unit.label),
        (Text("Prisniveau"), table.layout.price_level or table.plan.price_level or UNKNOWN_PRICE_LEVEL),
        (Text("Dataenes udgave"), str(about.revision)),
    ]


def _reconciliation(sheet: SheetWriter, about: About, row: int, say: Callable[[Text], str]) -> int:
    sheet.text(row, 1, say(Text("Den offentliggjorte tabel over for hovedbogen")), "term")
    row += 1
    if about.table.layout.table_id is None:
        sheet.text(row, 1, say(Text("Planen har ingen offentliggjort tabel at afstemme med.")), "note")
        return row + 1
    # The years stand below each other, so that nobody takes this for a budget table when the file is read in again.
    heads = (Text("Budgetår"), Text("Trykt sum"), Text("Hovedbogen"), Text("Forskel"))
    for column, head in enumerate(heads, 1):
        sheet.text(row, column, say(head), "head" if column == 1 else "head-year")
    unit = about.table.layout.unit
    for year, total in zip(about.table.years, about.table.totals_oere, strict=True):
        row += 1
        printed = about.printed_totals_oere.get(year)
        sheet.number(row, 1, year, "value")
        if printed is None:
            sheet.text(row, 2, say(Text("ikke trykt")), "mark")
        else:
            sheet.number(row, 2, Decimal(printed) / unit.oere, "amount")
            sheet.number(row, 4, Decimal(total - printed) / unit.oere, "amount")
        sheet.number(row, 3, Decimal(total) / unit.oere, "amount")
    return row + 1


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def said_moment(moment: datetime) -> Text:
    """Say a moment as the clock stood in Copenhagen."""
    local = moment.astimezone(COPENHAGEN)
    return Text("%(day)s kl. %(time)s (dansk tid)", day=_day(local), time=local.strftime("%H.%M"))
