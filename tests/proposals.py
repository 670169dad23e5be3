"""Proposals in tests: entered as the form does."""

from dataclasses import replace

from tests.budget_books import COMMITTEE, Book
from tracker.actions.entries import enter
from tracker.database import Database
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryLine, EntryTransfer, LineRef

TKR = 100_000
BARE = NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=None)


def proposed(
    database: Database,
    book: Book,
    *rows: tuple[int, LineRef, LineRef, int],
    title: str = "Flere mentorer",
    kind: DecisionKind = DecisionKind.ALLOCATION,
    like: NewDecision = BARE,
    lines: tuple[EntryLine, ...] = (),
) -> int:
    """Enter a draft of rows (year, from, to, thousand kroner); gives its id."""
    transfers = tuple(
        EntryTransfer(number, year, one, two, amount * TKR) for number, (year, one, two, amount) in enumerate(rows)
    )
    with database.writing() as session:
        entry = Entry(replace(like, title=title, kind=kind), transfers, lines)
        return enter(session, book.actor, book.plan_id, entry)
