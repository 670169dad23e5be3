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


@dataclass(frozen=True)
class Part:
    """One thing that columns are stacked of; ``pattern`` is how it is drawn, "rest" for what isn't given out yet."""

    label: str
    pattern: str
    amounts_oere: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A part of one column: where it lies, how it is drawn, and what it says."""

    y: int
    height: int
    pattern: str
    label: str
    text: str


@dataclass(frozen=True)
class Column:
    """A column of the picture, with its name below and its sum above."""

    x: int
    middle: int
    name: str
    top: int
    total_text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class StackedChart:
    """Columns of stacked parts. What lies below zero isn't drawn; the table beside the picture says it."""

    width: int
    height: int
    base: int
    column_width: int
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]


def stacked_chart(names: Sequence[str], parts: Sequence[Part], *, total_texts: Sequence[str]) -> StackedChart | None:
    """Lay out a chart of one column for each name, the first part lowest; None where there is nothing to draw."""
    drawn = tuple(part for part in parts if any(amount > 0 for amount in part.amounts_oere))
    sums = [sum(max(part.amounts_oere[index], 0) for part in drawn) for index in range(len(names))]
    highest = max(sums, default=0)
    if not highest:
        return None
    width = max(_LEAST_WIDTH, _LEAST_STEP * len(names))
    step = width // len(names)
    column_width = min(step * 4 // 5, _MOST_COLUMN)
    scale = _Scale(highest, column_width)
    columns = tuple(
        Column(
            x=index * step + (step - column_width) // 2,
            middle=index * step + step // 2,
            name=name,
            top=scale.y(sums[index]),
            total_text=total_texts[index],
            blocks=_blocks(drawn, index, scale),
        )
        for index, name in enumerate(names)
    )
    return StackedChart(width, _HEIGHT, _BASE, column_width, columns, drawn[::-1])


@dataclass(frozen=True)
class _Scale:
    """From amounts to places in the picture."""

    highest_oere: int
    column_width: int

    def y(self, amount_oere: int) -> int:
        return _BASE - amount_oere * (_BASE - _TOP) // self.highest_oere


def _blocks(parts: Sequence[Part], index: int, scale: _Scale) -> tuple[Block, ...]:
    below = 0
    blocks = []
    for part in parts:
        amount = part.amounts_oere[index]
        if amount > 0:
            bottom, top = scale.y(below), scale.y(below + amount)
            below += amount
            blocks.append(Block(top, bottom - top, part.pattern, part.label, part.texts[index]))
    return tuple(blocks)
