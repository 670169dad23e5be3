"""Reading an uploaded workbook: judged before it is opened, read by a child process under limits, nothing lost.

The child gathers the values in the same streaming pass that judges the XML. Measured on a table of 2,000 rows and 14
columns, whose cells openpyxl iterates in 149 ms when it is loaded already: openpyxl behind the pass in the child would
cost its import (100 ms), its own unpacking and parsing (149 ms) and the pass; the pass alone costs about half of that
iteration. It also settles what a second reader behind a guard can't: two programs never disagree about a file, error
cells and formulas without a value are known, and no third-party code ever meets a hostile file. openpyxl and
python-calamine are its oracles in the tests.
"""

import contextlib
import hashlib
import json
import logging
import os
import selectors
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from imports.cells import Cell, Problem, Range, Sheet, ValueKind, Workbook
from imports.guard.container import shown
from imports.guard.file_kinds import check_kind
from imports.guard.file_problems import problem
from imports.guard.file_refusals import Reason, refused
from imports.guard.reading_slots import reading_slot
from imports.guard.workbook_child import MAX_ANSWER_BYTES

MAX_FILE_BYTES = 10_000_000
# With the wait for a place below the 30 s after which a web server gives up on a request.
MAX_WALL_S = 20.0

_READ_BYTES = 1_048_576
_CHILD = Path(__file__).parent / "guard" / "workbook_child.py"
_PROJECT_ROOT = Path(__file__).resolve().parent.parent
_KINDS = {kind.value[0]: kind for kind in ValueKind}
_OUT_OF_CPU_TIME = -24
_log = logging.getLogger(__name__)


def read_workbook(path: Path, *, name: str | None = None) -> Workbook:
    """Read the workbook at ``path``; ``name`` is what the user calls it. What can't be read raises FileRefused."""
    name = shown(name if name is not None else path.name)
    with _opened(path, name=name) as file:
        check_kind(file.read(), name=name)
        file.seek(0)
        with reading_slot():
            written = _run_child(file)
    return _taken(written, name=name)


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file's bytes, by which the same file is known again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _opened(path: Path, *, name: str) -> Iterator[BinaryIO]:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise refused(Reason.FILE_UNREADABLE, name=name)
        if found.st_size > MAX_FILE_BYTES:
            size_mb = -(-found.st_size // 1_000_000)
            raise refused(Reason.FILE_TOO_LARGE, name=name, size_mb=size_mb, limit_mb=MAX_FILE_BYTES // 1_000_000)
        file = path.open("rb")
    except FileNotFoundError as error:
        raise refused(Reason.FILE_MISSING, name=name) from error
    except (OSError, ValueError) as error:
        raise refused(Reason.FILE_UNREADABLE, name=name) from error
    with file:
        yield file


def _run_child(file: BinaryIO) -> bytes:
    """Run the child on the file and give what it wrote; it is killed when its time or its answer goes too far."""
    deadline = time.monotonic() + MAX_WALL_S
    child = subprocess.Popen(  # noqa: S603 - our own program, no shell, no argument from the user
        [sys.executable, "-I", "-S", str(_CHILD), str(_PROJECT_ROOT)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    with child:
        try:
            written = _collect(child, deadline)
            status = child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise refused(Reason.TOO_MUCH_TIME) from error
        finally:
            child.kill()
    if status != 0:
        _log.warning("The reader of an uploaded workbook ended with status %s", status)
        raise refused(Reason.TOO_MUCH_TIME if status == _OUT_OF_CPU_TIME else Reason.READER_FAILED)
    return written


def _collect(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Take what the child writes, as it comes, up to the limits of size and time."""
    pipe = child.stdout
    if pipe is None:
        raise refused(Reason.READER_FAILED)
    written = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise refused(Reason.TOO_MUCH_TIME)
            piece = os.read(pipe.fileno(), _READ_BYTES)
            if not piece:
                return bytes(written)
            written += piece
            if len(written) > MAX_ANSWER_BYTES:
                raise refused(Reason.ANSWER_TOO_LARGE)


def _taken(written: bytes, *, name: str) -> Workbook:
    """Build the workbook from the child's answer, which is trusted no further than its shape can be checked."""
    try:
        answer = json.loads(written)
        if "refused" in answer:
            values = {key: value for key, value in answer["values"].items() if isinstance(value, int | str)}
            raise refused(Reason(answer["refused"]), **values | {"name": name})
        workbook = answer["workbook"]
        sheets = tuple(_sheet(sheet, workbook["texts"]) for sheet in workbook["sheets"])
        return Workbook(sheets, _problems(workbook["notes"]))
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as error:
        _log.exception("The reader's answer has not the shape that was agreed")
        raise refused(Reason.READER_FAILED) from error


def _sheet(answer: dict[str, Any], texts: list[str]) -> Sheet:
    formulas, grouped = frozenset(answer["formulas"]), frozenset(answer["grouped"])
    cells: dict[tuple[int, int], Cell] = {}
    side_by_side = zip(answer["rows"], answer["columns"], answer["kinds"], answer["values"], strict=True)
    for at, (row, column, letter, value) in enumerate(side_by_side):
        if letter == "n":
            content: str | Decimal | bool = Decimal(value)
        elif letter == "d":
            content = value
        else:
            content = value == 1 if letter == "b" else texts[value]
        cells[row, column] = Cell(row, column, _KINDS[letter], content, at in formulas, at in grouped)
    if len(cells) + answer["empty"] != answer["seen"]:
        raise refused(Reason.CELLS_LOST, returned=len(cells) + answer["empty"], seen=answer["seen"])
    return Sheet(
        name=answer["name"],
        cells=cells,
        merges=tuple(Range(*corners) for corners in answer["merges"]),
        hidden=answer["hidden"],
        hidden_rows=frozenset(answer["hidden_rows"]),
        hidden_columns=frozenset(answer["hidden_columns"]),
    )


def _problems(notes: list[tuple[str, str, str, dict[str, object]]]) -> tuple[Problem, ...]:
    return tuple(problem(code, sheet=sheet, cell=cell, values=values) for sheet, cell, code, values in notes)
