"""The workbook writer: whatever people have written stays text, and comes back as it was."""

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from exports.workbook import WorkbookWriter, lines_needed, one_line, writable
from tests.exports.tables import MADE_AT, budget_table, workbook_of
from tracker.queries.budget import BudgetTable

PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://127.0.0.1/","klik")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "-1.234,50",
    "@SUM(1+1)",
    "\t=1+1",
    " =1+1",
    "\n=1+1",
    "|calc",
    "=1+1\nnæste linje",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    "{=1+1}",
    "'=1+1",
    '=DDE("cmd";"/C calc";"!A0")',
    "http://127.0.0.1/?=1+1",
]
MARKUP = ["<r><t>x</t></r>", "<r></si><evil/></r>", "<b>fed</b>", "&amp; & < > \" '", "_x0041_", "]]>"]
FIELDS: dict[str, Callable[[BudgetTable, str], BudgetTable]] = {
    "title": lambda table, text: replace(table, layout=replace(table.layout, title=text)),
    "head": lambda table, text: replace(table, layout=replace(table.layout, head=f"{text} (1000 kr.)")),
    "total label": lambda table, text: replace(table, layout=replace(table.layout, total_label=text)),
    "price level": lambda table, text: replace(table, layout=replace(table.layout, price_level=text)),
    "plan": lambda table, text: replace(table, plan=replace(table.plan, title=text)),
    "section": lambda table, text: replace(
        table, sections=tuple(replace(section, title=text) for section in table.sections)
    ),
    "line": lambda table, text: replace(
        table,
        sections=tuple(
            replace(section, lines=tuple(replace(line, title=text) for line in section.lines))
            for section in table.sections
        ),
    ),
    "outline": lambda table, text: replace(
        table,
        sections=tuple(
            replace(section, lines=tuple(replace(line, outline=text) for line in section.lines))
            for section in table.sections
        ),
    ),
}
TABLE = budget_table({"Job": {"Praktik": (1, 2)}}, years=(2019, 2020))
OUR_FORMULA = re.compile(r"=SUM\(([BC])4:\1[67]\)")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", [*FIELDS, "made by"])
def test_no_text_of_a_user_becomes_a_formula(field: str, payload: str) -> None:
    content = _with(field, payload)
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert len(formulas) == 2
    assert all(OUR_FORMULA.fullmatch(formula) for formula in formulas)
    assert not any(cell.hyperlink for cell in cells)
    holding = [cell for cell in cells if isinstance(cell.value, str) and payload in cell.value]
    assert holding


@pytest.mark.parametrize(
    "payload", [payload for payload in PAYLOADS if payload.lstrip(" \t\n")[0] in "=+-@|\uff1d\uff0b\uff0d\uff20"]
)
def test_excel_is_told_to_leave_the_text_alone_when_it_is_edited(payload: str) -> None:
    book = openpyxl.load_workbook(BytesIO(_with("line", payload)))
    assert book["Budget"]["A5"].quotePrefix is True
    assert not book["Budget"]["A7"].quotePrefix


def test_a_writer_without_the_guard_would_write_formulas() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, payload in enumerate(PAYLOADS, 1):
        sheet.cell(row, 1, payload)
    assert [cell.data_type for (cell,) in sheet.iter_rows()].count("f") >= 4


@pytest.mark.parametrize(
    "text", [*PAYLOADS, *MARKUP, "æøå ÆØÅ é 😀", "  rum omkring  ", "to\nlinjer", "2.10", "1000", "I alt"]
)
def test_a_text_comes_back_exactly_as_it_was(text: str) -> None:
    content = _with("line", text)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - a file of our own, which has to be well-formed
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Budget").to_python()
    assert [row[0] for row in rows if row[1:] == [1, 2]] == [text, "I alt"]


def test_what_a_cell_cannot_hold_is_replaced_or_cut_and_told_on_the_sheet_om() -> None:
    table = FIELDS["line"](TABLE, "Praktik\x00\x1b" + "x" * 40_000)
    book = openpyxl.load_workbook(BytesIO(workbook_of(table)))
    written = book["Budget"]["A5"].value
    assert isinstance(written, str)
    assert written.startswith("Praktik\ufffd\ufffdxxx")
    assert written.endswith(" … [afkortet]")
    assert len(written) == 32_767
    told = [tuple(row[:2]) for row in book["Om"].iter_rows(values_only=True)][-3:]
    assert told == [
        ("Ændret, fordi en celle i Excel ikke kan holde det", None),
        ("Budget!A5", "Usynlige tegn, som Excel ikke kan gemme: 2. De er erstattet af �."),
        ("Budget!A5", "Teksten er længere end de 32.767 tegn, en celle kan have, og er skåret af."),
    ]


def test_a_number_that_excel_would_round_is_told_too() -> None:
    table = budget_table({"Job": {"Praktik": (1234567890123456,)}}, years=(2019,), one_is_oere=1)
    told = [row[:2] for row in openpyxl.load_workbook(BytesIO(workbook_of(table)))["Om"].iter_rows(values_only=True)]
    assert (
        "Budget!B5",
        "Tallet 12345678901.23456 har flere end 15 cifre. Excel afrunder det, når filen åbnes.",
    ) in told


def test_line_ends_are_those_of_excel_and_no_alteration() -> None:
    assert writable("en\r\nto\rtre\nfire") == ("en\nto\ntre\nfire", [])


def test_a_cut_never_splits_a_character_in_two() -> None:
    kept, alterations = writable("x" + "😀" * 20_000)
    assert len(alterations) == 1
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert len(kept.encode("utf-16-le")) // 2 <= 32_767


def test_lone_surrogates_which_no_file_can_hold_are_replaced() -> None:
    kept, alterations = writable("a\ud800b")
    assert kept == "a\ufffdb"
    assert len(alterations) == 1


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("kort", 20, 1), ("", 20, 1), ("en to tre fire", 7, 3), ("en\nto", 20, 2), ("x" * 50, 20, 3)],
)
def test_lines_needed_counts_words_and_line_ends(text: str, width: int, lines: int) -> None:
    assert lines_needed(text, width) == lines


def test_one_line_puts_a_text_where_there_is_room_for_one() -> None:
    assert one_line("to\nlinjer  her", 20) == "to linjer her"
    assert one_line("abcdef", 4) == "abc…"


@pytest.mark.parametrize("number", ["9.95", "0.1", "3300", "-0.5", "12345678.90123", "99999999999999", "1E+7"])
def test_a_number_keeps_all_its_digits(number: str) -> None:
    book = WorkbookWriter(title="Tal", made_at=MADE_AT)
    book.sheet("Tal").number(1, 1, Decimal(number), "amount")
    written = BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as archive:
        stored = archive.read("xl/worksheets/sheet1.xml").decode().split("<v>")[1].split("</v>")[0]
    assert Decimal(stored) == Decimal(number)


def _with(field: str, text: str) -> bytes:
    if field == "made by":
        return workbook_of(TABLE, made_by=text)
    return workbook_of(FIELDS[field](TABLE, text))
