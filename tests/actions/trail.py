"""Reading the audit trail as a test needs it."""

import json
from typing import Any

from sqlmodel import Session, col, select

from tracker.models.audit import AuditEvent


def last_event_id(session: Session) -> int:
    """Tell where the trail ends now."""
    return session.exec(select(AuditEvent.id).order_by(col(AuditEvent.id).desc())).first() or 0


def events_since(session: Session, last_id: int) -> list[dict[str, Any]]:
    """List the events that were added after another one."""
    rows = session.exec(select(AuditEvent).where(col(AuditEvent.id) > last_id).order_by(col(AuditEvent.id)))
    return [
        {
            "person": row.person_id,
            "action": row.action,
            "subject": f"{row.subject} {row.subject_id}",
            "before": json.loads(row.before or "null"),
            "after": json.loads(row.after or "null"),
        }
        for row in rows
    ]
