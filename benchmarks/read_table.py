"""How long the reading of a large budget table takes, against openpyxl iterating the same cells with nothing else.

Run it with ``python -m benchmarks.read_table``. The guard, its child process and the recognition of the table are
counted; what openpyxl's import costs is not. Exits with 1 where the reading takes more than three times the bare time.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.xml import DEFUSEDXML

from imports.budget_tables import read_tables
from imports.workbook import read_workbook

LINES, SECTIONS, FIRST_YEAR, LAST_YEAR = 2_000, 40, 2019, 2030
RUNS = 11
MOST_TIMES_BARE = 3.0
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))


def write_table(path: Path) -> None:
    """Write a table of 2,000 lines over twelve years in forty sections, with row sums, subtotals and a total."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Budget")
    sheet.write(0, 0, "Stor handleplan")
    sheet.write_row(2, 0, ["Indsatser (opgjort i 1000 kr.)", *YEARS, "I alt"])
    totals = [0] * len(YEARS)
    row = 3
    for section in range(SECTIONS):
        sheet.write(row, 0, f"Tema {section + 1}")
        row += 1
        for line in range(LINES // SECTIONS):
            amounts = [(section * 37 + line * 11 + year) % 4_000 + 100 for year in YEARS]
            totals = [total + amount for total, amount in zip(totals, amounts, strict=True)]
            sheet.write_row(row, 0, [f"Indsats {section + 1}.{line + 1}", *amounts])
            sheet.write_formula(row, len(YEARS) + 1, f"=SUM(B{row + 1}:M{row + 1})", None, sum(amounts))
            row += 1
    sheet.write_row(row, 0, ["I alt", *totals, sum(totals)])
    book.close()


def read(path: Path) -> int:
    """Read the file as the application does, and give the number of rows in its table."""
    reading = read_tables(read_workbook(path), file_name=path.name)
    return sum(len(table.rows) for table in reading.tables)


def guard_only(path: Path) -> int:
    """Read the file without asking what its cells mean, and give their number."""
    return sum(len(sheet.cells) for sheet in read_workbook(path).sheets)


def iterate_bare(path: Path) -> int:
    """Iterate the cells by openpyxl as fast as it can, and give their number."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    return sum(value is not None for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)


def timed(work: Callable[[Path], int], path: Path) -> float:
    """Say how many seconds the work takes."""
    begun = time.perf_counter()
    work(path)
    return time.perf_counter() - begun


def main() -> int:
    """Measure all three in turn, print the medians and their ratios, and judge the whole reading."""
    if not DEFUSEDXML:
        sys.stderr.write("openpyxl runs without defusedxml: install the requirements first.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stor-tabel.xlsx"
        write_table(path)
        if guard_only(path) != iterate_bare(path) or read(path) < LINES:
            sys.stderr.write("The readers don't read the same table: there is nothing to compare.\n")
            return 1
        # In turn, so that a busy moment of the machine meets all three.
        runs = [(timed(read, path), timed(guard_only, path), timed(iterate_bare, path)) for _ in range(RUNS)]
    whole, guard, bare = (statistics.median(seconds) for seconds in zip(*runs, strict=True))
    sys.stdout.write(
        f"read {LINES} lines x {len(YEARS)} years: {whole * 1000:.0f} ms, of that the guard {guard * 1000:.0f} ms\n"
    )
    sys.stdout.write(f"openpyxl bare: {bare * 1000:.0f} ms\n")
    sys.stdout.write(f"ratio: {whole / bare:.2f} (at most {MOST_TIMES_BARE}); the guard alone: {guard / bare:.2f}\n")
    return int(whole > MOST_TIMES_BARE * bare)


if __name__ == "__main__":
    sys.exit(main())
