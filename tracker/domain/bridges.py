"""Bridges: how one budget became another, by kind of decision, so that start and changes add up to the end."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.decisions import DecisionKind

# The changes of a bridge, in the order in which a budget is built up.
KINDS = tuple(DecisionKind)


@dataclass(frozen=True)
class Bridge:
    """From one amount to another: øre, changes as ``KINDS``.

    ``corrections_oere`` is what was recorded, between the two, about decisions that counted in the first already.
    """

    start_oere: int = 0
    by_kind_oere: tuple[int, ...] = (0,) * len(KINDS)
    corrections_oere: int = 0

    @property
    def end_oere(self) -> int:
        """The amount that the bridge leads to."""
        return self.start_oere + sum(self.by_kind_oere) + self.corrections_oere


def added_up(bridges: Iterable[Bridge]) -> Bridge:
    """Add bridges up: their starts, and their changes kind by kind."""
    found = tuple(bridges)
    if not found:
        return Bridge()
    by_kind = zip(*(bridge.by_kind_oere for bridge in found), strict=True)
    return Bridge(
        sum(bridge.start_oere for bridge in found),
        tuple(sum(changes) for changes in by_kind),
        sum(bridge.corrections_oere for bridge in found),
    )
