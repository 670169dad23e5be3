"""Rows of one table before their role is known: a label with all its parts, and amounts if there are any."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from imports.budget_reading import ReadCell
from imports.cells import Problem
from imports.tables.labels import Label, join_parts, note_mark, plain_number, split_label, split_mark
from imports.tables.table_problems import problem


@dataclass
class Entry:
    """A row as it grows: the parts of its label, and its amounts if it has any."""

    cell: str
    first_row: int
    last_row: int
    parts: list[str]
    outline: str = ""
    group: str = ""
    group_cell: str = ""
    amounts: tuple[ReadCell, ...] | None = None
    label: Label = field(default=Label(""))

    @property
    def printed_label(self) -> str:
        """Give the label as printed, on one line, with the outline number if that has a column of its own."""
        printed = join_parts(self.parts)
        return f"{self.outline} {printed}" if self.outline else printed


def name_labels(entries: Sequence[Entry], notes: Iterable[str], *, sheet: str) -> list[Problem]:
    """Take all labels apart, now that the notes and the numbering of the whole table are known."""
    marks = frozenset(mark for mark in map(note_mark, notes) if mark)
    numbered = _counts_rows([plain_number(join_parts(entry.parts)) for entry in entries])
    problems = []
    split = [
        split_mark(join_parts(entry.parts), notes=marks)
        if entry.outline
        else split_label(join_parts(entry.parts), notes=marks, numbered=numbered)
        for entry in entries
    ]
    names = Counter(label.text for label in split)
    for entry, label in zip(entries, split, strict=True):
        # "Fase1" and "Fase2" are two names: figures that tell rows apart are no marks.
        part_of_name = label.mark_guessed and names[label.text] > 1
        entry.label = Label(
            text=f"{label.text}{label.footnote}" if part_of_name else label.text,
            outline=entry.outline.rstrip(".)") or label.outline,
            footnote=None if part_of_name else label.footnote,
        )
        if label.mark_guessed and not part_of_name:
            problems.append(problem("mark-without-note", sheet=sheet, cell=entry.cell, mark=label.footnote))
    return problems


def _counts_rows(numbers: Iterable[int | None]) -> bool:
    """Say whether the plain numbers in front of labels count them: 1, 2, 3 ... and not "2 lærere", "1 læge"."""
    found = [number for number in numbers if number is not None]
    return len(found) > 1 and found[0] == 1 and all(later == earlier + 1 for earlier, later in pairwise(found))
