"""Labels as offices write them: over several rows, with numbers, marks and themes, in one column or more."""

from tests.imports.readings import only_table, problems, read, written

SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def test_amounts_on_the_first_row_and_the_label_going_on_below() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Særlig virksomhedsrettet indsats for kvinder, med fokus|2.500|2.900
på helbredsafklaring
Virksomheds-|800|800
indsats mod diskrimination
Barselsgrupper|600|600
I alt|3.900|4.300
opgjort i løbende priser
""")

    assert written(only_table(reading)) == (
        "Særlig virksomhedsrettet indsats for kvinder, med fokus på helbredsafklaring | 2.500 2.900\n"
        "Virksomhedsindsats mod diskrimination | 800 800\n"
        "Barselsgrupper | 600 600\n"
        "= I alt | 3.900 4.300"
    )
    assert only_table(reading).price_level == "løbende priser"
    assert problems(reading) == set()


def test_labels_that_end_in_the_middle_go_on_with_a_capital_too() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Opsøgende indsats for unge på
Nørrebro|800|800
Håndholdt indsats med|600|500
Røde Kors
Særlig indsats|100|200
for kvinder
beløb i 1000 kr.
""")

    assert written(only_table(reading)) == (
        "Opsøgende indsats for unge på Nørrebro | 800 800\nHåndholdt indsats med Røde Kors | 600 500\n"
        "Særlig indsats for kvinder | 100 200"
    )
    assert problems(reading) == set()


def test_amounts_on_a_line_of_their_own_take_the_label_above_and_say_so() -> None:
    reading = read("""
Indsatser (1000 kr.)|2019|2020
Fritidsjob|1.600|1.600
Virksomhedsrettede jobkonsulenter

|800|800
I alt|2.400|2.400
""")

    assert written(only_table(reading)) == (
        "Fritidsjob | 1.600 1.600\nVirksomhedsrettede jobkonsulenter | 800 800\n= I alt | 2.400 2.400"
    )
    assert problems(reading) == {("A3", "label-joined")}


def test_merged_labels_titles_and_heads() -> None:
    reading = read(
        """
Integrationshandleplan
Indsatser|Afsatte midler i 1000 kr.
|2019|2020

Flere skal i job
Særlig indsats|2.500|2.900
Til kvinder
Fritidsjob|1.600|1.600
I alt|4.100|4.500
""",
        merged=("A1:C1", "A2:A3", "B2:C2", "A5:C5", "B6:B7", "C6:C7"),
    )

    assert written(only_table(reading)) == (
        "# Flere skal i job\nSærlig indsats Til kvinder | 2.500 2.900\nFritidsjob | 1.600 1.600\n= I alt | 4.100 4.500"
    )
    assert problems(reading) == set()


def test_outline_numbers_in_a_column_or_in_the_label_and_footnote_marks() -> None:
    reading = read("""
Udmøntning, 2024 p/l
Nr.|Indsats|2024|2025|I alt
|Tema 1: Job
1|Håndholdt indsats|1.200|800|2.000
2|Barselsgrupper*|600|-|600
3|2. fase af fritidsjob1|400|./.|400
|I alt|2.200|800|3.000

|* Pilotprojekt
|1) Forlænges i 2026
|(opgjort i 1000 kr.)
""")
    in_label = read("""
Indsatser (1000 kr.)|2019|2020
2.9 Jobkonsulenter|1|1
2.10 Diskrimination (1)|2|2
3.000 timer til unge|3|3
I ALT5|6|6
""")

    assert written(only_table(reading)) == (
        "# Tema 1: Job\n1 Håndholdt indsats | 1.200 800 2.000\n2 Barselsgrupper [*] | 600 - 600\n"
        "3 2. fase af fritidsjob [1] | 400 ./. 400\n= I alt | 2.200 800 3.000"
    )
    assert written(only_table(in_label)) == (
        "2.9 Jobkonsulenter | 1 1\n2.10 Diskrimination [1] | 2 2\n3.000 timer til unge | 3 3\n= I ALT [5] | 6 6"
    )
    assert problems(reading) | problems(in_label) == set()


