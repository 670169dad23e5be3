"""Entering, changing and withdrawing rates of indexation."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.actions import audit, versions
from tracker.actions.budget import identity
from tracker.actions.moments import moment
from tracker.domain.names import comparable
from tracker.domain.people import Actor
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.models.rates import IndexRate

LEAST_MILLIONTHS, MOST_MILLIONTHS = -500_000, 1_000_000


class RateRefused(Refusal):
    """A rate that can't be entered or changed as asked."""

    code = "rate-refused"


@dataclass(frozen=True, kw_only=True)
class RateWords:
    """What is said about a rate; ``rate_millionths`` of 1,85 pct. is 18500."""

    from_year: int
    to_year: int
    rate_millionths: int
    name: str
    source: str
    published_on: date


def enter_rate(session: Session, actor: Actor, words: RateWords) -> int:
    """Enter a rate; gives its id."""
    _check(session, words, own_id=None)
    rate = IndexRate(**asdict(words), entered_at=moment(session), entered_by_id=actor.id)
    session.add(rate)
    session.flush()
    rate_id = identity(rate.id)
    audit.record(
        session, person_id=actor.id, action="enter-rate", subject="index_rate", subject_id=rate_id, after=asdict(words)
    )
    return rate_id


def change_rate(session: Session, actor: Actor, rate_id: int, words: RateWords, *, seen_version: int) -> None:
    """Change what is said about a rate; decisions that it was used for stay as they are. Raises Conflict."""
    rate = _locked(session, rate_id, seen_version=seen_version)
    _check(session, words, own_id=rate_id)
    before, after = audit.change(rate, asdict(words))
    if after:
        rate.version += 1
        _record(session, actor, "edit", rate_id, before=before, after=after)


def withdraw_rate(session: Session, actor: Actor, rate_id: int, *, seen_version: int) -> None:
    """Take a rate out of use; it stays on the list. Raises Conflict."""
    rate = _locked(session, rate_id, seen_version=seen_version)
    rate.withdrawn = True
    rate.version += 1
    _record(session, actor, "withdraw-rate", rate_id, before={"withdrawn": False}, after={"withdrawn": True})


def _locked(session: Session, rate_id: int, *, seen_version: int) -> IndexRate:
    rate = versions.locked(session, IndexRate, rate_id)
    theirs = {name: getattr(rate, name) for name in RateWords.__dataclass_fields__}
    versions.check(rate, seen_version=seen_version, theirs=theirs)
    if rate.withdrawn:
        raise RateRefused(Text("Satsen er trukket tilbage. Indtast en ny, hvis den skal bruges igen."))
    return rate


def _check(session: Session, words: RateWords, *, own_id: int | None) -> None:
    if words.to_year <= words.from_year:
        raise RateRefused(
            Text(
                "Satsen går fra %(from_year)s til %(to_year)s. Året, den går til, skal være det seneste.",
                from_year=words.from_year,
                to_year=words.to_year,
            )
        )
    rows = session.execute(
        select(col(IndexRate.id), col(IndexRate.name)).where(
            col(IndexRate.from_year) == words.from_year,
            col(IndexRate.to_year) == words.to_year,
            col(IndexRate.withdrawn).is_(False),
        )
    )
    if any(rate_id != own_id and comparable(name) == comparable(words.name) for rate_id, name in rows):
        raise RateRefused(
            Text(
                "Der er allerede en sats fra %(from_year)s til %(to_year)s med det navn. "
                "Ret den, eller giv den nye et andet navn.",
                from_year=words.from_year,
                to_year=words.to_year,
            )
        )


def _record(
    session: Session, actor: Actor, action: str, rate_id: int, *, before: dict[str, object], after: dict[str, object]
) -> None:
    audit.record(
        session,
        person_id=actor.id,
        action=action,
        subject="index_rate",
        subject_id=rate_id,
        before=before,
        after=after,
    )
