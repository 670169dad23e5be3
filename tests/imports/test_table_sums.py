"""Printed sums beside computed ones: totals, subtotals above and below their rows, and sums across the years."""

from tests.imports.readings import errors, only_table, problems, read, written


def test_subtotals_below_their_rows() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Job
Håndholdt|3.300|3.300
Kvinder|2.500|2.900
I alt, job|5.800|6.200
Uddannelse
Fritidsjob|1.600|1.600
Uddannelse i alt|1.600|1.600
I alt|7.400|7.800
""")

    assert written(only_table(reading)) == (
        "# Job\nHåndholdt | 3.300 3.300\nKvinder | 2.500 2.900\n+ I alt, job | 5.800 6.200\n"
        "# Uddannelse\nFritidsjob | 1.600 1.600\n+ Uddannelse i alt | 1.600 1.600\n= I alt | 7.400 7.800"
    )
    assert {(check.cell, check.computed_oere, check.verdict) for check in only_table(reading).checks} == {
        ("B5", 580_000_000, "equal"),
        ("C5", 620_000_000, "equal"),
        ("B8", 160_000_000, "equal"),
        ("C8", 160_000_000, "equal"),
        ("B9", 740_000_000, "equal"),
        ("C9", 780_000_000, "equal"),
    }
    assert problems(reading) == set()


def test_every_section_closed_by_the_same_words() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019
Job
Håndholdt|3.300
Kvinder|700
I alt|4.000
Uddannelse
Fritidsjob|1.600
I alt|1.600
""")

    assert [row.kind for row in only_table(reading).rows] == [
        *("section", "line", "line", "subtotal", "section", "line", "subtotal")
    ]
    assert {check.verdict for check in only_table(reading).checks} == {"equal"}


def test_headings_that_carry_the_sum_of_the_rows_below() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Flere skal i job|4.000|4.000
Håndholdt|3.300|3.300
Kvinder|700|700
Samfundet|1.000|1.000
Social kontrol|1.000|1.000
I alt|5.000|5.000
""")

    assert written(only_table(reading)) == (
        "+ Flere skal i job | 4.000 4.000\nHåndholdt | 3.300 3.300\nKvinder | 700 700\n"
        "+ Samfundet | 1.000 1.000\nSocial kontrol | 1.000 1.000\n= I alt | 5.000 5.000"
    )
    assert [row.section for row in only_table(reading).rows] == [
        *(None, "Flere skal i job", "Flere skal i job", None, "Samfundet", None)
    ]
    assert {check.verdict for check in only_table(reading).checks} == {"equal"}
    assert problems(reading) == {("A2", "subtotal-inferred"), ("A5", "subtotal-inferred")}


def test_sums_below_whose_names_dont_say_so() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Håndholdt|3.300|3.300
Kvinder|700|900
Job|4.000|4.200
Social kontrol|1.000|1.000
Fritidsjob|100|100
Samfundet|1.100|1.100
I alt|5.100|5.300
""")

    assert [row.kind for row in only_table(reading).rows] == [
        *("line", "line", "subtotal", "line", "line", "subtotal", "total")
    ]
    assert problems(reading) == {("A4", "subtotal-inferred"), ("A7", "subtotal-inferred")}


def test_without_a_total_that_proves_it_a_possible_sum_stays_a_line_and_is_named() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Job|4.000|4.200
Håndholdt|3.300|3.300
Kvinder|700|900
""")

    assert [row.kind for row in only_table(reading).rows] == ["line", "line", "line"]
    assert problems(reading) == {("A2", "subtotal-possible")}


def test_outline_numbers_tell_a_sum_from_its_parts() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
1 Job|4.000|4.200
1.1 Håndholdt|3.300|3.300
1.2 Kvinder|700|900
2 Samfundet|1.000|999
2.1 Social kontrol|1.000|1.000
I alt|5.000|5.200
""")

    assert [row.kind for row in only_table(reading).rows] == [
        *("subtotal", "line", "line", "subtotal", "line", "total")
    ]
    assert {(check.cell, check.verdict) for check in only_table(reading).checks if check.verdict != "equal"} == {
        ("C5", "differs")
    }


def test_the_total_may_stand_above_its_rows() -> None:
    reading = read("Indsatser (1000 kr.)|2019|2020\nI alt|2.200|1.600\nFritidsjob|1.600|1.600\nBarselsgrupper|600|-")

    assert [row.kind for row in only_table(reading).rows] == ["total", "line", "line"]
    assert {check.verdict for check in only_table(reading).checks} == {"equal"}


