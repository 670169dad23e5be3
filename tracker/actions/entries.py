"""Entering decisions and proposals, writing a proposal anew, and putting right what was entered wrong."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.actions import audit, versions
from tracker.actions.budget import add_line, identity
from tracker.actions.decisions import add_decision, lock_plan, post_transfers, write_transfers
from tracker.domain.decisions import NewDecision, ProposalState
from tracker.domain.entries import BEYOND_OWN, Entry, EntryRefused, EntryTransfer, LineRef, rows_beyond
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import NotFound, Refusal
from tracker.domain.rewriting import rewritten
from tracker.domain.texts import Text
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision
from tracker.models.initiatives import Responsibility
from tracker.queries.entries import judge
from tracker.queries.ledger import standing_transfers
from tracker.queries.plans import plan_by_id

# What a proposal says and its owner may change; for a decision that is taken, the kind, body and day stand.
_WORDS = tuple(NewDecision.__dataclass_fields__)


class NotYours(Refusal):
    """A proposal or decision that this person may not change."""

    code = "not-yours"


class StepRefused(Refusal):
    """A proposal that isn't in the state that the step needs."""

    code = "step-refused"


def enter(session: Session, actor: Actor, plan_id: int, entry: Entry) -> int:
    """Record a decision, or a proposal where it has no date, whole or not at all; gives its id."""
    lock_plan(session, plan_id)
    _check_may_propose(session, actor, entry)
    _check(session, plan_id, entry)
    decision_id = add_decision(session, actor, plan_id, entry.decision)
    write_transfers(session, actor, decision_id, _transfers(session, plan_id, decision_id, entry))
    audit.record(
        session, person_id=actor.id, action="record", subject="decision", subject_id=decision_id, after=_summary(entry)
    )
    return decision_id


def rewrite_proposal(session: Session, actor: Actor, decision_id: int, entry: Entry, *, seen_version: int) -> None:
    """Write a draft anew: what it says, and its rows by reversals and new ones; raises Conflict."""
    decision = locked_decision(session, actor, decision_id, seen_version=seen_version, only_a_draft=True)
    _check_may_propose(session, actor, entry)
    if entry.decision.decided_on is not None:
        raise StepRefused(Text("Et forslag får sin dato, når det vedtages. Gem det først, og vælg så Vedtag."))
    _check(session, decision.plan_id, entry, decision_id=decision_id)
    wanted = _transfers(session, decision.plan_id, decision_id, entry)
    rows = rewritten(standing_transfers(session, decision_id), wanted)
    before, after = audit.change(decision, asdict(entry.decision))
    post_transfers(session, actor, decision_id, rows)
    if after or rows:
        decision.version += 1
        audit.record(
            session,
            person_id=actor.id,
            action="rewrite",
            subject="decision",
            subject_id=decision_id,
            before=before,
            after={**after, **_counts(rows)},
        )


def correct(
    session: Session,
    actor: Actor,
    decision_id: int,
    transfers: Sequence[EntryTransfer],
    *,
    reason: str,
    seen_version: int,
) -> None:
    """Put a typing error in a decision right: reverse what is wrong and enter it anew, on the same decision."""
    decision = locked_decision(session, actor, decision_id, seen_version=seen_version)
    if decision.decided_on is None:
        raise StepRefused(Text("Et forslag rettes i sin egen formular. Vælg Redigér på forslagets side."))
    if not reason.strip():
        raise StepRefused(Text("Skriv, hvad der var tastet forkert. Begrundelsen står i loggen."))
    entry = Entry(_as_entered(decision), tuple(transfers))
    _check(session, decision.plan_id, entry, decision_id=decision_id)
    wanted = _transfers(session, decision.plan_id, decision_id, entry)
    rows = rewritten(standing_transfers(session, decision_id), wanted)
    if not rows:
        raise StepRefused(Text("Der er ikke rettet noget. Ret et beløb eller en linje, eller gå tilbage."))
    _put_right(session, actor, decision, rows, action="correct", reason=reason)


def reverse_decision(session: Session, actor: Actor, decision_id: int, *, reason: str, seen_version: int) -> None:
    """Take back all that a decision moves: one that never was, was recorded twice, or under a wrong day, body or kind.

    It stays in the log with its reversals, and the budget is as though it had not been recorded.
    """
    decision = locked_decision(session, actor, decision_id, seen_version=seen_version)
    if decision.decided_on is None:
        raise StepRefused(Text("Et forslag flytter ingen penge endnu. Drop det, hvis det ikke skal bruges."))
    if not reason.strip():
        raise StepRefused(Text("Skriv, hvorfor beslutningen tilbageføres. Begrundelsen står i loggen."))
    rows = rewritten(standing_transfers(session, decision_id), ())
    if not rows:
        raise StepRefused(Text("Beslutningen flytter ingen penge, så der er intet at tilbageføre."))
    _put_right(session, actor, decision, rows, action="reverse", reason=reason)


