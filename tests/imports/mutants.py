"""Sound workbooks with random damage: bytes of the file, or of one unpacked part, changed, lost, doubled or moved."""

import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import xlsxwriter

from tests.imports.workbook_bytes import book, packed

_TABLE: list[list[object]] = [
    ["Testplan (1000 kr.)"],
    ["Indsats", 2019, 2020, 2021, "I alt"],
    ["Første testindsats", 3300, 3300.5, None, "=SUM(B3:D3)"],
    ["Anden testindsats", "1.250,50", "-", 17, "=SUM(B4:D4)"],
]
_PROPERTIES = "docProps/core.xml"
_INTERESTING = (
    b"\0",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"&",
    b"-1",
    b"99999999999",
    b"A1",
    b"<c>",
    b"</c>",
    b"<v>",
    b"s",
    b"1e309",
)


def sound_workbooks() -> list[bytes]:
    """Write the same small table by three hands."""
    by_openpyxl = openpyxl.Workbook(write_only=False)
    table = by_openpyxl.create_sheet("Budget")
    for row in _TABLE:
        table.append(row)
    table.merge_cells("A1:E1")
    openpyxl_file = BytesIO()
    by_openpyxl.save(openpyxl_file)

    xlsxwriter_file = BytesIO()
    by_xlsxwriter = xlsxwriter.Workbook(xlsxwriter_file, {"in_memory": True})
    written = by_xlsxwriter.add_worksheet("Budget")
    for number, row in enumerate(_TABLE):
        written.write_row(number, 0, row)
    by_xlsxwriter.close()
    return [_timeless(openpyxl_file), _timeless(xlsxwriter_file), book()]


def _timeless(file: BytesIO) -> bytes:
    """Pack a workbook anew without the time it was made at, so that equal seeds do equal damage."""
    contents = _unpacked(file)
    contents[_PROPERTIES] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2019-01-01T00:00:00Z", contents[_PROPERTIES])
    return packed(contents)


def _unpacked(file: BytesIO) -> dict[str, bytes]:
    """Unpack all parts of a workbook."""
    with zipfile.ZipFile(file) as container:
        return {name: container.read(name) for name in container.namelist()}


def _lose(content: bytearray, dice: random.Random, at: int) -> None:
    del content[at : at + dice.randint(1, 60)]


def _flip(content: bytearray, dice: random.Random, at: int) -> None:
    content[at] ^= 1 << dice.randrange(8)


def _overwrite(content: bytearray, dice: random.Random, at: int) -> None:
    token = dice.choice(_INTERESTING)
    content[at : at + len(token)] = token


def _insert(content: bytearray, dice: random.Random, at: int) -> None:
    content[at:at] = dice.choice(_INTERESTING)


def _double(content: bytearray, dice: random.Random, at: int) -> None:
    content[at:at] = content[at : at + dice.randint(1, 200)]


def _move(content: bytearray, dice: random.Random, at: int) -> None:
    piece = content[at : at + dice.randint(1, 120)]
    del content[at : at + len(piece)]
    to = dice.randrange(len(content) + 1)
    content[to:to] = piece


_DAMAGES: tuple[Callable[[bytearray, random.Random, int], None], ...] = (
    _lose,
    _flip,
    _overwrite,
    _insert,
    _double,
    _move,
)


def _damaged(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        if changed:
            dice.choice(_DAMAGES)(changed, dice, dice.randrange(len(changed)))
    return bytes(changed)


def mutant(sound: bytes, dice: random.Random) -> bytes:
    """Damage a file, half of the time inside a part that is packed soundly again, so that the damage gets further."""
    if dice.random() < 0.4:
        return _damaged(sound, dice)
    parts = _unpacked(BytesIO(sound))
    victim = dice.choice(list(parts))
    parts[victim] = _damaged(parts[victim], dice)
    return packed(parts)
