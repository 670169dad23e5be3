"""Writing the audit trail: one event for each change, in the same transaction as the change itself."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, SQLModel

from tracker.domain.years import now
from tracker.models.audit import AuditEvent

# What a trail must never hold, whoever passes it.
_SECRET = frozenset({"password_hash", "token_sha256"})


def record(
    session: Session,
    *,
    person_id: int | None,
    action: str,
    subject: str,
    subject_id: object = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Add one event; ``before`` and ``after`` hold only what changed."""
    session.add(
        AuditEvent(
            at=now(),
            person_id=person_id,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            before=None if before is None else _as_json(before),
            after=None if after is None else _as_json(after),
        )
    )


def change(row: SQLModel, values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Set the values that are new and tell them as before and after; nothing new gives two empty dicts."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            before[name] = old
            after[name] = value
            setattr(row, name, value)
    return before, after


def _as_json(values: Mapping[str, object]) -> str:
    return json.dumps(
        {name: _plain(value) for name, value in values.items() if name not in _SECRET},
        ensure_ascii=False,
        sort_keys=True,
    )


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(part) for part in value]
    return value
