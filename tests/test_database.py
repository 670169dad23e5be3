"""The database: how it is opened, who may write, who waits for whom, and what amounts it takes."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session

import tracker.database
from tests.budget_books import Book, open_book, post
from tests.databases import DatabaseUrls
from tracker.database import Database, is_full, is_locked, wal_is_safe
from tracker.domain.ledger import LARGEST_AMOUNT_OERE
from tracker.domain.years import now
from tracker.models.budget import ActionPlan
from tracker.models.decisions import Transfer
from tracker.queries.budget import budget_as_of, revision

DAY = date(2018, 12, 12)


@pytest.fixture
def sqlite_database(sqlite_urls: DatabaseUrls) -> Iterator[Database]:
    """The application's database on SQLite alone."""
    opened = Database(sqlite_urls.url)
    yield opened
    opened.dispose()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 99), True),
        ((3, 45, 0), False),
        ((3, 49, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_can_not_corrupt(version: tuple[int, ...], *, safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_every_connection_to_sqlite_is_prepared(sqlite_database: Database) -> None:
    expected = {
        "journal_mode": "wal" if wal_is_safe() else "delete",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
        "cache_spill": 0,
        "trusted_schema": 0,
    }
    with sqlite_database.engine.connect() as first, sqlite_database.engine.connect() as second:
        for connection in (first, second):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
            assert found == expected


@pytest.mark.parametrize(
    ("statement"),
    [
        "INSERT INTO revision (id, number) VALUES (2, 0)",
        "UPDATE revision SET number = 99",
        "DELETE FROM revision",
        "CREATE TABLE another (id integer)",
        "DROP TABLE revision",
    ],
)
def test_a_reading_session_is_refused_by_the_database_itself(shared_database: Database, statement: str) -> None:
    with shared_database.reading() as session:
        before = session.execute(text("SELECT * FROM revision")).all()
    with pytest.raises(DBAPIError), shared_database.reading() as session:
        session.execute(text(statement))
    with shared_database.reading() as session:
        assert session.execute(text("SELECT * FROM revision")).all() == before


def test_a_connection_that_wrote_is_a_reading_one_again_afterwards(database: Database) -> None:
    book = open_book(database)
    for number in (2, 3):
        with pytest.raises(DBAPIError), database.reading() as session:
            session.execute(text("UPDATE action_plan SET title = 'x'"))
        with database.writing() as session:
            post(session, book, (2019, book.source, book.reserve, 100))
        with database.reading() as session:
            assert revision(session) == number


def add_plans(session: Session, *, count: int) -> int:
    for number in range(count):
        session.add(
            ActionPlan(slug=f"plan-{number}", title="x" * 200, first_year=2019, last_year=2020, created_at=now())
        )
    session.flush()
    return count


def add_plans_and_fail(session: Session) -> None:
    add_plans(session, count=3)
    message = "half-way"
    raise RuntimeError(message)


def test_a_change_is_kept_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(RuntimeError, match="half-way"), database.writing() as session:
        add_plans_and_fail(session)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM action_plan")).scalar_one() == 0
        assert revision(session) == 0


def test_every_change_is_counted(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2019, book.source, book.reserve, 100))
    with database.reading() as session:
        assert revision(session) == 2


def test_amounts_far_beyond_32_bits_are_kept_and_summed_exactly(database: Database) -> None:
    book = open_book(database)
    large = 10**12 + 1
    with database.writing() as session:
        post(session, book, *((2019, book.source, book.reserve, large) for _ in range(999)))
        post(session, book, (2020, book.source, book.reserve, LARGEST_AMOUNT_OERE))
        post(session, book, (2020, book.source, book.reserve, LARGEST_AMOUNT_OERE - 1))
    with database.reading() as session:
        budget = budget_as_of(session, book.plan_id, DAY)
        assert session.execute(text("SELECT max(amount_oere) FROM transfer")).scalar_one() == LARGEST_AMOUNT_OERE
    assert budget == {
        (book.reserve, 2019): 999 * 10**12 + 999,
        (book.source, 2019): -999 * 10**12 - 999,
        (book.reserve, 2020): 2 * 10**16 - 1,
        (book.source, 2020): -2 * 10**16 + 1,
    }
    assert all(type(amount) is int for amount in budget.values())


def transfer_of(book: Book, decision_id: int, amount: Any) -> Transfer:  # noqa: ANN401 - what a careless caller hands over
    return Transfer(
        decision_id=decision_id,
        budget_year=2019,
        from_line_id=book.source,
        to_line_id=book.reserve,
        amount_oere=amount,
        recorded_at=now(),
        recorded_by_id=book.actor.id,
    )


@pytest.mark.parametrize("amount", [0.5, 100.0, "100", "abc", float("nan"), float("inf"), True, b"1"])
def test_an_amount_that_is_not_whole_oere_never_reaches_the_database(shared_database: Database, amount: object) -> None:
    book = open_book(shared_database)
    with shared_database.writing() as session:
        decision_id = post(session, book, (2019, book.source, book.reserve, 100))
    with pytest.raises(StatementError, match="whole øre"), shared_database.writing() as session:
        session.add(transfer_of(book, decision_id, amount))
    with shared_database.reading() as session:
        assert budget_as_of(session, book.plan_id, DAY)[book.reserve, 2019] == 100


@pytest.mark.parametrize("written", ["0.5", "100.25", "'abc'", "x'31'", "9e99", "0", "-1", "NULL"])
def test_sqlite_itself_takes_nothing_but_a_positive_integer_as_an_amount(
    sqlite_database: Database, written: str
) -> None:
    book = open_book(sqlite_database)
    with sqlite_database.writing() as session:
        post(session, book, (2019, book.source, book.reserve, 100))
    columns = "decision_id, budget_year, from_line_id, to_line_id, recorded_at, recorded_by_id"
    statement = f"INSERT INTO transfer ({columns}, amount_oere) SELECT {columns}, {written} FROM transfer"  # noqa: S608 - written above
    with pytest.raises(DBAPIError, match="constraint failed"), sqlite_database.writing() as session:
        session.execute(text(statement))


def test_a_reader_and_a_writer_do_not_stand_in_each_others_way(database: Database) -> None:
    book = open_book(database)
    with ExitStack() as reading, database.writing() as writer:
        reader = reading.enter_context(database.reading())
        assert revision(reader) == 1
        post(writer, book, (2019, book.source, book.reserve, 100))
        writer.flush()
        assert budget_as_of(reader, book.plan_id, DAY) == {}  # what isn't committed, nobody sees
        reading.close()
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, DAY)[book.reserve, 2019] == 100


def test_a_reader_sees_one_moment_whatever_is_saved_meanwhile(
    database_url: DatabaseUrls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker.database, "BUSY_TIMEOUT_MS", 50)
    database = Database(database_url.url)
    book = open_book(database)
    saved = 100
    with database.reading() as reader:
        assert revision(reader) == 1
        try:
            with database.writing() as writer:
                post(writer, book, (2019, book.source, book.reserve, saved))
        except DBAPIError as refused:
            # SQLite without its write-ahead log has only one moment: nobody saves before the reader is through.
            if not (database.is_sqlite and is_locked(refused)):
                raise
            saved = 0
        assert revision(reader) == 1
        assert budget_as_of(reader, book.plan_id, DAY) == {}
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, DAY).get((book.reserve, 2019), 0) == saved
    database.dispose()


