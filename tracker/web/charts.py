"""Pictures: the geometry of charts, in whole numbers, for the macros that draw them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

PATTERNS = 6
_LEAST_WIDTH = 300
_LEAST_STEP = 56
_MOST_COLUMN = 56
_HEIGHT = 260
_TOP = 24
_BASE = _HEIGHT - 28
_BAR_WIDTH = 46
_BAR_STEP = 50
_GROUP_GAP = 28
_BELOW_ZERO = 16


@dataclass(frozen=True)
class Part:
    """One thing that columns are stacked of; ``pattern`` is how it is drawn, "rest" for what isn't given out yet."""

    label: str
    pattern: str
    amounts_oere: tuple[int, ...]


@dataclass(frozen=True)
class DrawnPart:
    """A part as it lies in the picture: ``path`` goes around its block in every column."""

    label: str
    pattern: str
    path: str


@dataclass(frozen=True)
class Column:
    """A column's name below it and its sum above it."""

    middle: int
    name: str
    top: int
    total_text: str


@dataclass(frozen=True)
class StackedChart:
    """Columns of stacked parts. What lies below zero isn't drawn; the table beside the picture says it."""

    width: int
    height: int
    base: int
    columns: tuple[Column, ...]
    parts: tuple[DrawnPart, ...]


