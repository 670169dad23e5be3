"""A decision's transfers as a table: a row for each pair of lines, a column for each year."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.budget import LineRole
from tracker.queries.decisions import TransferRow


@dataclass(frozen=True)
class MovedRow:
    """What was moved from one line to another; a cell holds the transfers of its year. A source has no page."""

    from_title: str
    from_slug: str
    to_title: str
    to_slug: str
    to_is_source: bool
    is_reversal: bool
    cells: tuple[tuple[TransferRow, ...], ...]
    sum_oere: int


@dataclass(frozen=True)
class TransferTable:
    """All of a decision's transfers; ``sums_oere`` leaves reversals and what they reverse out."""

    years: tuple[int, ...]
    rows: tuple[MovedRow, ...]
    sums_oere: tuple[int, ...]

    @property
    def sum_oere(self) -> int:
        """What the decision moves in all."""
        return sum(self.sums_oere)


def transfer_table(transfers: Sequence[TransferRow]) -> TransferTable:
    """Lay transfers out by pairs of lines and by years, in the order in which the pairs first come."""
    years = tuple(sorted({transfer.budget_year for transfer in transfers}))
    groups: dict[tuple[int, int, bool], list[TransferRow]] = {}
    for transfer in transfers:
        key = (transfer.from_line_id, transfer.to_line_id, transfer.reverses_id is not None)
        groups.setdefault(key, []).append(transfer)
    return TransferTable(
        years=years,
        rows=tuple(_row(group, years) for group in groups.values()),
        sums_oere=tuple(
            sum(transfer.amount_oere for transfer in transfers if transfer.budget_year == year and stands(transfer))
            for year in years
        ),
    )


def stands(transfer: TransferRow) -> bool:
    """Tell whether a transfer counts: it wasn't put right later and doesn't put another right."""
    return transfer.reverses_id is None and transfer.reversed_by_id is None


def _row(group: Sequence[TransferRow], years: Sequence[int]) -> MovedRow:
    first = group[0]
    by_year: dict[int, list[TransferRow]] = {}
    for transfer in group:
        by_year.setdefault(transfer.budget_year, []).append(transfer)
    return MovedRow(
        from_title=first.from_title,
        from_slug=first.from_slug,
        to_title=first.to_title,
        to_slug=first.to_slug,
        to_is_source=first.to_role is LineRole.SOURCE,
        is_reversal=first.reverses_id is not None,
        cells=tuple(tuple(by_year.get(year, ())) for year in years),
        sum_oere=sum(transfer.amount_oere for transfer in group if transfer.reversed_by_id is None),
    )
