"""Decisions and the transfers every amount is made of, back to the printed cell."""

from datetime import date

import pytest

from imports.commit import apply
from tests.budget_books import Book, open_book, post
from tests.ledger.small_tables import small_import
from tests.queries.statements import statements_of
from tracker.actions.decisions import reverse_transfer
from tracker.database import Database
from tracker.domain.decisions import DecisionKind
from tracker.domain.refusals import NotFound
from tracker.queries.decisions import decision, transfers_of_decision, transfers_of_line

ADOPTED, MOVED = date(2018, 12, 12), date(2019, 3, 1)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """An empty plan."""
    return open_book(database)


def test_what_a_decision_moved_leaves_out_what_was_put_right(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = post(session, book, (2019, book.source, book.reserve, 300), (2020, book.source, book.reserve, 40))
        wrong = transfers_of_decision(session, made, actor=None)[0]
        reverse_transfer(session, book.actor, wrong.id, reason="Tastefejl")
    with database.reading() as session:
        found = decision(session, made, actor=None)
    assert found.row.moved_oere == 40
    assert [(row.amount_oere, row.from_title, row.to_title) for row in found.transfers] == [
        (300, "Ramme", "Pulje til senere udmøntning"),
        (40, "Ramme", "Pulje til senere udmøntning"),
        (300, "Pulje til senere udmøntning", "Ramme"),
    ]
    reversal = found.transfers[2]
    assert (reversal.reverses_id, reversal.reversed_by_id) == (wrong.id, None)
    assert (found.transfers[0].reversed_by_id, found.transfers[1].reversed_by_id) == (reversal.id, None)
    assert found.recorded_by == book.actor.name


def test_an_amount_is_followed_to_the_printed_cell_of_its_file(database: Database, book: Book) -> None:
    order = small_import(book, ("Mentorer",), (12_300, 0, 4_500), day=ADOPTED, number=book.plan_id)
    with database.writing() as session:
        imported = apply(session, book.actor, order)
    with database.reading() as session:
        found = decision(session, imported.decision_id, actor=None)
        line = transfers_of_line(session, book.mentors, actor=None)
    assert [(row.budget_year, row.file_name, row.sheet, row.cell, row.printed) for row in found.transfers] == [
        (2019, "plan.xlsx", "Ark1", "B3", "123,00"),
        (2021, "plan.xlsx", "Ark1", "D3", "45,00"),
    ]
    assert line == found.transfers
    assert [(source.file_name, source.sheet) for source in found.sources] == [("plan.xlsx", "Ark1")]


def test_a_lines_transfers_come_in_the_order_they_were_decided(database: Database, book: Book) -> None:
    with database.writing() as session:
        post(session, book, (2020, book.source, book.mentors, 1), decided_on=MOVED)
        post(session, book, (2019, book.source, book.mentors, 2), decided_on=MOVED)
        post(session, book, (2019, book.source, book.mentors, 3), decided_on=ADOPTED)
        post(session, book, (2019, book.mentors, book.language, 4), kind=DecisionKind.REALLOCATION, decided_on=MOVED)
        post(session, book, (2019, book.source, book.language, 99))
    with database.reading() as session:
        assert [row.amount_oere for row in transfers_of_line(session, book.mentors, actor=None)] == [3, 2, 4, 1]
        assert [row.amount_oere for row in transfers_of_line(session, book.mentors, actor=None, budget_year=2020)] == [
            1
        ]


def test_a_decision_is_read_in_three_queries_however_many_transfers_it_has(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = post(session, book, *((2019, book.source, book.mentors, number) for number in range(1, 40)))
    with database.reading() as session, statements_of(session) as seen:
        assert len(decision(session, made, actor=None).transfers) == 39
    assert len(seen) <= 4


def test_a_decision_that_is_not_there_points_to_the_list(database: Database) -> None:
    with (
        database.reading() as session,
        pytest.raises(NotFound, match=r"Beslutningen findes ikke\. Se listen under Beslutninger"),
    ):
        decision(session, 123_456, actor=None)