def stacked_chart(names: Sequence[str], parts: Sequence[Part], *, total_texts: Sequence[str]) -> StackedChart | None:
    """Lay out a chart of one column for each name, the first part lowest; None where there is nothing to draw."""
    drawn = [part for part in parts if any(amount > 0 for amount in part.amounts_oere)]
    sums = [sum(max(part.amounts_oere[index], 0) for part in drawn) for index in range(len(names))]
    highest = max(sums, default=0)
    if not highest:
        return None
    width = max(_LEAST_WIDTH, _LEAST_STEP * len(names))
    step = width // len(names)
    column_width = min(step * 4 // 5, _MOST_COLUMN)
    below = [0] * len(names)
    drawn_parts = []
    for part in drawn:
        path = []
        for index, amount in enumerate(part.amounts_oere):
            if amount > 0:
                bottom, top = _y(below[index], highest), _y(below[index] + amount, highest)
                below[index] += amount
                x = index * step + (step - column_width) // 2
                path.append(f"M{x} {bottom}h{column_width}V{top}h-{column_width}z")
        drawn_parts.append(DrawnPart(part.label, part.pattern, "".join(path)))
    columns = (
        Column(index * step + step // 2, name, _y(sums[index], highest), total_texts[index])
        for index, name in enumerate(names)
    )
    return StackedChart(width, _HEIGHT, _BASE, tuple(columns), tuple(reversed(drawn_parts)))


@dataclass(frozen=True)
class Series:
    """One bar in every group; ``texts`` are its amounts as they are written above the bars."""

    label: str
    pattern: str
    amounts_oere: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A bar of a group: its block, and its amount above it, or below where it is negative."""

    pattern: str
    path: str
    middle: int
    text_y: int
    text: str


@dataclass(frozen=True)
class GroupedChart:
    """Groups of bars side by side on a common line of zero."""

    width: int
    height: int
    zero: int
    bars: tuple[Bar, ...]
    groups: tuple[tuple[int, str], ...]
    legend: tuple[tuple[str, str], ...]


def grouped_chart(names: Sequence[str], series: Sequence[Series]) -> GroupedChart | None:
    """Lay out a group of bars for each name, a bar for each series; None where there is nothing to draw."""
    amounts = [amount for one in series for amount in one.amounts_oere]
    highest, lowest = max((0, *amounts)), min((0, *amounts))
    if highest == lowest:
        return None
    below = _BELOW_ZERO if lowest else 0
    span = _BASE - _TOP - below

    def y(amount: int) -> int:
        return _TOP + (highest - amount) * span // (highest - lowest)

    zero, group = y(0), len(series) * _BAR_STEP
    bars, middles = [], []
    for index in range(len(names)):
        start = index * (group + _GROUP_GAP) + _GROUP_GAP // 2
        middles.append((start + group // 2, names[index]))
        for place, one in enumerate(series):
            amount, x = one.amounts_oere[index], start + place * _BAR_STEP
            edge = y(amount)
            path = f"M{x} {zero}h{_BAR_WIDTH}V{edge}h-{_BAR_WIDTH}z" if amount else ""
            text_y = edge + _BELOW_ZERO if amount < 0 else edge - 6
            bars.append(Bar(one.pattern, path, x + _BAR_WIDTH // 2, text_y, one.texts[index]))
    width = max(_LEAST_WIDTH, len(names) * (group + _GROUP_GAP))
    legend = tuple((one.label, one.pattern) for one in series)
    return GroupedChart(width, _HEIGHT, zero, tuple(bars), tuple(middles), legend)


_FALL_WIDTH = 300
_FALL_STEP = 48
_FALL_BAR = 18
_FALL_TOP = 22
_LEAST_FALL = 4
# Changes smaller than this part of what they are made to are drawn with the bars cut off.
_CUT_BELOW = 6


@dataclass(frozen=True)
class WaterfallStep:
    """A step of a waterfall: an amount reached (``is_level``), or one that is added to the amount before."""

    name: str
    text: str
    amount_oere: int
    is_level: bool


@dataclass(frozen=True)
class WaterfallBar:
    """A step as it lies in the picture: ``direction`` is level, up or down, ``edge`` where the next one begins."""

    name: str
    text: str
    direction: str
    top: int
    x: int
    width: int
    edge: int


@dataclass(frozen=True)
class Waterfall:
    """Bars below each other, each beginning where the one above ended; its words stand above every bar.

    ``cut_oere`` is the amount that levels are drawn from where the changes would be too small to see, else 0.
    """

    width: int
    height: int
    zero: int
    bar_height: int
    gap: int
    cut_oere: int
    bars: tuple[WaterfallBar, ...]


def waterfall(steps: Sequence[WaterfallStep]) -> Waterfall | None:
    """Lay out a waterfall of one bar for each step; None where there is nothing to draw."""
    reached, before = [], 0
    for step in steps:
        start = 0 if step.is_level else before
        before = step.amount_oere if step.is_level else before + step.amount_oere
        reached.append((start, before))
    cut = _cut([end for _, end in reached])
    highest, lowest = max((0, *map(max, reached))), min((0, *map(min, reached))) or cut
    if highest == lowest:
        return None

    def x(amount: int) -> int:
        return 1 + (max(amount, lowest) - lowest) * (_FALL_WIDTH - 2) // (highest - lowest)

    bars = []
    for index, (step, (start, end)) in enumerate(zip(steps, reached, strict=True)):
        direction = "level" if step.is_level else "up" if end > start else "down"
        left, right = sorted((x(start), x(end)))
        left = min(left, _FALL_WIDTH - 1 - _LEAST_FALL)
        width = max(right - left, 0 if start == end else _LEAST_FALL)
        bars.append(WaterfallBar(step.name, step.text, direction, index * _FALL_STEP + _FALL_TOP, left, width, x(end)))
    gap = _FALL_STEP - _FALL_BAR
    return Waterfall(_FALL_WIDTH, len(bars) * _FALL_STEP, x(0), _FALL_BAR, gap, cut, tuple(bars))


def _cut(reached: Sequence[int]) -> int:
    """Tell from which amount to draw, so that changes can be seen beside large levels; 0 for the whole of it."""
    least, most = min(reached), max(reached)
    if least <= 0 or least == most or (most - least) * _CUT_BELOW >= most:
        return 0
    step: int = 10 ** (len(str(most - least)) - 1)
    return max((least - (most - least)) // step * step, 0)


def _y(amount_oere: int, highest_oere: int) -> int:
    return _BASE - amount_oere * (_BASE - _TOP) // highest_oere