def test_a_reader_takes_no_lock_that_a_second_reader_would_wait_for(database: Database) -> None:
    with database.reading() as first, database.reading() as second:
        assert revision(first) == revision(second) == 0


def test_a_writer_takes_its_lock_before_it_reads(sqlite_database: Database) -> None:
    begun: list[str] = []

    def note(connection: Connection, cursor: object, statement: str, *_rest: object) -> None:
        begun.append(statement)

    event.listen(sqlite_database.engine, "before_cursor_execute", note)
    with sqlite_database.reading() as session:
        revision(session)
    with sqlite_database.writing() as session:
        revision(session)
    assert [statement for statement in begun if statement.startswith("BEGIN")] == ["BEGIN", "BEGIN IMMEDIATE"]


def test_who_waits_too_long_for_another_writer_is_told_so(
    database_url: DatabaseUrls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker.database, "BUSY_TIMEOUT_MS", 50)
    database = Database(database_url.url)
    book = open_book(database)
    with database.writing() as first:
        post(first, book, (2019, book.source, book.reserve, 100))
        with pytest.raises(DBAPIError) as refused, database.writing() as second:
            post(second, book, (2019, book.source, book.reserve, 60))
    assert is_locked(refused.value)
    assert not is_full(refused.value)
    with database.writing() as again:
        post(again, book, (2019, book.source, book.reserve, 60))
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, DAY)[book.reserve, 2019] == 160
    database.dispose()


def test_a_full_disk_is_told_from_everything_else(sqlite_database: Database) -> None:
    def few_pages(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(sqlite_database.engine, "connect", few_pages, insert=True)
    with pytest.raises(DBAPIError) as refused, sqlite_database.writing() as session:
        add_plans(session, count=1000)
    assert is_full(refused.value)
    assert not is_locked(refused.value)


def test_what_each_database_says_of_a_full_disk_and_a_lock_is_known() -> None:
    assert is_full(sqlite3.OperationalError("database or disk is full"))
    assert is_full(sqlite3.OperationalError("disk I/O error"))
    assert is_full(psycopg.errors.DiskFull())
    assert is_locked(sqlite3.OperationalError("database is locked"))
    assert is_locked(psycopg.errors.LockNotAvailable())
    assert is_locked(psycopg.errors.DeadlockDetected())
    assert is_locked(psycopg.errors.SerializationFailure())
    for other in (sqlite3.IntegrityError("UNIQUE constraint failed"), psycopg.errors.UniqueViolation(), ValueError()):
        assert not is_full(other)
        assert not is_locked(other)
