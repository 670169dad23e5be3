"""The ledger as a child would keep it: a list that only grows, summed anew for every question."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

# (row of the form, budget year, from, to, øre); a line is known by its number, one to be made by its key.
Move = tuple[int, int, int | str, int | str, int]
Cells = dict[tuple[int, int], int]


@dataclass
class PlainLine:
    """A line: its role, whose it is (None for anybody's), whether it is held to zero, and what it came with."""

    role: str
    committee: str | None
    held: bool
    introduced_by: int | None = None


@dataclass
class PlainDecision:
    """A decision, or a proposal while it has a state; ``taken`` is the operation by which it was decided."""

    kind: str
    body: str
    day: date | None
    owner: int
    title: str = ""
    state: str | None = None
    taken: int | None = None
    version: int = 1


@dataclass(frozen=True)
class Booked:
    """A transfer that stands in the ledger, with the operation that wrote it."""

    decision_id: int
    year: int
    source: int
    target: int
    amount: int
    written: int
    reverses: int | None = None

    @property
    def moves(self) -> tuple[int, int, int, int]:
        """What it moves, apart from which row it is."""
        return self.year, self.source, self.target, self.amount


@dataclass
class PlainLedger:
    """What a plan's ledger must hold; transfers are known by their place in the list, operations by their number."""

    years: range
    lines: dict[int, PlainLine] = field(default_factory=dict)
    decisions: dict[int, PlainDecision] = field(default_factory=dict)
    booked: list[Booked] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    operation: int = 0

    def book(self, decision_id: int, moves: Iterable[Move], *, reverses: int | None = None) -> None:
        """Add transfers at the end."""
        self.booked += [
            Booked(decision_id, year, int(source), int(target), amount, self.operation, reverses)
            for _, year, source, target, amount in moves
        ]

    def mirrored(self, place: int) -> Move:
        """Turn a transfer round."""
        wrong = self.booked[place]
        return 0, wrong.year, wrong.target, wrong.source, wrong.amount

    def standing(self, decision_id: int) -> list[int]:
        """List the places of a decision's transfers that are no reversals and weren't reversed."""
        reversed_ones = {one.reverses for one in self.booked}
        return [
            place
            for place, one in enumerate(self.booked)
            if one.decision_id == decision_id and one.reverses is None and place not in reversed_ones
        ]

    def rewrite(self, decision_id: int, wanted: Iterable[Move]) -> int:
        """Reverse what isn't wanted and add what is missing; gives how many rows that took."""
        unwanted, missing = self.difference(decision_id, wanted)
        for place in unwanted:
            self.book(decision_id, [self.mirrored(place)], reverses=place)
        self.book(decision_id, missing)
        return len(unwanted) + len(missing)

    def difference(self, decision_id: int, wanted: Iterable[Move]) -> tuple[list[int], list[Move]]:
        """Tell which of the standing transfers aren't wanted, and which wanted ones don't stand."""
        missing = [move[1:] for move in wanted]
        firsts = list(missing)
        unwanted = []
        for place in self.standing(decision_id):
            if self.booked[place].moves in missing:
                missing.remove(self.booked[place].moves)
            else:
                unwanted.append(place)
        return unwanted, [(0, *moves) for moves in sorted(missing, key=firsts.index)]

    def budget(
        self,
        day: date,
        *,
        known: int | None = None,
        proposals: Collection[int] = (),
        without: Collection[int] = (),
    ) -> Cells:
        """Sum up what is decided by a day, as known before an operation, with proposals, without decisions."""
        sums: Cells = {}
        for one in self.booked:
            decision = self.decisions[one.decision_id]
            if known is not None and max(one.written, decision.taken or 0) >= known:
                continue
            decided = decision.day is not None and decision.day <= day
            if (decided or one.decision_id in proposals) and one.decision_id not in without:
                _add(sums, one.year, one.source, one.target, one.amount)
        return sums

    def balances(self, *, without: int | None = None, with_moves: Iterable[Move] = (), day: date) -> Iterator[Cells]:
        """Give the budget of every day on which something is decided, with moves of one more decision of a day."""
        by_day: dict[date, list[tuple[int, int, int, int]]] = {day: [move[1:] for move in with_moves]}  # type: ignore[misc]  # numbers by now
        for one in self.booked:
            decided_on = self.decisions[one.decision_id].day
            if decided_on is not None and one.decision_id != without:
                by_day.setdefault(decided_on, []).append(one.moves)
        sums: Cells = {}
        for _, moves in sorted(by_day.items()):
            for move in moves:
                _add(sums, *move)
            yield sums

    def open_proposals(self) -> frozenset[int]:
        """Tell which proposals are drafts or with the committee."""
        return frozenset(number for number, one in self.decisions.items() if one.state in {"draft", "sent"})


def _add(sums: Cells, year: int, source: int, target: int, amount: int) -> None:
    sums[source, year] = sums.get((source, year), 0) - amount
    sums[target, year] = sums.get((target, year), 0) + amount
