"""The grid of an entry as it was typed: rows of from, to and amounts by year, and the lines that it makes."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.domain.budget import LineRole
from tracker.domain.danish_numbers import AmountUnclear, parse_typed_amount, write_typed_amount
from tracker.domain.entries import EntryLine, EntryProblem, EntryTransfer, LineRef
from tracker.domain.money import NIL, Unit
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text

ROWS_AT_START = 3
MOST_ROWS_AT_ONCE = 200
# More than any plan has lines; a page with more would take a browser minutes.
MOST_ROWS, MOST_NEW_LINES = 5_000, 50
NEW_LINE_ROLES = (LineRole.INITIATIVE, LineRole.OTHER, LineRole.SOURCE)
_ROW = re.compile(r"row-(?P<row>[0-9]{1,5})-(?P<part>from|to|[0-9]{4})", re.ASCII)
_NEW_LINE = re.compile(r"(?P<key>ny-[0-9]{1,3})-(?P<part>title|role|theme|committee|negative)", re.ASCII)
_LINE_ID = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
# How published tables write that there is nothing; a block pasted from one is full of them.
_NOTHING = frozenset({"", "0", "-", NIL, "\N{MINUS SIGN}"})
_LONGEST = {"title": 300, "committee": 80}
_MOST_TEXT = 2_000  # of a field that is shown again with what is wrong with it
_LARGEST_ID = 2**31 - 1


class GridTooLarge(Refusal):
    """A grid with more in it than one decision can have."""

    code = "grid-too-large"


@dataclass(frozen=True)
class GridRow:
    """A row as it was typed: the keys of two lines, and a text for each year in which something was written."""

    from_key: str = ""
    to_key: str = ""
    amounts: Mapping[int, str] = field(default_factory=dict)

    @property
    def has_amounts(self) -> bool:
        """Tell whether the row moves anything; one without amounts counts for nothing."""
        return any(text.strip() not in _NOTHING for text in self.amounts.values())


@dataclass(frozen=True)
class NewLineRow:
    """A line that the entry makes, as it was typed; ``key`` is what rows name it by."""

    key: str
    title: str = ""
    role: str = LineRole.INITIATIVE.value
    theme: str = ""
    committee: str = ""
    negative: str = ""

    @property
    def label(self) -> str:
        """What lists call the line: its title, or nothing where that is none or too long for a list."""
        return self.title if len(self.title) <= _LONGEST["title"] else ""


@dataclass(frozen=True)
class PlacedProblem:
    """Something wrong in the grid, with the name of the field that it is about."""

    problem: EntryProblem
    field: str = ""


@dataclass(frozen=True)
class Meant:
    """What a grid means as far as it can be read, and what in it can't."""

    transfers: tuple[EntryTransfer, ...]
    new_lines: tuple[EntryLine, ...]
    problems: tuple[PlacedProblem, ...]

    def with_problems(self, more: Sequence[PlacedProblem]) -> "Meant":
        """Add to what is wrong."""
        return replace(self, problems=(*self.problems, *more))


@dataclass(frozen=True)
class Grid:
    """All that stands in the grid."""

    rows: tuple[GridRow, ...]
    new_lines: tuple[NewLineRow, ...] = ()

    @property
    def takes_rows(self) -> bool:
        """Tell whether there is room for one more row."""
        return len(self.rows) < MOST_ROWS

    @property
    def takes_new_lines(self) -> bool:
        """Tell whether there is room for one more new line."""
        return len(self.new_lines) < MOST_NEW_LINES

    def with_rows(self, count: int) -> "Grid":
        """Put empty rows behind the others as far as there is room; where all those have one giver, they do so too."""
        givers = {row.from_key for row in self.rows}
        row = GridRow(from_key=givers.pop() if len(givers) == 1 else "")
        more = min(count, MOST_ROWS_AT_ONCE, MOST_ROWS - len(self.rows))
        return replace(self, rows=(*self.rows, *(row,) * more))

    def without_row(self, number: int) -> "Grid":
        """Take a row out; the last one leaves an empty one behind."""
        kept = tuple(row for position, row in enumerate(self.rows) if position != number)
        return replace(self, rows=kept or (GridRow(),))

    def with_new_line(self) -> "Grid":
        """Put an empty new line behind the others where there is room, under a key that none has had."""
        if not self.takes_new_lines:
            return self
        used = [int(line.key.removeprefix("ny-")) for line in self.new_lines]
        return replace(self, new_lines=(*self.new_lines, NewLineRow(f"ny-{max(used, default=0) + 1}")))

    def without_new_line(self, key: str) -> "Grid":
        """Take a new line out, also from the rows that name it."""
        return Grid(
            rows=tuple(
                replace(
                    row,
                    from_key="" if row.from_key == key else row.from_key,
                    to_key="" if row.to_key == key else row.to_key,
                )
                for row in self.rows
            ),
            new_lines=tuple(line for line in self.new_lines if line.key != key),
        )

    def meant(self, unit: Unit, theme_ids: frozenset[int]) -> Meant:
        """Read what was typed, strictly; what could mean two things is a problem at its field and nothing else."""
        transfers: list[EntryTransfer] = []
        problems: list[PlacedProblem] = []
        known = {line.key for line in self.new_lines}
        for number, row in enumerate(self.rows):
            for year, text in row.amounts.items():
                if text.strip() in _NOTHING:
                    continue
                try:
                    amount = parse_typed_amount(text, unit)
                except AmountUnclear as unclear:
                    problem = EntryProblem(unclear.text, number, year)
                    problems.append(PlacedProblem(problem, field_name(number, year)))
                    continue
                from_line, to_line = _ref(row.from_key, known), _ref(row.to_key, known)
                transfers.append(EntryTransfer(number, year, from_line, to_line, amount))
        used = {key for row in self.rows if row.has_amounts for key in (row.from_key, row.to_key)}
        new_lines = [line for line in self.new_lines if line.title or line.key in used]
        for line in new_lines:
            problems.extend(_problems_of_new_line(line, theme_ids))
        return Meant(tuple(transfers), tuple(_entry_line(line, theme_ids) for line in new_lines), tuple(problems))


