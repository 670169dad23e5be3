"""Where the amounts of a table before and after lead: each to the postings that it is made of."""

from collections.abc import Iterable, Mapping
from datetime import date

from tracker.domain.entries import LineRef
from tracker.domain.money import Unit
from tracker.domain.years import today
from tracker.queries.entries import ChosenLine, WeighedLine
from tracker.web.budget.choices import unit_query
from tracker.web.explanations import Explained, Query
from tracker.web.postings.choices import FROM, TO
from tracker.web.presentation import day as written_day


class EffectAddresses:
    """Leads from the amounts of a table to their postings: before, what a proposal changes, and after.

    Like the table, they are those of a day, or of today. What is only typed yet has no postings, and its amounts lead
    nowhere. A sum's line is not among the plan's and asks for all of them.
    """

    def __init__(
        self,
        slug: str,
        lines: Iterable[ChosenLine],
        unit: Unit,
        *,
        day: date | None,
        proposal_id: int | None = None,
        beside_a_form: bool,
    ) -> None:
        self.beside_a_form = beside_a_form
        self._slugs: Mapping[LineRef, str] = {line.id: line.slug for line in lines}
        self.of_saved = proposal_id is not None
        on = {} if day is None else {"dato": written_day(day)}
        since, until = written_day(day or today()), {f"{TO}{name}": text for name, text in on.items()}
        self._before = Explained.of(slug, {**on, **unit_query(unit)})
        self._after = Explained.of(slug, {**on, "med": proposal_id, **unit_query(unit)})
        self._change = Explained.of(slug, {f"{FROM}dato": since, **until, f"{TO}med": proposal_id, **unit_query(unit)})

    def before(self, line: WeighedLine, year: int) -> str:
        """Give the address of an amount as it is."""
        return self._before.address(self._asked(line, year))

    def change(self, line: WeighedLine, year: int) -> str:
        """Give the address of what the proposal changes, or nothing where it isn't saved yet."""
        return self._change.address(self._asked(line, year)) if self.of_saved else ""

    def after(self, line: WeighedLine, year: int) -> str:
        """Give the address of an amount with the proposal, or nothing where it isn't saved yet."""
        return self._after.address(self._asked(line, year)) if self.of_saved else ""

    def _asked(self, line: WeighedLine, year: int) -> Query:
        slug = self._slugs.get(line.ref)
        return {"linje": slug, "aar": year} if slug else {"aar": year}
