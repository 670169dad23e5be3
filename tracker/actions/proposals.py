"""A proposal's way: sent to the committee, taken back, dropped, taken up again, handed over, adopted."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tracker.actions import audit
from tracker.actions.budget import identity
from tracker.actions.decisions import check_day, check_in_force, lock_plan
from tracker.actions.entries import NotYours, StepRefused, locked_decision
from tracker.actions.moments import moment
from tracker.domain.decisions import OPEN_STATES, STEPS, NewDecision, ProposalState
from tracker.domain.entries import EntryProblem, EntryRefused
from tracker.domain.ledger import YearClosed
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.models.decisions import Decision
from tracker.models.people import Person
from tracker.queries.entries import judge, standing_entry
from tracker.queries.ledger import closed_years, standing_transfers
from tracker.queries.plans import plan_by_id


@dataclass(frozen=True)
class Adoption:
    """By whom and when a proposal was adopted, and where that is written."""

    body: str
    decided_on: date
    agenda_item: str = ""
    case_number: str = ""
    link: str = ""


def move(
    session: Session, actor: Actor, decision_id: int, to: ProposalState, *, reason: str = "", seen_version: int
) -> None:
    """Take a proposal one step: send it, take it back to draft, or drop it with a reason."""
    proposal = locked_decision(session, actor, decision_id, seen_version=seen_version)
    state = proposal.proposal_state
    if state is None or to not in STEPS[state]:
        raise StepRefused(Text("Forslaget er et andet sted i sit forløb. Genindlæs siden, og se, hvor det er."))
    if ProposalState.SENT in {state, to} and Role.BUDGET_OFFICER not in actor.roles:
        raise NotYours(
            Text("En budgetkonsulent sender forslag til udvalget og henter dem tilbage. Det står på deres liste.")
        )
    if to is ProposalState.SENT and not standing_transfers(session, decision_id):
        raise StepRefused(Text("Forslaget flytter ingen penge. Skriv mindst ét beløb, før det sendes."))
    if to is ProposalState.DROPPED and not reason.strip():
        raise StepRefused(Text("Skriv, hvorfor forslaget droppes. Begrundelsen står i loggen."))
    proposal.proposal_state = to
    proposal.state_since = moment(session)
    proposal.version += 1
    after: dict[str, object] = {"proposal_state": to, **({"reason": reason.strip()} if reason.strip() else {})}
    _record(session, actor, "move", decision_id, before={"proposal_state": state}, after=after)


def hand_over(session: Session, actor: Actor, decision_id: int, *, owner_id: int, seen_version: int) -> None:
    """Let somebody else own a proposal."""
    proposal = locked_decision(session, actor, decision_id, seen_version=seen_version)
    if proposal.decided_on is not None:
        raise StepRefused(Text("Beslutningen er truffet og har ingen ejer, der kan skiftes."))
    owner = session.get(Person, owner_id)
    if owner is None or not owner.active:
        raise NotFound(Text("Personen findes ikke. Vælg en på listen."))
    before, after = audit.change(proposal, {"owner_id": owner_id})
    if after:
        proposal.version += 1
        _record(session, actor, "hand-over", decision_id, before=before, after=after)


def adopt(session: Session, actor: Actor, decision_id: int, adoption: Adoption, *, seen_version: int) -> None:
    """Turn a proposal into a decision, checked against the ledger of this moment; refuses the whole of it or none."""
    proposal = locked_decision(session, actor, decision_id, seen_version=seen_version)
    if Role.BUDGET_OFFICER not in actor.roles:
        raise NotYours(Text("Kun en budgetkonsulent kan registrere en beslutning."))
    if proposal.proposal_state not in OPEN_STATES:
        raise StepRefused(Text("Forslaget er allerede vedtaget eller droppet. Genindlæs siden."))
    check_day(adoption.decided_on)
    transfers = standing_transfers(session, decision_id)
    if not transfers:
        raise StepRefused(Text("Forslaget flytter ingen penge. Skriv mindst ét beløb, før det vedtages."))
    plan = lock_plan(session, proposal.plan_id)
    for year in sorted({transfer.budget_year for transfer in transfers} & closed_years(session, proposal.plan_id)):
        raise YearClosed(
            Text("%(year)s er lukket for %(plan)s. Bed en administrator om at åbne året.", year=year, plan=plan.title)
        )
    problems = _problems_now(session, proposal, adoption)
    at = moment(session)
    before, after = audit.change(
        proposal,
        {
            "body": adoption.body,
            "decided_on": adoption.decided_on,
            "agenda_item": adoption.agenda_item,
            "case_number": adoption.case_number,
            "link": adoption.link,
            "proposal_state": None,
        },
    )
    proposal.state_since = at
    proposal.taken_at = at
    proposal.version += 1
    session.flush()
    check_in_force(session, plan, proposal, transfers, standing=transfers, was=None)
    if problems:
        raise EntryRefused(problems)
    _record(session, actor, "adopt", decision_id, before=before, after=after)


def _problems_now(session: Session, proposal: Decision, adoption: Adoption) -> tuple[EntryProblem, ...]:
    """Find what the rules say today: the role or title of a line may have changed since the proposal was written."""
    decision_id = identity(proposal.id)
    decision = NewDecision(kind=proposal.kind, body=adoption.body, decided_on=adoption.decided_on)
    entry = standing_entry(session, decision_id, decision)
    return judge(session, plan_by_id(session, proposal.plan_id), entry, decision_id=decision_id).blocking


def _record(
    session: Session,
    actor: Actor,
    action: str,
    decision_id: int,
    *,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    audit.record(
        session,
        person_id=actor.id,
        action=action,
        subject="decision",
        subject_id=decision_id,
        before=before,
        after=after,
    )
