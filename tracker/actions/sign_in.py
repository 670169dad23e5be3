"""Signing in and out: attempts that are counted before they are judged, tokens, and ending sign-ins at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, delete, select, update

from tracker.actions import audit
from tracker.actions.passwords import NOBODY
from tracker.domain.refusals import NotFound
from tracker.domain.sign_in import CLIENT_WINDOW, FORGOTTEN_AFTER, LASTS, account_wait, client_wait
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models.audit import Revision
from tracker.models.people import Person, SignIn, SignInFailure
from tracker.queries.people import token_hash

TOKEN_BYTES = 32
_BROWSER_CHARACTERS = 200


@dataclass(frozen=True)
class Attempt:
    """An attempt that may be judged: compare the password with the hash, outside any transaction."""

    person_id: int | None
    account_sha256: str
    password_hash: str


@dataclass(frozen=True)
class Wait:
    """No attempt is taken for this long."""

    wait: timedelta


def wait_for(session: Session, *, email: str, client: str, known_browser: str = "") -> Wait | None:
    """Tell how long no attempt is taken; asked before anything is written, so that a flood of attempts only reads.

    A browser that the account was signed in from before has a name of its own, and failures of its own: what others
    guess, also from the same address, doesn't make its owner wait.
    """
    at = now()
    wait = _account_wait(session, _account_hash(email, known_browser), at)
    if not known_browser:
        wait = max(wait, _client_wait(session, _sha256(client), at))
    return Wait(wait) if wait else None


def begin(session: Session, *, email: str, client: str, known_browser: str = "") -> Attempt | Wait:
    """Count an attempt as failed before it is judged, so that many at once are no way round the waiting time."""
    at = now()
    account = _account_hash(email, known_browser)
    session.exec(select(Revision).with_for_update()).one()  # one at a time on PostgreSQL too
    session.exec(delete(SignInFailure).where(col(SignInFailure.at) < at - FORGOTTEN_AFTER))
    waiting = wait_for(session, email=email, client=client, known_browser=known_browser)
    if waiting is not None:
        return waiting
    session.add(SignInFailure(account_sha256=account, client_sha256=_sha256(client), at=at))
    person = session.exec(select(Person).where(Person.email == normal_email(email))).first()
    return Attempt(
        person_id=person.id if person else None,
        account_sha256=account,
        password_hash=person.password_hash if person else NOBODY,
    )


def finish(
    session: Session, attempt: Attempt, *, matched: bool, browser: str, replaces_id: int | None = None
) -> str | None:
    """Open a sign-in and give its token, or None; both leave an audit event, and both look alike from outside.

    ``replaces_id`` is the sign-in that the browser had until now, which ends.
    """
    person = session.get(Person, attempt.person_id) if attempt.person_id else None
    if person is None or not matched or not person.active:
        audit.record(
            session,
            person_id=None,
            action="sign-in-failed",
            subject="person",
            subject_id="" if person is None else str(person.id),
        )
        return None
    forgive(session, attempt)
    if replaces_id is not None:
        session.exec(update(SignIn).where(col(SignIn.id) == replaces_id).values(ended_at=now()))
    token = open_new(session, person_id=person.id or 0, browser=browser)
    audit.record(session, person_id=person.id, action="sign-in", subject="person", subject_id=person.id)
    return token


def forgive(session: Session, attempt: Attempt) -> None:
    """Forget an account's failures once its owner has shown the right password."""
    session.exec(delete(SignInFailure).where(col(SignInFailure.account_sha256) == attempt.account_sha256))


def open_new(session: Session, *, person_id: int, browser: str) -> str:
    """Open a sign-in and give its token: 256 random bits, of which only the hash is stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    at = now()
    session.add(
        SignIn(
            token_sha256=token_hash(token),
            person_id=person_id,
            created_at=at,
            expires_at=at + LASTS,
            browser=browser[:_BROWSER_CHARACTERS],
        )
    )
    return token


def sign_out(session: Session, *, person_id: int, sign_in_id: int) -> None:
    """End the sign-in of this browser."""
    _end(session, person_id=person_id, sign_in_id=sign_in_id)
    audit.record(session, person_id=person_id, action="sign-out", subject="person", subject_id=person_id)


def end_one(session: Session, *, person_id: int, sign_in_id: int) -> None:
    """End one of somebody's own sign-ins; another's doesn't exist for them."""
    if not _end(session, person_id=person_id, sign_in_id=sign_in_id):
        raise NotFound(Text("Det log-ind findes ikke længere. Genindlæs siden."))
    audit.record(
        session,
        person_id=person_id,
        action="end-sign-in",
        subject="person",
        subject_id=person_id,
        after={"sign_in_id": sign_in_id},
    )


def end_all(session: Session, *, person_id: int) -> int:
    """End every sign-in of a person at once, and tell how many there were."""
    return int(
        session.exec(
            update(SignIn)
            .where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None))
            .values(ended_at=now())
        ).rowcount
    )


def normal_email(email: str) -> str:
    """Give an address as it is stored: without blanks around it, in small letters."""
    return email.strip().lower()


def _end(session: Session, *, person_id: int, sign_in_id: int) -> bool:
    ended = session.exec(
        update(SignIn)
        .where(col(SignIn.id) == sign_in_id, col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=now())
    )
    return bool(ended.rowcount)


def _account_wait(session: Session, account: str, at: datetime) -> timedelta:
    failures, last = session.exec(
        select(func.count(), func.max(SignInFailure.at)).where(SignInFailure.account_sha256 == account)
    ).one()
    return account_wait(failures=failures, last_failure_at=last, at=at)


def _client_wait(session: Session, client: str, at: datetime) -> timedelta:
    failures, oldest = session.exec(
        select(func.count(), func.min(SignInFailure.at)).where(
            SignInFailure.client_sha256 == client, SignInFailure.at > at - CLIENT_WINDOW
        )
    ).one()
    return client_wait(failures=failures, oldest_failure_at=oldest, at=at)


def _account_hash(email: str, known_browser: str) -> str:
    return _sha256(f"{normal_email(email)}\n{known_browser}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
