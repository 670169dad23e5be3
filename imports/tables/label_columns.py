"""The columns left of the amounts: which of them holds the labels, which the outline numbers, which the themes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from imports.tables.entries import Entry
from imports.tables.grid import GridRow, line_of, text_of
from imports.tables.heads import Head
from imports.tables.labels import is_outline, sum_word

_NAMES_OF_LABELS = re.compile(
    r"\b(?:indsats(?:er|en)?|aktivitet(?:er)?|projekt(?:er)?|tiltag|initiativ(?:er)?|titel|tekst|formål)\b",
    re.IGNORECASE,
)
_NAMES_OF_THEMES = re.compile(r"tema|område|spor\b|mål\b|kategori|overskrift|gruppe", re.IGNORECASE)


@dataclass(frozen=True)
class LabelColumns:
    """Where the labels and the outline numbers stand; amounts start at ``first_amount``.

    ``attributes`` are columns left of the labels that say something else about each row, such as a case number.
    """

    column: int
    outline: int | None
    first_amount: int
    attributes: frozenset[int]

    def entry_of(self, row: GridRow) -> Entry | None:
        """Gather what the row says left of its amounts; None where there is no label."""
        outline, main, group = "", None, None
        for number, cell in row.cells.items():
            if number >= self.first_amount:
                break
            if number == self.outline:
                outline = line_of(cell)
            elif number == self.column:
                themed = main is not None and main.column not in self.attributes
                main, group = cell, main if themed else None
            elif main is None or main.column in self.attributes:
                main = cell
        if main is None:
            return None
        entry = Entry(main.address, row.number, row.number, text_of(main).split("\n"), outline)
        if group is not None:
            entry.group, entry.group_cell = line_of(group), group.address
        return entry


def find_label_columns(head: Head, head_row: GridRow, rows: Sequence[GridRow]) -> LabelColumns:
    """Choose the column that is headed as labels are or has most of them, and the one that holds only numbers."""
    first = head.first_column
    texts: dict[int, list[str]] = {}
    beside: dict[int, list[str]] = {}
    for row in rows:
        has_amounts = any(column.first in row.cells for column in head.columns)
        for number, cell in row.cells.items():
            if number >= first:
                break
            text = line_of(cell)
            texts.setdefault(number, []).append(text)
            if has_amounts and sum_word(text) is None:
                beside.setdefault(number, []).append(text)
    outlines = [number for number, found in texts.items() if all(map(is_outline, found))]
    labels = {number: found for number, found in (beside or texts).items() if number not in outlines}
    if not labels:
        labels = {number: found for number, found in texts.items() if number not in outlines} or texts

    def fitness(number: int) -> tuple[bool, int, int, int]:
        top = head_row.cells.get(number)
        named = top is not None and _NAMES_OF_LABELS.search(line_of(top)) is not None
        return not named, -len(set(labels[number])), -len(labels[number]), number

    column = min(labels, key=fitness, default=max(first - 1, 1))
    outline = next((number for number in outlines if number != column), None)
    lines = len(beside.get(column, ()))
    attributes = frozenset(
        number
        for number, found in beside.items()
        if number < column
        and number != outline
        and len(set(found)) == lines > 1
        and not (number in head_row.cells and _NAMES_OF_THEMES.search(line_of(head_row.cells[number])))
    )
    return LabelColumns(column, outline, first, attributes)
