"""Decisions large enough to be hurt in the middle: a thousand rows, and whether all that belongs to one is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import NullPool, create_engine, text

from tests.budget_books import COMMITTEE, Book, add_book, add_officer, post
from tests.databases import DatabaseUrls
from tracker.actions import submissions
from tracker.actions.budget import add_line
from tracker.actions.entries import enter
from tracker.actions.proposals import Adoption, adopt
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryLine, EntryTransfer, LineRef
from tracker.models.budget import ActionPlan

LINES, FIRST_YEAR, YEARS = 13, 2019, 80
ROWS = LINES * YEARS
AMOUNT, POOL = 1_000, 1_000_000_000
DAY = date(2019, 3, 1)


@dataclass(frozen=True)
class Ready:
    """A plan with a full pool, and the lines it is given to."""

    book: Book
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """What is in the database of each decision from the pool, by its number."""

    decided: dict[int, int]
    proposed: dict[int, int]
    events: dict[int, int]
    new_lines: dict[int, int]
    forms: int
    given_oere: int


def make_ready(urls: DatabaseUrls) -> Ready:
    """Make the plan."""
    database = Database(urls.url)
    with database.writing() as session:
        book = add_book(session, add_officer(session))
        session.get_one(ActionPlan, book.plan_id).last_year = FIRST_YEAR + YEARS - 1
        lines = tuple(
            add_line(session, book.plan_id, theme_id=book.theme_id, title=f"Indsats {place}", role=LineRole.INITIATIVE)
            for place in range(1, LINES)
        )
        post(session, book, *((year, book.source, book.reserve, POOL) for year in years()))
    database.dispose()
    return Ready(book, lines)


def propose(urls: DatabaseUrls, ready: Ready, number: int) -> int:
    """Make a proposal of that number; gives its id."""
    database, book = Database(urls.url), ready.book
    with database.writing() as session:
        proposal = enter(session, book.actor, book.plan_id, allocation(book, ready.lines, number, day=None))
    database.dispose()
    return proposal


def years() -> range:
    """The years of the plan."""
    return range(FIRST_YEAR, FIRST_YEAR + YEARS)


def allocation(book: Book, lines: Sequence[int], number: int, *, day: date | None) -> Entry:
    """Give something to every line in every year, to a new initiative too."""
    takers: tuple[LineRef, ...] = (*lines, "ny-1")
    return Entry(
        NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=day, title=str(number)),
        tuple(
            EntryTransfer(row, year, book.reserve, taker, AMOUNT)
            for row, taker in enumerate(takers)
            for year in years()
        ),
        (EntryLine("ny-1", f"Ny {number}", LineRole.INITIATIVE, book.theme_id),),
    )


def enter_whole(url: str, ready: Ready, number: int) -> int:
    """Enter a decision as a form with a key does, in one transaction; gives the number when it is committed."""
    database = Database(url)
    book, key = ready.book, f"form-{number}"
    with database.writing() as session:
        entry = allocation(book, ready.lines, number, day=DAY)
        submissions.first_time(session, key=key, person_id=book.actor.id, endpoint="enter", content={})
        decision_id = enter(session, book.actor, book.plan_id, entry)
        submissions.done(session, key=key, location=f"/{decision_id}")
    database.dispose()
    return number


def adopt_whole(url: str, ready: Ready, number: int, proposal: int) -> int:
    """Adopt a proposal as the application does; gives its number when it is committed."""
    database = Database(url)
    with database.writing() as session:
        adopt(session, ready.book.actor, proposal, Adoption(COMMITTEE, DAY), seen_version=1)
    database.dispose()
    return number


def found(urls: DatabaseUrls, ready: Ready) -> Found:
    """Look at the whole database as its owner, at one moment: a commit may still be under way."""
    rows = (
        "SELECT d.title, count(t.id) FROM decision d LEFT JOIN transfer t ON t.decision_id = d.id"
        " WHERE d.kind = 'allocation' AND d.decided_on IS {is_} NULL GROUP BY d.id, d.title"
    )
    events = (
        "SELECT d.title, count(e.id) FROM decision d LEFT JOIN audit_event e ON e.subject = 'decision'"
        " AND e.subject_id = CAST(d.id AS TEXT)"
        " WHERE d.kind = 'allocation' GROUP BY d.id, d.title"
    )
    lines = (
        "SELECT d.title, count(l.id) FROM decision d LEFT JOIN budget_line l ON l.introduced_by_id = d.id"
        " WHERE d.kind = 'allocation' GROUP BY d.id, d.title"
    )
    left = "SELECT sum(amount_oere) FROM posting WHERE line_id = :reserve AND decided_on IS NOT NULL"
    engine = create_engine(urls.owner_url, poolclass=NullPool, isolation_level="SERIALIZABLE")
    with engine.connect() as connection:

        def counted(query: str) -> dict[int, int]:
            return {int(title): count for title, count in connection.execute(text(query))}

        there = Found(
            decided=counted(rows.format(is_="NOT")),
            proposed=counted(rows.format(is_="")),
            events=counted(events),
            new_lines=counted(lines),
            forms=connection.execute(text("SELECT count(*) FROM submission")).scalar_one(),
            given_oere=POOL * YEARS - int(connection.execute(text(left), {"reserve": ready.book.reserve}).scalar_one()),
        )
    engine.dispose()
    return there
