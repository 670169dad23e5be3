"""Days and budget years as they are in Copenhagen, and the present moment in UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """Tell the present moment, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """Tell which day a moment is in Copenhagen; the moment must know its zone."""
    if moment.tzinfo is None:
        message = "a moment without a time zone has no local day"
        raise ValueError(message)
    return moment.astimezone(COPENHAGEN).date()


def budget_year(moment: datetime) -> int:
    """Tell which budget year a booking at this moment falls in: the calendar year of its day in Copenhagen."""
    return local_day(moment).year


def today() -> date:
    """Tell today's date in Copenhagen."""
    return local_day(now())
