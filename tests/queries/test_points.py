"""Points in a plan's history: the order in which decisions took effect, and the table right after each of them."""

from datetime import date

import pytest
import time_machine

from tests.budget_books import Book, open_book, post
from tracker.actions.entries import enter
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryLine, EntryTransfer
from tracker.queries.budget import AsOf, BudgetTable, budget_table
from tracker.queries.plans import plan_by_id
from tracker.queries.points import after, decided, last_by

ADOPTED, MEETING = date(2018, 12, 12), date(2019, 3, 1)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with 300 in the pool, from which one meeting gives 60 and then 50, recorded in the other order."""
    with time_machine.travel("2019-01-02T10:00:00+00:00", tick=False):
        book = open_book(database)
        with database.writing() as session:
            post(session, book, (2019, book.source, book.reserve, 300))
    for moment, amount in (("2019-03-02T10:00:00+00:00", 50), ("2019-03-02T09:00:00+00:00", 60)):
        with time_machine.travel(moment, tick=False), database.writing() as session:
            allocation = (2019, book.reserve, book.mentors, amount)
            post(session, book, allocation, kind=DecisionKind.ALLOCATION, decided_on=MEETING)
    return book


def table_at(database: Database, book: Book, point: AsOf) -> BudgetTable:
    with database.reading() as session:
        return budget_table(session, plan_by_id(session, book.plan_id), point)


def amounts(table: BudgetTable) -> dict[str, int | None]:
    return {line.title: line.amounts_oere[0] for section in table.sections for line in section.lines}


def test_the_table_after_each_decision_is_what_a_child_would_write(database: Database, book: Book) -> None:
    with database.reading() as session:
        rows = decided(session, book.plan_id)
    seen = [
        (f"{row.decided_on:%d.%m}", *(amounts(table_at(database, book, after(rows, row))).values())) for row in rows
    ]
    assert seen == [
        # Mentors, language, survey, pool.
        ("12.12", None, None, None, 300),
        ("01.03", 60, None, None, 240),
        ("01.03", 110, None, None, 190),
    ]
    assert [table_at(database, book, after(rows, row)).last_decision_id for row in rows] == [row.id for row in rows]


def test_the_last_decision_by_a_day_is_the_one_that_took_effect_last(database: Database, book: Book) -> None:
    with database.reading() as session:
        rows = decided(session, book.plan_id)
    found = [last_by(rows, day) for day in (date(2018, 1, 1), ADOPTED, MEETING, date.max)]
    assert found == [None, rows[0], rows[2], rows[2]]


def test_a_line_that_came_with_a_decision_recorded_later_was_not_known(database: Database, book: Book) -> None:
    new = EntryLine("ny", "Barselsgrupper", LineRole.INITIATIVE, book.theme_id)
    decision = NewDecision(kind=DecisionKind.ALLOCATION, body="BIU", decided_on=MEETING)
    with time_machine.travel("2019-05-02T10:00:00+00:00", tick=False), database.writing() as session:
        entry = Entry(decision, (EntryTransfer(0, 2019, book.reserve, "ny", 40),), (new,))
        enter(session, book.actor, book.plan_id, entry)
    with database.reading() as session:
        *earlier, last = decided(session, book.plan_id)
    now = table_at(database, book, AsOf(MEETING))
    then = table_at(database, book, AsOf(MEETING, known_at=earlier[-1].taken_at))
    assert (amounts(now)["Barselsgrupper"], now.last_decision_id) == (40, last.id)
    assert ("Barselsgrupper" in amounts(then), then.last_decision_id) == (False, earlier[-1].id)
