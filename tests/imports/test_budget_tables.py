"""The plan's own table, and the other ways in which offices write the same thing."""

from imports.budget_reading import UnitSource
from tests.imports.readings import only_table, problems, read, written
from tracker.domain.money import MILLION_KR, THOUSAND_KR

PLAN = """
# Flere københavnere med minoritetsbaggrund skal i job
Håndholdt og vedvarende virksomhedsindsats for ledige | 3.300 3.300 3.300 3.300
Særlig virksomhedsrettet indsats for kvinder, med fokus på helbredsafklaring | 2.500 2.900 2.500 2.500
Barselsgrupper med fokus på job og uddannelse | 600 600 - -
Virksomhedsindsats til bekæmpelse af ubevidst diskrimination | 800 800 800 800
# Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse
Flere lære- og elevpladser til unge | 800 800 800 800
Fritidsjob til unge | 1.600 1.600 1.600 1.600
# Flere københavnere med minoritetsbaggrund skal blive en del af samfundet og ikke opleve social kontrol
Forebyggelse af social kontrol | 1.000 1.000 1.000 1.000
# Øvrige afsatte midler
Spørgeskemaundersøgelse | 400 - 400 -
Pulje til senere udmøntning | - - 600 1.000
= I alt | 11.000 11.000 11.000 11.000
""".strip()

AS_PUBLISHED = """
Oversigt over indsatser i Integrationshandleplanen
I nedenstående tabel fremgår de afsatte midler til de syv indsatser fordelt i perioden 2019-22.

Indsatser (opgjort i 1000 kr.)|2019|2020|2021|2022

Flere københavnere med minoritetsbaggrund skal i job
Håndholdt og vedvarende virksomhedsindsats for ledige|3.300|3.300|3.300|3.300
Særlig virksomhedsrettet indsats for kvinder, med fokus
på helbredsafklaring|2.500|2.900|2.500|2.500
Barselsgrupper med fokus på job og uddannelse|600|600|-|-
Virksomhedsindsats til bekæmpelse af ubevidst
diskrimination|800|800|800|800

Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse
Flere lære- og elevpladser til unge|800|800|800|800
Fritidsjob til unge|1.600|1.600|1.600|1.600

Flere københavnere med minoritetsbaggrund skal blive en del af samfundet og ikke opleve social kontrol
Forebyggelse af social kontrol|1.000|1.000|1.000|1.000

Øvrige afsatte midler
Spørgeskemaundersøgelse|400|-|400|-
Pulje til senere udmøntning|-|-|600|1.000

I alt|11.000|11.000|11.000|11.000

Pulje til senere udmøntning
Der er ikke disponeret 0,6 mio. kr. i 2021 samt 1 mio. kr. i
2022. Beskæftigelses- og Integrationsudvalget vil træffe
"""


def test_the_plans_table_is_read_as_it_was_published() -> None:
    reading = read(AS_PUBLISHED)
    table = only_table(reading)

    assert written(table) == PLAN
    assert table.title == "Oversigt over indsatser i Integrationshandleplanen"
    assert table.head == "Indsatser (opgjort i 1000 kr.)"
    assert (table.unit, table.unit_source, table.price_level) == (THOUSAND_KR, UnitSource.TABLE, None)
    assert table.years == ("2019", "2020", "2021", "2022")
    assert [(check.cell, check.column, check.verdict) for check in table.checks] == [
        ("B25", "2019", "equal"),
        ("C25", "2020", "equal"),
        ("D25", "2021", "equal"),
        ("E25", "2022", "equal"),
    ]
    assert problems(reading) == set()


def test_rows_know_their_cell_and_section_and_cells_what_was_printed() -> None:
    table = only_table(read(AS_PUBLISHED))
    row = next(row for row in table.rows if row.label.startswith("Barselsgrupper"))

    assert (row.cell, row.section) == ("A10", "Flere københavnere med minoritetsbaggrund skal i job")
    assert [(cell.column, cell.address, cell.printed, cell.amount_oere) for cell in row.cells] == [
        ("2019", "B10", "600", 60_000_000),
        ("2020", "C10", "600", 60_000_000),
        ("2021", "D10", "-", None),
        ("2022", "E10", "-", None),
    ]
    assert row.amounts_oere == {"2019": 60_000_000, "2020": 60_000_000, "2021": None, "2022": None}


