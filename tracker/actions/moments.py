"""The moment of a change: one for the whole transaction, so that all its rows are known from the same instant."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.years import now


def moment(session: Session) -> datetime:
    """Tell the moment of this change, in UTC; the first to ask sets it."""
    found: datetime = session.info.setdefault("moment", now())
    return found
