"""What a proposal does to the budget, and what stands against it: today, or on the day it is adopted."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tracker.domain.decisions import NewDecision
from tracker.domain.entries import EntryProblem
from tracker.domain.money import Unit
from tracker.queries import plan_parts
from tracker.queries.decisions import DecisionDetail
from tracker.queries.entries import lines_to_choose, standing_entry, weigh
from tracker.queries.plans import PlanRow
from tracker.web.entries.addresses import EffectAddresses
from tracker.web.entries.effect import Effect, effect_of
from tracker.web.entries.grid import PlacedProblem


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
    beside_a_form: bool = False,
) -> ProposalEffect:
    """Weigh a proposal as it stands; with a day as that body's decision of that day, else as a proposal of today.

    ``beside_a_form`` is for a page on which something is being typed that a click must not lose.
    """
    body = found.row.body if body is None else body
    meant = NewDecision(kind=found.row.kind, body=body, decided_on=decided_on)
    weighed = weigh(session, plan, standing_entry(session, found.row.id, meant), decision_id=found.row.id)
    themes = plan_parts.themes(session, plan.id)
    said = {problem.text: problem.blocking for problem in reversed(weighed.problems)}
    return ProposalEffect(
        effect_of(weighed, themes, unit, body=body, day=decided_on),
        EffectAddresses(
            plan.slug,
            lines_to_choose(session, plan.id, decision_id=found.row.id),
            unit,
            day=decided_on,
            proposal_id=found.row.id,
            beside_a_form=beside_a_form,
        ),
        tuple(PlacedProblem(EntryProblem(text, blocking=blocking)) for text, blocking in reversed(said.items())),
    )