def test_numbers_spaces_dashes_years_as_text_and_formulas_mean_the_same() -> None:
    reading = read("""
|Integrationshandleplan 2019-22
|Beløb i t.kr.

|Indsats|B 2019|Budget 2020|'2021|Budget // 2022
|Flere københavnere med minoritetsbaggrund skal i job
|Håndholdt og vedvarende virksomhedsindsats for ledige|3300|3 300|3~300|n:3300.0000000000005
|Særlig virksomhedsrettet indsats for kvinder, med fokus // på helbredsafklaring|2500|2900|2500|2500
|Barselsgrupper med fokus på job og uddannelse|600|600|–|—
|Virksomhedsindsats til bekæmpelse af ubevidst diskrimination|800|800|800|800
|Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse
|Flere lære- og elevpladser til unge|800|800|800|800
|Fritidsjob til unge|1600|1600|1600|1600
|Flere københavnere med minoritetsbaggrund skal blive en del af
|samfundet og ikke opleve social kontrol
|Forebyggelse af social kontrol|1000|1000|1000|1000
|Øvrige afsatte midler
|Spørgeskemaundersøgelse|400|−|400|-
|Pulje til senere udmøntning|-|-|600|1000
|I alt|=SUM(C6:C18) -> 11000|11000|11.000|11 000
""")

    assert written(only_table(reading)) == PLAN
    assert problems(reading) == set()


def test_mio_kr_with_decimals_and_a_column_of_row_totals() -> None:
    reading = read("""
Integrationshandleplan 2019-22 (mio. kr., 2019 p/l)
|2019|2020|I alt 2019-20
Fritidsjob|1,6|1,6|3,2
Barselsgrupper|0,6|0,0|0,6
I alt|2,2|1,6|3,8
""")
    table = only_table(reading)

    assert written(table, decimals=1) == "Fritidsjob | 1,6 1,6 3,2\nBarselsgrupper | 0,6 0,0 0,6\n= I alt | 2,2 1,6 3,8"
    assert (table.unit, table.price_level, table.has_row_total) == (MILLION_KR, "2019 p/l", True)
    assert {(check.cell, check.column, check.verdict) for check in table.checks} == {
        ("D3", "I alt", "equal"),
        ("D4", "I alt", "equal"),
        ("B5", "2019", "equal"),
        ("C5", "2020", "equal"),
        ("D5", "I alt", "equal"),
    }
    assert problems(reading) == set()


def test_years_merged_over_two_rows_leave_no_heading_behind() -> None:
    reading = read(
        """
|2019|2020
Indsatser i 1000 kr.
Fritidsjob|1.600|1.600
""",
        merged=("B1:B2", "C1:C2"),
    )

    assert written(only_table(reading)) == "Fritidsjob | 1.600 1.600"
    assert only_table(reading).head == "Indsatser i 1000 kr."


def test_the_four_kinds_of_nothing_are_kept_apart() -> None:
    table = only_table(read("Indsats (mio. kr.)|2019|2020|2021|2022|2023\nFritidsjob|-|0,0|./.||0"))

    assert [cell.kind for cell in table.rows[0].cells] == ["nil", "zero", "no_entry", "empty", "zero"]
    assert list(table.rows[0].amounts_oere.values()) == [None, 0, None, None, 0]


def test_blank_rows_anywhere_change_nothing() -> None:
    lines = [
        *("Handleplan", "Indsatser (1000 kr.)|2019|2020", "Flere skal i job", "Fritidsjob|1.600|1.600"),
        *("Barselsgrupper|600|-", "Øvrige midler", "Pulje|-|600", "I alt|2.200|2.200", "Puljen udmøntes i 2020."),
    ]
    close, spread = (read(between.join(lines)) for between in ("\n", "\n\n\n"))

    assert written(only_table(close)) == written(only_table(spread))
    assert problems(close) == problems(spread) == set()


def test_units_beneath_the_years_are_part_of_the_head() -> None:
    reading = read("""
Indsatser|2019|2020
|1.000 kr.|1.000 kr.
Fritidsjob|1.600|1.600
""")

    assert written(only_table(reading)) == "Fritidsjob | 1.600 1.600"
    assert only_table(reading).unit == THOUSAND_KR


def test_a_title_that_names_a_year_is_no_head() -> None:
    reading = read("""
|Budget 2019
|1.000 kr.

Indsatser (1000 kr.)|2019|2020
Fritidsjob|1.600|1.600
""")

    assert only_table(reading).years == ("2019", "2020")
    assert only_table(reading).title == "Budget 2019"
    assert written(only_table(reading)) == "Fritidsjob | 1.600 1.600"


def test_the_year_of_the_prices_is_no_column() -> None:
    reading = read("2024 p/l, 1000 kr.|2024|2025\nPulje|1|2")

    assert (only_table(reading).years, only_table(reading).price_level) == (("2024", "2025"), "2024 p/l")
    assert problems(reading) == set()


def test_a_title_over_the_only_year_is_no_head() -> None:
    reading = read("|Budget 2024\nIndsats (1000 kr.)|2024\nPulje|1")

    assert (only_table(reading).head_row, only_table(reading).title) == (2, "Budget 2024")
    assert problems(reading) == set()


def test_a_table_of_one_year() -> None:
    reading = read("Bevilling 2024\n|\nIndsats|2024 (mio. kr.)\nFritidsjob|1,5\nI alt|1,5")

    assert written(only_table(reading), decimals=1) == "Fritidsjob | 1,5\n= I alt | 1,5"
    assert problems(reading) == set()
