"""A comparison made ready to be shown: its columns, the cells of its rows, and its pictures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from flask import url_for
from flask_babel import gettext

from tracker.domain.budget import GIVEN_OUT, LineRole
from tracker.domain.money import Unit
from tracker.queries.frames import Frames
from tracker.queries.scenarios import ComparedLine, Comparison
from tracker.web.amounts import decimals_for, writer
from tracker.web.charts import GroupedChart, Series, grouped_chart
from tracker.web.scenarios.choices import Choices

# What asks for the lines that money is given to, and for the pools, on the page that explains an amount.
_GIVEN_OUT = "".join(f"rolle={role}&" for role in sorted(GIVEN_OUT))
_RESERVE = f"rolle={LineRole.RESERVE}&"
# In a plan with more lines than this, only those that are touched are shown, and the pools.
MOST_LINES_SHOWN = 80


@dataclass(frozen=True)
class Cell:
    """An amount with its difference to today, written out; the address explains it. Empty where there is nothing."""

    amount: str
    difference: str
    address: str
    starts_group: bool
    is_short: bool


@dataclass(frozen=True)
class Row:
    """A row of the comparison."""

    title: str
    outline: str
    is_reserve: bool
    is_new: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """A section of the comparison with the rows that are shown."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Figure:
    """What one budget allocates and leaves in the pool, by year, each with its address."""

    title: str
    allocated: tuple[Cell, ...]
    reserve: tuple[Cell, ...]


@dataclass(frozen=True)
class CompareView:
    """The whole page's numbers. ``adds_up`` tells whether in every year lines and pool are the frame."""

    titles: tuple[str, ...]
    years: tuple[int, ...]
    sections: tuple[Section, ...]
    totals: Row
    reserves: Row
    adds_up: bool
    hidden_count: int
    figures: tuple[Figure, ...]
    reserve_chart: GroupedChart | None
    allocated_chart: GroupedChart | None


def view_of(found: Comparison, frames: Frames, choices: Choices, *, language: str) -> CompareView:
    """Choose what of a comparison stands on the page, and how it is written."""
    return _Writer(found, frames, choices, language).view()


class _Writer:
    """Writes one comparison: the same unit and the same decimals everywhere."""

    def __init__(self, found: Comparison, frames: Frames, choices: Choices, language: str) -> None:
        self._found = found
        self._frames = frames
        self._places = choices.columns(found.years, set(_changed_years(found)))
        self._years = tuple(found.years[place] for place in self._places)
        unit: Unit = choices.unit
        self._write = writer(unit, decimals=decimals_for(_amounts(found), unit), language=language)
        self._addresses = self._explaining(unit)

    def view(self) -> CompareView:
        """Write everything the page shows."""
        found = self._found
        lines = [line for section in found.sections for line in section.lines]
        shown = lines
        if len(lines) > MOST_LINES_SHOWN:
            shown = [line for line in lines if line.is_touched or line.line.role is LineRole.RESERVE]
        ids = {line.line.id for line in shown}
        sections = (
            Section(section.title, tuple(self._line(line) for line in section.lines if line.line.id in ids))
            for section in found.sections
        )
        titles = (gettext("I dag"), *(row.scenario.title for row in found.scenarios))
        reserves = (found.today_reserve_oere, *(row.reserve_oere for row in found.scenarios))
        allocated = (found.today_allocated_oere, *(row.allocated_oere for row in found.scenarios))
        totals = (found.today.totals_oere, *(row.table.totals_oere for row in found.scenarios))
        return CompareView(
            titles=titles,
            years=self._years,
            sections=tuple(section for section in sections if section.rows),
            totals=self._sums(gettext("I alt"), totals),
            reserves=self._sums(gettext("Tilbage i puljen"), reserves, asking=_RESERVE),
            adds_up=totals == (self._frames.today_oere, *self._frames.scenarios_oere),
            hidden_count=len(lines) - len(shown),
            figures=tuple(
                Figure(
                    title,
                    tuple(self._cells(given, address=f"{address}{_GIVEN_OUT}")),
                    tuple(self._cells(left, address=f"{address}{_RESERVE}")),
                )
                for title, given, left, address in zip(titles, allocated, reserves, self._addresses, strict=True)
            ),
            reserve_chart=self._chart(titles, reserves),
            allocated_chart=self._chart(titles, allocated),
        )

    def _line(self, row: ComparedLine) -> Row:
        columns = (
            (row.today_oere, ()),
            *zip(row.amounts_oere, row.differences_oere, strict=True),
        )
        cells = tuple(
            cell
            for budget, (amounts, differences) in enumerate(columns)
            for cell in self._cells(amounts, differences, address=f"{self._addresses[budget]}linje={row.line.slug}&")
        )
        is_reserve = row.line.role is LineRole.RESERVE
        return Row(row.line.title, row.line.outline, is_reserve, row.is_new, cells)

    def _sums(self, title: str, budgets: Sequence[Sequence[int]], *, asking: str = "") -> Row:
        today = budgets[0]
        cells = tuple(
            cell
            for budget, amounts in zip(self._addresses, budgets, strict=True)
            for cell in self._cells(
                amounts, [then - now for then, now in zip(amounts, today, strict=True)], address=f"{budget}{asking}"
            )
        )
        return Row(title, "", is_reserve=False, is_new=False, cells=cells)

    def _cells(self, amounts: Sequence[int | None], differences: Sequence[int] = (), *, address: str) -> Iterator[Cell]:
        """Write amounts; ``address`` is what their addresses begin with, their year ends them."""
        for place, year in zip(self._places, self._years, strict=True):
            amount, difference = amounts[place], differences[place] if differences else 0
            yield Cell(
                amount=self._write(amount) if amount else "",
                difference=self._signed(difference),
                address=f"{address}aar={year}" if amount or difference else "",
                starts_group=place == self._places[0],
                is_short=(amount or 0) < 0,
            )

    def _signed(self, difference: int) -> str:
        if not difference:
            return ""
        return f"+{self._write(difference)}" if difference > 0 else self._write(difference)

    def _written(self, amounts: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._write(amounts[place]) for place in self._places)

    def _explaining(self, unit: Unit) -> tuple[str, ...]:
        """Give what the addresses that explain each budget's amounts begin with; each by itself would cost too much."""
        slug = self._found.plan.slug
        usual: dict[str, Any] = {} if unit.code == "tkr" else {"enhed": unit.code}
        counted = [[], *([proposal.id for proposal in row.scenario.counted] for row in self._found.scenarios)]
        addresses = [url_for("postings.explain", slug=slug, med=ids, **usual) for ids in counted]
        return tuple(f"{address}{'&' if '?' in address else '?'}" for address in addresses)

    def _chart(self, titles: Sequence[str], budgets: Sequence[Sequence[int]]) -> GroupedChart | None:
        series = [
            Series(title, str(number), tuple(amounts[place] for place in self._places), self._written(amounts))
            for number, (title, amounts) in enumerate(zip(titles, budgets, strict=True))
        ]
        return grouped_chart([str(year) for year in self._years], series)


def _changed_years(found: Comparison) -> Iterator[int]:
    for section in found.sections:
        for line in section.lines:
            for differences in line.differences_oere:
                yield from (year for year, change in zip(found.years, differences, strict=True) if change)


def _amounts(found: Comparison) -> Iterable[int | None]:
    for section in found.sections:
        for line in section.lines:
            yield from chain(line.today_oere, *line.amounts_oere)
