"""Sheet names: whatever a title holds, Excel opens the workbook and formulas find the sheet."""

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.sheet_names import reference, sheet_names
from exports.workbook import WorkbookWriter
from tests.exports.tables import MADE_AT


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A. Barselsgrupper", "A. Barselsgrupper"),
        ("Bredt: fritidsjob/sprog [nyt]?", "Bredt fritidsjob sprog nyt"),
        ("Alt * på \\ én gang", "Alt på én gang"),
        ("'Citat' og 'mere'", "Citat' og 'mere"),
        ("  to\nlinjer\t her ", "to linjer her"),
        ("Barselsgrupper med fokus på job og uddannelse", "Barselsgrupper med fokus på job"),
        ("x" * 30 + "'y", "x" * 30),
        ("😀" * 20, "😀" * 15),
        ("a\x00b\ud800c", "a b c"),
        ("", "Ark"),
        ("[]:*?/\\", "Ark"),
        ("History", "History (2)"),
        ("i DAG", "i DAG (2)"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_title_becomes_a_name_that_excel_takes(title: str, name: str) -> None:
    assert sheet_names([title], taken=["I dag", "Om"]) == (name,)


def test_titles_that_excel_would_take_for_the_same_get_a_number() -> None:
    long = "Barselsgrupper med fokus på job og uddannelse"
    assert sheet_names(["Alt", "ALT", "alt", long, f"{long} og sprog", "Alt (2)"]) == (
        "Alt",
        "ALT (2)",
        "alt (3)",
        "Barselsgrupper med fokus på job",
        "Barselsgrupper med fokus på (2)",
        "Alt (2) (2)",
    )


def test_a_formula_quotes_the_name() -> None:
    assert reference("Bo's plan", "B7") == "'Bo''s plan'!B7"


@given(st.lists(st.text(max_size=40), max_size=8))
def test_every_title_gives_a_sheet_that_opens(titles: list[str]) -> None:
    names = sheet_names(titles, taken=["Om"])
    book = WorkbookWriter(title="Navne", made_at=MADE_AT)
    for name in (*names, "Om"):
        assert len(name.encode("utf-16-le")) <= 62
        book.sheet(name)
    written = BytesIO()
    book.save(written)
    assert openpyxl.load_workbook(written).sheetnames == [*names, "Om"]
