"""Comparing a table that was read with what the ledger holds: what importing it would create and change."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from imports.budget_reading import ReadCell, ReadRow, ReadTable
from imports.cells import Problem
from tracker.domain.budget import LineRole
from tracker.domain.names import comparable
from tracker.domain.published_tables import RowKind, Severity
from tracker.domain.texts import Text
from tracker.queries.matching import NamedLine
from tracker.queries.plans import PlanRow

_RESERVE_WORDS = ("puljetilsenereudmøntning", "tilsenereudmøntning", "ikkedisponeret", "reserve", "ufordelt")


@dataclass(frozen=True)
class Standing:
    """What the ledger holds for the plan that a table is compared with; empty for a new plan."""

    plan: PlanRow | None = None
    lines: tuple[NamedLine, ...] = ()
    themes: tuple[str, ...] = ()
    amounts_oere: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class NewLine:
    """A line that the table has and the plan doesn't, with the role that it would get."""

    row_cell: str
    section: str
    outline: str
    title: str
    role: LineRole
    may_be_negative: bool


@dataclass(frozen=True)
class AmountChange:
    """An amount that would change; ``line_id`` is None for a line that is yet to be made."""

    row_cell: str
    cell: str
    title: str
    year: int
    line_id: int | None
    before_oere: int
    after_oere: int


@dataclass(frozen=True)
class Differences:
    """Everything that importing a table would do."""

    first_year: int
    last_year: int
    extends_years: bool
    new_sections: tuple[str, ...]
    new_lines: tuple[NewLine, ...]
    changes: tuple[AmountChange, ...]
    line_by_row: Mapping[str, int]
    problems: tuple[Problem, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the ledger already says what the table says."""
        return not (self.new_lines or self.changes or self.new_sections)


def suggested_role(row: ReadRow) -> LineRole:
    """Suggest what a new line is: a pool by its name, other money by its section, else an initiative."""
    if any(word in comparable(row.label) for word in _RESERVE_WORDS):
        return LineRole.RESERVE
    if comparable(row.section or "").startswith(("øvrige", "andre", "andet")):
        return LineRole.OTHER
    return LineRole.INITIATIVE


def compare(table: ReadTable, standing: Standing, *, roles: Mapping[str, LineRole] | None = None) -> Differences:
    """Compare a table with the ledger; ``roles`` are the user's answers for new lines, by the row's cell."""
    problems: list[Problem] = []
    rows = [row for row in table.rows if row.kind is RowKind.LINE]
    line_by_row = _match(table, rows, standing, problems)
    chosen = roles or {}
    new_lines = tuple(
        NewLine(
            row_cell=row.cell,
            section=row.section or "",
            outline=row.outline or "",
            title=row.label,
            role=chosen.get(row.cell) or suggested_role(row),
            may_be_negative=any((amount or 0) < 0 for amount in row.amounts_oere.values()),
        )
        for row in rows
        if row.cell not in line_by_row
    )
    changes = tuple(change for row in rows for change in _changes(row, line_by_row.get(row.cell), standing))
    _name_missing(table, standing, set(line_by_row.values()), problems)
    years = [int(year) for year in table.years]
    first = min([*years, *([standing.plan.first_year] if standing.plan else [])])
    last = max([*years, *([standing.plan.last_year] if standing.plan else [])])
    return Differences(
        first_year=first,
        last_year=last,
        extends_years=standing.plan is not None
        and (first, last) != (standing.plan.first_year, standing.plan.last_year),
        new_sections=_new_sections(new_lines, standing),
        new_lines=new_lines,
        changes=changes,
        line_by_row=line_by_row,
        problems=tuple(problems),
    )


def _match(table: ReadTable, rows: list[ReadRow], standing: Standing, problems: list[Problem]) -> dict[str, int]:
    by_name: dict[str, dict[int, NamedLine]] = defaultdict(dict)
    for line in standing.lines:
        if line.role is not LineRole.SOURCE:
            for name in line.names:
                by_name[comparable(name)][line.id] = line
    found: dict[str, int] = {}
    taken: dict[int, str] = {}
    for row in rows:
        # A figure before or behind a name may be part of it, so the label as it is printed comes first.
        known = by_name.get(comparable(row.printed_label)) or by_name.get(comparable(row.label), {})
        candidates = list(known.values())
        if len(candidates) > 1:
            section = comparable(row.section or "")
            candidates = [line for line in candidates if comparable(line.theme_title) == section] or candidates
        if len(candidates) > 1:
            problems.append(_ambiguous(table, row))
        elif candidates and candidates[0].id in taken:
            problems.append(_twice(table, row, taken[candidates[0].id]))
        elif candidates:
            found[row.cell] = candidates[0].id
            taken[candidates[0].id] = row.cell
    return found


def _changes(row: ReadRow, line_id: int | None, standing: Standing) -> list[AmountChange]:
    changes = []
    for cell in row.cells:
        if not cell.column.isdecimal():
            continue
        year = int(cell.column)
        before = standing.amounts_oere.get((line_id, year), 0) if line_id is not None else 0
        after = _amount(cell)
        if before != after:
            changes.append(AmountChange(row.cell, cell.address, row.label, year, line_id, before, after))
    return changes


def _amount(cell: ReadCell) -> int:
    return cell.amount_oere or 0


def _new_sections(new_lines: tuple[NewLine, ...], standing: Standing) -> tuple[str, ...]:
    known = {comparable(title) for title in standing.themes}
    found: dict[str, str] = {}
    for line in new_lines:
        if line.section and comparable(line.section) not in known:
            found.setdefault(comparable(line.section), line.section)
    return tuple(found.values())


def _name_missing(table: ReadTable, standing: Standing, matched: set[int], problems: list[Problem]) -> None:
    years = {int(year) for year in table.years}
    with_money = {line for (line, year), amount in standing.amounts_oere.items() if amount and year in years}
    problems.extend(
        Problem(
            table.sheet,
            "",
            Severity.WARNING,
            "line-missing",
            Text(
                "Linjen %(line)s har penge i planen, men står ikke i filen. Den bliver ikke ændret. "
                "Hedder den noget andet i filen, så skriv navnet på linjens side som et andet navn.",
                line=_quoted(line.title),
            ),
        )
        for line in standing.lines
        if line.id in with_money - matched and line.role is not LineRole.SOURCE
    )


def _quoted(label: str) -> str:
    return f"\N{RIGHT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}"


def _ambiguous(table: ReadTable, row: ReadRow) -> Problem:
    return Problem(
        table.sheet,
        row.cell,
        Severity.ERROR,
        "line-ambiguous",
        Text(
            "%(label)s kan være flere af planens linjer. "
            "Giv linjerne i planen forskellige navne, eller ret navnet i filen.",
            label=_quoted(row.label),
        ),
    )


def _twice(table: ReadTable, row: ReadRow, first: str) -> Problem:
    return Problem(
        table.sheet,
        row.cell,
        Severity.ERROR,
        "line-twice",
        Text(
            "%(label)s står også i %(cell)s. Læg de to rækker sammen, eller giv dem forskellige navne.",
            label=_quoted(row.label),
            cell=first,
        ),
    )
