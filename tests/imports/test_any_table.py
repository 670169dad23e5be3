"""Any table in any form reads back to the same amounts, or names what it can't read; nothing else ever happens."""

import random
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.budget_report import as_json
from imports.budget_tables import read_tables
from imports.cells import Cell, Range, Sheet, ValueKind, Workbook, column_letters
from tests.imports.made_tables import MadeTable, made_tables
from tracker.domain.published_tables import CellKind, RowKind, Severity, Verdict

GARBAGE: list[tuple[ValueKind, str | Decimal | bool]] = [
    *(
        (ValueKind.TEXT, text)
        for text in ("ca. 600", "mangler", "1.5", "12.34", "40 %", "1_000", "(600)", "600*", "1e5")
    ),
    *(
        (ValueKind.TEXT, text)
        for text in ("400 - 400 -", "600 1.000", "\u0661\u0662", "NaN", "0.600", "- 600", "5 mia. kr.")
    ),
    (ValueKind.DATE, "2019-03-01"),
    (ValueKind.BOOLEAN, True),
    (ValueKind.ERROR, "#REF!"),
    (ValueKind.UNCALCULATED, "=B1*2"),
    (ValueKind.NUMBER, Decimal("0.1234567890123")),
    (ValueKind.NUMBER, Decimal("1E+17")),
]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_tables())
def test_any_table_in_any_form_reads_back_to_the_same_amounts(made: MadeTable) -> None:
    reading = read_tables(Workbook((made.sheet,)), file_name="tabel.xlsx")

    named = {found.cell for found in reading.problems if found.severity is Severity.ERROR}
    rows = [row for table in reading.tables for row in table.rows if row.kind is RowKind.LINE]
    lines = {row.label: [row.amounts_oere[year] for year in made.years] for row in rows}
    assert not named, named
    assert lines == made.amounts
    (table,) = reading.tables
    assert table.unit == made.unit
    assert {check.verdict for check in table.checks} <= {Verdict.EQUAL, Verdict.UNREADABLE}
    for row in rows:
        for cell in row.cells[: len(made.years)]:
            place = made.places[row.label, cell.column]
            assert cell.address == f"{column_letters(place[1])}{place[0]}"


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_tables(), st.sampled_from(GARBAGE), st.randoms(use_true_random=False))
def test_a_spoilt_cell_is_named_and_no_other_amount_changes(
    made: MadeTable, garbage: tuple[ValueKind, str | Decimal | bool], chance: random.Random
) -> None:
    (name, year), place = chance.choice(sorted(made.places.items()))
    cells = {**made.sheet.cells, place: Cell(*place, *garbage)}

    reading = read_tables(Workbook((Sheet("Ark1", cells),)), file_name="tabel.xlsx")

    address = f"{column_letters(place[1])}{place[0]}"
    assert (address, Severity.ERROR) in {(found.cell, found.severity) for found in reading.problems}
    read = {
        (row.label, cell.column): cell
        for table in reading.tables
        for row in table.rows
        if row.kind is RowKind.LINE
        for cell in row.cells
    }
    assert read[name, year].amount_oere is None
    assert not read[name, year].readable
    for label, row in made.amounts.items():
        for column, oere in zip(made.years, row, strict=True):
            if (label, column) != (name, year):
                assert read[label, column].amount_oere == oere


TEXTS = st.sampled_from(
    [
        *(
            "Indsatser (1000 kr.)",
            "mio. kr.",
            "2019",
            "B 2020",
            "Budget 2021",
            "2019-22",
            "I alt",
            "Total",
            "Sum",
            "Job",
        ),
        *(
            "Fritidsjob",
            "2.1 Fritidsjob",
            "1.",
            "A",
            "heraf løn",
            "på helbred",
            "med fokus,",
            "Delsum",
            "-",
            "./.",
            "3.300",
        ),
        *(
            "600",
            "1,5",
            "0,0",
            "ca. 5",
            "2019-01-01",
            "",
            " ",
            "* note",
            "1) note",
            "Job i alt",
            "2024 p/l",
            "1.000 kr.",
        ),
    ]
)
VALUES = st.one_of(
    TEXTS.map(lambda text: (ValueKind.TEXT, text)),
    st.sampled_from([2019, 2020, 2021, 2022, 1, 600, 3300]).map(lambda number: (ValueKind.NUMBER, Decimal(number))),
    st.sampled_from(GARBAGE),
)
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 6))
MERGES = st.tuples(PLACES, PLACES).map(
    lambda pair: Range(
        min(pair[0][0], pair[1][0]),
        min(pair[0][1], pair[1][1]),
        max(pair[0][0], pair[1][0]),
        max(pair[0][1], pair[1][1]),
    )
)


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PLACES, VALUES, max_size=50), st.lists(MERGES, max_size=3))
def test_no_sheet_whatever_stops_the_reader_or_makes_an_amount_that_isnt_printed(
    drawn: dict[tuple[int, int], tuple[ValueKind, str | Decimal | bool]], merges: list[Range]
) -> None:
    cells = {place: Cell(*place, *value) for place, value in sorted(drawn.items())}

    reading = read_tables(Workbook((Sheet("Ark1", cells, merges=tuple(merges)),)), file_name="tabel.xlsx")

    as_json(reading)
    named = {found.cell for found in reading.problems}
    for table in reading.tables:
        for row in table.rows:
            for cell in row.cells:
                assert cell.readable or cell.address in named
                assert (cell.amount_oere is not None) == (
                    cell.kind in {CellKind.AMOUNT, CellKind.ZERO} and table.unit is not None
                )
                if cell.amount_oere:
                    digits = "".join(sign for sign in cell.printed if sign.isdigit()).rstrip("0")
                    assert str(cell.amount_oere).rstrip("0") == digits.lstrip("0")
