"""Heads of budget tables: the rows that carry the years, found by what stands in them and never by their address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from imports.cells import Cell, Problem, Sheet, ValueKind
from imports.tables.grid import GridRow, is_surely_amount, line_of, looks_like_amount
from imports.tables.labels import split_label, sum_word
from imports.tables.table_problems import problem
from imports.tables.table_statements import stated_price_levels, stated_units
from tracker.domain.published_tables import ROW_TOTAL

FIRST_YEAR = 1990
LAST_YEAR = 2099
_YEAR = re.compile(
    r"(?:(?:(?:oprindeligt|vedtaget|vedt\.?|korrigeret) )?"
    r"(?:budgetoverslagsår|budgetoverslag|budgetår|budget|overslagsår|overslag|bevilling|ramme|afsat i|afsat|år|bo|b)"
    r"\.?[ -]?)?(?P<year>(?:19|20)\d\d)\.?(?: ?(?:\*+|[¹²³⁴⁵⁶⁷⁸⁹]+|\d?\)|\(\d\)))?",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_ROW_TOTAL = re.compile(
    r"(?:i ?alt|sum|total|samlet|hele perioden|perioden)\b.*|.*\bi ?alt|(?:19|20)\d\d ?[-\N{EN DASH}] ?(?:20)?\d\d",
    re.IGNORECASE | re.DOTALL,
)
_NEW_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)-01-01")
_ROWS_OF_A_HEAD = 10
_NUMBERS = frozenset([ValueKind.NUMBER, ValueKind.UNCALCULATED])


@dataclass(frozen=True)
class Column:
    """A column of the table: a year or the rows' total; merged heads span several columns of the sheet."""

    name: str
    first: int
    last: int
    address: str


@dataclass(frozen=True)
class Head:
    """The head of one table: its place in the list of rows, its columns, and what is wrong with it."""

    index: int
    row: int
    years: tuple[Column, ...]
    row_total: Column | None
    problems: tuple[Problem, ...] = field(default=())
    last_row: int = 0

    @property
    def columns(self) -> tuple[Column, ...]:
        """Give the years and the rows' total in the order of the sheet."""
        both = (*self.years, self.row_total) if self.row_total else self.years
        return tuple(sorted(both, key=lambda column: column.first))

    @property
    def first_column(self) -> int:
        """Give the leftmost column with amounts; labels stand left of it."""
        return self.columns[0].first


def year_of(cell: Cell) -> str | None:
    """Read a budget year out of a cell of a head: a number, a text such as "B 2019", or New Year's Day."""
    value = cell.value
    if isinstance(value, Decimal):
        if not FIRST_YEAR <= value <= LAST_YEAR:
            return None
        year = int(value)
        return str(year) if year == value else None
    if cell.kind is ValueKind.TEXT:
        text = str(value)
        return _year_of_text(line_of(cell)) if "20" in text or "19" in text else None
    if cell.kind is ValueKind.DATE:
        match = _NEW_YEAR.fullmatch(str(value))
        return match["year"] if match and FIRST_YEAR <= int(match["year"]) <= LAST_YEAR else None
    return None


@lru_cache(maxsize=4096)
def _year_of_text(text: str) -> str | None:
    match = _YEAR.match(text)
    if match is None or not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
        return None
    rest = text[match.end() :].strip()
    states = stated_units(rest) or stated_price_levels(rest)
    # In "2024 p/l, 1000 kr." the year is that of the prices.
    of_prices = stated_price_levels(text) and not stated_price_levels(rest)
    return match["year"] if not rest or (states and not of_prices) else None


def find_heads(sheet: Sheet, rows: Sequence[GridRow]) -> tuple[list[Head], list[Problem]]:
    """Find the heads of all tables of a sheet, from the top; the problems are rows that could be a head or amounts."""
    heads: list[Head] = []
    problems: list[Problem] = []
    index = 0
    while index < len(rows):
        years = _years_in(rows[index])
        if not years or (heads and all(cell.grouped for cell in years.values())):
            index += 1
            continue
        if heads and not _begins_anew(heads[-1], rows, index, years):
            if _is_doubtful(heads[-1], rows, index, years):
                address = next(iter(years.values())).address
                problems.append(problem("row-looks-like-head", sheet=sheet.name, cell=address))
            index += 1
            continue
        if _amounts_beside(rows[index], years):
            index += 1
            continue
        index = _best_row(rows, index)
        head = _head_at(sheet, rows, index)
        if head is not None:
            heads.append(head)
        index += 1
    return heads, problems


