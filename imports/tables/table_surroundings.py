"""What stands around a table's amounts and holds for all of them: title, head, unit and price level."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imports.budget_reading import UnitSource
from imports.cells import Problem, ValueKind
from imports.tables.grid import GridRow, line_of
from imports.tables.heads import Head
from imports.tables.table_problems import problem
from imports.tables.table_statements import is_unit_alone, stated_price_levels, stated_units, without_price_level
from tracker.domain.money import UNITS, Unit, find_units

_WORDS_OF_HEADS = frozenset(
    [
        "b",
        "bo",
        "budget",
        "budgetår",
        "overslag",
        "overslagsår",
        "budgetoverslag",
        "vedtaget",
        "vedtaget budget",
        "afsat",
    ]
)

_WORDS_OF_STATEMENTS = frozenset(["i", "alle", "tal", "beløb", "beløbene", "er", "opgjort", "angivet", "enhed"])


@dataclass(frozen=True)
class Surroundings:
    """The words around a table; ``rows_of_head`` are rows below the head that belong to it."""

    title: str
    head: str
    unit: Unit | None
    unit_source: UnitSource
    price_level: str | None
    rows_of_head: frozenset[int]
    problems: tuple[Problem, ...]


def read_surroundings(
    sheet: str,
    head: Head,
    around: tuple[Sequence[GridRow], GridRow, Sequence[GridRow], Sequence[GridRow]],
    chosen: Unit | None,
) -> Surroundings:
    """Read title, unit and price level from the rows above the head, the head, the rows below and the notes.

    A unit that is nowhere, or stated in two ways, is an error that ``chosen`` answers.
    """
    above, head_row, body, notes = around
    parts = _rows_below_head(head, head_row, body)
    top = [line_of(cell) for row in above for cell in row.cells.values() if cell.kind is ValueKind.TEXT]
    heads = [line_of(cell) for row in (head_row, *parts) for cell in row.cells.values() if cell.kind is ValueKind.TEXT]
    below = [line_of(cell) for row in notes for cell in row.cells.values() if cell.kind is ValueKind.TEXT]
    labels = [line_of(cell) for row in (head_row, *parts) for n, cell in row.cells.items() if n < head.first_column]
    place = next(iter(head_row.cells.values())).address
    stated = set().union(*map(stated_units, (*top, *heads)), *(stated_units(text, note=True) for text in below))
    unit, source, problems = _choose_unit(stated, chosen, sheet=sheet, cell=place)
    levels = set().union(*map(stated_price_levels, (*top, *heads, *below)))
    if len(levels) > 1:
        named = _listed(sorted(levels))
        problems.append(problem("price-level-conflict", sheet=sheet, cell=place, levels=named))
    return Surroundings(
        title=next((text for text in top if not _is_statement(text)), ""),
        head=" ".join(labels),
        unit=unit,
        unit_source=source,
        price_level=levels.pop() if len(levels) == 1 else None,
        rows_of_head=frozenset(row.number for row in parts),
        problems=tuple(problems),
    )


def _choose_unit(
    stated: set[Unit], chosen: Unit | None, *, sheet: str, cell: str
) -> tuple[Unit | None, UnitSource, list[Problem]]:
    named = _listed([unit.label for unit in UNITS.values() if unit in stated])
    if chosen is not None:
        if stated and chosen not in stated:
            differs = problem("unit-differs", sheet=sheet, cell=cell, chosen=chosen.label, stated=named)
            return chosen, UnitSource.ANSWER, [differs]
        return chosen, UnitSource.TABLE if stated == {chosen} else UnitSource.ANSWER, []
    if len(stated) == 1:
        return next(iter(stated)), UnitSource.TABLE, []
    if stated:
        return None, UnitSource.NOWHERE, [problem("unit-conflict", sheet=sheet, cell=cell, units=named)]
    return None, UnitSource.NOWHERE, [problem("unit-missing", sheet=sheet, cell=cell)]


def _rows_below_head(head: Head, head_row: GridRow, body: Sequence[GridRow]) -> list[GridRow]:
    """Find the rows right beneath the years that say more about them."""
    parts: list[GridRow] = []
    for row in body:
        below = row.number == head_row.number + len(parts) + 1 and _explains_head(head, head_row, row)
        if row.number > head.last_row and not below:
            break
        parts.append(row)
    return parts


def _explains_head(head: Head, head_row: GridRow, row: GridRow) -> bool:
    labels = [line_of(cell) for number, cell in row.cells.items() if number < head.first_column]
    under = [line_of(cell) for number, cell in row.cells.items() if number >= head.first_column]
    if any(cell.kind is not ValueKind.TEXT for cell in row.cells.values()):
        return False
    if under:
        return all(is_unit_alone(text) or text.casefold().strip(" .()") in _WORDS_OF_HEADS for text in under)
    has_label = any(number < head.first_column for number in head_row.cells)
    return not has_label and any(stated_units(text) or stated_price_levels(text) for text in labels)


def _is_statement(text: str) -> bool:
    """Say whether a text above the table is only about unit or price level, and so no title."""
    rest = without_price_level(text)
    for mention in find_units(rest):
        rest = f"{mention.before} {mention.after}"
    words = re.findall(r"[^\W\d_]+", rest)
    return _WORDS_OF_STATEMENTS.issuperset(word.casefold() for word in words)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
