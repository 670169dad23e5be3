"""Forms that count once: a key that came with the form, taken in the same transaction as what the form does."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from tracker.domain.refusals import Conflict
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models.uploads import Submission


def once(
    session: Session, *, key: str, person_id: int, endpoint: str, content: Mapping[str, object], act: Callable[[], str]
) -> str:
    """Do what a form asks for the first time it comes; gives the address of the result, every time.

    Call it first in the transaction; ``act`` gives the address. The same key with other content, or from somebody
    else, is a Conflict.
    """
    earlier = first_time(session, key=key, person_id=person_id, endpoint=endpoint, content=content)
    if earlier is None:
        earlier = act()
        done(session, key=key, location=earlier)
    return earlier


def changed_once(
    session: Session, *, key: str, person_id: int, endpoint: str, content: Mapping[str, object], act: Callable[[], str]
) -> str:
    """Do a change the first time its form comes; gives the address of the result, every time.

    The same form with other content is another change: whoever went back in the browser is told by the version that
    the first one counts.
    """
    whole = _digest({"key": key, "person": person_id, "endpoint": endpoint, "content": content})
    return once(session, key=whole, person_id=person_id, endpoint=endpoint, content=content, act=act)


def first_time(
    session: Session, *, key: str, person_id: int, endpoint: str, content: Mapping[str, object]
) -> str | None:
    """Take the key of a form; None means go on, an address means that it was done already and where its result is.

    Call it first in the transaction, and ``done`` at its end with the address of what was made. The same key with
    other content, or from somebody else, is a Conflict.
    """
    digest = _digest(content)
    if _insert(session, key=key, person_id=person_id, endpoint=endpoint, content_hash=digest):
        return None
    earlier = session.exec(select(Submission).where(Submission.key == key)).one()
    if (earlier.person_id, earlier.endpoint, earlier.content_hash) != (person_id, endpoint, digest):
        raise Conflict(
            Text("Formularen er allerede sendt med et andet indhold. Åbn den på ny, og ret det, der blev gemt først.")
        )
    return earlier.location


def done(session: Session, *, key: str, location: str) -> None:
    """Remember where the result is, for whoever sends the same form again."""
    session.exec(select(Submission).where(Submission.key == key)).one().location = location


def _insert(session: Session, **values: object) -> bool:
    """Add the row unless its key is taken; whoever comes second waits here until the first has committed."""
    statement: Any = (
        sqlite.insert(Submission) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(Submission)
    )
    statement = statement.values(location="", at=now(), **values).on_conflict_do_nothing(index_elements=["key"])
    return session.connection().execute(statement.returning(Submission.key)).first() is not None


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