def test_names_that_only_begin_like_a_sum_are_lines() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Samlet indsats for unge|1.600|1.600
Total rehabilitering|600|500
Alternativ til alt for meget|100|200
Samlet|2.300|2.300
""")

    assert [row.kind for row in only_table(reading).rows] == ["line", "line", "line", "total"]
    assert problems(reading) == set()


def test_what_differs_is_kept_as_printed_and_named() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020|I alt
Fritidsjob|1.600|1.600|3.300
Barselsgrupper|600|600|1.200
I alt|2.300|2.200|4.400
""")
    checks = {check.cell: check for check in only_table(reading).checks}

    assert (checks["B4"].printed_oere, checks["B4"].computed_oere) == (230_000_000, 220_000_000)
    assert (checks["B4"].difference_oere, checks["B4"].verdict) == (10_000_000, "differs")
    assert (checks["D2"].label, checks["D2"].column, checks["D2"].difference_oere) == (
        "Fritidsjob",
        "I alt",
        10_000_000,
    )
    assert problems(reading) == {
        ("B4", "sum-differs"),
        ("D2", "sum-differs"),
        ("D4", "sum-differs"),
        ("D4", "sum-across-differs"),
    }
    assert errors(reading) == set()


def test_rounding_of_printed_decimals_is_told_from_a_difference() -> None:
    reading = read("""
Indsatser (mio. kr.)|2008|2009|2010|I alt
Integrationsrådet|-|0,2|0,2|0,3
Sprog og integration|8,5|-|-|8,5
I alt|8,5|0,2|0,4|8,9
""")
    verdicts = {check.cell: check.verdict for check in only_table(reading).checks}

    assert verdicts == {
        "E2": "rounding",
        "E3": "equal",
        "B4": "equal",
        "C4": "equal",
        "D4": "differs",
        "E4": "rounding",
    }


def test_a_total_that_nobody_calculated_is_a_warning_and_unreadable() -> None:
    reading = read("Indsatser (1000 kr.)|2019|2020\nFritidsjob|1.600|1.600\nI alt|=SUM(B2:B2)|=SUM(C2:C2) -> 1600")

    assert written(only_table(reading)) == "Fritidsjob | 1.600 1.600\n= I alt | ? 1.600"
    assert [(check.cell, check.verdict) for check in only_table(reading).checks] == [
        ("B3", "unreadable"),
        ("C3", "equal"),
    ]
    assert problems(reading) == {("B3", "uncalculated")}
    assert errors(reading) == set()


def test_a_sum_of_what_cant_be_read_is_unreadable() -> None:
    reading = read("Indsatser (1000 kr.)|2019|2020\nFritidsjob|ca. 5|1\nPulje|1|2\nI alt|6|3")

    assert [(check.column, check.verdict) for check in only_table(reading).checks] == [
        ("2019", "unreadable"),
        ("2020", "equal"),
    ]


def test_nil_as_a_total_is_nothing_and_an_empty_total_is_not_checked() -> None:
    reading = read("Indsatser (1000 kr.)|2019|2020|2021\nFritidsjob|1|-|3\nI alt|-|-|")

    assert [(check.column, check.difference_oere, check.verdict) for check in only_table(reading).checks] == [
        ("2019", -100_000, "differs"),
        ("2020", 0, "equal"),
    ]


def test_a_published_overview_that_does_not_add_up_is_read_as_printed() -> None:
    reading = read("""
Økonomisk oversigt i mio. kr.

|2008|2009|2010|I alt
Enkelte indsatser, som bidrager
til integrationspolitiske mål
|10,9|11,4|9,4|31,7
2.1 Jobpatruljer|6,9|6,9|6,9|20,7
2.2 Helbredsteam|2,0|2,0|2,0|6,0
2.14 Integrationsrådet|2,0|0,5|0,5|3,0

Integrationsprojekter|14,0|9,6|9,6|33,2
4.1 BIF projekter|5,5|6,1|6,1|17,7
4.2 Den tværgående integrationspulje|8,5|3,5|3,5|15,5

I ALT5|24,9|19,0|19,0|64,9
""")
    table = only_table(reading)

    assert [row.kind for row in table.rows] == ["subtotal", *["line"] * 3, "subtotal", *["line"] * 2, "total"]
    assert {check.cell for check in table.checks if check.verdict == "differs"} == {"C6", "E6", "E15"}
    assert errors(reading) == set()
