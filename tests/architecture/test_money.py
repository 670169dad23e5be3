"""Money is whole øre: no float comes near it, and its columns hold 64 bits."""

import ast

import pytest
from sqlalchemy import make_url

from tests.architecture.sources import ROOT, name, python_files
from tracker.models import metadata

# Excel writes numbers as doubles: one file turns them into the digits that were typed, and hands on text.
READS_DOUBLES = {"imports/guard/cell_values.py"}


def float_calls(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]


def float_literals(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]


def test_nothing_is_turned_into_a_float() -> None:
    files = [file for file in python_files("tracker", "imports", "exports") if name(file) not in READS_DOUBLES]
    places = {name(file): float_calls(file.read_text(encoding="utf-8")) for file in files}
    assert {file: lines for file, lines in places.items() if lines} == {}


def test_only_files_that_turn_doubles_into_digits_are_let_off() -> None:
    assert {file for file in READS_DOUBLES if not float_calls((ROOT / file).read_text(encoding="utf-8"))} == set()


@pytest.mark.parametrize("layer", ["domain", "models", "queries", "actions"])
def test_no_fraction_is_written_where_money_is_reckoned(layer: str) -> None:
    places = {name(file): float_literals(file.read_text(encoding="utf-8")) for file in python_files(f"tracker/{layer}")}
    assert {file: lines for file, lines in places.items() if lines} == {}


def test_a_float_would_be_seen() -> None:
    source = "share = float(text)\namount_oere = round(share * 0.5)\n"
    assert (float_calls(source), float_literals(source)) == ([1], [2])


def test_every_column_of_money_holds_64_bits() -> None:
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    columns = {
        f"{table.name}.{column.name}": column.type.compile(dialect=dialect)
        for table in metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_oere")
    }
    assert columns
    assert set(columns.values()) == {"BIGINT"}