def field_name(row: int, part: object) -> str:
    """Tell what a field of the grid is called: ``part`` is from, to, or a year."""
    return f"row-{row}-{part}"


def grid_from(form: Mapping[str, str], years: Sequence[int]) -> Grid:
    """Read the grid from a form that was sent; rows come in the order of their numbers, gaps closed.

    Raises GridTooLarge, before anything is done with it.
    """
    rows: dict[int, dict[str, str]] = {}
    new_lines: dict[str, dict[str, str]] = {}
    for name, value in form.items():
        if match := _ROW.fullmatch(name):
            rows.setdefault(int(match["row"]), {})[match["part"]] = value
        elif match := _NEW_LINE.fullmatch(name):
            new_lines.setdefault(match["key"], {})[match["part"]] = value.strip()
    _check_size(rows.values(), new_lines.values())
    return Grid(
        rows=tuple(_row(rows[number], years) for number in sorted(rows)) or (GridRow(),) * ROWS_AT_START,
        new_lines=tuple(NewLineRow(key, **new_lines[key]) for key in sorted(new_lines, key=lambda key: int(key[3:]))),
    )


def grid_of(transfers: Sequence[EntryTransfer], unit: Unit) -> Grid:
    """Lay transfers out as rows: each number of a row, pair of lines and year has a cell; what is left needs more."""
    rows: list[tuple[LineRef, LineRef, dict[int, str]]] = []
    of_pair: dict[tuple[int, LineRef, LineRef], list[dict[int, str]]] = {}
    for transfer in sorted(transfers, key=lambda transfer: transfer.row):
        there = of_pair.setdefault((transfer.row, transfer.from_line, transfer.to_line), [])
        cells = next((cells for cells in there if transfer.budget_year not in cells), None)
        if cells is None:
            cells = {}
            there.append(cells)
            rows.append((transfer.from_line, transfer.to_line, cells))
        cells[transfer.budget_year] = write_typed_amount(transfer.amount_oere, unit)
    return Grid(tuple(GridRow(str(giver), str(taker), cells) for giver, taker, cells in rows) or (GridRow(),))


def _check_size(rows: Collection[object], new_lines: Collection[Mapping[str, str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise GridTooLarge(Text("En beslutning kan have højst 5.000 rækker. Del den i flere."))
    if len(new_lines) > MOST_NEW_LINES:
        raise GridTooLarge(Text("En beslutning kan have højst 50 nye linjer. Del den i flere."))
    if any(len(text) > _MOST_TEXT for line in new_lines for text in line.values()):
        raise GridTooLarge(Text("En ny linje har fået et alt for langt navn. Brug højst 300 tegn."))


def _row(parts: Mapping[str, str], years: Sequence[int]) -> GridRow:
    amounts = {year: parts[str(year)] for year in years if parts.get(str(year), "").strip()}
    return GridRow(parts.get("from", ""), parts.get("to", ""), amounts)


def _ref(key: str, known: set[str]) -> LineRef:
    if key in known:
        return key
    return int(key) if _LINE_ID.fullmatch(key) and int(key) <= _LARGEST_ID else ""


def _problems_of_new_line(line: NewLineRow, theme_ids: frozenset[int]) -> list[PlacedProblem]:
    found = []
    if not line.title:
        found.append((Text("Skriv, hvad den nye linje hedder."), "title"))
    for part, longest in _LONGEST.items():
        if len(getattr(line, part)) > longest:
            found.append((Text("Brug højst %(longest)s tegn.", longest=longest), part))
        if any(not sign.isprintable() for sign in getattr(line, part)):
            found.append((Text("Teksten har et usynligt tegn, der ikke kan gemmes. Skriv den selv."), part))
    if line.role not in {role.value for role in NEW_LINE_ROLES}:
        found.append((Text("Vælg, hvad linjen er."), "role"))
    if line.theme and line.theme not in {str(number) for number in theme_ids}:
        found.append((Text("Temaet findes ikke i planen. Vælg et på listen."), "theme"))
    return [PlacedProblem(EntryProblem(text), f"{line.key}-{part}") for text, part in found]


def _entry_line(line: NewLineRow, theme_ids: frozenset[int]) -> EntryLine:
    role = next((role for role in NEW_LINE_ROLES if role.value == line.role), LineRole.INITIATIVE)
    theme_id = next((number for number in theme_ids if str(number) == line.theme), None)
    in_a_theme = role is not LineRole.SOURCE
    return EntryLine(
        line.key,
        line.title or line.key,
        role,
        theme_id if in_a_theme else None,
        line.committee,
        may_be_negative=in_a_theme and bool(line.negative),
    )
