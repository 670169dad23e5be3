"""What it costs to refuse a hostile or odd workbook, against reading the largest honest one that is allowed.

Run it with ``python -m benchmarks.refuse_files``. Every file of the corpus that must be refused is, by the guard's own
child process, whose processor time is counted. Exits with 1 where the costliest refusal takes longer than the reading.
"""

import contextlib
import resource
import statistics
import sys
import tempfile
from pathlib import Path

from imports.workbook import read_workbook
from tests.imports.hostile_workbooks import FAMILIES
from tests.imports.workbook_bytes import book_of
from tracker.domain.refusals import FileRefused

RUNS = 5
SHOWN = 5
MOST_TIMES_READING = 1.0
ROWS, COLUMNS = 20_000, "ABCDEFGHIJKLMNOPQRSTUVWXY"


def honest_workbook() -> bytes:
    """Make a workbook of 500,000 numbers, as many as are read at all."""
    rows = (
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>{row}.5</v></c>' for letter in COLUMNS) + "</row>"
        for row in range(1, ROWS + 1)
    )
    return book_of("".join(rows))


def cost_s(path: Path) -> float:
    """Read or refuse a file; gives the seconds of processor time that the guard's child took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with contextlib.suppress(FileRefused):
        read_workbook(path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Refuse every file once, then the costliest in turns with the honest one, and judge it."""
    cases = [case for family in FAMILIES.values() for case in family if case.reason]
    with tempfile.TemporaryDirectory() as folder:
        honest, hostile = Path(folder) / "honest.xlsx", Path(folder) / "hostile.xlsx"
        honest.write_bytes(honest_workbook())
        costs = {}
        for case in cases:
            hostile.write_bytes(case.make())
            costs[case.name] = cost_s(hostile)
        costliest = sorted(cases, key=lambda case: costs[case.name], reverse=True)
        for case in costliest[:SHOWN]:
            sys.stdout.write(f"{costs[case.name] * 1000:5.0f} ms  {case.name}\n")
        hostile.write_bytes(costliest[0].make())
        runs = [(cost_s(hostile), cost_s(honest)) for _ in range(RUNS)]
    refusing, reading = (statistics.median(seconds) for seconds in zip(*runs, strict=True))
    sys.stdout.write(
        f"{len(cases)} files; the costliest, {costliest[0].name}: {refusing * 1000:.0f} ms; "
        f"reading {ROWS * len(COLUMNS)} cells: {reading * 1000:.0f} ms\n"
    )
    sys.stdout.write(f"ratio: {refusing / reading:.2f} (at most {MOST_TIMES_READING})\n")
    return int(refusing > MOST_TIMES_READING * reading)


if __name__ == "__main__":
    sys.exit(main())
