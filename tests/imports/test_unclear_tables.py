"""What is unclear in a table is named by its cell, and never becomes an amount in silence."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from imports.budget_reading import UnitSource
from imports.budget_tables import read_tables
from imports.workbook import read_workbook
from tests.imports.readings import errors, only_table, problems, read, written
from tracker.domain.money import KR, MILLION_KR, THOUSAND_KR


@pytest.mark.parametrize(
    ("garbage", "code"),
    [
        ("2019-03-01", "date-in-amount"),
        ("SAND", "boolean-in-amount"),
        ("#REF!", "error-in-amount"),
        ("=C3*2", "uncalculated"),
        ("40 %", "percentage"),
        ("ca. 600", "amount-unclear"),
        ("mangler", "text-in-amount"),
        ("1.5", "point-unclear"),
        ("3,300", "comma-unclear"),
        ("(600)", "parentheses"),
        ("0,6 mio. kr.", "unit-in-cell"),
        ("600 kr.", "unit-in-cell"),
        ("n:0.123456", "more-decimals"),
        ("n:1E+14", "amount-too-large"),
        ("600*", "amount-unclear"),
        ("- 400 -", "amount-unclear"),
    ],
)
def test_a_cell_that_is_no_amount_is_named_and_the_rest_is_read(garbage: str, code: str) -> None:
    reading = read(f"Indsatser (1000 kr.)|2019|2020\nFritidsjob|1.600|1.600\nBarselsgrupper|600|{garbage}\nPulje|-|600")

    assert written(only_table(reading)) == "Fritidsjob | 1.600 1.600\nBarselsgrupper | 600 ?\nPulje | - 600"
    assert errors(reading) == problems(reading) == {("C3", code)}


def test_a_last_row_with_nothing_but_an_unclear_text_is_still_a_row() -> None:
    reading = read("Indsats|2024 (1000 kr.)\nFritidsjob|1.600\nBarselsgrupper|mangler")

    assert written(only_table(reading)) == "Fritidsjob | 1.600\nBarselsgrupper | ?"
    assert errors(reading) == {("B3", "text-in-amount")}


def test_no_unit_is_asked_for_and_answered() -> None:
    picture = "Indsatser|2019|2020\nFritidsjob|1.600|-\nI alt|1.600|0"
    asked, answered = read(picture), read(picture, unit=THOUSAND_KR)

    assert errors(asked) == {("A1", "unit-missing")}
    assert only_table(asked).unit is None
    assert [row.amounts_oere for row in only_table(asked).rows] == [{"2019": None, "2020": None}] * 2
    assert only_table(asked).checks == ()
    assert written(only_table(answered)) == "Fritidsjob | 1.600 -\n= I alt | 1.600 0"
    assert only_table(answered).unit_source is UnitSource.ANSWER
    assert problems(answered) == set()


def test_two_units_are_a_conflict_that_an_answer_settles() -> None:
    picture = "Budget i mio. kr.\nIndsatser (1000 kr.)|2019|2020\nFritidsjob|1.600|1.600"

    assert errors(read(picture)) == {("A2", "unit-conflict")}
    assert errors(read(picture, unit=THOUSAND_KR)) == set()
    assert errors(read(picture, unit=KR)) == {("A2", "unit-differs")}


def test_an_answer_that_contradicts_the_table_is_named() -> None:
    reading = read("Indsatser (mio. kr.)|2019|2020\nFritidsjob|1,6|1,6", unit=THOUSAND_KR)

    assert errors(reading) == {("A1", "unit-differs")}


def test_a_row_in_another_unit_than_the_table_is_named() -> None:
    reading = read("Indsatser (1000 kr.)|2019|2020\nFritidsjob|1.600|1.600\nPulje (mio. kr.)|1|2")

    assert errors(reading) == {("A3", "unit-in-row")}


def test_an_amount_in_a_title_or_note_is_no_unit() -> None:
    reading = read("""
Puljen på 11 mio. kr. fordelt på indsatser
Hertil kommer en reserve på 1.000 kr.
Indsatser|2019|2020
Fritidsjob|1.600|1.600

Der er ikke disponeret 0,6 mio. kr. i 2021.
Der er reserveret 1.000 kr. til en undersøgelse.
Ekstra beløb 1.000 kr.
""")

    assert errors(reading) == {("A3", "unit-missing")}
    assert only_table(reading).title == "Puljen på 11 mio. kr. fordelt på indsatser"


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Udmøntning, 1.000 kr., 2024 p/l", "2024 p/l"),
        ("Udmøntning i 1.000 kr. (2024-p/l)", "2024 p/l"),
        ("Udmøntning (t.kr., pl 2024)", "2024 p/l"),
        ("Udmøntning i 1000 kr., 2024-priser", "2024 p/l"),
        ("Udmøntning i 1000 kr. i løbende priser", "løbende priser"),
        ("Udmøntning 2024 i 1000 kr.", None),
    ],
)
def test_the_price_level_is_read_from_the_words_around(title: str, level: str | None) -> None:
    reading = read(f"{title}\n\nIndsats|2024|2025\nFritidsjob|1.600|1.600")

    assert (only_table(reading).price_level, only_table(reading).unit) == (level, THOUSAND_KR)
    assert problems(reading) == set()


def test_two_price_levels_are_kept_as_not_stated() -> None:
    reading = read("Budget (1000 kr., 2023 p/l)\nIndsats|2024|2025\nFritidsjob|1|1\nAlle tal er i 2024 p/l")

    assert only_table(reading).price_level is None
    assert problems(reading) == {("A2", "price-level-conflict")}


def test_years_twice_gaps_typing_errors_and_columns_without_a_head() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2019|2021|2O22||Antal|Bemærkning
Fritidsjob|1|2|3|4|5|6|forlænges
""")

    assert written(only_table(reading)) == "Fritidsjob | 1 3"
    assert errors(reading) == {
        ("C1", "year-twice"),
        ("E1", "head-unclear"),
        ("F2", "column-without-head"),
    }
    assert problems(reading) - errors(reading) == {
        ("D1", "year-gap"),
        ("G1", "column-not-read"),
        ("H1", "column-not-read"),
    }


