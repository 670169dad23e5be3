"""Randomly damaged workbooks are read or refused by name, and what is read of them is all that is in them."""

import os
import random
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from defusedxml.minidom import parse

from imports.guard.file_refusals import Reason
from imports.guard.workbook_scan import scan
from tests.imports.mutants import mutant, sound_workbooks
from tests.imports.test_hostile_workbooks import MOST_MEMORY_KB, read_in_bulk
from tests.imports.workbook_bytes import MAIN
from tracker.domain.refusals import FileRefused

# What damage in a file may never lead to: these speak of a reader that failed, not of a file that is bad.
NEVER = {Reason.READER_FAILED, Reason.CELLS_LOST, Reason.BUSY, Reason.TOO_MUCH_TIME, Reason.TOO_MUCH_MEMORY}
GOOD_ENDS = {reason.value for reason in Reason} - {reason.value for reason in NEVER}


# The same damage each time, so that what one machine finds another finds too; MUTANT_SEED=7 tries other damage.
SEED = int(os.environ.get("MUTANT_SEED", "2019"))


@pytest.mark.parametrize("batch", range(4))
def test_five_hundred_mutants_meet_their_end_in_the_child(batch: int, tmp_path: Path) -> None:
    dice = random.Random(SEED + batch)  # noqa: S311 - damage, not secrets
    sound = sound_workbooks()
    outcomes = read_in_bulk(tmp_path, {str(at): mutant(dice.choice(sound), dice) for at in range(125)})

    refused = [outcome for outcome in outcomes.values() if "refused" in outcome]
    assert {outcome["refused"] for outcome in refused} <= GOOD_ENDS
    assert max(outcome["most_memory"] for outcome in outcomes.values()) <= MOST_MEMORY_KB


def _counted_by_another_parser(content: bytes) -> int:
    """Count the cells of a small workbook's sheets in the trees that the standard library builds of them.

    Not ElementTree, which refuses a namespace with a ``}`` in it, one flipped bit from an ``m``.
    """
    with ZipFile(BytesIO(content)) as container:
        names = [name for name in container.namelist() if name.lower().startswith("xl/worksheets/sheet")]
        trees = [parse(BytesIO(container.read(name))) for name in names]
    return sum(len(tree.getElementsByTagNameNS(MAIN, "c")) for tree in trees)


def _scanned(content: bytes) -> dict[str, Any] | str:
    """Read a file in this process: what was read, or the code of the refusal."""
    try:
        return scan(BytesIO(content))
    except FileRefused as refusal:
        return refusal.code


def _returned(workbook: dict[str, Any]) -> int:
    return sum(len(sheet["rows"]) + sheet["empty"] for sheet in workbook["sheets"])


def _warns_of_unlisted_parts(workbook: dict[str, Any]) -> bool:
    return any(code == "unlisted-part" for _, _, code, _ in workbook["notes"])


def test_of_two_thousand_mutants_those_that_are_read_lose_no_cell() -> None:
    dice = random.Random(SEED)  # noqa: S311 - damage, not secrets
    sound = sound_workbooks()
    read = 0
    for _ in range(2_000):
        content = mutant(dice.choice(sound), dice)
        end = _scanned(content)
        if isinstance(end, str):
            assert end in GOOD_ENDS
        else:
            missed = _counted_by_another_parser(content) - _returned(end)
            assert missed == 0 or (missed > 0 and _warns_of_unlisted_parts(end))
            read += 1

    assert read >= 10, "damage that is always refused would say nothing about what is read"
