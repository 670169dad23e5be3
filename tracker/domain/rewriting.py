"""Rewriting: from the transfers that stand to those that are wanted, by reversals and new rows alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.ledger import NewTransfer


@dataclass(frozen=True)
class StandingTransfer:
    """A transfer of a decision that counts: it isn't a reversal and wasn't reversed."""

    id: int
    budget_year: int
    from_line_id: int
    to_line_id: int
    amount_oere: int
    published_cell_id: int | None = None

    @property
    def moves(self) -> tuple[int, int, int, int]:
        """Say what it moves, apart from which row it is."""
        return self.budget_year, self.from_line_id, self.to_line_id, self.amount_oere


def as_entered(standing: Iterable[NewTransfer | StandingTransfer]) -> tuple[EntryTransfer, ...]:
    """Take transfers that stand as if they had been typed, all of them in one row."""
    return tuple(
        EntryTransfer(0, one.budget_year, one.from_line_id, one.to_line_id, one.amount_oere) for one in standing
    )


def rewritten(standing: Sequence[StandingTransfer], wanted: Iterable[NewTransfer]) -> tuple[NewTransfer, ...]:
    """Give the rows to add so that exactly the wanted transfers stand; what stands already is left alone."""
    missing = Counter((new.budget_year, new.from_line_id, new.to_line_id, new.amount_oere) for new in wanted)
    reversals = []
    for old in standing:
        if missing[old.moves]:
            missing[old.moves] -= 1
        else:
            reversals.append(
                NewTransfer(
                    budget_year=old.budget_year,
                    from_line_id=old.to_line_id,
                    to_line_id=old.from_line_id,
                    amount_oere=old.amount_oere,
                    reverses_id=old.id,
                )
            )
    additions = [NewTransfer(*moves) for moves, count in missing.items() for _ in range(count)]
    return (*reversals, *additions)


def changed_cells(entry: Entry, standing: Iterable[StandingTransfer]) -> frozenset[tuple[int, int]]:
    """Tell which cells of an entry, (row, year), say something new; what stands already isn't asked to fit again."""
    there = Counter(old.moves for old in standing)
    changed = set()
    for transfer in entry.transfers:
        moves = (transfer.budget_year, transfer.from_line, transfer.to_line, transfer.amount_oere)
        if there[moves]:  # type: ignore[index]  # a key of a new line is simply not there
            there[moves] -= 1  # type: ignore[index]
        else:
            changed.add((transfer.row, transfer.budget_year))
    return frozenset(changed)
