"""The shares of an indexation as the page shows them, and as the rows of a decision."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.entries import EntryTransfer
from tracker.domain.indexation import IndexedLine, Rounding, indexed
from tracker.domain.money import KR, Unit
from tracker.queries.entries import ChosenLine
from tracker.queries.working_budget import WorkingBudget
from tracker.web.amounts import decimals_for, is_rounded


@dataclass(frozen=True)
class IndexationView:
    """For each year its lines before, share and after, and the unit that shows every amount exactly."""

    years: tuple[int, ...]
    lines: tuple[ChosenLine, ...]
    shares: Mapping[tuple[int, int], IndexedLine]
    unit: Unit
    decimals: int

    def share(self, line_id: int, year: int) -> IndexedLine | None:
        """Give a line's share of a year; None for a line that isn't indexed."""
        return self.shares.get((line_id, year))

    def totals(self, year: int) -> tuple[int, int, int]:
        """Add up a year's indexed lines: before, share and after, in øre."""
        found = [share for (_, share_year), share in self.shares.items() if share_year == year]
        before = sum(share.before_oere for share in found)
        change = sum(share.share_oere for share in found)
        return before, change, before + change

    @property
    def moves_money(self) -> bool:
        """Tell whether some line gets or gives something."""
        return any(share.share_oere for share in self.shares.values())

    def transfers(self, source_id: int) -> Sequence[EntryTransfer]:
        """Give the rows of the decision: from the source to each line, or back from it where the share is negative."""
        rows: dict[tuple[int, int], int] = {}
        found = []
        for line in self.lines:
            for year in self.years:
                share = self.share(line.id, year)
                if share is None or not share.share_oere:
                    continue
                pair = (source_id, line.id) if share.share_oere > 0 else (line.id, source_id)
                row = rows.setdefault(pair, len(rows))
                found.append(EntryTransfer(row, year, *pair, abs(share.share_oere)))
        return tuple(found)


def view_of(
    budget: WorkingBudget,
    *,
    years: Sequence[int],
    line_ids: Collection[int],
    rate_millionths: int,
    rounding: Rounding,
) -> IndexationView:
    """Work the shares out, year by year, for the chosen lines in the order of the table."""
    shares = {
        (share.line_id, year): share
        for year in years
        for share in indexed(
            [(line.id, budget.budget_oere(line.id, year)) for line in budget.lines if line.id in line_ids],
            rate_millionths=rate_millionths,
            rounding=rounding,
        )
    }
    amounts = [amount for share in shares.values() for amount in (share.before_oere, share.share_oere)]
    decimals = decimals_for(amounts, budget.unit)
    unit = budget.unit
    if is_rounded(amounts, unit, decimals=decimals):
        unit, decimals = KR, decimals_for(amounts, KR)
    return IndexationView(tuple(years), budget.lines, shares, unit, decimals)
