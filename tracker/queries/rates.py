"""Reading the rates of indexation that somebody entered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlmodel import Session, col

from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.models.people import Person
from tracker.models.rates import IndexRate


@dataclass(frozen=True)
class RateRow:
    """A rate between two years, in millionths, with where it is written and who entered it."""

    id: int
    from_year: int
    to_year: int
    rate_millionths: int
    name: str
    source: str
    published_on: date
    withdrawn: bool
    version: int
    entered_at: datetime
    entered_by: str


def rates(session: Session) -> tuple[RateRow, ...]:
    """List all rates, the newest years first, the withdrawn ones too."""
    query = _all().order_by(col(IndexRate.to_year).desc(), col(IndexRate.from_year).desc(), col(IndexRate.id).desc())
    return tuple(RateRow(*row) for row in session.execute(query))


def standing_rates(session: Session) -> tuple[RateRow, ...]:
    """List the rates that can be used, the newest years first."""
    return tuple(rate for rate in rates(session) if not rate.withdrawn)


def rate_by_id(session: Session, rate_id: int) -> RateRow:
    """Find a rate; raises NotFound."""
    row = session.execute(_all().where(col(IndexRate.id) == rate_id)).first()
    if row is None:
        raise NotFound(Text("Satsen findes ikke. Se listen under Satser."))
    return RateRow(*row)


def _all() -> Select[tuple[int, int, int, int, str, str, date, bool, int, datetime, str]]:
    return select(
        col(IndexRate.id),
        col(IndexRate.from_year),
        col(IndexRate.to_year),
        col(IndexRate.rate_millionths),
        col(IndexRate.name),
        col(IndexRate.source),
        col(IndexRate.published_on),
        col(IndexRate.withdrawn),
        col(IndexRate.version),
        col(IndexRate.entered_at),
        col(Person.name),
    ).join(Person, col(Person.id) == col(IndexRate.entered_by_id))  # type: ignore[return-value]
