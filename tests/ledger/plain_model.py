"""The ledger as a child would keep it: a list that only grows, summed anew for every question."""

from dataclasses import dataclass, field
from datetime import date

from tracker.domain.ledger import (
    LARGEST_AMOUNT_OERE,
    BodyMayNot,
    BudgetOverdrawn,
    NewTransfer,
    TransferRefused,
    YearClosed,
)
from tracker.domain.refusals import Refusal


@dataclass(frozen=True)
class Booked:
    """A transfer that stands in the ledger."""

    decision_id: int
    day: date | None
    year: int
    source: int
    target: int
    amount: int
    reverses: int | None = None


@dataclass
class PlainLedger:
    """What a plan's ledger must hold; transfers are known by their place in the list."""

    held: frozenset[int]
    lines: frozenset[int]
    years: range
    booked: list[Booked] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)

    def verdict(self, transfers: list[NewTransfer], day: date | None, *, body_may: bool = True) -> type[Refusal] | None:
        """Tell why transfers must be refused, or that they must be taken."""
        if day is not None and not body_may:
            return BodyMayNot
        if any(self._impossible(transfer) for transfer in transfers):
            return TransferRefused
        if any(transfer.budget_year in self.closed for transfer in transfers):
            return YearClosed
        if any(not {transfer.from_line_id, transfer.to_line_id} <= self.lines for transfer in transfers):
            return TransferRefused
        return BudgetOverdrawn if day is not None and self._overdrawn_by(transfers, day) else None

    def verdict_on_reversal(self, place: int) -> type[Refusal] | None:
        """Tell whether a transfer can be reversed."""
        wrong = self.booked[place]
        if wrong.reverses is not None or any(other.reverses == place for other in self.booked):
            return TransferRefused
        return self.verdict([self.mirrored(place)], wrong.day)

    def mirrored(self, place: int) -> NewTransfer:
        """Turn a transfer round."""
        wrong = self.booked[place]
        return NewTransfer(wrong.year, wrong.target, wrong.source, wrong.amount)

    def book(
        self, decision_id: int, day: date | None, transfers: list[NewTransfer], *, reverses: int | None = None
    ) -> None:
        """Add transfers at the end."""
        self.booked += [
            Booked(
                decision_id,
                day,
                transfer.budget_year,
                transfer.from_line_id,
                transfer.to_line_id,
                transfer.amount_oere,
                reverses,
            )
            for transfer in transfers
        ]

    def budget(self, day: date, *, first: int | None = None) -> dict[tuple[int, int], int]:
        """Sum up what is decided by a day, of the ``first`` transfers or of all."""
        sums: dict[tuple[int, int], int] = {}
        for transfer in self.booked[:first]:
            if transfer.day is not None and transfer.day <= day:
                for line, amount in ((transfer.source, -transfer.amount), (transfer.target, transfer.amount)):
                    sums[line, transfer.year] = sums.get((line, transfer.year), 0) + amount
        return sums

    def _impossible(self, transfer: NewTransfer) -> bool:
        return (
            not 0 < transfer.amount_oere <= LARGEST_AMOUNT_OERE
            or transfer.from_line_id == transfer.to_line_id
            or transfer.budget_year not in self.years
        )

    def _overdrawn_by(self, transfers: list[NewTransfer], day: date) -> bool:
        tried = PlainLedger(self.held, self.lines, self.years, list(self.booked))
        tried.book(0, day, transfers)
        days = {day} | {transfer.day for transfer in self.booked if transfer.day is not None and transfer.day > day}
        return any(
            amount < 0 for later in days for (line, _), amount in tried.budget(later).items() if line in self.held
        )
