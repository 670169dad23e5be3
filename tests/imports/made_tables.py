"""Tables made at random the way offices write them: what is meant, and one of the many forms to write it in."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from imports.cells import Cell, Sheet, ValueKind
from tracker.domain.money import MILLION_KR, UNITS, Unit, format_amount

NAMES = [
    "Håndholdt indsats for ledige",
    "Særlig virksomhedsrettet indsats for kvinder, med fokus på helbredsafklaring",
    "Barselsgrupper med fokus på job og uddannelse",
    "Virksomhedsindsats til bekæmpelse af ubevidst diskrimination",
    "Flere lære- og elevpladser til unge",
    "Fritidsjob til unge",
    "Forebyggelse af social kontrol",
    "Spørgeskemaundersøgelse",
    "Pulje til senere udmøntning",
    "Ældre i beskæftigelse",
]
SECTIONS = [
    "Flere skal i job",
    "Flere skal fastholdes i uddannelse",
    "Ingen skal opleve social kontrol",
    "Øvrige midler",
]
NIL = ["-", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"]
SEPARATORS = [".", "", " ", "\N{NO-BREAK SPACE}", "\u202f"]
UNIT_WORDS = {
    "kr": ["kr.", "hele kr.", "kroner"],
    "tkr": ["1000 kr.", "1.000 kr.", "t.kr.", "tkr."],
    "mio": ["mio. kr.", "mill. kr.", "mio."],
}
YEAR_FORMS = ["{}", "B {}", "Budget {}", "Budget\n{}"]


@dataclass(frozen=True)
class MadeTable:
    """A sheet, the amounts that are meant by it, and where they stand."""

    sheet: Sheet
    unit: Unit
    years: list[str]
    amounts: dict[str, list[int | None]]
    places: dict[tuple[str, str], tuple[int, int]]


class Pen:
    """Writes cells, a row at a time."""

    def __init__(self, first_column: int) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.row = 0
        self.first_column = first_column
        self.first_amount = 1

    def down(self, rows: int = 1) -> None:
        """Go down."""
        self.row += rows

    def text(self, column: int, text: str) -> None:
        """Write a text."""
        self.put(column, ValueKind.TEXT, text)

    def put(self, column: int, kind: ValueKind, value: str | Decimal | bool) -> None:  # noqa: FBT001 - a cell's value
        """Write a value of any kind."""
        place = (self.row, self.first_column + column)
        self.cells[place] = Cell(*place, kind, value, formula=kind is ValueKind.UNCALCULATED)


@st.composite
def made_tables(draw: st.DrawFn) -> MadeTable:
    """Make a table and write it in one of its forms."""
    unit = draw(st.sampled_from(list(UNITS.values())))
    # Two decimals at most: three could be English thousands, and are refused.
    decimals = draw(st.integers(0, 2 if unit is not MILLION_KR else 3))
    first_year = draw(st.integers(2000, 2040))
    years = [str(first_year + count) for count in range(draw(st.integers(1, 5)))]
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True))
    step = unit.oere // 10**decimals
    amount = st.one_of(st.none(), st.integers(-(10**11) // step, 10**14 // step).map(lambda steps: steps * step))
    amounts = {name: draw(st.lists(amount, min_size=len(years), max_size=len(years))) for name in names}
    return _write(draw, unit, decimals, years, amounts)


def _write(
    draw: st.DrawFn, unit: Unit, decimals: int, years: list[str], amounts: dict[str, list[int | None]]
) -> MadeTable:
    pen = Pen(draw(st.integers(1, 3)))
    outline = draw(st.booleans())
    label, first = (1, 2) if outline else (0, 1)
    pen.first_amount = first
    words = draw(st.sampled_from(UNIT_WORDS[unit.code]))
    where = draw(st.sampled_from(["title", "head", "note"]))
    pen.down(draw(st.integers(1, 3)))
    if where == "title" or draw(st.booleans()):
        pen.text(label, "Oversigt over indsatser" + (f" (i {words})" if where == "title" else ""))
        pen.down(draw(st.integers(1, 3)))
    pen.text(label, f"Indsatser (opgjort i {words})" if where == "head" else "Indsatser")
    _write_years(draw, pen, first, years)
    with_row_total = draw(st.booleans())
    if with_row_total:
        pen.text(first + len(years), "I alt")
    sections = draw(st.lists(st.sampled_from(SECTIONS), max_size=len(amounts), unique=True))
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for count, (name, row) in enumerate(amounts.items(), start=1):
        pen.down(draw(st.integers(1, 2)))
        if count <= len(sections):
            pen.text(label, sections[count - 1])
            pen.down(draw(st.integers(1, 2)))
        if outline:
            pen.text(0, f"{count}.")
        _write_label(draw, pen, label, name)
        for column, (year, oere) in enumerate(zip(years, row, strict=True)):
            places[name, year] = (pen.row, pen.first_column + first + column)
            _write_amount(draw, pen, first + column, oere, (unit, decimals))
        if with_row_total:
            _write_amount(draw, pen, first + len(years), sum(oere or 0 for oere in row), (unit, decimals))
    if draw(st.booleans()):
        pen.down(draw(st.integers(1, 2)))
        pen.text(label, draw(st.sampled_from(["I alt", "I ALT", "Total", "Sum", "Samlet"])))
        for column in range(len(years)):
            total = sum(row[column] or 0 for row in amounts.values())
            _write_total(draw, pen, first + column, total, (unit, decimals))
    pen.down(2)
    pen.text(label, f"Beløb i {words}" if where == "note" else "Der er ikke disponeret 0,6 mio. kr. i 2021.")
    return MadeTable(Sheet("Ark1", pen.cells), unit, years, amounts, places)


def _write_years(draw: st.DrawFn, pen: Pen, first: int, years: list[str]) -> None:
    form = draw(st.sampled_from([*YEAR_FORMS, ""]))
    for column, year in enumerate(years, start=first):
        if form:
            pen.text(column, form.format(year))
        else:
            pen.put(column, ValueKind.NUMBER, Decimal(year))


def _write_label(draw: st.DrawFn, pen: Pen, label: int, name: str) -> None:
    """Write a label in one cell, in two lines of one cell, or over two rows where it has a comma or a small word."""
    cut = name.find(", ") + 1
    form = draw(st.sampled_from(["whole", "lines", "rows"])) if cut else "whole"
    if form == "lines":
        pen.text(label, name[:cut] + "\n" + name[cut + 1 :])
    elif form == "rows":
        pen.text(label, name[:cut])
        pen.down()
        pen.text(label, name[cut + 1 :])
    else:
        pen.text(label, name)


def _write_amount(draw: st.DrawFn, pen: Pen, column: int, oere: int | None, form: tuple[Unit, int]) -> None:
    unit, decimals = form
    if oere is None:
        mark = draw(st.sampled_from([*NIL, "./.", ""]))
        # A row with nothing at all in it would be a heading, so something stands under the first year.
        if mark or column == pen.first_amount:
            pen.text(column, mark or "-")
        return
    if draw(st.booleans()):
        noise = draw(st.sampled_from([Decimal(0), Decimal("1e-17")]))
        pen.put(column, ValueKind.NUMBER, Decimal(oere) / unit.oere + (noise if oere else 0))
        return
    text = format_amount(abs(oere), unit, decimals=decimals).replace(".", draw(st.sampled_from(SEPARATORS)))
    pen.text(column, f"{draw(st.sampled_from(['-', NIL[1], NIL[3]]))}{text}" if oere < 0 else text)


def _write_total(draw: st.DrawFn, pen: Pen, column: int, oere: int, form: tuple[Unit, int]) -> None:
    if draw(st.booleans()):
        pen.put(column, ValueKind.UNCALCULATED, "=SUM(B1:B2)")
    else:
        _write_amount(draw, pen, column, oere, form)
