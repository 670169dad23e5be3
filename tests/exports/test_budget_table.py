"""The exported budget table, cell by cell, as openpyxl and calamine read it."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from exports.budget_table import write_budget_table
from tests.exports.tables import (
    EMPTY,
    MADE_AT,
    NIL,
    NO_ENTRY,
    PRINTED_2019_22,
    ZERO,
    budget_table,
    without_published_table,
    workbook_of,
)
from tracker.domain.money import KR, MILLION_KR, Unit
from tracker.domain.published_tables import SubtotalPlace
from tracker.queries.printed_subtotals import PrintedSubtotal

PUBLISHED = [
    ["Oversigt over indsatser i Integrationshandleplanen", None, None, None, None],
    [None, None, None, None, None],
    ["Indsatser (opgjort i 1000 kr.)", 2019, 2020, 2021, 2022],
    ["Flere københavnere med minoritetsbaggrund skal i job", None, None, None, None],
    ["Håndholdt og vedvarende virksomhedsindsats for ledige", 3300, 3300, 3300, 3300],
    ["Særlig virksomhedsrettet indsats for kvinder, med fokus på helbredsafklaring", 2500, 2900, 2500, 2500],
    ["Barselsgrupper med fokus på job og uddannelse", 600, 600, "–", "–"],
    ["Virksomhedsindsats til bekæmpelse af ubevidst diskrimination", 800, 800, 800, 800],
    [None, None, None, None, None],
    ["Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse", None, None, None, None],
    ["Flere lære- og elevpladser til unge", 800, 800, 800, 800],
    ["Fritidsjob til unge", 1600, 1600, 1600, 1600],
    [None, None, None, None, None],
    [
        "Flere københavnere med minoritetsbaggrund skal blive en del af samfundet og ikke opleve social kontrol",
        *(None, None, None, None),
    ],
    ["Forebyggelse af social kontrol", 1000, 1000, 1000, 1000],
    [None, None, None, None, None],
    ["Øvrige afsatte midler", None, None, None, None],
    ["Spørgeskemaundersøgelse", 400, "–", 400, "–"],
    ["Pulje til senere udmøntning", "–", "–", 600, 1000],
    [None, None, None, None, None],
    ["I alt", 11000, 11000, 11000, 11000],
    [None, None, None, None, None],
    ["Budget som besluttet til og med 15.11.2020.", None, None, None, None],
]
SUMS = ["=SUM(B4:B20)", "=SUM(C4:C20)", "=SUM(D4:D20)", "=SUM(E4:E20)"]


def sheets_of(content: bytes, *, values: bool = True) -> dict[str, Worksheet]:
    """Open the workbook with stored values, or with formulas."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=values)
    return {sheet.title: sheet for sheet in book.worksheets}


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_sheet_is_the_published_table_row_by_row() -> None:
    assert rows_of(sheets_of(workbook_of(budget_table()))["Budget"]) == PUBLISHED


def test_calamine_which_calculates_nothing_sees_the_same_sums() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook_of(budget_table())))
    rows = book.get_sheet_by_name("Budget").to_python()
    assert rows[20] == ["I alt", 11000, 11000, 11000, 11000]
    assert rows[6] == ["Barselsgrupper med fokus på job og uddannelse", 600, 600, "–", "–"]


def test_the_sums_are_formulas_that_reach_over_all_lines_and_nothing_else_is_one() -> None:
    sheets = sheets_of(workbook_of(budget_table()), values=False)
    assert [cell.value for cell in sheets["Budget"][21][1:]] == SUMS
    formulas = [cell.coordinate for sheet in sheets.values() for row in sheet for cell in row if cell.data_type == "f"]
    assert formulas == ["B21", "C21", "D21", "E21"]


