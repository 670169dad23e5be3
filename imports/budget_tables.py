"""Reading the budget tables of a workbook: found by their heads, each with its unit, rows, amounts and checks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from imports.budget_reading import BudgetReading, Check, ReadCell, ReadRow, ReadTable, UnitSource
from imports.cells import Problem, Sheet, Workbook
from imports.tables.amount_cells import AmountReader
from imports.tables.amount_marks import find_glued_marks
from imports.tables.entries import Entry, name_labels
from imports.tables.entry_reader import EntryReader
from imports.tables.grid import GridRow, is_short, line_of, looks_like_amount, rows_of
from imports.tables.heads import Head, find_heads, is_sum_row, label_texts, repeats_head, year_of
from imports.tables.inferred_subtotals import infer_subtotals
from imports.tables.label_columns import find_label_columns
from imports.tables.other_columns import judge_other_columns
from imports.tables.row_judgements import judge_merges, judge_rows, judge_rows_after_total
from imports.tables.row_roles import RoledRow, name_sections, read_roles
from imports.tables.sum_checks import SumChecker, soften_sums
from imports.tables.table_problems import problem
from imports.tables.table_surroundings import Surroundings, read_surroundings
from tracker.domain.money import MILLION_KR, Unit

__all__ = ["BudgetReading", "Check", "ReadCell", "ReadRow", "ReadTable", "UnitSource", "read_tables"]


def read_tables(
    workbook: Workbook, *, file_name: str, unit: Unit | None = None, sheet: str | None = None
) -> BudgetReading:
    """Read all budget tables of the visible sheets, or of the one named; ``unit`` answers where the file doesn't say.

    Nothing is guessed in silence: whatever isn't clear is a problem that names its cell.
    """
    chosen = [found for found in workbook.sheets if (not found.hidden if sheet is None else found.name == sheet)]
    tables: list[ReadTable] = []
    problems = [found for found in workbook.problems if sheet is None or found.sheet in {"", sheet}]
    problems += _judge_hidden(workbook, sheet)
    without: list[Problem] = []
    for each in chosen:
        found = _read_sheet(each, unit)
        if not found and each.cells:
            without.append(problem("sheet-without-table", sheet=each.name, cell=_first_cell(each)))
        for table, named in found:
            tables.append(table)
            problems += named
    if sheet is not None and not chosen:
        names = ", ".join(f"»{each.name}«" for each in workbook.sheets)
        problems.append(problem("no-such-sheet", sheet=sheet, cell="", name=sheet, names=names))
    elif not tables:
        problems.append(problem("no-table", sheet=chosen[0].name if chosen else "", cell="A1"))
    else:
        problems += without
    return BudgetReading(file_name, tuple(tables), tuple(dict.fromkeys(problems)))


def _judge_hidden(workbook: Workbook, sheet: str | None) -> list[Problem]:
    if sheet is not None:
        return []
    return [
        problem("hidden-sheet-not-read", sheet=each.name, cell=_first_cell(each))
        for each in workbook.sheets
        if each.hidden and each.cells
    ]


def _first_cell(sheet: Sheet) -> str:
    return sheet.cells[min(sheet.cells)].address


def _read_sheet(sheet: Sheet, unit: Unit | None) -> list[tuple[ReadTable, list[Problem]]]:
    rows = rows_of(sheet)
    heads, doubtful = find_heads(sheet, rows)
    read = []
    for place, head in enumerate(heads):
        start = _end_of(heads[place - 1], head, rows) if place else 0
        end = _end_of(head, heads[place + 1], rows) if place + 1 < len(heads) else len(rows)
        table, problems = _TableReader(sheet, head, rows[start : head.index], rows[head.index : end], unit).read()
        read.append((table, problems + (doubtful if not place else [])))
    return read


def _end_of(head: Head, following: Head, rows: Sequence[GridRow]) -> int:
    """Find where a table ends: before the block of text that stands right above the next table's head."""
    numbers = [number for column in head.columns for number in range(column.first, column.last + 1)]
    index, below = following.index, following.row
    gap = 2
    while index - 1 > head.index:
        row = rows[index - 1]
        if below - row.number > gap or any(looks_like_amount(row.cells[n]) for n in numbers if n in row.cells):
            break
        index, below, gap = index - 1, row.number, 1
    return index


