"""Closing a budget year of a plan, and opening it again: each with a reason, and both kept in the log."""

from sqlmodel import Session

from tracker.actions import audit
from tracker.actions.decisions import lock_plan
from tracker.actions.moments import moment
from tracker.domain.people import Actor
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.models.budget import ClosedYear


class YearRefused(Refusal):
    """A budget year that can't be closed or opened as asked."""

    code = "year-refused"


def close_year(session: Session, actor: Actor, plan_id: int, year: int, *, reason: str) -> None:
    """Let a year take no more transfers; raises YearRefused."""
    plan = lock_plan(session, plan_id)
    if not plan.first_year <= year <= plan.last_year:
        raise YearRefused(
            Text(
                "%(year)s ligger uden for planens år, %(first)s til %(last)s. Vælg et af dem.",
                year=year,
                first=plan.first_year,
                last=plan.last_year,
            )
        )
    reason = _given(reason)
    if session.get(ClosedYear, (plan_id, year)) is not None:
        raise YearRefused(Text("%(year)s er allerede lukket. Se listen under Åbne og lukkede år.", year=year))
    session.add(ClosedYear(plan_id=plan_id, year=year, closed_at=moment(session), closed_by_id=actor.id, reason=reason))
    session.flush()
    _record(session, actor, "close-year", plan_id, year=year, reason=reason)


def reopen_year(session: Session, actor: Actor, plan_id: int, year: int, *, reason: str) -> None:
    """Let a closed year take transfers again; raises YearRefused."""
    lock_plan(session, plan_id)
    reason = _given(reason)
    closed = session.get(ClosedYear, (plan_id, year))
    if closed is None:
        raise YearRefused(Text("%(year)s er ikke lukket. Se listen under Åbne og lukkede år.", year=year))
    session.delete(closed)
    session.flush()
    _record(session, actor, "reopen-year", plan_id, year=year, reason=reason)


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise YearRefused(Text("Skriv en begrundelse. Den står i loggen."))
    return reason


def _record(session: Session, actor: Actor, action: str, plan_id: int, *, year: int, reason: str) -> None:
    audit.record(
        session,
        person_id=actor.id,
        action=action,
        subject="action_plan",
        subject_id=plan_id,
        after={"year": year, "reason": reason},
    )
