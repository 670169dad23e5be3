"""The role of every row of a table: section, line, subtotal or total, told by its words and its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from imports.budget_reading import ReadCell
from imports.tables.entries import Entry
from imports.tables.labels import SumWord, sum_word, summed_name
from tracker.domain.names import comparable
from tracker.domain.published_tables import ROW_TOTAL, RowKind

_SURE_WORDS = frozenset([SumWord.TOTAL, SumWord.SUBTOTAL, SumWord.SUM_OF])


@dataclass
class RoledRow:
    """A row with its role; ``parts`` are the lines that a sum adds up, ``inferred`` where no word says so.

    ``years_oere`` are its amounts year by year, nothing as 0; None where one of them can't be read.
    """

    entry: Entry
    kind: RowKind
    years_oere: tuple[int, ...] | None = None
    section: str | None = None
    parts: list["RoledRow"] = field(default_factory=list)
    inferred: bool = False
    possible: list["RoledRow"] = field(default_factory=list)

    @property
    def cells(self) -> tuple[ReadCell, ...]:
        """Give the row's amounts."""
        return self.entry.amounts or ()

    @property
    def is_sum(self) -> bool:
        """Say whether the row adds up others."""
        return self.kind in {RowKind.SUBTOTAL, RowKind.TOTAL}


def read_roles(entries: Sequence[Entry]) -> tuple[list[RoledRow], list[RoledRow]]:
    """Tell the role of each row; the second list holds rows with amounts that stand after the table's total."""
    rows = [_roled(entry) for entry in entries]
    _find_sums_by_words(rows)
    total = _find_total(rows)
    after: list[RoledRow] = []
    if total is not None:
        rows[total].kind = RowKind.TOTAL
        lines = [row for row in rows if row.kind is RowKind.LINE]
        if any(row.kind is RowKind.LINE for row in rows[:total]):
            after = [row for row in rows[total + 1 :] if row.cells]
            rows = rows[: total + 1]
            lines = [row for row in rows if row.kind is RowKind.LINE]
        rows[total].parts = lines
    _find_parts(rows)
    return rows, after


def name_sections(rows: Sequence[RoledRow]) -> None:
    """Tell every row which section it stands in: under a heading, or under a subtotal that stands above its rows."""
    section: str | None = None
    for place, row in enumerate(rows):
        if row.kind is RowKind.SECTION:
            section = row.entry.label.text
        elif row.kind is RowKind.SUBTOTAL:
            if row.parts and place + 1 < len(rows) and rows[place + 1] is row.parts[0]:
                heading = rows[place - 1] if place else None
                if heading is None or heading.kind is not RowKind.SECTION:
                    section = row.entry.label.text
            else:
                row.section, section = section, None
        elif row.kind is RowKind.LINE:
            row.section = section
        else:
            section = None


def _roled(entry: Entry) -> RoledRow:
    if entry.amounts is None:
        return RoledRow(entry, RowKind.SECTION)
    years = [cell for cell in entry.amounts if cell.column != ROW_TOTAL]
    if any(not cell.readable for cell in years):
        return RoledRow(entry, RowKind.LINE)
    return RoledRow(entry, RowKind.LINE, tuple([cell.amount_oere or 0 for cell in years]))


def _find_sums_by_words(rows: Sequence[RoledRow]) -> None:
    """Mark as subtotals all rows whose labels say so; which one is the total is seen afterwards."""
    section = ""
    whole, near = _RunningSum(), _RunningSum()
    for row in rows:
        label = row.entry.label.text
        if row.kind is RowKind.SECTION:
            section, near = comparable(label), _RunningSum()
            continue
        word = sum_word(label)
        repeats_heading = bool(section) and len(near) > 0 and comparable(label) == section
        adds_up = word is SumWord.MAYBE and (near.equals(row) or whole.equals(row))
        if adds_up or repeats_heading or word in _SURE_WORDS:
            row.kind, near = RowKind.SUBTOTAL, _RunningSum()
        else:
            whole.add(row)
            near.add(row)


class _RunningSum:
    """What the lines so far add up to, added up when somebody asks."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, ...] | None] = []

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, row: RoledRow) -> None:
        self._parts.append(row.years_oere)

    def equals(self, row: RoledRow) -> bool:
        if len(self._parts) > 1:
            self._parts = [_added_up(self._parts)]
        return row.years_oere is not None and self._parts == [row.years_oere]


def _find_total(rows: Sequence[RoledRow]) -> int | None:
    """Find the row that adds up the whole table: the last sum, or the first row of all where the lines follow it."""
    sums = [place for place, row in enumerate(rows) if row.kind is RowKind.SUBTOTAL]
    if not sums:
        return None
    generic = [place for place in sums if sum_word(rows[place].entry.label.text) is SumWord.TOTAL]
    first = next(place for place, row in enumerate(rows) if row.kind is not RowKind.SECTION)
    if generic == [first] and (first == 0 or sums == [first]):
        return first
    return sums[-1] if _adds_up_table(rows, sums[-1], alone=len(sums) == 1) else None


def _adds_up_table(rows: Sequence[RoledRow], place: int, *, alone: bool) -> bool:
    """Say whether the last sum adds up all lines; the words decide where the amounts don't."""
    row = rows[place]
    word = sum_word(row.entry.label.text)
    if word is None or word is SumWord.SUBTOTAL:
        return False
    near = _lines_above(rows, place)
    if _equals(row, [line for line in rows[:place] if line.kind is RowKind.LINE]):
        return True
    if not near:
        return all(line.kind is not RowKind.LINE for line in rows[place + 1 :])
    if not alone and _equals(row, near):
        return False
    return word is not SumWord.SUM_OF or not _names_its_section(rows, place)


def _names_its_section(rows: Sequence[RoledRow], place: int) -> bool:
    name = comparable(summed_name(rows[place].entry.label.text))
    sections = [row for row in rows[:place] if row.kind is RowKind.SECTION]
    if not name or not sections:
        return False
    section = comparable(sections[-1].entry.label.text)
    return name in section or section in name


def _find_parts(rows: Sequence[RoledRow]) -> None:
    """Give each subtotal its lines: those above it up to the last heading or sum, or those below it."""
    for place, row in enumerate(rows):
        if row.kind is not RowKind.SUBTOTAL:
            continue
        above, below = _lines_above(rows, place), _lines_below(rows, place)
        row.parts = below if not above or (_equals(row, below) and not _equals(row, above)) else above


def _lines_above(rows: Sequence[RoledRow], place: int) -> list[RoledRow]:
    lines: list[RoledRow] = []
    while place and rows[place - 1].kind is RowKind.LINE:
        place -= 1
        lines.append(rows[place])
    return lines[::-1]


def _lines_below(rows: Sequence[RoledRow], place: int) -> list[RoledRow]:
    lines: list[RoledRow] = []
    for row in rows[place + 1 :]:
        if row.kind is not RowKind.LINE:
            break
        lines.append(row)
    return lines


def sum_of_years(rows: Sequence[RoledRow]) -> tuple[int, ...] | None:
    """Add up the rows year by year; None where one of them can't be read, nothing where there are none."""
    return _added_up([row.years_oere for row in rows])


def _added_up(rows: Sequence[tuple[int, ...] | None]) -> tuple[int, ...] | None:
    readable = [years for years in rows if years is not None]
    return tuple(map(sum, zip(*readable, strict=True))) if len(readable) == len(rows) else None


def _equals(row: RoledRow, lines: Sequence[RoledRow]) -> bool:
    return bool(lines) and row.years_oere is not None and row.years_oere == sum_of_years(lines)