def test_a_table_published_with_row_sums_gets_them_as_formulas_too() -> None:
    content = workbook_of(
        budget_table({"Job": {"Praktik": (100, NIL), "Kurser": (NIL, 50)}}, years=(2019, 2020), has_row_total=True)
    )
    assert rows_of(sheets_of(content)["Budget"])[2:8] == [
        ["Indsatser (opgjort i 1000 kr.)", 2019, 2020, "I alt"],
        ["Job", None, None, None],
        ["Praktik", 100, "–", 100],
        ["Kurser", "–", 50, 50],
        [None, None, None, None],
        ["I alt", 100, 50, 150],
    ]
    formulas = sheets_of(content, values=False)["Budget"]
    assert [formulas[cell].value for cell in ("D5", "D6", "D8")] == ["=SUM(B5:C5)", "=SUM(B6:C6)", "=SUM(B8:C8)"]


def test_subtotals_stand_where_they_were_printed_and_count_once() -> None:
    table = budget_table(
        {
            "Job": {"Praktik": (100, NIL), "Kurser": (NIL, 50)},
            "A. Uddannelse": {"Fritidsjob": (10, 20)},
            "Samfund": {"Dialog": (1, 2), "Forældre": (3, 4)},
            "Andet": {"Undersøgelse": (5, 5)},
        },
        years=(2019, 2020),
    )
    subtotals = (
        PrintedSubtotal("Job", "I alt, job", SubtotalPlace.BELOW),
        PrintedSubtotal("A. Uddannelse", "A. Uddannelse", SubtotalPlace.HEADING),
        PrintedSubtotal("Samfund", "Samfund i alt", SubtotalPlace.ABOVE),
    )
    content = workbook_of(table, subtotals=subtotals)
    assert rows_of(sheets_of(content)["Budget"])[3:19] == [
        ["Job", None, None],
        ["Praktik", 100, "–"],
        ["Kurser", "–", 50],
        ["I alt, job", 100, 50],
        [None, None, None],
        ["A. Uddannelse", 10, 20],
        ["Fritidsjob", 10, 20],
        [None, None, None],
        ["Samfund", None, None],
        ["Samfund i alt", 4, 6],
        ["Dialog", 1, 2],
        ["Forældre", 3, 4],
        [None, None, None],
        ["Andet", None, None],
        ["Undersøgelse", 5, 5],
        [None, None, None],
    ]
    sheet = sheets_of(content, values=False)["Budget"]
    assert [sheet[cell].value for cell in ("B7", "B9", "B13", "B20")] == [
        "=SUBTOTAL(9,B5:B6)",
        "=SUBTOTAL(9,B10:B10)",
        "=SUBTOTAL(9,B14:B15)",
        "=SUBTOTAL(9,B4:B19)",
    ]


def test_the_four_kinds_of_nothing_are_kept_apart() -> None:
    table = budget_table({"Job": {"Praktik": (NIL, ZERO, NO_ENTRY, EMPTY), "Kurser": (1, 1, 1, 1)}})
    rows = rows_of(sheets_of(workbook_of(table))["Budget"])
    assert rows[4] == ["Praktik", "–", 0, "./.", None]
    assert rows[7] == ["I alt", 1, 1, 1, 1]


def test_lines_without_a_section_stand_first_and_outline_numbers_before_their_names() -> None:
    table = budget_table(
        {"": {"Praktik": (1, 1, 1, 1)}, "Job": {"Kurser": (2, 2, 2, 2)}}, outlines={"Praktik": "2.9", "Kurser": "2.10"}
    )
    assert [row[0] for row in rows_of(sheets_of(workbook_of(table))["Budget"])[3:7]] == [
        "2.9 Praktik",
        None,
        "Job",
        "2.10 Kurser",
    ]


def test_amounts_are_exact_and_show_as_many_decimals_as_the_longest_needs() -> None:
    in_millions = budget_table(
        {"Job": {"Praktik": (9_950_000, 1), "Kurser": (50_000, NIL)}},
        years=(2019, 2020),
        unit=MILLION_KR,
        one_is_oere=100,
        head="Indsatser i mio. kr.",
    )
    sheet = sheets_of(workbook_of(in_millions))["Budget"]
    assert [sheet["B5"].value, sheet["C5"].value, sheet["B8"].value] == [9.95, 0.000001, 10]
    assert sheet["B5"].number_format == "[$-406]#,##0.000000"
    stored = _part(workbook_of(in_millions), "xl/worksheets/sheet1.xml")
    assert "<v>9.95</v>" in stored
    assert "9.9499999" not in stored


