"""Carry-over: what a line has left of a year, what of it goes on to a later year, and the pairs of transfers for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.budget import LineRole
from tracker.domain.entries import EntryTransfer


@dataclass(frozen=True)
class CarriedLine:
    """A line with its budget and spending of a year, and what is carried over; in øre, None where nothing was typed."""

    line_id: int
    role: LineRole
    budget_oere: int
    spent_oere: int | None = None
    carried_oere: int | None = None

    @property
    def left_oere(self) -> int | None:
        """What is left of the year: all of a reserve, for nothing is spent from it; unknown before spending is."""
        if self.role is LineRole.RESERVE:
            return self.budget_oere
        return None if self.spent_oere is None else self.budget_oere - self.spent_oere

    @property
    def proposed_oere(self) -> int | None:
        """What to propose: what is left, and nothing of a line that spent too much."""
        left = self.left_oere
        return None if left is None else max(left, 0)

    @property
    def lacks_spending(self) -> bool:
        """Tell whether something is carried over before it is known what is left."""
        return bool(self.carried_oere) and self.left_oere is None

    @property
    def carries_too_much(self) -> bool:
        """Tell whether more is carried over than is left."""
        return self.carried_oere is not None and self.carried_oere > (self.proposed_oere or 0)


def years_fit(from_year: int, to_year: int) -> bool:
    """Tell whether money goes forward in time."""
    return from_year < to_year


def pairs(lines: Iterable[CarriedLine], *, source_id: int, from_year: int, to_year: int) -> Sequence[EntryTransfer]:
    """Give for each line that carries something over its pair: back to the source, and out again in the later year."""
    found: list[EntryTransfer] = []
    carrying = ((line.line_id, line.carried_oere) for line in lines)
    for line_id, amount in ((line_id, amount) for line_id, amount in carrying if amount):
        found.append(EntryTransfer(len(found), from_year, line_id, source_id, amount))
        found.append(EntryTransfer(len(found), to_year, source_id, line_id, amount))
    return tuple(found)
