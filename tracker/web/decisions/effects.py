"""What a proposal does to the budget, and what stands against it: today, or on the day it is adopted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tracker.domain.decisions import NewDecision
from tracker.domain.entries import EntryProblem, LineRef
from tracker.domain.money import Unit
from tracker.domain.years import today
from tracker.queries import plan_parts
from tracker.queries.decisions import DecisionDetail
from tracker.queries.entries import WeighedLine, standing_entry, weigh
from tracker.queries.plans import PlanRow
from tracker.queries.postings import NamedLine, named_lines
from tracker.web.budget.choices import unit_query
from tracker.web.entries.effect import Effect, effect_of
from tracker.web.entries.grid import PlacedProblem
from tracker.web.explanations import Explained, Query
from tracker.web.postings.choices import FROM, TO
from tracker.web.presentation import day as written_day
from tracker.web.sessions import actor


class EffectAddresses:
    """Leads from the amounts of a proposal's table to their postings: before, what it changes, and after.

    Like the table, they are those of today; a sum's line is not among the plan's and asks for all of them.
    """

    def __init__(self, slug: str, lines: Iterable[NamedLine], unit: Unit, decision_id: int) -> None:
        counted, before = {"med": decision_id}, {f"{FROM}dato": written_day(today())}
        self._slugs: Mapping[LineRef, str] = {line.id: line.slug for line in lines}
        self._before = Explained.of(slug, unit_query(unit))
        self._after = Explained.of(slug, {**counted, **unit_query(unit)})
        self._change = Explained.of(slug, {**before, f"{TO}med": decision_id, **unit_query(unit)})

    def before(self, line: WeighedLine, year: int) -> str:
        """Give the address of an amount without the proposal."""
        return self._before.address(self._asked(line, year))

    def change(self, line: WeighedLine, year: int) -> str:
        """Give the address of what the proposal changes."""
        return self._change.address(self._asked(line, year))

    def after(self, line: WeighedLine, year: int) -> str:
        """Give the address of an amount with the proposal."""
        return self._after.address(self._asked(line, year))

    def _asked(self, line: WeighedLine, year: int) -> Query:
        slug = self._slugs.get(line.ref)
        return {"linje": slug, "aar": year} if slug else {"aar": year}


@dataclass(frozen=True)
class ProposalEffect:
    """The tables before and after a proposal, where their amounts lead, and what is wrong with it, each thing once."""

    shown: Effect
    addresses: EffectAddresses
    problems: tuple[PlacedProblem, ...]


def effect_for(
    session: Session,
    plan: PlanRow,
    found: DecisionDetail,
    unit: Unit,
    *,
    body: str | None = None,
    decided_on: date | None = None,
) -> ProposalEffect:
    """Weigh a proposal as it stands; with a day as that body's decision of that day, else as a proposal of today."""
    body = found.row.body if body is None else body
    meant = NewDecision(kind=found.row.kind, body=body, decided_on=decided_on)
    weighed = weigh(session, plan, standing_entry(session, found.row.id, meant), decision_id=found.row.id)
    themes = plan_parts.themes(session, plan.id)
    said = {problem.text: problem.blocking for problem in reversed(weighed.problems)}
    return ProposalEffect(
        effect_of(weighed, plan, themes, unit, body=body, day=decided_on),
        EffectAddresses(plan.slug, named_lines(session, plan.id, actor=actor()), unit, found.row.id),
        tuple(PlacedProblem(EntryProblem(text, blocking=blocking)) for text, blocking in reversed(said.items())),
    )
