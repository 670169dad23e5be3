"""Reading why transfers were reversed: the reasons stand in the audit trail of the corrections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.queries.audit import Event, events_about


@dataclass(frozen=True)
class Reversal:
    """A transfer that takes another one back."""

    id: int
    reverses_id: int
    decision_id: int
    recorded_at: datetime


@dataclass(frozen=True)
class Correction:
    """Why transfers were reversed, by whom and when."""

    reason: str
    by: str
    at: datetime


def corrections(session: Session, reversals: Iterable[Reversal]) -> dict[int, Correction]:
    """Tell for each reversal what was written when it was made, by the reversal's id; two queries.

    One that was made while a proposal was written anew has no reason and is left out.
    """
    reversals = tuple(reversals)
    if not reversals:
        return {}
    alone = {
        event.subject_id: event
        for event in events_about(session, "transfer", {reversal.reverses_id for reversal in reversals})
        if event.action == "reverse"
    }
    together: dict[str, list[Event]] = {}
    for event in events_about(session, "decision", {reversal.decision_id for reversal in reversals}):
        if event.action in {"correct", "reverse"}:
            together.setdefault(event.subject_id, []).append(event)
    found = {}
    for reversal in reversals:
        # A correction's event is written last in its transaction, so it is the first one not before its rows.
        later = (event for event in together.get(str(reversal.decision_id), ()) if event.at >= reversal.recorded_at)
        written = alone.get(str(reversal.reverses_id), next(later, None))
        if written is not None:
            found[reversal.id] = Correction(str(written.after.get("reason", "")), written.person_name, written.at)
    return found
