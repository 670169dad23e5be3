"""How plans stand, as cells of a table: the frame, what is given out and what is left, each leading to its postings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from tracker.domain.budget import GIVEN_OUT, LineRole
from tracker.domain.money import THOUSAND_KR
from tracker.queries.standings import PlanStanding
from tracker.web.amounts import NumberCells, decimals_for
from tracker.web.explanations import Explained, Query
from tracker.web.language import language

# The figures of a standing, and what each asks of the page that explains it.
_FIGURES: Mapping[str, Query] = {
    "frame_oere": {},
    "allocated_oere": {"rolle": sorted(GIVEN_OUT)},
    "reserve_oere": {"rolle": LineRole.RESERVE.value},
    "proposed_oere": {"rolle": LineRole.RESERVE.value, "forslag": "1"},
}


class StandingCells:
    """Writes the figures of a page: the same unit and the same decimals everywhere."""

    def __init__(self, standings: Sequence[PlanStanding]) -> None:
        amounts = [getattr(year, name) for standing in standings for year in standing.years for name in _FIGURES]
        self._cells = NumberCells.of(THOUSAND_KR, decimals=decimals_for(amounts, THOUSAND_KR), language=language())

    def years(self, standing: PlanStanding, figure: str) -> Markup:
        """Write a figure of every year, and their sum."""
        return self._written(standing, figure, [{"aar": year.year} for year in standing.years])

    def whole(self, standing: PlanStanding, figure: str) -> Markup:
        """Write the sum of all years alone."""
        return self._written(standing, figure, [])

    def _written(self, standing: PlanStanding, figure: str, columns: Sequence[Query]) -> Markup:
        explained = Explained.of(standing.plan.slug, _FIGURES[figure])
        endings = explained.of_all(columns, whole={})
        cells = replace(self._cells, endings=endings.columns, sum_ending=endings.sum)
        amounts = [getattr(year, figure) for year in standing.years]
        given = [amount or None for amount in amounts] if columns else []
        return cells(given, sum_oere=sum(amounts), address=explained.page)
