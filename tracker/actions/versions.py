"""Lost updates: a row is changed only by somebody who has seen it as it stands."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from sqlmodel import Session, SQLModel

from tracker.domain.refusals import Conflict, NotFound
from tracker.domain.texts import Text

Row = TypeVar("Row", bound=SQLModel)


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


def locked(session: Session, table: type[Row], key: object) -> Row:
    """Fetch a row that is about to be changed, and keep others from changing it until the transaction ends."""
    row = session.get(table, key, with_for_update=True)
    if row is None:
        raise NotFound(Text("Det findes ikke længere. Gå tilbage, og genindlæs listen."))
    return row


def check(row: Versioned, *, seen_version: int, theirs: Mapping[str, object]) -> None:
    """Refuse if the row has changed since the form was shown; ``theirs`` is what stands there now."""
    if row.version != seen_version:
        raise Conflict(
            Text(
                "En anden har rettet det samme, mens du skrev. Se begge dele herunder, og gem igen det, der skal stå."
            ),
            theirs={**theirs, "version": row.version},
        )
