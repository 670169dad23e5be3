"""The log of changes as pages show it: who did what to what and when, the newest first."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.people import Actor
from tracker.models.audit import AuditEvent
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision
from tracker.models.people import Person
from tracker.queries.proposals import SEE_DRAFTS, seen_by, visible_to

PAGE_EVENTS = 50
ABOUT_PEOPLE = "person"
_ABOUT_DECISIONS, _ABOUT_LINES = "decision", "budget_line"


@dataclass(frozen=True)
class Event:
    """One change, with the values that it changed; withheld are those of a proposal that the reader may not see."""

    id: int
    at: datetime
    person_id: int | None
    person_name: str
    action: str
    subject: str
    subject_id: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    is_withheld: bool = False


@dataclass(frozen=True)
class EventPage:
    """Some events, and the id to go on before for older ones (None: there are no older)."""

    events: Sequence[Event]
    older_than: int | None


def events(
    session: Session,
    *,
    actor: Actor,
    with_people: bool,
    subject: str = "",
    person_id: int | None = None,
    before_id: int | None = None,
) -> EventPage:
    """Give a page of events; those about people, and what a draft says, only to whoever may see them."""
    statement = (
        select(AuditEvent, Person.name)
        .outerjoin(Person, col(Person.id) == AuditEvent.person_id)
        .order_by(col(AuditEvent.id).desc())
        .limit(PAGE_EVENTS + 1)
    )
    if not with_people:
        statement = statement.where(AuditEvent.subject != ABOUT_PEOPLE)
    if subject:
        statement = statement.where(AuditEvent.subject == subject)
    if person_id is not None:
        statement = statement.where(AuditEvent.person_id == person_id)
    if before_id is not None:
        statement = statement.where(col(AuditEvent.id) < before_id)
    rows = session.exec(statement).all()
    shown = _as_seen(session, actor, [_event(event, name) for event, name in rows[:PAGE_EVENTS]])
    return EventPage(events=shown, older_than=shown[-1].id if len(rows) > PAGE_EVENTS else None)


def events_about(session: Session, subject: str, subject_ids: Collection[object]) -> Sequence[Event]:
    """List all that happened to some things of one kind, in the order in which it happened."""
    statement = (
        select(AuditEvent, Person.name)
        .outerjoin(Person, col(Person.id) == AuditEvent.person_id)
        .where(AuditEvent.subject == subject, col(AuditEvent.subject_id).in_([str(number) for number in subject_ids]))
        .order_by(col(AuditEvent.id))
    )
    return tuple(_event(event, name) for event, name in session.exec(statement))


def subjects(session: Session, *, with_people: bool) -> Sequence[str]:
    """List what there are events about."""
    found = session.exec(select(AuditEvent.subject).distinct()).all()
    return tuple(sorted(subject for subject in found if with_people or subject != ABOUT_PEOPLE))


def _as_seen(session: Session, actor: Actor, events: Sequence[Event]) -> tuple[Event, ...]:
    """Leave out what drafts say that somebody may not see; that something was done to them stays in the log."""
    if actor.roles & SEE_DRAFTS:
        return tuple(events)
    decisions, lines = (_numbers(events, subject) for subject in (_ABOUT_DECISIONS, _ABOUT_LINES))
    shown = select(Decision.id, Decision.owner_id).where(col(Decision.id).in_(decisions), visible_to(actor))
    owners = {str(number): owner_id for number, owner_id in session.exec(shown)}
    query = select(BudgetLine.id).where(col(BudgetLine.id).in_(lines), seen_by(actor))
    seen_lines = {str(number) for number in session.exec(query)}

    def is_seen(event: Event) -> bool:
        if event.subject == _ABOUT_LINES:
            return event.subject_id in seen_lines
        if event.subject != _ABOUT_DECISIONS:
            return True
        return event.subject_id in owners and (owners[event.subject_id] == actor.id or not _writes_a_draft(event))

    return tuple(event if is_seen(event) else replace(event, before={}, after={}, is_withheld=True) for event in events)


def _numbers(events: Sequence[Event], subject: str) -> set[int]:
    return {int(event.subject_id) for event in events if event.subject == subject}


def _writes_a_draft(event: Event) -> bool:
    """Tell whether an event holds what a draft said at the time, which may not be what was sent."""
    return event.action == "rewrite" or (event.action == "record" and not event.after.get("decided_on"))


def _event(event: AuditEvent, name: str | None) -> Event:
    return Event(
        id=event.id or 0,
        at=event.at,
        person_id=event.person_id,
        person_name=name or "",
        action=event.action,
        subject=event.subject,
        subject_id=event.subject_id,
        before=_values(event.before),
        after=_values(event.after),
    )


def _values(text: str | None) -> Mapping[str, object]:
    values = json.loads(text) if text else {}
    return values if isinstance(values, dict) else {"": values}