def repeats_head(head: Head, rows: Sequence[GridRow], index: int) -> bool:
    """Say whether a row says the table's years once more in the same columns, as on a new page.

    Bare years could be amounts; they count where there is no label, or the head's own once more.
    """
    row = rows[index]
    if not _same_years(head, row):
        return False
    years = [cell for cell in row.cells.values() if year_of(cell)]
    labels = label_texts(head, row)
    worded = not any(map(_is_bare, years))
    return worded or labels == label_texts(head, rows[head.index]) or (not labels and len(years) > 1)


def label_texts(head: Head, row: GridRow) -> list[str]:
    """Give what stands left of the amounts."""
    return [line_of(cell) for number, cell in row.cells.items() if number < head.first_column]


def _years_in(row: GridRow) -> dict[int, Cell]:
    """Find the cells that can be years, unless the row has other numbers and so isn't a head."""
    years: dict[int, Cell] = {}
    for number, cell in row.cells.items():
        if year_of(cell):
            years[number] = cell
        elif cell.kind in _NUMBERS or (not years and is_surely_amount(cell)):
            return {}
    # Beside a plain 2019, one that is shown as 2.019 is an amount.
    return {} if len({cell.grouped for cell in years.values()}) > 1 else years


def _begins_anew(head: Head, rows: Sequence[GridRow], index: int, years: dict[int, Cell]) -> bool:
    """Say whether a row with years beneath a head is the head of another table."""
    row = rows[index]
    if _amounts_beside(row, years):
        return False
    if repeats_head(head, rows, index):
        return _follows_total(head, rows, index)
    if not any(_is_bare(cell) for cell in years.values()):
        return True
    return _stands_apart(head, rows, index) and _is_running(years) and _is_labelled_as_head(head, rows, index)


def _stands_apart(head: Head, rows: Sequence[GridRow], index: int) -> bool:
    """Say whether the table above is over: by its total, a blank row, or a title that states a unit."""
    above = rows[index - 1]
    if rows[index].number > above.number + 1 or _follows_total(head, rows, index):
        return True
    return not _has_amounts(head, above) and any(stated_units(text) for text in label_texts(head, above))


def _is_labelled_as_head(head: Head, rows: Sequence[GridRow], index: int) -> bool:
    """Say whether what stands left of bare years belongs to a head: nothing, the first head's words, or a unit."""
    labels = label_texts(head, rows[index])
    return not labels or labels == label_texts(head, rows[head.index]) or any(map(stated_units, labels))


def _is_doubtful(head: Head, rows: Sequence[GridRow], index: int, years: dict[int, Cell]) -> bool:
    """Say whether a row that is read as amounts could as well be a head."""
    if _amounts_beside(rows[index], years) or repeats_head(head, rows, index):
        return False
    return _is_running(years) or (len(years) == 1 and _same_years(head, rows[index]))


def _same_years(head: Head, row: GridRow) -> bool:
    years = {number: year_of(cell) for number, cell in row.cells.items() if year_of(cell)}
    return {column.first: column.name for column in head.years} == years


def _is_running(years: dict[int, Cell]) -> bool:
    names = [int(year_of(cell) or 0) for cell in years.values()]
    return len(names) > 1 and all(later == earlier + 1 for earlier, later in pairwise(names))


def _is_bare(cell: Cell) -> bool:
    return cell.kind is not ValueKind.TEXT or _BARE_YEAR.fullmatch(line_of(cell)) is not None


def _amounts_beside(row: GridRow, years: dict[int, Cell]) -> bool:
    first = min(years)
    return any(
        number > first and number not in years and is_surely_amount(cell) and not _is_row_total(cell)
        for number, cell in row.cells.items()
    )