def test_plain_numbers_before_labels_are_outline_numbers_only_where_they_count_the_rows() -> None:
    counting = read("Indsats (1000 kr.)|2019\n1 Fritidsjob|1\n2 Barselsgrupper|2\n3 Ledige|3")
    amounts = read("Indsats (1000 kr.)|2019\n30 Læger i praksis|1\n2 Lærere|2")

    assert written(only_table(counting)) == "1 Fritidsjob | 1\n2 Barselsgrupper | 2\n3 Ledige | 3"
    assert [row.outline for row in only_table(counting).rows] == ["1", "2", "3"]
    assert [(row.outline, row.label) for row in only_table(amounts).rows] == [
        (None, "30 Læger i praksis"),
        (None, "2 Lærere"),
    ]


def test_figures_glued_to_names_are_marks_only_where_they_dont_tell_rows_apart() -> None:
    reading = read("""
Indsats (1000 kr.)|2019|2020
Fase1|1|1
Fase2|2|9
Sprog og Integration3|3|3
Covid19|4|4
""")

    assert [(row.label, row.footnote) for row in only_table(reading).rows] == [
        ("Fase1", None),
        ("Fase2", None),
        ("Sprog og Integration", "3"),
        ("Covid19", None),
    ]
    assert problems(reading) == {("A4", "mark-without-note")}


def test_themes_in_a_column_of_their_own_become_headings() -> None:
    merged = read(
        """
Tema|Indsats (mio. kr.)|2019|2020
Job|Håndholdt|3,3|3,3
|Kvinder|0,7|0,7
Samfund|Social kontrol|1|1
I alt||5,0|5,0
""",
        merged=("A2:A3",),
    )
    repeated = read("""
Tema|Indsats (mio. kr.)|2019|2020
Job|Håndholdt|3,3|3,3
Job|Kvinder|0,7|0,7
Samfund|Social kontrol|1|1
I alt||5,0|5,0
""")

    expected = "# Job\nHåndholdt | 3,3 3,3\nKvinder | 0,7 0,7\n# Samfund\nSocial kontrol | 1,0 1,0\n= I alt | 5,0 5,0"
    assert written(only_table(merged), decimals=1) == expected
    assert written(only_table(repeated), decimals=1) == expected
    assert problems(merged) | problems(repeated) == set()


def test_headings_and_sums_in_the_column_before_the_labels() -> None:
    reading = read("""
Handleplan (1000 kr.)||2019|2020
Job
|Håndholdt|3.300|3.300
|Kvinder|700|700
Samfund
|Social kontrol|1.000|1.000
I alt||5.000|5.000
""")

    assert written(only_table(reading)) == (
        "# Job\nHåndholdt | 3.300 3.300\nKvinder | 700 700\n# Samfund\nSocial kontrol | 1.000 1.000\n"
        "= I alt | 5.000 5.000"
    )
    assert problems(reading) == set()


def test_white_space_and_soft_hyphens_in_labels_are_tidied() -> None:
    reading = read(f"Indsats (1000 kr.)|2019\nFlere  lære-~og // elev{SOFT_HYPHEN}pladser   |1")

    assert [row.label for row in only_table(reading).rows] == ["Flere lære- og elevpladser"]


def test_a_column_of_case_numbers_before_the_labels_is_no_theme() -> None:
    reading = read("Sagsnr.|Indsats (1000 kr.)|2019|2020\n19/204|Fritidsjob|1|2\n19/301|Barselsgrupper|3|4\n|I alt|4|6")

    assert written(only_table(reading)) == "Fritidsjob | 1 2\nBarselsgrupper | 3 4\n= I alt | 4 6"
    assert problems(reading) == {("A1", "column-not-read")}
