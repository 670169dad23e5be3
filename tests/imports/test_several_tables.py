"""Workbooks with several tables or sheets: each table is read for itself, and nothing is left out in silence."""

from imports.budget_report import exit_status
from imports.budget_tables import read_tables
from imports.cells import Sheet
from tests.imports.drawing import book, draw
from tests.imports.readings import errors, problems, read, written

PLAN = "Indsatser (1000 kr.)|2019|2020\nFritidsjob|1.600|1.600\nI alt|1.600|1.600"


def test_two_tables_under_each_other_have_their_own_titles_units_and_years() -> None:
    reading = read("""
Tabel 1. Integration, 1.000 kr.
|2019|2020
Fritidsjob|1.600|1.600
Barselsgrupper|600|-
I alt|2.200|1.600
Note: Barselsgrupper er et pilotprojekt.

Tabel 2. Beskæftigelse, mio. kr.
|2020|2021
Jobpatruljer|6,9|6,9
I alt|6,9|6,9
""")
    first, second = reading.tables

    assert written(first) == "Fritidsjob | 1.600 1.600\nBarselsgrupper | 600 -\n= I alt | 2.200 1.600"
    assert written(second, decimals=1) == "Jobpatruljer | 6,9 6,9\n= I alt | 6,9 6,9"
    assert [(table.title, table.years) for table in reading.tables] == [
        ("Tabel 1. Integration, 1.000 kr.", ("2019", "2020")),
        ("Tabel 2. Beskæftigelse, mio. kr.", ("2020", "2021")),
    ]
    assert problems(reading) == set()


def test_a_head_repeated_on_a_new_page_doesnt_begin_a_table() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Fritidsjob|1.600|1.600
Indsatser (1000 kr.)|2019|2020
Barselsgrupper|600|-
I alt|2.200|1.600
""")

    (table,) = reading.tables
    assert written(table) == "Fritidsjob | 1.600 1.600\nBarselsgrupper | 600 -\n= I alt | 2.200 1.600"
    assert problems(reading) == set()


def test_years_repeated_in_words_under_a_heading_are_read_as_the_heading() -> None:
    reading = read("""
Job (1000 kr.)|Budget 2019|Budget 2020
Fritidsjob|1.600|1.600
Uddannelse|Budget 2019|Budget 2020
Elevpladser|800|700
I alt|2.400|2.300
""")

    (table,) = reading.tables
    assert written(table) == "Fritidsjob | 1.600 1.600\n# Uddannelse\nElevpladser | 800 700\n= I alt | 2.400 2.300"
    assert problems(reading) == {("A3", "head-repeated")}


def test_all_visible_sheets_are_read_and_the_others_named() -> None:
    reading = read_tables(
        book(
            draw(PLAN, name="Job"),
            draw(PLAN.replace("Fritidsjob", "Elevpladser"), name="Uddannelse"),
            draw("Noter til budgettet\nIntet her", name="Noter"),
            draw(PLAN, name="Gammel", hidden=True),
            Sheet("Tom", {}),
        ),
        file_name="plan.xlsx",
    )

    assert [table.sheet for table in reading.tables] == ["Job", "Uddannelse"]
    assert {(found.sheet, found.code) for found in reading.problems} == {
        ("Noter", "sheet-without-table"),
        ("Gammel", "hidden-sheet-not-read"),
    }
    assert exit_status(reading) == 0


def test_one_sheet_may_be_chosen_even_if_it_is_hidden() -> None:
    workbook = book(draw(PLAN, name="Job"), draw(PLAN, name="Gammel", hidden=True))

    chosen = read_tables(workbook, file_name="plan.xlsx", sheet="Gammel")
    missing = read_tables(workbook, file_name="plan.xlsx", sheet="Ark9")

    assert [table.sheet for table in chosen.tables] == ["Gammel"]
    assert chosen.problems == ()
    assert errors(missing) == {("", "no-such-sheet")}
    assert str(missing.problems[0].text) == "Filen har intet ark, der hedder »Ark9«. Arkene er: »Job«, »Gammel«."
    assert exit_status(missing) == 1


def test_a_workbook_without_a_table_is_not_readable() -> None:
    reading = read("Hej|med dig\nDer er ingen tabel her|og intet årstal")

    assert errors(reading) == {("A1", "no-table")}
    assert exit_status(reading) == 1
