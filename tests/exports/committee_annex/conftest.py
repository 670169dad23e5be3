"""Fixtures of the annex: a plan with a pool, and a proposal to use it."""

from collections.abc import Iterator

import pytest

from tests.budget_books import Book
from tests.databases import DatabaseUrls
from tests.exports.committee_annex.proposals import WORDS
from tests.exports.scenario_books import budget_book
from tests.proposals import proposed
from tracker.database import Database
from tracker.domain.people import Role
from tracker.models.people import PersonRole


@pytest.fixture
def database(sqlite_urls: DatabaseUrls) -> Iterator[Database]:
    """What is written doesn't depend on the kind of database."""
    opened = Database(sqlite_urls.url)
    yield opened
    opened.dispose()


@pytest.fixture
def book(database: Database) -> Book:
    book = budget_book(database)
    with database.writing() as session:
        session.add(PersonRole(person_id=book.actor.id, role=Role.BUDGET_OFFICER))
        session.add(PersonRole(person_id=book.actor.id, role=Role.READER))
    return book


@pytest.fixture
def proposal(database: Database, book: Book) -> int:
    """600 in 2020 and 1,000 in 2021 from the pool to the mentors; a draft."""
    return proposed(
        database,
        book,
        (2020, book.reserve, book.mentors, 600),
        (2021, book.reserve, book.mentors, 1000),
        title="Mentorerne fortsætter",
        like=WORDS,
    )