def _put_right(
    session: Session, actor: Actor, decision: Decision, rows: Sequence[NewTransfer], *, action: str, reason: str
) -> None:
    """Post what puts a decision right, and keep the reason."""
    decision_id = identity(decision.id)
    post_transfers(session, actor, decision_id, rows)
    decision.version += 1
    audit.record(
        session,
        person_id=actor.id,
        action=action,
        subject="decision",
        subject_id=decision_id,
        after={"reason": reason.strip(), **_counts(rows)},
    )


def locked_decision(
    session: Session, actor: Actor, decision_id: int, *, seen_version: int, only_a_draft: bool = False
) -> Decision:
    """Fetch a decision under its plan's lock for a change; raises NotFound, NotYours, StepRefused, or Conflict.

    With ``only_a_draft``, one that was sent, dropped or adopted meanwhile is refused for that, whatever else changed.
    """
    plan_id = session.execute(select(col(Decision.plan_id)).where(col(Decision.id) == decision_id)).scalar()
    if plan_id is None:
        raise NotFound(Text("Beslutningen findes ikke. Se listen under Beslutninger."))
    lock_plan(session, plan_id)
    decision = versions.locked(session, Decision, decision_id)
    officer, owner = Role.BUDGET_OFFICER in actor.roles, decision.owner_id == actor.id
    if not officer and not owner and decision.proposal_state in {ProposalState.DRAFT, ProposalState.DROPPED}:
        raise NotFound(Text("Beslutningen findes ikke. Se listen under Beslutninger."))
    if not officer and not (owner and decision.decided_on is None and Role.PROJECT_LEAD in actor.roles):
        raise NotYours(Text("Kun forslagets ejer og budgetkonsulenterne kan ændre det."))
    if only_a_draft and decision.proposal_state is not ProposalState.DRAFT:
        raise StepRefused(Text("Kun en kladde kan rettes. Hent forslaget tilbage til kladde først."))
    theirs: dict[str, object] = {name: getattr(decision, name) for name in (*_WORDS, "owner_id")}
    if decision.version != seen_version:
        theirs["transfers"] = standing_transfers(session, decision_id)
    versions.check(decision, seen_version=seen_version, theirs=theirs)
    return decision


def _check(session: Session, plan_id: int, entry: Entry, *, decision_id: int | None = None) -> None:
    judged = judge(session, plan_by_id(session, plan_id), entry, decision_id=decision_id)
    if judged.blocking:
        raise EntryRefused(judged.blocking)


def _check_may_propose(session: Session, actor: Actor, entry: Entry) -> None:
    """Let a project lead propose what touches own initiatives, and nothing be decided but by a budget officer."""
    if Role.BUDGET_OFFICER in actor.roles:
        return
    if Role.PROJECT_LEAD not in actor.roles or entry.decision.decided_on is not None:
        raise NotYours(Text("Kun en budgetkonsulent kan registrere en beslutning. Gem den som forslag."))
    own = set(
        session.execute(select(col(Responsibility.line_id)).where(col(Responsibility.person_id) == actor.id)).scalars()
    )
    if entry.new_lines or rows_beyond(entry.transfers, own):
        raise NotYours(BEYOND_OWN)


def _transfers(session: Session, plan_id: int, decision_id: int, entry: Entry) -> tuple[NewTransfer, ...]:
    """Make the entry's new lines, and its rows with the lines' numbers."""
    numbers: dict[LineRef, int] = {}
    for new in entry.new_lines:
        line_id = add_line(
            session,
            plan_id,
            theme_id=new.theme_id,
            title=new.title,
            role=new.role,
            may_be_negative=new.may_be_negative,
        )
        line = session.get_one(BudgetLine, line_id)
        line.introduced_by_id = decision_id
        line.committee = new.committee
        numbers[new.key] = line_id
    session.flush()

    def number(ref: LineRef) -> int:
        return numbers.get(ref) or int(ref)

    return tuple(
        NewTransfer(transfer.budget_year, number(transfer.from_line), number(transfer.to_line), transfer.amount_oere)
        for transfer in entry.transfers
    )


def _as_entered(decision: Decision) -> NewDecision:
    return NewDecision(**{name: getattr(decision, name) for name in _WORDS})


def _summary(entry: Entry) -> dict[str, object]:
    return {
        **asdict(entry.decision),
        "transfers": len(entry.transfers),
        "new_lines": [line.title for line in entry.new_lines],
    }


def _counts(rows: Sequence[NewTransfer]) -> dict[str, object]:
    reversals = sum(row.reverses_id is not None for row in rows)
    return {"reversals": reversals, "transfers": len(rows) - reversals}
