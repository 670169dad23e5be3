"""Randomly damaged workbooks are read or refused by name, and what is read of them is all that is in them."""

import os
import random
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring

from imports.guard.file_refusals import Reason
from imports.guard.workbook_scan import scan
from tests.imports.mutants import mutant, sound_workbooks
from tests.imports.test_hostile_workbooks import MOST_MEMORY_KB, read_in_bulk
from tests.imports.workbook_bytes import MAIN
from tracker.domain.refusals import FileRefused

# What damage in a file may never lead to: these speak of a reader that failed, not of a file that is bad.
NEVER = {Reason.READER_FAILED, Reason.CELLS_LOST, Reason.BUSY, Reason.TOO_MUCH_TIME, Reason.TOO_MUCH_MEMORY}
GOOD_ENDS = {reason.value for reason in Reason} - {reason.value for reason in NEVER}


def _seed() -> int:
    """Draw a seed, or take the one of an earlier run from MUTANT_SEED."""
    return int(os.environ.get("MUTANT_SEED") or random.SystemRandom().randrange(2**32))


@pytest.mark.parametrize("batch", range(4))
def test_five_hundred_mutants_meet_their_end_in_the_child(batch: int, tmp_path: Path) -> None:
    seed = _seed() + batch
    print(f"MUTANT_SEED={seed - batch}")  # noqa: T201 - pytest shows it when the test fails
    dice = random.Random(seed)  # noqa: S311 - damage, not secrets
    sound = sound_workbooks()
    outcomes = read_in_bulk(tmp_path, {str(at): mutant(dice.choice(sound), dice) for at in range(125)})

    refused = [outcome for outcome in outcomes.values() if "refused" in outcome]
    assert {outcome["refused"] for outcome in refused} <= GOOD_ENDS, f"MUTANT_SEED={seed - batch}"
    assert max(outcome["most_memory"] for outcome in outcomes.values()) <= MOST_MEMORY_KB


def _counted_by_another_parser(content: bytes) -> int:
    """Count the cells of a small workbook's sheets with the standard tree parser, which shares no code with ours."""
    with ZipFile(BytesIO(content)) as container:
        names = [name for name in container.namelist() if name.lower().startswith("xl/worksheets/sheet")]
        return sum(len(fromstring(container.read(name)).findall(f".//{{{MAIN}}}c")) for name in names)


def _scanned(content: bytes) -> dict[str, Any] | str:
    """Read a file in this process: what was read, or the code of the refusal."""
    try:
        return scan(BytesIO(content))
    except FileRefused as refusal:
        return refusal.code


def _returned(workbook: dict[str, Any]) -> int:
    return sum(len(sheet["rows"]) + sheet["empty"] for sheet in workbook["sheets"])


def test_of_two_thousand_mutants_those_that_are_read_lose_no_cell() -> None:
    seed = _seed()
    dice = random.Random(seed)  # noqa: S311 - damage, not secrets
    sound = sound_workbooks()
    read = 0
    for _ in range(2_000):
        content = mutant(dice.choice(sound), dice)
        end = _scanned(content)
        if isinstance(end, str):
            assert end in GOOD_ENDS, f"MUTANT_SEED={seed}"
        else:
            assert _returned(end) == _counted_by_another_parser(content), f"MUTANT_SEED={seed}"
            read += 1

    assert read >= 10, "damage that is always refused would say nothing about what is read"
