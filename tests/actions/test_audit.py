"""The audit trail: who did what when, how it was before and after, and never a secret."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlmodel import select

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import add_officer, open_book, post
from tracker.actions.audit import change, record
from tracker.database import Database
from tracker.domain.decisions import DecisionKind
from tracker.models.audit import AuditEvent
from tracker.models.budget import ActionPlan


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these."""
    return shared_database


def test_an_event_says_who_when_in_utc_what_and_how_it_was(database: Database) -> None:
    with time_machine.travel("2026-07-01T12:00:00+02:00", tick=False), database.writing() as session:
        officer = add_officer(session)
        record(
            session,
            person_id=officer.id,
            action="edit",
            subject="budget_line",
            subject_id=7,
            before={"title": "Æbler"},
            after={
                "title": "Pærer\n",
                "decided_on": date(2026, 7, 1),
                "kind": DecisionKind.CUT,
                "roles": frozenset({"reader"}),
                "at": datetime(2026, 7, 1, 10, tzinfo=UTC),
            },
        )
    with database.reading() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.person_id == officer.id)).one()
    assert event.at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert (event.action, event.subject, event.subject_id) == ("edit", "budget_line", "7")
    assert event.before == '{"title": "Æbler"}'
    assert event.after == (
        '{"at": "2026-07-01T10:00:00+00:00", "decided_on": "2026-07-01", "kind": "cut", "roles": ["reader"],'
        ' "title": "Pærer\\n"}'
    )


def test_what_was_not_told_is_empty_and_not_a_word(database: Database) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        record(session, person_id=None, action="sign-in-failed", subject="person")
    with database.reading() as session:
        (event,) = events_since(session, before)
    assert (event["person"], event["subject"], event["before"], event["after"]) == (None, "person ", None, None)


def test_a_secret_is_left_out_whoever_passes_it(database: Database) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        secrets = {"password_hash": "scrypt:1", "token_sha256": "abc", "name": "Leder"}
        record(session, person_id=None, action="edit", subject="person", before=secrets, after=secrets)
    with database.reading() as session:
        (event,) = events_since(session, before)
    assert event["before"] == event["after"] == {"name": "Leder"}


def test_an_event_shares_the_fate_of_the_change_it_tells_of(database: Database) -> None:
    book = open_book(database)
    with database.reading() as session:
        before = last_event_id(session)
    with pytest.raises(RuntimeError), database.writing() as session:
        raise_after(post(session, book, (2019, book.source, book.mentors, 1)))
    with database.reading() as session:
        assert last_event_id(session) == before


def raise_after(decision: int) -> None:
    raise RuntimeError(decision)


def test_only_what_is_new_is_set_and_told() -> None:
    plan = ActionPlan(slug="plan", title="Plan", first_year=2019, last_year=2022, created_at=datetime.now(UTC))
    assert change(plan, {"title": "Plan", "last_year": 2022}) == ({}, {})
    assert change(plan, {"title": "Ny plan", "first_year": 2019, "last_year": 2023}) == (
        {"title": "Plan", "last_year": 2022},
        {"title": "Ny plan", "last_year": 2023},
    )
    assert (plan.title, plan.last_year) == ("Ny plan", 2023)
