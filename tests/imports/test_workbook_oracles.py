"""What the guard reads is what openpyxl and calamine read of honest files, and better than they do of the others."""

import json
import math
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml import DEFUSEDXML

from imports.cells import Cell, ValueKind
from imports.workbook import read_workbook
from tests.imports.hostile_workbooks import FAMILIES
from tests.imports.workbook_bytes import book_of
from tracker.domain.refusals import FileRefused

ROOT = Path(__file__).resolve().parents[2]

Value = str | int | float | bool | date
Grid = list[list[Value | None]]

# Letters that any program writes as they are; what happens to all others is in the corpus, case by case.
letters = st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=("Cc", "Cf"))
words = st.text(letters, min_size=1, max_size=12).filter(lambda text: "_x" not in text and not text.startswith("="))
numbers = st.one_of(
    st.integers(-(10**15), 10**15),
    st.decimals(-(10**9), 10**9, places=2).map(float),
    st.floats(-1e14, 1e14, allow_nan=False).filter(lambda number: number == 0 or abs(number) > 1e-200),
)
days = st.dates(date(1900, 3, 1), date(2200, 12, 31))
grids = st.lists(
    st.lists(st.none() | words | numbers | st.booleans() | days, min_size=1, max_size=8), min_size=1, max_size=25
)


def by_openpyxl(grid: Grid) -> bytes:
    written = openpyxl.Workbook(write_only=True)
    sheet = written.create_sheet("Budget")
    for row in grid:
        sheet.append(row)
    file = BytesIO()
    written.save(file)
    return file.getvalue()


def by_xlsxwriter(grid: Grid) -> bytes:
    file = BytesIO()
    written = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = written.add_worksheet("Budget")
    day = written.add_format({"num_format": "dd-mm-yyyy"})
    for row, values in enumerate(grid):
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    written.close()
    return file.getvalue()


