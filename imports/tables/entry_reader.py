"""Going down the rows of one table: labels put together from their parts, amounts read beside them."""

from collections.abc import Iterable, Iterator, Sequence

from imports.budget_reading import ReadCell
from imports.cells import Problem, Range, Sheet
from imports.tables.amount_cells import AmountReader
from imports.tables.entries import Entry
from imports.tables.grid import GridRow
from imports.tables.heads import Column, Head
from imports.tables.label_columns import LabelColumns
from imports.tables.labels import join_parts, note_mark, split_label, sum_word
from imports.tables.table_problems import problem
from imports.tables.table_statements import states_for_all
from tracker.domain.label_parts import begins_small, is_unfinished


class EntryReader:
    """Goes down the rows of one table and puts labels and amounts together."""

    def __init__(self, sheet: Sheet, head: Head, labels: LabelColumns, amounts: AmountReader) -> None:
        self.sheet = sheet
        self.head = head
        self.labels = labels
        self.amounts = amounts
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []
        self._waiting: list[Entry] = []
        self._covered = _rows_under_merges(sheet.merges, head, labels.column)
        self._columns = head.columns
        self._spans = [(column, range(column.first, column.last + 1)) for column in self._columns]
        self._numbers = {number for _, span in self._spans for number in span}
        self._wide = any(column.first != column.last for column in head.columns)
        self._small_labels_are_usual = False
        self._doubled: set[str] = set()

    def read(self, rows: Sequence[GridRow]) -> list[Entry]:
        """Read the rows; whatever has no amounts and waits at the end is a note below the table."""
        labelled = [(row, self.labels.entry_of(row), self._has_amounts(row)) for row in rows]
        self._small_labels_are_usual = _are_small_labels_usual(labelled)
        for row, label, has_amounts in labelled:
            if has_amounts:
                self._add_amounts(row, label)
            elif label is not None:
                self._add_label(row, label)
        self.entries = list(_with_themes(self.entries))
        return self.entries

    @property
    def left_over(self) -> tuple[Entry, ...]:
        """Give the labels at the end that nothing followed."""
        return tuple(self._waiting)

    def _has_amounts(self, row: GridRow) -> bool:
        return not self._numbers.isdisjoint(row.cells)

    def _add_label(self, row: GridRow, label: Entry) -> None:
        """Take a row without amounts: the next part of a label, or a label that waits for what comes."""
        before = self._waiting[-1] if self._waiting else (self.entries[-1] if self.entries else None)
        if before is not None and self._goes_on(before, label, covered=row.number in self._covered):
            before.parts += label.parts
            before.last_row = row.number
            return
        self._waiting.append(label)

    def _add_amounts(self, row: GridRow, label: Entry | None) -> None:
        if self._wide:
            cells = tuple([self._cell(column, span, row) for column, span in self._spans])
        else:
            number, read, found = row.number, self.amounts.read, row.cells.get
            cells = tuple([read(column, number, found(column.first)) for column in self._columns])
        if label is None:
            label = self._label_above(row)
        elif self._waiting and not sum_word(label.parts[0]) and self._goes_on(self._waiting[-1], label):
            first = self._waiting.pop()
            first.parts += label.parts
            label = first
        self.entries += self._waiting
        self._waiting.clear()
        label.amounts = cells
        label.last_row = row.number
        self.entries.append(label)

    def _label_above(self, row: GridRow) -> Entry:
        """Find the label of amounts that stand on a line of their own."""
        if self._waiting:
            label = self._waiting.pop()
            if row.number not in self._covered:
                whole = join_parts(label.parts)
                self.problems.append(problem("label-joined", sheet=self.sheet.name, cell=label.cell, label=whole))
            return label
        address = next(iter(row.cells.values())).address
        self.problems.append(problem("label-missing", sheet=self.sheet.name, cell=address))
        return Entry(address, row.number, row.number, [])

    def _goes_on(self, before: Entry, label: Entry, *, covered: bool = False) -> bool:
        """Say whether a label is the next part of the one before; what is doubtful stays apart and is named."""
        if before.last_row != label.first_row - 1:
            return False
        if covered:
            return True
        first, second = join_parts(before.parts), label.parts[0]
        apart = not first or label.outline or label.group or note_mark(second) or states_for_all(second)
        if apart or (before.amounts is not None and sum_word(split_label(first).text)):
            return False
        if begins_small(second) and not is_unfinished(first) and self._small_labels_are_usual:
            self.problems.append(problem("label-unclear", sheet=self.sheet.name, cell=label.cell))
            return False
        return is_unfinished(first) or begins_small(second)

    def _cell(self, column: Column, span: range, row: GridRow) -> ReadCell:
        """Read the one filled cell of a year whose head spans several columns."""
        filled = [row.cells[number] for number in span if number in row.cells]
        if len(filled) > 1 and column.name not in self._doubled:
            self._doubled.add(column.name)
            self.problems.append(
                problem("several-columns-in-year", sheet=self.sheet.name, cell=filled[1].address, year=column.name)
            )
        return self.amounts.read(column, row.number, filled[0] if filled else None)


def _with_themes(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Put a heading before the first row of each theme, where the themes have a column of their own."""
    theme = ""
    for entry in entries:
        if entry.group and entry.group != theme:
            yield Entry(entry.group_cell, entry.first_row, entry.first_row, [entry.group])
            theme = entry.group
        elif entry.amounts is None:
            theme = ""
        yield entry


def _are_small_labels_usual(labelled: Iterable[tuple[GridRow, Entry | None, bool]]) -> bool:
    """Say whether labels that can't be the rest of another begin with a small letter as well."""
    small = amounts = 0
    last_label_alone = 0
    for row, label, has_amounts in labelled:
        if label is None:
            continue
        if not has_amounts:
            last_label_alone = row.number
            continue
        amounts += 1
        if begins_small(label.parts[0]) and last_label_alone != row.number - 1:
            small += 1
    return small * 4 > amounts


def _rows_under_merges(merges: Iterable[Range], head: Head, label_column: int) -> frozenset[int]:
    """Find the rows whose label or amounts are merged with the row above."""
    columns = {label_column, *(column.first for column in head.columns)}
    return frozenset(
        row
        for merge in merges
        if merge.first_row > head.row and merge.first_column in columns
        for row in range(merge.first_row + 1, merge.last_row + 1)
    )
