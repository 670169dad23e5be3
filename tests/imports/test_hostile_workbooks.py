"""Every hostile or odd file of the corpus is read or refused by name, by the real child process, at a bounded cost."""

import json
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from imports.guard.file_refusals import SENTENCES, Reason
from tests.imports.hostile_workbooks import FAMILIES
from tests.imports.workbook_cases import Case, Value

ROOT = Path(__file__).resolve().parents[2]

# ru_maxrss counts kilobytes on Linux and bytes on macOS.
KILOBYTES = 1 if sys.platform == "linux" else 1_000
MOST_MEMORY_KB = 300_000 * KILOBYTES


def read_in_bulk(folder: Path, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Read these files in a process of its own and give what became of each, by its name."""
    for at, content in enumerate(files.values()):
        (folder / f"{at:04}").write_bytes(content)
    command = [sys.executable, "-m", "tests.imports.reading_in_bulk", str(folder)]
    written = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=280)
    assert written.stderr == b"", "the reader's log is silent: no child ended in a way that nobody foresaw"
    return dict(zip(files, json.loads(written.stdout).values(), strict=True))


def _expected(case: Case) -> object:
    return case.reason.value if case.reason else sorted(case.problems)


def _told(value: Value) -> str:
    if isinstance(value, bool):
        return f"boolean:{value}"
    if isinstance(value, Decimal):
        return f"number:{value:f}"
    return value if value.startswith(("error:", "uncalculated:", "date:")) else f"text:{value}"


@pytest.mark.parametrize("family", FAMILIES)
def test_every_file_of_the_corpus_meets_its_end(family: str, tmp_path: Path) -> None:
    cases = {case.name: case for case in FAMILIES[family]}
    outcomes = read_in_bulk(tmp_path, {name: case.make() for name, case in cases.items()})

    became = {name: outcome.get("refused", outcome.get("problems")) for name, outcome in outcomes.items()}
    assert became == {name: _expected(case) for name, case in cases.items()}

    with_cells = {name: case.cells for name, case in cases.items() if case.cells is not None}
    assert {name: outcomes[name]["cells"] for name in with_cells} == {
        name: {address: _told(value) for address, value in cells.items()} for name, cells in with_cells.items()
    }

    refused = [outcome for outcome in outcomes.values() if "refused" in outcome]
    assert {outcome["sentence"] for outcome in refused if "%(" in outcome["sentence"]} == set()
    assert max(outcome["most_memory"] for outcome in outcomes.values()) <= MOST_MEMORY_KB


def test_the_corpus_is_as_large_as_it_says_and_every_name_stands_for_one_file() -> None:
    names = [case.name for cases in FAMILIES.values() for case in cases]

    assert len(names) == len(set(names))
    assert len(names) >= 600


def test_every_reason_for_refusing_has_a_sentence_and_a_file_that_earns_it() -> None:
    earned = {case.reason for cases in FAMILIES.values() for case in cases if case.reason}
    # These are about the machine and the moment, not about a file's content: test_workbook.py has them.
    of_the_moment = {
        Reason.FILE_MISSING,
        Reason.FILE_UNREADABLE,
        Reason.BUSY,
        Reason.TOO_MUCH_MEMORY,
        Reason.TOO_MUCH_TIME,
        Reason.ANSWER_TOO_LARGE,
        Reason.CELLS_LOST,
        Reason.READER_FAILED,
    }

    assert set(SENTENCES) == set(Reason)
    assert earned | of_the_moment == set(Reason)