@dataclass(frozen=True)
class _TableReader:
    """One table with the rows around it: ``above`` may hold titles, ``rows`` start with the head."""

    sheet: Sheet
    head: Head
    above: Sequence[GridRow]
    rows: Sequence[GridRow]
    chosen_unit: Unit | None

    def read(self) -> tuple[ReadTable, list[Problem]]:
        """Read the table and name all that is unclear in it."""
        body, notes = self._part_notes()
        around = read_surroundings(
            self.sheet.name, self.head, (self.above, self.rows[0], body, notes), self.chosen_unit
        )
        body, repeated = self._without_heads(body, around.rows_of_head)
        labels = find_label_columns(self.head, self.rows[0], body)
        # Where no unit is known yet, the amounts are judged by the finest one and then kept back.
        amounts = AmountReader(self.sheet.name, around.unit or MILLION_KR)
        reader = EntryReader(self.sheet, self.head, labels, amounts)
        # The last label may go on below its amounts; what doesn't go on is left over, and is a note.
        entries = reader.read([*body, *self._labels_alone(notes)])
        texts = [line_of(cell) for row in (*self.above, *notes) for cell in row.cells.values()]
        texts += [entry.printed_label for entry in reader.left_over]
        problems = [*self.head.problems, *around.problems, *repeated, *reader.problems]
        problems += name_labels(entries, texts, sheet=self.sheet.name)
        rows, after = read_roles(entries)
        infer_subtotals(rows)
        name_sections(rows)
        problems += judge_other_columns(self.sheet.name, self.head, labels, self.rows[0], body)
        problems += judge_merges(self.sheet, self.head, body)
        problems += judge_rows(self.sheet.name, rows, around.unit) + judge_rows_after_total(
            self.sheet.name, rows, after
        )
        problems += soften_sums(amounts.problems, [*rows, *after])
        if not rows:
            problems.append(problem("table-without-rows", sheet=self.sheet.name, cell=self.head.years[0].address))
        checks: list[Check] = []
        if around.unit is not None:
            marked = find_glued_marks(self.sheet.name, rows)
            checker = SumChecker(self.sheet.name, around.unit, rows, doubtful={found.cell for found in marked})
            checks = checker.checks()
            problems += checker.problems + marked
        return self._table(around, labels.column, rows, checks), problems

    def _part_notes(self) -> tuple[list[GridRow], list[GridRow]]:
        """Part the rows below the head from the notes beneath them: rows with nothing like an amount in them.

        A row with a label and a short word for an amount is still a row, unless a total has closed the table.
        """
        numbers = [n for column in self.head.columns for n in range(column.first, column.last + 1)]
        body = list(self.rows[1:])
        closed = any(is_sum_row(row) for row in body)
        notes: list[GridRow] = []
        while body:
            cells = body[-1].cells
            own = [cells[number] for number in numbers if number in cells]
            labelled = not closed and min(cells) < self.head.first_column
            if any(looks_like_amount(cell) or (labelled and is_short(cell)) for cell in own):
                break
            notes.insert(0, body.pop())
        return body, notes

    def _labels_alone(self, notes: Sequence[GridRow]) -> list[GridRow]:
        first = self.head.first_column
        return [row for row in notes if all(number < first for number in row.cells)]

    def _without_heads(self, body: Sequence[GridRow], parts: frozenset[int]) -> tuple[list[GridRow], list[Problem]]:
        """Leave out the rows that belong to the head; one that repeats the years under a name is a heading."""
        head = replace(self.head, index=0)
        kept, problems = [], []
        for row in body:
            if row.number in parts:
                continue
            first = row.cells.get(head.years[0].first)
            if first is None or year_of(first) is None or not repeats_head(head, [self.rows[0], row], 1):
                kept.append(row)
                continue
            labels = label_texts(head, row)
            if labels and labels != label_texts(head, self.rows[0]):
                cells = {number: cell for number, cell in row.cells.items() if number < head.first_column}
                kept.append(GridRow(row.number, cells))
                address = next(iter(cells.values())).address
                problems.append(problem("head-repeated", sheet=self.sheet.name, cell=address, label=" ".join(labels)))
        return kept, problems

    def _table(
        self, around: Surroundings, label_column: int, rows: Iterable[RoledRow], checks: Iterable[Check]
    ) -> ReadTable:
        known = around.unit is not None
        return ReadTable(
            sheet=self.sheet.name,
            title=around.title,
            head=around.head,
            head_row=self.head.row,
            unit=around.unit,
            unit_source=around.unit_source,
            price_level=around.price_level,
            years=tuple(column.name for column in self.head.years),
            year_columns={column.name: column.first for column in self.head.years},
            has_row_total=self.head.row_total is not None,
            label_column=label_column,
            rows=tuple(_read_row(row, known=known) for row in rows),
            checks=tuple(checks),
        )


def _read_row(row: RoledRow, *, known: bool) -> ReadRow:
    entry: Entry = row.entry
    cells = row.cells if known else tuple(cell._replace(amount_oere=None) for cell in row.cells)
    return ReadRow(
        cell=entry.cell,
        kind=row.kind,
        label=entry.label.text,
        printed_label=entry.printed_label,
        outline=entry.label.outline,
        footnote=entry.label.footnote,
        section=row.section,
        cells=cells,
    )