def plain(value: object) -> object:
    """Write a value of any of the readers in the way the guard gives it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Decimal(repr(value)).normalize() + 0
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value))


def ours(cell: Cell) -> object:
    return cell.value.normalize() + 0 if isinstance(cell.value, Decimal) else cell.value


def read_by_guard(path: Path) -> dict[tuple[int, int], object]:
    return {place: ours(cell) for place, cell in read_workbook(path).sheets[0].cells.items()}


def read_by_openpyxl(content: bytes) -> dict[tuple[int, int], object]:
    sheet = openpyxl.load_workbook(BytesIO(content), data_only=True).worksheets[0]
    every = (cell for row in sheet.iter_rows() for cell in row)
    return {(cell.row, cell.column): plain(cell.value) for cell in every if cell.value is not None and cell.value != ""}


def read_by_calamine(content: bytes) -> dict[tuple[int, int], object]:
    rows = python_calamine.load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {
        (row, column): plain(value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value != ""
    }


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=grids)
def test_any_honest_table_reads_the_same_by_all_three_readers(
    write: Callable[[Grid], bytes], tmp_path: Path, grid: Grid
) -> None:
    content = write(grid)
    path = tmp_path / "table.xlsx"
    path.write_bytes(content)

    read = read_by_guard(path)

    assert read == read_by_openpyxl(content)
    assert read == read_by_calamine(content)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_number_written_in_seventeen_digits_as_excel_does_is_the_number_that_was_typed(
    tmp_path: Path, number: float
) -> None:
    path = tmp_path / "number.xlsx"
    path.write_bytes(book_of(f'<row r="1"><c r="A1"><v>{number:.17g}</v></c></row>'))

    value = read_workbook(path).sheets[0].cells[1, 1].value

    assert isinstance(value, Decimal)
    assert math.isclose(float(value), number, rel_tol=0, abs_tol=0)
    assert len(value.as_tuple().digits) <= 17


def test_a_file_of_openpyxl_with_formulas_says_that_nobody_calculated_them(tmp_path: Path) -> None:
    written = openpyxl.Workbook()
    sheet = written.create_sheet("Budget", 0)
    sheet["A1"] = "=SUM(B1:B3)"
    written.save(tmp_path / "formulas.xlsx")

    read = read_workbook(tmp_path / "formulas.xlsx")

    assert read.sheets[0].cells[1, 1] == Cell(1, 1, ValueKind.UNCALCULATED, "=SUM(B1:B3)", formula=True)
    assert [problem.code for problem in read.problems] == ["uncalculated-formulas"]


def test_a_moment_of_the_day_survives(tmp_path: Path) -> None:
    moment = datetime(2019, 5, 1, 13, 45, 30, tzinfo=UTC).replace(tzinfo=None)
    (tmp_path / "moment.xlsx").write_bytes(by_openpyxl([[moment]]))

    assert read_by_guard(tmp_path / "moment.xlsx") == {(1, 1): "2019-05-01T13:45:30"}


# -- What a bare reader does with the same files: the corpus finds fault with it, so it can find fault at all. ------


def case(name: str) -> bytes:
    return next(case.make() for cases in FAMILIES.values() for case in cases if case.name == name)


def values_by_bare_openpyxl(content: bytes) -> list[object]:
    """Read as one normally would: read-only, values only."""
    read = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    return [value for sheet in read for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("a size that says one cell", [1]),  # of three: two are lost
        ("a workbook saved as Strict Open XML", []),  # the whole table is lost
        ("xl/worksheets/sheet1.xml in a dialect of its own", []),
        ("rows that go up again", []),
        ("the number '1_000' of 5 characters", [1000]),
        ("the number '\\u0661\\u0662\\u0663' of 3 characters", [123]),
        ("the number '1e309' of 5 characters", [math.inf]),
        ("text number '-1'", ["Indsats"]),
        ("a formula that nobody calculated", []),
        ("two values in a cell", [1]),
        ("a cell twice", [2]),
        ("a DOCTYPE with nothing at all", [1]),
        ("a byte behind the end", [1]),
        ("a zip before the workbook", [1]),
        ("an invisible '\\u202e'", ["33\u202e00"]),
    ],
)
@pytest.mark.filterwarnings("ignore:File contains an invalid specification")  # all that it says of a lost table
def test_bare_openpyxl_loses_or_invents_what_the_guard_names(name: str, bare: list[object], tmp_path: Path) -> None:
    content = case(name)
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(content)

    assert values_by_bare_openpyxl(content) == bare
    assert outcome_of(path) != bare


def outcome_of(path: Path) -> list[object]:
    """Give the plain values that the guard reads, or the code by which it refuses or warns."""
    try:
        read = read_workbook(path)
    except FileRefused as refusal:
        return [refusal.code]
    plain_values = [
        ours(cell) for sheet in read.sheets for cell in sheet.cells.values() if cell.kind is not ValueKind.ERROR
    ]
    return [*plain_values, *(problem.code for problem in read.problems)]


def test_bare_openpyxl_unpacks_bzip2_that_excel_never_writes() -> None:
    content = case("a few bytes of bzip2 that become 64 MB")
    archive = ExcelReader(BytesIO(content)).archive

    assert len(content) < 10_000
    assert len(archive.read("xl/worksheets/sheet1.xml")) > 60_000_000


def test_calamine_turns_an_error_into_an_empty_text() -> None:
    content = case("the error #REF!")

    assert read_by_calamine(content) == {}
    assert read_by_openpyxl(content) == {(1, 1): "#REF!"}


# -- What may run at all. --------------------------------------------------------------------------------------------


def test_openpyxl_never_runs_without_defusedxml() -> None:
    assert DEFUSEDXML


def test_the_packages_that_write_files_are_not_loaded_where_files_are_read() -> None:
    # python-docx brings lxml along, and openpyxl would take it for its own reading: neither may come near an upload.
    script = (
        "import json, pkgutil, sys, imports\n"
        "for module in pkgutil.walk_packages(imports.__path__, 'imports.'): __import__(module.name)\n"
        "print(json.dumps([name for name in ('openpyxl', 'docx', 'lxml') if name in sys.modules]))"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert json.loads(told.stdout) == []


def test_no_module_that_reads_files_knows_a_reader_of_somebody_elses() -> None:
    readers = ("openpyxl", "python_calamine", "pandas", "xlrd", "lxml")
    sources = {str(path): path.read_text() for path in (ROOT / "imports").rglob("*.py")}

    assert len(sources) > 10
    found = [(name, reader) for name, source in sources.items() for reader in readers if f"import {reader}" in source]
    found += [(name, reader) for name, source in sources.items() for reader in readers if f"from {reader}" in source]
    assert found == []