def test_columns_of_accounts_are_not_budget_years() -> None:
    reading = read("Indsatser (mio. kr.)|Regnskab 2018|Budget 2019|Budget 2020\nFritidsjob|1,4|1,6|1,6")

    assert written(only_table(reading), decimals=1) == "Fritidsjob | 1,6 1,6"
    assert problems(reading) == {("B1", "column-not-read")}


def test_a_year_over_several_columns_is_not_guessed_at() -> None:
    reading = read(
        "Indsatser (1000 kr.)|2019||2020|\nFritidsjob|10|-2|10|-2\nPulje|5||5|",
        merged=("B1:C1", "D1:E1"),
    )

    assert errors(reading) == {("C2", "several-columns-in-year"), ("E2", "several-columns-in-year")}


def test_an_amount_merged_over_two_years_is_not_guessed_at() -> None:
    reading = read("Indsatser (1000 kr.)|2019|2020\nFritidsjob|1.600|\nPulje|1|2", merged=("B2:C2",))

    assert errors(reading) == {("B2", "amount-over-years")}


def test_a_year_written_as_a_date_is_said() -> None:
    reading = read("Indsatser (1000 kr.)|2019-01-01|2020-01-01\nFritidsjob|1.600|1.600")

    assert only_table(reading).years == ("2019", "2020")
    assert problems(reading) == {("B1", "year-as-date"), ("C1", "year-as-date")}


def test_amounts_without_a_label_and_labels_twice_under_one_heading() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Job
Fritidsjob|1|2
|7|9
Fritidsjob|3|5
Uddannelse
Fritidsjob|4|6
""")

    assert errors(reading) == {("B4", "label-missing"), ("A5", "label-twice")}


def test_amounts_that_look_like_years_are_not_taken_for_a_head_in_silence() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Fritidsjob|2019|2020
Barselsgrupper|2000|2001
Pulje|2000|1990
I alt|6019|6011
""")

    assert written(only_table(reading)) == (
        "Fritidsjob | 2.019 2.020\nBarselsgrupper | 2.000 2.001\nPulje | 2.000 1.990\n= I alt | 6.019 6.011"
    )
    assert errors(reading) == {("B2", "row-looks-like-head"), ("B3", "row-looks-like-head")}


def test_amounts_that_are_shown_with_a_thousands_mark_are_no_years(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (("Indsatser (1000 kr.)", 2019, 2020), ("Fritidsjob", 2019, 2020), ("I alt", 2019, 2020)):
        sheet.append(row)
    plain, grouped = tmp_path / "plain.xlsx", tmp_path / "grouped.xlsx"
    book.save(plain)
    for address in ("B2", "C2", "B3", "C3"):
        sheet[address].number_format = "#,##0"
    book.save(grouped)

    assert errors(read_tables(read_workbook(plain), file_name="plain.xlsx")) >= {("B2", "row-looks-like-head")}
    reading = read_tables(read_workbook(grouped), file_name="grouped.xlsx")
    assert written(only_table(reading)) == "Fritidsjob | 2.019 2.020\n= I alt | 2.019 2.020"
    assert errors(reading) == set()


def test_rows_behind_the_total_are_named() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Fritidsjob|1.600|1.600
I alt|1.600|1.600
Ramme|2.000|2.000
Barselsgrupper|600|600
""")

    assert written(only_table(reading)) == "Fritidsjob | 1.600 1.600\n= I alt | 1.600 1.600"
    assert errors(reading) == {("A5", "row-after-total")}
    assert problems(reading) - errors(reading) == {("A4", "row-not-read")}


def test_a_part_of_another_row_would_count_twice() -> None:
    reading = read("Indsatser (1000 kr.)|2019|2020\nFritidsjob|1.600|1.600\nHeraf løn|400|400")

    assert errors(reading) == {("A3", "part-of-row")}


def test_small_first_letters_join_rows_only_where_they_are_not_the_custom() -> None:
    reading = read("""
indsatser (1000 kr.)|2019|2020
job
fritidsjob|1|2
barselsgrupper|7|9
uddannelse
elevpladser|3|5
""")

    assert written(only_table(reading)) == (
        "# job\nfritidsjob | 1 2\nbarselsgrupper | 7 9\n# uddannelse\nelevpladser | 3 5"
    )
    assert problems(reading) == {("A3", "label-unclear"), ("A5", "label-unclear"), ("A6", "label-unclear")}


def test_a_figure_behind_the_usual_decimals_may_be_a_footnote_mark_and_is_kept() -> None:
    reading = read("""
Indsatser (mio. kr.)|2008|2009|I alt
Helbredsteam|2,0|2,0|4,0
CBSI|24,6|26,9|51,5
Jobplanen|-|32,94|32,9
""")

    assert written(only_table(reading), decimals=2).splitlines()[2] == "Jobplanen | - 32,94 32,90"
    assert problems(reading) == {("C4", "mark-in-amount")}
    assert only_table(reading).unit == MILLION_KR
