"""What an entry does, as its page shows it: the pools, the table before and after, and who must decide it."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.budget import LineRole
from tracker.domain.entries import LineRef
from tracker.domain.money import Unit
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.queries.entries import Weighed, WeighedLine
from tracker.queries.plan_parts import ThemeRow
from tracker.web.amounts import decimals_for

# In a plan with more lines than this, only those that are touched are shown, and the pools.
MOST_LINES_SHOWN = 60


@dataclass(frozen=True)
class EffectSection:
    """The lines of a theme; the title is empty for lines outside the themes."""

    title: str
    lines: tuple[WeighedLine, ...]


@dataclass(frozen=True)
class Effect:
    """What is shown. ``may`` is None as long as nothing is moved or no body is named."""

    years: tuple[int, ...]
    unit: Unit
    decimals: int
    day: date
    pools: tuple[WeighedLine, ...]
    sections: tuple[EffectSection, ...]
    sources: tuple[WeighedLine, ...]
    sums: WeighedLine
    hidden_count: int
    ruling: Text | None
    body: str
    may: bool | None

    @property
    def moves(self) -> bool:
        """Tell whether anything is moved at all."""
        return any(line.is_touched for section in self.sections for line in section.lines)


def effect_of(weighed: Weighed, themes: Sequence[ThemeRow], unit: Unit, *, body: str, day: date | None) -> Effect:
    """Lay a weighed entry out; ``day`` is the decision's, or None for a proposal."""
    inside = [line for line in weighed.lines if line.role is not LineRole.SOURCE]
    shown = inside
    if len(inside) > MOST_LINES_SHOWN:
        shown = [line for line in inside if line.is_touched or line.role is LineRole.RESERVE]
    amounts = [
        amount
        for line in (*shown, *weighed.reserves, weighed.sums)
        for amount in (*line.before_oere, *line.change_oere)
    ]
    return Effect(
        years=weighed.years,
        unit=unit,
        decimals=decimals_for(amounts, unit),
        day=day or today(),
        pools=weighed.reserves,
        sections=_sections(shown, {theme.id: theme.title for theme in themes}),
        sources=tuple(line for line in weighed.lines if line.role is LineRole.SOURCE and line.is_touched),
        sums=weighed.sums,
        hidden_count=len(inside) - len(shown),
        ruling=weighed.ruling.text if weighed.ruling else None,
        body=body,
        may=weighed.may if body else None,
    )


def beside(weighed: Weighed, already: Mapping[tuple[LineRef, int], int]) -> Weighed:
    """Take what is there already as part of what was before; the change is what comes on top of it."""

    def shifted(line: WeighedLine) -> WeighedLine:
        there = [already.get((line.ref, year), 0) for year in weighed.years]
        return replace(
            line,
            before_oere=tuple(map(operator.add, line.before_oere, there)),
            change_oere=tuple(map(operator.sub, line.change_oere, there)),
        )

    return replace(weighed, lines=tuple(shifted(line) for line in weighed.lines))


def _sections(lines: Sequence[WeighedLine], titles: dict[int, str]) -> tuple[EffectSection, ...]:
    by_theme: dict[int | None, list[WeighedLine]] = {}
    for line in lines:
        by_theme.setdefault(line.theme_id, []).append(line)
    return tuple(EffectSection(titles.get(theme or 0, ""), tuple(found)) for theme, found in by_theme.items())