def _has_amounts(head: Head, row: GridRow) -> bool:
    return any(
        looks_like_amount(row.cells[number])
        for column in head.columns
        for number in range(column.first, column.last + 1)
        if number in row.cells
    )


def _follows_total(head: Head, rows: Sequence[GridRow], index: int) -> bool:
    return any(is_sum_row(row) and _has_amounts(head, row) for row in rows[head.index + 1 : index])


def is_sum_row(row: GridRow) -> bool:
    """Say whether a row's first words are those of a sum."""
    first = next(iter(row.cells.values()))
    return first.kind is ValueKind.TEXT and sum_word(split_label(line_of(first)).text) is not None


def _best_row(rows: Sequence[GridRow], index: int) -> int:
    """Choose between rows with years that have no amounts between them: a title may name a year as well."""
    best, most = index, len(_years_in(rows[index]))
    for later in range(index + 1, min(index + _ROWS_OF_A_HEAD, len(rows))):
        years = _years_in(rows[later])
        if not years:
            if any(is_surely_amount(cell) for number, cell in rows[later].cells.items() if number > 1):
                break
            continue
        is_title = most == 1 and next(iter(rows[best].cells.values())) in _years_in(rows[best]).values()
        if _amounts_beside(rows[later], years) or len(years) + is_title <= most:
            break
        best, most = later, len(years)
    return best


def _head_at(sheet: Sheet, rows: Sequence[GridRow], index: int) -> Head | None:
    """Build the head, or say that the row isn't one: a single year must have labels to its left and amounts below."""
    row = rows[index]
    found = _years_in(row)
    spans = {merge.first_column: merge.last_column for merge in sheet.merges if merge.first_row == row.number}
    years: list[Column] = []
    problems: list[Problem] = []
    for number, cell in found.items():
        name = year_of(cell) or ""
        if len(found) == 1 and not _stands_over_amounts(rows, index, number):
            return None
        earlier = next((column for column in years if column.name == name), None)
        if earlier is not None:
            problems.append(
                problem("year-twice", sheet=sheet.name, cell=cell.address, year=name, first=earlier.address)
            )
            continue
        if cell.kind is ValueKind.DATE:
            problems.append(problem("year-as-date", sheet=sheet.name, cell=cell.address, printed=cell.value, year=name))
        years.append(Column(name, number, spans.get(number, number), cell.address))
    problems += _gaps(sheet.name, years)
    row_total = None
    for number, cell in row.cells.items():
        if number > years[0].first and number not in found and _is_row_total(cell):
            if row_total is not None:
                problems.append(problem("row-total-twice", sheet=sheet.name, cell=cell.address))
            else:
                row_total = Column(ROW_TOTAL, number, spans.get(number, number), cell.address)
    deep = [merge.last_row for merge in sheet.merges if merge.first_row == row.number and merge.first_column in found]
    return Head(index, row.number, tuple(years), row_total, tuple(problems), max(deep, default=row.number))


def _is_row_total(cell: Cell) -> bool:
    return cell.kind is ValueKind.TEXT and _ROW_TOTAL.fullmatch(line_of(cell)) is not None


def _stands_over_amounts(rows: Sequence[GridRow], index: int, column: int) -> bool:
    """Say whether labels stand left of a single year, and amounts below it, or anything where it has a head's label."""
    below = rows[index + 1 : index + 1 + 2 * _ROWS_OF_A_HEAD]
    filled = [row.cells[column] for row in below if column in row.cells and min(row.cells) < column]
    if any(map(looks_like_amount, filled)):
        return True
    labelled = any(number < column for row in below for number in row.cells)
    if min(rows[index].cells) < column:
        return bool(filled)
    return labelled and any(looks_like_amount(row.cells[column]) for row in below if column in row.cells)


def _gaps(sheet: str, years: Sequence[Column]) -> list[Problem]:
    gaps = []
    for earlier, later in pairwise(years):
        if abs(int(later.name) - int(earlier.name)) != 1:
            gaps.append(problem("year-gap", sheet=sheet, cell=later.address, before=earlier.name, after=later.name))
    return gaps
