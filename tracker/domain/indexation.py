"""Indexation: a rate on lines' budgets, rounded as a whole and shared by largest remainder, so that it adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.money import KR, THOUSAND_KR

# A rate is held in millionths: 1,85 pct. is 18500. As a percentage it is written with four decimals.
MILLION = 1_000_000
RATE_DECIMALS = 4


class Rounding(StrEnum):
    """To which step a year's total and the lines' shares of it are whole."""

    OERE = "oere"
    KR = "kr"
    THOUSAND_KR = "tkr"


STEPS_OERE: Mapping[Rounding, int] = {
    Rounding.OERE: 1,
    Rounding.KR: KR.oere,
    Rounding.THOUSAND_KR: THOUSAND_KR.oere,
}


@dataclass(frozen=True)
class IndexedLine:
    """A line in one year: what it had, and its signed share of the year's indexation; both in øre."""

    line_id: int
    before_oere: int
    share_oere: int

    @property
    def after_oere(self) -> int:
        """What the line has after the indexation."""
        return self.before_oere + self.share_oere


def indexed(budgets: Sequence[tuple[int, int]], *, rate_millionths: int, rounding: Rounding) -> tuple[IndexedLine, ...]:
    """Share one year's indexation over its lines, given as (line, øre) in the order of the table.

    The total is the sum × rate, rounded half away from zero to the step. Each line gets its exact part rounded down to
    the step, and what is left goes step by step to those that lost most by it, of equal ones to the first in the table.
    A negative rate takes exactly what the same positive one gives.
    """
    step = STEPS_OERE[rounding]
    whole_step = MILLION * step
    sign = -1 if rate_millionths < 0 else 1
    # In millionths of an øre, so that nothing is rounded before it is shared.
    exact = [budget * abs(rate_millionths) for _, budget in budgets]
    parts = [part // whole_step for part in exact]
    missing = _half_away_from_zero(sum(exact), whole_step) - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda place: (-(exact[place] % whole_step), place))
    for place in by_remainder[:missing]:
        parts[place] += 1
    return tuple(
        IndexedLine(line_id, budget, sign * part * step) for (line_id, budget), part in zip(budgets, parts, strict=True)
    )


def _half_away_from_zero(amount: int, step: int) -> int:
    """Divide by the step and round to a whole number, halves away from zero."""
    rounded = (2 * abs(amount) + step) // (2 * step)
    return -rounded if amount < 0 else rounded
