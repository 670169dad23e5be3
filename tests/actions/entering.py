"""Entering decisions and proposals in tests, and telling what came of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.actions.trail import last_event_id
from tests.budget_books import COMMITTEE, Book, add_officer, open_book, post
from tracker.actions.entries import enter
from tracker.database import Database
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryLine, EntryTransfer, LineRef
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import Refusal
from tracker.queries.budget import AsOf, budget_as_of, budget_table
from tracker.queries.plans import plan_by_id

ADOPTED, MET, LATER = date(2018, 12, 12), date(2019, 3, 1), date(2019, 9, 1)
TKR = 100_000
ALLOCATION = NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=MET)
NOT_ENOUGH = "Pulje til senere udmøntning rækker ikke:"
LESS = "Sæt beløbet ned, eller vælg en anden linje."
PROPOSED = replace(ALLOCATION, decided_on=None, title="Flere mentorer")


def budget_book(database: Database) -> Book:
    """Open a plan with 600 in the pool of 2020, 1,000 in that of 2021 and 500 for mentors in 2019; thousand kroner."""
    book = open_book(database)
    with database.writing() as session:
        post(
            session,
            book,
            (2020, book.source, book.reserve, 600 * TKR),
            (2021, book.source, book.reserve, 1000 * TKR),
            (2019, book.source, book.mentors, 500 * TKR),
        )
    return book


def entry(new: NewDecision, *rows: tuple[int, LineRef, LineRef, int], lines: tuple[EntryLine, ...] = ()) -> Entry:
    """Type rows of (year, from, to, thousand kroner)."""
    return Entry(
        new,
        tuple(
            EntryTransfer(number, year, giver, taker, amount * TKR)
            for number, (year, giver, taker, amount) in enumerate(rows)
        ),
        lines,
    )


def entered(database: Database, book: Book, typed: Entry) -> int:
    with database.writing() as session:
        return enter(session, book.actor, book.plan_id, typed)


def amounts(database: Database, book: Book, day: date = date.max, **named: Any) -> dict[tuple[int, int], int]:  # noqa: ANN401 - handed on
    """Tell the budget in thousand kroner, cells of zero left out."""
    with database.reading() as session:
        found = budget_as_of(session, book.plan_id, day, **named)
    return {cell: amount // TKR for cell, amount in found.items() if amount and cell[0] != book.source}


def titles(database: Database, book: Book, day: date, **named: Any) -> list[str]:  # noqa: ANN401 - handed on
    """Tell which lines the table of a day has."""
    with database.reading() as session:
        table = budget_table(session, plan_by_id(session, book.plan_id), AsOf(day, **named))
    return [line.title for section in table.sections for line in section.lines]


def refusal(database: Database, change: Callable[[Session], object]) -> Refusal:
    """Try a change that must be refused, and see that it left nothing."""
    with database.reading() as session:
        before = last_event_id(session), session.execute(text("SELECT count(*) FROM transfer")).scalar_one()
    with pytest.raises(Refusal) as refused, database.writing() as session:
        change(session)
    with database.reading() as session:
        after = last_event_id(session), session.execute(text("SELECT count(*) FROM transfer")).scalar_one()
    assert after == before
    return refused.value


def project_lead(database: Database, line_id: int) -> Actor:
    with database.writing() as session:
        person = add_officer(session, name="Projektleder")
        session.execute(
            text("INSERT INTO responsibility (line_id, person_id) VALUES (:line, :person)"),
            {"line": line_id, "person": person.id},
        )
    return Actor(person.id, person.name, frozenset({Role.PROJECT_LEAD}))
