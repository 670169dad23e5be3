"""How long the export of a large budget table takes, against xlsxwriter writing the same cells with nothing else.

Run it with ``python -m benchmarks.export_table``. Exits with 1 where the export takes more than twice the bare time.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import xlsxwriter

from exports.budget_table import write_budget_table
from tracker.domain.budget import LineRole
from tracker.domain.money import NIL, THOUSAND_KR
from tracker.domain.published_tables import CellKind
from tracker.queries.budget import AsOf, BudgetTable, Layout, TableLine, TableSection
from tracker.queries.plans import PlanRow

LINES, SECTIONS, FIRST_YEAR, LAST_YEAR = 2_000, 40, 2019, 2030
RUNS = 7
MOST_TIMES_BARE = 2.0
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
MADE_AT = datetime(2020, 11, 16, 12, 0, tzinfo=UTC)


def large_table() -> BudgetTable:
    """Build a table of 2,000 lines over twelve years, with every seventh cell nil."""
    in_section = LINES // SECTIONS
    sections = tuple(_section(number, in_section) for number in range(SECTIONS))
    totals = tuple(sum(section.sums_oere[index] for section in sections) for index in range(len(YEARS)))
    plan = PlanRow(1, "stor-plan", "Stor handleplan", FIRST_YEAR, LAST_YEAR, "BIU", "BIF", "", 1)
    layout = Layout(
        1, "Stor tabel", "Indsatser (opgjort i 1000 kr.)", THOUSAND_KR, "", (), total_label="I alt", has_row_total=False
    )
    return BudgetTable(
        plan, AsOf(date(2020, 11, 15)), 1, date(2018, 12, 10), YEARS, sections, totals, sum(totals), layout
    )


def export(table: BudgetTable) -> None:
    """Write the table as the application does, styles, widths, print set-up and the sheet "Om" included."""
    write_budget_table(
        table,
        destination=BytesIO(),
        made_by="Budgetkonsulent",
        made_at=MADE_AT,
        printed_totals_oere=dict(zip(table.years, table.totals_oere, strict=True)),
        revision=1,
    )


def write_bare(table: BudgetTable) -> None:
    """Write the same labels, figures and sums, and nothing else."""
    book = xlsxwriter.Workbook(BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    row = 0
    for section in table.sections:
        sheet.write_string(row, 0, section.title)
        row += 1
        for line in section.lines:
            sheet.write_string(row, 0, line.title)
            for column, amount in enumerate(line.amounts_oere, 1):
                if amount is None:
                    sheet.write_string(row, column, NIL)
                else:
                    sheet.write_number(row, column, amount // THOUSAND_KR.oere)
            row += 1
    for column, total in enumerate(table.totals_oere, 1):
        sheet.write_formula(row, column, f"=SUM(B1:B{row})", None, total // THOUSAND_KR.oere)
    book.close()


def main() -> int:
    """Time both in turns and compare the medians."""
    table = large_table()
    exported, bare = [], []
    for _ in range(RUNS):
        bare.append(_seconds(write_bare, table))
        exported.append(_seconds(export, table))
    ratio = statistics.median(exported) / statistics.median(bare)
    sys.stdout.write(
        f"export of {table.line_count} lines x {len(YEARS)} years: {statistics.median(exported):.3f} s, "
        f"xlsxwriter bare {statistics.median(bare):.3f} s, {ratio:.2f} times (at most {MOST_TIMES_BARE})\n"
    )
    return 0 if ratio <= MOST_TIMES_BARE else 1


def _seconds(write: Callable[[BudgetTable], None], table: BudgetTable) -> float:
    start = time.process_time()
    write(table)
    return time.process_time() - start


def _section(number: int, count: int) -> TableSection:
    lines = tuple(_line(number * count + position) for position in range(count))
    sums = tuple(sum(line.amounts_oere[index] or 0 for line in lines) for index in range(len(YEARS)))
    return TableSection(number, f"Tema {number + 1}: flere skal videre", lines, sums, sum(sums))


def _line(number: int) -> TableLine:
    amounts = tuple(
        None if (number + index) % 7 == 0 else (number * 13 + index * 100) % 5_000 * THOUSAND_KR.oere
        for index in range(len(YEARS))
    )
    marks = tuple(CellKind.NIL if amount is None else CellKind.AMOUNT for amount in amounts)
    title = f"Indsats nummer {number + 1} for borgere i beskæftigelse"
    total = sum(amount or 0 for amount in amounts)
    return TableLine(number, f"indsats-{number}", "", title, LineRole.INITIATIVE, amounts, marks, total)


if __name__ == "__main__":
    sys.exit(main())
