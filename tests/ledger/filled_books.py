"""Books with a row in every table that holds something, and a picture of what must never change in them."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import create_engine, inspect, text
from sqlmodel import Session

from tests.budget_books import Book, add_book, add_officer, open_book, post
from tests.databases import DatabaseUrls
from tests.schema_dumps import schema_dump
from tracker.actions.entries import enter
from tracker.actions.proposals import move
from tracker.actions.published_tables import NewCell, NewRow, NewTable, explain_difference, keep_table
from tracker.actions.rates import RateWords, enter_rate, withdraw_rate
from tracker.actions.scenarios import ScenarioWords, new_scenario
from tracker.actions.uploads import KeptFile, file_away
from tracker.actions.years import close_year
from tracker.database import APPEND_ONLY, Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, Permanence, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer
from tracker.domain.money import UNITS
from tracker.domain.published_tables import CellKind, RowKind

Picture = tuple[dict[str, tuple[tuple[Any, ...], ...]], list[str]]

# What must stand of tables whose rows may change otherwise.
_STANDING = {
    "who wrote a decision": "SELECT id, plan_id, recorded_at, recorded_by_id FROM decision ORDER BY id",
    "taken decision": (
        "SELECT id, kind, body, decided_on, taken_at, owner_id, title, reason, permanence, proposal_state FROM decision"
        " WHERE decided_on IS NOT NULL ORDER BY id"
    ),
    "which are taken": "SELECT id, decided_on FROM decision ORDER BY id",
    "line": "SELECT id, plan_id, introduced_by_id FROM budget_line ORDER BY id",
    "closed year": "SELECT plan_id, year, reason FROM closed_year ORDER BY 1, 2",
    "scenario": "SELECT id, plan_id, title FROM scenario ORDER BY id",
    "what a scenario holds": "SELECT scenario_id, decision_id FROM scenario_proposal ORDER BY 1, 2",
    "rate": "SELECT id, rate_millionths, withdrawn FROM index_rate ORDER BY id",
}


def filled_book(database: Database) -> Book:
    """Make a book with a row in every table that only takes new ones."""
    book = open_book(database)
    with database.writing() as session:
        decision_id = post(
            session, book, (2019, book.source, book.reserve, 110_000_000), (2020, book.source, book.mentors, 3_300_000)
        )
        kept = KeptFile(name="plan.xlsx", stored_name="0.xlsx", sha256="0" * 64, size_bytes=1)
        cell = NewCell("2020", "C4", "33", CellKind.AMOUNT, 3_300_000)
        row = NewRow(RowKind.LINE, "A4", "Mentorer", "Mentorer", line_id=book.mentors, cells=(cell,))
        table = NewTable("Ark1", "Plan", "1000 kr.", UNITS["tkr"], "", (row,))
        cells = keep_table(
            session, book.plan_id, table, file_id=file_away(session, book.actor, kept), decision_id=decision_id
        )
        explain_difference(session, book.actor, cells["A4", "2020"], reason="Trykfejl")
    return book


def add_proposals(session: Session, book: Book) -> None:
    """Add a decision that says all it can, a proposal with a line of its own, a dropped one, a scenario and a rate."""
    other = add_book(session, add_officer(session), title="En anden handleplan")
    said = NewDecision(
        kind=DecisionKind.ALLOCATION,
        body="BIU",
        decided_on=date(2019, 3, 1),
        title="Flere mentorer",
        reason="Det virker",
        permanence=Permanence.PERMANENT,
    )
    row = EntryTransfer(0, 2019, book.reserve, book.mentors, 100)
    enter(session, book.actor, book.plan_id, Entry(said, (row,)))
    proposed = replace(said, decided_on=None)
    new = EntryLine("ny", "Naboskaber", LineRole.INITIATIVE, book.theme_id)
    draft = enter(session, book.actor, book.plan_id, Entry(proposed, (row, replace(row, row=1, to_line="ny")), (new,)))
    dropped = enter(session, book.actor, book.plan_id, Entry(proposed, (row,)))
    move(session, book.actor, dropped, ProposalState.DROPPED, reason="Fortrudt", seen_version=1)
    enter(
        session,
        book.actor,
        other.plan_id,
        Entry(
            replace(proposed, kind=DecisionKind.ADOPTION), (EntryTransfer(0, 2019, other.source, other.reserve, 100),)
        ),
    )
    new_scenario(session, book.actor, book.plan_id, ScenarioWords("A", proposal_ids=frozenset({draft})))
    rate = RateWords(
        from_year=2019,
        to_year=2020,
        rate_millionths=18_500,
        name="",
        source="KL",
        published_on=date(2019, 6, 1),
    )
    withdraw_rate(session, book.actor, enter_rate(session, book.actor, rate), seen_version=1)
    close_year(session, book.actor, book.plan_id, 2021, reason="Regnskabet er aflagt")


def picture(urls: DatabaseUrls) -> Picture:
    """Copy what must never change, schema and all, as somebody who may see everything."""
    engine = create_engine(urls.owner_url)
    with engine.connect() as connection:
        tables = {
            table: tuple(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id")))  # noqa: S608 - our own names
            for table in sorted(APPEND_ONLY)
            if inspect(connection).has_table(table)
        }
        for name, query in _STANDING.items():
            tables[name] = tuple(tuple(row) for row in connection.execute(text(query)))
        found = (tables, schema_dump(connection))
    engine.dispose()
    return found