@pytest.mark.parametrize(
    ("unit", "amount_kr", "number_format"),
    [
        pytest.param(KR, 1234, "[$-406]#,##0", id="whole kroner"),
        pytest.param(MILLION_KR, 2_000_000, "[$-406]#,##0.0", id="millions have a decimal even where none is needed"),
        pytest.param(MILLION_KR, 2_450_000, "[$-406]#,##0.00", id="millions with two"),
    ],
)
def test_number_formats_follow_the_unit(unit: Unit, amount_kr: int, number_format: str) -> None:
    table = budget_table(
        {"Job": {"Praktik": (amount_kr,)}}, years=(2019,), unit=unit, one_is_oere=100, head="Indsatser"
    )
    sheet = sheets_of(workbook_of(table))["Budget"]
    assert sheet["B5"].number_format == number_format
    assert sheet["B7"].number_format == number_format


@pytest.mark.parametrize(
    ("published", "exported"),
    [
        ("Indsatser (opgjort i 1000 kr.)", "Indsatser (opgjort i 1000 kr.)"),
        ("Beløb i 1.000 kr.", "Beløb i 1.000 kr."),
        ("Indsatser (t.kr.)", "Indsatser (t.kr.)"),
        ("Indsats", "Indsats (opgjort i 1000 kr.)"),
        ("Kr. til indsatser", "Kr. til indsatser (opgjort i 1000 kr.)"),
        ("", "Indsatser (opgjort i 1000 kr.)"),
    ],
)
def test_a_head_that_does_not_state_the_unit_gets_it(published: str, exported: str) -> None:
    assert sheets_of(workbook_of(budget_table(head=published)))["Budget"]["A3"].value == exported


def test_a_price_level_that_stands_nowhere_else_is_printed_under_the_title() -> None:
    below = sheets_of(workbook_of(budget_table(price_level="2019 p/l")))["Budget"]
    in_head = sheets_of(
        workbook_of(budget_table(price_level="2019 p/l", head="Indsatser (opgjort i 1000 kr., 2019 p/l)"))
    )["Budget"]
    assert (below["A2"].value, in_head["A2"].value) == ("2019 p/l", None)


def test_the_look_is_the_committees() -> None:
    sheet = sheets_of(workbook_of(budget_table()))["Budget"]
    bold = [row for row in range(1, 24) if sheet.cell(row, 1).font.b]
    assert bold == [1, 3, 4, 10, 14, 17, 21]
    assert all(sheet.cell(21, column).font.b for column in range(1, 6))
    assert all(sheet.cell(row, 2).alignment.horizontal == "right" for row in (3, 5, 7, 18, 21))
    assert {sheet.cell(row, 2).number_format for row in (5, 6, 7, 21)} == {"[$-406]#,##0"}
    assert sheet["B21"].border.top.style == "thin"
    assert sheet["B21"].border.bottom.style == "double"


def test_long_labels_wrap_in_a_row_that_is_high_enough() -> None:
    label = "En indsats med et navn, der er så langt, at det ikke kan stå på én linje. " * 3
    sheet = sheets_of(workbook_of(budget_table({"Job": {label: (1, 1, 1, 1), "Kort": (1, 1, 1, 1)}})))["Budget"]
    assert sheet["A5"].alignment.wrap_text
    assert sheet.row_dimensions[5].height == 45
    assert sheet.row_dimensions[6].height is None


def test_columns_are_wide_enough_for_their_largest_sum() -> None:
    small = sheets_of(workbook_of(budget_table()))["Budget"].column_dimensions
    large = sheets_of(workbook_of(budget_table({"Job": {"Praktik": (10**9,) * 4}})))["Budget"].column_dimensions
    assert 60 <= small["A"].width <= 80
    assert small["B"].width >= 11
    assert large["B"].width >= len("1.000.000.000")


