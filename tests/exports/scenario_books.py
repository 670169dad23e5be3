"""A plan with proposals and scenarios as the exports get them, from a database of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

from exports.scenarios import write_scenarios
from tests.budget_books import Book, open_book, post
from tests.exports.tables import MADE_AT
from tests.proposals import TKR
from tracker.actions.scenarios import ScenarioWords, new_scenario
from tracker.database import Database
from tracker.domain.people import Actor
from tracker.queries.frames import Frames, frames_of
from tracker.queries.plans import plan_by_id
from tracker.queries.scenarios import Comparison, comparison


def budget_book(database: Database) -> Book:
    """Open a plan with 600 in the pool of 2020, 1,000 in that of 2021 and 500 for mentors a year; thousand kroner."""
    book = open_book(database)
    with database.writing() as session:
        post(
            session,
            book,
            (2020, book.source, book.reserve, 600 * TKR),
            (2021, book.source, book.reserve, 1000 * TKR),
            *((year, book.source, book.mentors, 500 * TKR) for year in (2019, 2020, 2021)),
        )
    return book


def scenario_of(database: Database, book: Book, title: str, *ids: int, note: str = "") -> int:
    """Make a scenario of some proposals; gives its id."""
    with database.writing() as session:
        return new_scenario(session, book.actor, book.plan_id, ScenarioWords(title, note, frozenset(ids)))


def compared(
    database: Database, book: Book, ids: Sequence[int], *, actor: Actor | None = None
) -> tuple[Comparison, Frames]:
    """Read scenarios as the pages do; the day is a fixed one, so that what is written can be."""
    with database.reading() as session:
        found = comparison(session, plan_by_id(session, book.plan_id), ids, actor=actor)
        return replace(found, day=date(2020, 11, 15)), frames_of(session, found)


def workbook_of_scenarios(database: Database, book: Book, ids: Sequence[int], *, actor: Actor | None = None) -> bytes:
    """Write the workbook of some scenarios."""
    found, frames = compared(database, book, ids, actor=actor)
    written = BytesIO()
    write_scenarios(
        found,
        frames=frames,
        destination=written,
        made_by="Budgetkonsulent",
        made_at=MADE_AT,
        printed_totals_oere={},
        revision=7,
    )
    return written.getvalue()
