"""Points in a plan's history: the decisions in the order in which they took effect, and the budget after one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from tracker.domain.decisions import DecisionKind
from tracker.models.decisions import Decision
from tracker.queries.budget import AsOf


@dataclass(frozen=True)
class DecidedRow:
    """A decision that has been taken, as one chooses it; ``taken_at`` is the moment its date was recorded."""

    id: int
    kind: DecisionKind
    body: str
    decided_on: date
    title: str
    agenda_item: str
    taken_at: datetime


def decided(session: Session, plan_id: int) -> tuple[DecidedRow, ...]:
    """List a plan's decisions in the order in which they took effect; those of one day as they were recorded."""
    rows = session.connection().execute(_DECIDED, {"plan_id": plan_id}).all()
    return tuple(DecidedRow(*row) for row in rows)


_DECIDED = (
    select(
        Decision.id,  # type: ignore[call-overload]
        Decision.kind,
        Decision.body,
        Decision.decided_on,
        Decision.title,
        Decision.agenda_item,
        Decision.taken_at,
    )
    .where(col(Decision.plan_id) == bindparam("plan_id"), col(Decision.decided_on).is_not(None))
    .order_by(col(Decision.decided_on), col(Decision.taken_at), col(Decision.id))
)


def after(rows: tuple[DecidedRow, ...], decision: DecidedRow) -> AsOf:
    """Give the point right after a decision: what was decided by then, but nothing of later on the same day."""
    place = rows.index(decision)
    later = (row.id for row in rows[place + 1 :] if row.decided_on == decision.decided_on)
    return AsOf(decision.decided_on, without=frozenset(later))


def last_by(rows: tuple[DecidedRow, ...], day: date) -> DecidedRow | None:
    """Find the last decision taken on or before a day; None where there is none yet."""
    return next((row for row in reversed(rows) if row.decided_on <= day), None)


def counted_at_both(session: Session, plan_id: int, first: AsOf, second: AsOf) -> frozenset[int]:
    """Tell which decisions count at both of two points; what differs of them are corrections recorded in between."""
    rows = session.connection().execute(_MOMENTS, {"plan_id": plan_id}).all()
    return frozenset(row.id for row in rows if first.counts(*row) and second.counts(*row))


_MOMENTS = select(  # type: ignore[call-overload]
    Decision.id, Decision.decided_on, Decision.taken_at, Decision.recorded_at
).where(col(Decision.plan_id) == bindparam("plan_id"))
