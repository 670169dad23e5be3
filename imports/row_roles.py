"""The role of every row of a table: section, line, subtotal or total, told by its words and its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from imports.budget_reading import ReadCell
from imports.entries import Entry
from imports.labels import SumWord, sum_word, summed_name
from tracker.domain.names import comparable
from tracker.domain.published_tables import RowKind

# Far enough apart that the years of one row, packed into one number, never run into each other in a sum.
_BITS_PER_YEAR = 96


@dataclass
class RoledRow:
    """A row with its role; ``parts`` are the lines that a sum adds up, ``inferred`` where no word says so."""

    entry: Entry
    kind: RowKind
    packed: int | None = None
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


def read_roles(entries: Sequence[Entry], years: Sequence[str]) -> tuple[list[RoledRow], list[RoledRow]]:
    """Tell the role of each row; the second list holds rows with amounts that stand after the table's total."""
    rows = [_roled(entry, frozenset(years)) for entry in entries]
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


def _roled(entry: Entry, years: frozenset[str]) -> RoledRow:
    if entry.amounts is None:
        return RoledRow(entry, RowKind.SECTION)
    packed, shift = 0, 0
    for cell in entry.amounts:
        if cell.column in years:
            if not cell.readable:
                return RoledRow(entry, RowKind.LINE)
            packed += (cell.amount_oere or 0) << shift
            shift += _BITS_PER_YEAR
    return RoledRow(entry, RowKind.LINE, packed)


def _find_sums_by_words(rows: Sequence[RoledRow]) -> None:
    """Mark as subtotals all rows whose labels say so; which one is the total is seen afterwards."""
    section = ""
    for place, row in enumerate(rows):
        label = row.entry.label.text
        if row.kind is RowKind.SECTION:
            section = comparable(label)
            continue
        word = sum_word(label)
        if word is SumWord.MAYBE:
            before = [earlier for earlier in rows[:place] if earlier.kind is RowKind.LINE]
            sums = (packed_sum(before), packed_sum(_lines_above(rows, place)))
            if before and row.packed is not None and row.packed in sums:
                row.kind = RowKind.SUBTOTAL
        elif word is not None or (section and comparable(label) == section and _lines_above(rows, place)):
            row.kind = RowKind.SUBTOTAL


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


def packed_sum(rows: Sequence[RoledRow]) -> int | None:
    """Add up the years of several rows at once; None where one of them can't be read."""
    total = 0
    for row in rows:
        if row.packed is None:
            return None
        total += row.packed
    return total


def _equals(row: RoledRow, lines: Sequence[RoledRow]) -> bool:
    return bool(lines) and row.packed is not None and row.packed == packed_sum(lines)