def test_the_sheet_prints_one_page_wide_with_its_head_on_every_page() -> None:
    content = workbook_of(budget_table())
    sheet = sheets_of(content)["Budget"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'Budget'!$A$1:$E$23"
    assert sheet.freeze_panes == "B4"
    written = _part(content, "xl/worksheets/sheet1.xml")
    assert (
        "<oddHeader>&amp;L&amp;9Oversigt over indsatser i Integrationshandleplanen"
        "&amp;R&amp;9Budget som besluttet til og med 15.11.2020.</oddHeader>"
    ) in written
    assert "<oddFooter>&amp;L&amp;9Lavet i Puljeoverblik 16.11.2020&amp;R&amp;9&amp;P / &amp;N</oddFooter>" in written


def test_an_ampersand_in_the_title_is_no_code_in_the_header() -> None:
    header = _part(workbook_of(budget_table(title="Job & uddannelse &D")), "xl/worksheets/sheet1.xml")
    assert "&amp;L&amp;9Job &amp;&amp; uddannelse &amp;&amp;D&amp;R" in header


def test_the_sheet_om_says_what_the_file_is() -> None:
    assert rows_of(sheets_of(workbook_of(budget_table()))["Om"]) == [
        ["Om denne fil", None, None, None],
        [None, None, None, None],
        ["Handleplan", "Integrationshandleplan 2019-22", None, None],
        ["Budget som besluttet til og med", "15.11.2020", None, None],
        ["Seneste beslutning, der er med", "10.12.2018", None, None],
        ["Lavet", "16.11.2020 kl. 12.05 (dansk tid)", None, None],
        ["Lavet af", "Budgetkonsulent", None, None],
        ["Beløb i", "1000 kr.", None, None],
        ["Prisniveau", "løbende priser / ikke oplyst", None, None],
        ["Dataenes udgave", "7", None, None],
        [None, None, None, None],
        ["Den offentliggjorte tabel over for hovedbogen", None, None, None],
        ["Budgetår", "Trykt sum", "Hovedbogen", "Forskel"],
        [2019, 11000, 11000, 0],
        [2020, 11000, 11000, 0],
        [2021, 11000, 11000, 0],
        [2022, 11000, 11000, 0],
    ]


def test_om_shows_a_printed_total_that_does_not_tie_out_and_one_that_was_never_printed() -> None:
    content = workbook_of(budget_table(price_level="2019 p/l"), printed={2019: 1_090_000_000, 2020: 1_100_000_000})
    rows = rows_of(sheets_of(content)["Om"])
    assert ["Prisniveau", "2019 p/l", None, None] in rows
    assert rows[-4:] == [
        [2019, 10900, 11000, 100],
        [2020, 11000, 11000, 0],
        [2021, "ikke trykt", 11000, None],
        [2022, "ikke trykt", 11000, None],
    ]


def test_om_says_so_where_nothing_was_published() -> None:
    rows = rows_of(sheets_of(workbook_of(without_published_table(budget_table()), printed={}))["Om"])
    assert rows[-1][0] == "Planen har ingen offentliggjort tabel at afstemme med."


def test_the_same_table_gives_the_same_bytes_and_no_word_of_the_person_in_the_properties() -> None:
    first, second = workbook_of(budget_table()), workbook_of(budget_table())
    assert first == second
    properties = openpyxl.load_workbook(BytesIO(first)).properties
    assert (properties.creator, properties.lastModifiedBy) == ("Puljeoverblik", "Puljeoverblik")


def test_a_night_export_bears_the_day_it_is_in_copenhagen() -> None:
    late = datetime(2020, 11, 15, 23, 30, tzinfo=UTC)
    content = workbook_of(budget_table(), made_at=late)
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert "<oddFooter>&amp;L&amp;9Lavet i Puljeoverblik 16.11.2020" in _part(content, part)
    assert sheets_of(content)["Om"]["B6"].value == "16.11.2020 kl. 00.30 (dansk tid)"


def test_the_file_is_put_in_its_place_whole(tmp_path: Path) -> None:
    destination = tmp_path / "budget.xlsx"
    destination.write_bytes(b"the old file")
    write_budget_table(
        budget_table(),
        destination=destination,
        made_by="Budgetkonsulent",
        made_at=MADE_AT,
        printed_totals_oere=PRINTED_2019_22,
        revision=7,
    )
    assert destination.read_bytes() == workbook_of(budget_table())
    assert [path.name for path in tmp_path.iterdir()] == ["budget.xlsx"]


def _part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()
