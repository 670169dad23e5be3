"""An exported table that is read in again says the same: no differences, whatever its lines are called."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings

from imports.budget_reading import BudgetReading
from imports.budget_tables import read_tables
from imports.cells import Problem
from imports.differences import Differences, Standing, compare
from imports.guard.workbook_scan import scan
from imports.workbook import _taken as taken  # what the child answers, for many plans without a process for each
from imports.workbook import read_workbook
from tests.exports.plans import Plan, plans
from tests.exports.tables import EMPTY, NIL, NO_ENTRY, ZERO, budget_table, workbook_of
from tracker.domain.budget import LineRole
from tracker.domain.money import KR, MILLION_KR, THOUSAND_KR
from tracker.domain.published_tables import RowKind, Severity, SubtotalPlace, Verdict
from tracker.queries.budget import BudgetTable
from tracker.queries.matching import NamedLine
from tracker.queries.printed_subtotals import PrintedSubtotal

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
FORMULAS = Plan(
    {"=1+1": {"-1.234,50": (-1, 10**12, NIL), "@SUM(1)": (ZERO, 150, 7), "\t+45": (1, NIL, 1)}},
    years=range(2019, 2022),
    unit=MILLION_KR,
    has_row_total=True,
)
# An amount that is the same number as its only year.
LIKE_A_YEAR = Plan({"Job": {"Mentorer": (200_000,)}}, range(2000, 2001), KR, has_row_total=False)
RUNNING_ON = Plan(
    {"Job og": {"Uddannelse": (1,)}, "Kvinder": {"(pilot)": (2,), "1. trin": (3,)}},
    years=range(2019, 2020),
    unit=KR,
    has_row_total=False,
)


@given(plan=plans())
@example(plan=FORMULAS)
@example(plan=RUNNING_ON)
@example(plan=LIKE_A_YEAR)
@settings(max_examples=460, suppress_health_check=SLOW)
def test_an_export_differs_in_nothing_from_its_plan(plan: Plan) -> None:
    answer = json.dumps({"workbook": scan(BytesIO(workbook_of(plan.table, printed={})))})
    reading = read_tables(taken(answer.encode(), name="eksport.xlsx"), file_name="eksport.xlsx")
    assert _faults(plan.table, reading) == []


@given(plan=plans())
@example(plan=FORMULAS)
@settings(max_examples=40, suppress_health_check=[*SLOW, HealthCheck.function_scoped_fixture])
def test_an_export_read_by_the_guarded_child_differs_in_nothing_either(tmp_path: Path, plan: Plan) -> None:
    assert _faults(plan.table, _read(workbook_of(plan.table, printed={}), tmp_path)) == []


def test_the_export_is_read_as_the_table_it_was_made_from(tmp_path: Path) -> None:
    reading = _read(workbook_of(budget_table(), printed={}), tmp_path)
    (table,) = reading.tables
    assert (table.sheet, table.title, table.head) == (
        "Budget",
        "Oversigt over indsatser i Integrationshandleplanen",
        "Indsatser (opgjort i 1000 kr.)",
    )
    assert (table.unit, table.years) == (THOUSAND_KR, ("2019", "2020", "2021", "2022"))
    assert [row.kind for row in table.rows].count(RowKind.LINE) == 9
    assert {check.verdict for check in table.checks} == {Verdict.EQUAL}
    assert [(problem.sheet, problem.code) for problem in reading.problems] == [("Om", "sheet-without-table")]


def test_the_four_kinds_of_nothing_and_the_outline_numbers_come_back(tmp_path: Path) -> None:
    made = budget_table(
        {"Job": {"Praktik": (NIL, ZERO, NO_ENTRY, EMPTY, 5), "Kurser": (1, 1, 1, 1, -1)}},
        years=range(2019, 2024),
        outlines={"Praktik": "2.9", "Kurser": "2.10"},
    )
    (table,) = _read(workbook_of(made, printed={}), tmp_path).tables
    lines = [row for row in table.rows if row.kind is RowKind.LINE]
    assert [(line.outline, line.label) for line in lines] == [("2.9", "Praktik"), ("2.10", "Kurser")]
    assert [cell.kind for cell in lines[0].cells][:4] == [NIL, ZERO, NO_ENTRY, EMPTY]


def test_subtotals_come_back_as_subtotals(tmp_path: Path) -> None:
    made = budget_table({"Job": {"Praktik": (1,), "Kurser": (2,)}, "Samfund": {"Dialog": (4,)}}, years=(2019,))
    subtotals = [
        PrintedSubtotal("Job", "I alt, job", SubtotalPlace.BELOW),
        PrintedSubtotal("Samfund", "Samfund i alt", SubtotalPlace.BELOW),
    ]
    reading = _read(workbook_of(made, printed={}, subtotals=subtotals), tmp_path)
    assert _faults(made, reading) == []
    rows = [(row.kind, row.label) for row in reading.tables[0].rows if row.kind in {RowKind.SUBTOTAL, RowKind.TOTAL}]
    assert rows == [(RowKind.SUBTOTAL, "I alt, job"), (RowKind.SUBTOTAL, "Samfund i alt"), (RowKind.TOTAL, "I alt")]
    assert {check.verdict for check in reading.tables[0].checks} == {Verdict.EQUAL}


def test_one_changed_amount_is_found_so_the_tests_above_can_fail(tmp_path: Path) -> None:
    made = budget_table()
    first = made.sections[0]
    line = replace(first.lines[0], amounts_oere=(330_000_100, *first.lines[0].amounts_oere[1:]))
    other = replace(made, sections=(replace(first, lines=(line, *first.lines[1:])), *made.sections[1:]))
    reading = _read(workbook_of(other, printed={}), tmp_path)
    changes = _differences(made, reading).changes
    assert [(change.cell, change.year, change.after_oere) for change in changes] == [("B5", 2019, 330_000_100)]


def _read(content: bytes, folder: Path) -> BudgetReading:
    file = folder / "eksport.xlsx"
    file.write_bytes(content)
    return read_tables(read_workbook(file), file_name=file.name)


def _faults(table: BudgetTable, reading: BudgetReading) -> list[object]:
    """List whatever a user would be told or asked who reads the export in again."""
    if [found.sheet for found in reading.tables] != ["Budget"]:
        return [reading.tables]
    found = _differences(table, reading)
    problems: list[Problem] = [*reading.problems, *found.problems]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return [*errors, *found.problems, *found.new_lines, *found.changes, *found.new_sections]


def _differences(table: BudgetTable, reading: BudgetReading) -> Differences:
    lines = [(section.title, line) for section in table.sections for line in section.lines]
    standing = Standing(
        plan=table.plan,
        lines=tuple(NamedLine(line.id, line.title, title, LineRole.INITIATIVE, (line.title,)) for title, line in lines),
        themes=tuple(section.title for section in table.sections),
        amounts_oere={
            (line.id, year): amount
            for _, line in lines
            for year, amount in zip(table.years, line.amounts_oere, strict=True)
            if amount
        },
    )
    return compare(reading.tables[0], standing)
