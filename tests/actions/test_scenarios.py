"""Making scenarios, changing them, putting them away: each with one event, and none that somebody else changed."""

import pytest

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import Book, add_officer, open_book, post
from tracker.actions.scenarios import ProposalNotThere, ScenarioWords, edit_scenario, new_scenario, put_away
from tracker.database import Database
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import Conflict
from tracker.queries.scenarios import ScenarioRow, scenario


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """An empty plan."""
    return open_book(database)


def proposal(database: Database, book: Book) -> int:
    with database.writing() as session:
        return post(session, book, (2019, book.reserve, book.mentors, 5), decided_on=None)


def made(database: Database, book: Book, *ids: int) -> int:
    with database.writing() as session:
        return new_scenario(session, book.actor, book.plan_id, ScenarioWords("Alt", "Til mødet", frozenset(ids)))


def read(database: Database, book: Book, number: int) -> ScenarioRow:
    with database.reading() as session:
        return scenario(session, book.plan_id, number, actor=None)


def test_a_scenario_is_made_changed_and_put_away_with_an_event_each(database: Database, book: Book) -> None:
    first, second = proposal(database, book), proposal(database, book)
    with database.reading() as session:
        start = last_event_id(session)
    number = made(database, book, first)
    with database.writing() as session:
        edit_scenario(
            session, book.actor, number, ScenarioWords("Alt nyt", "Til mødet", frozenset({second})), seen_version=1
        )
    with database.writing() as session:
        put_away(session, book.actor, number, away=True, seen_version=2)
    with database.writing() as session:
        put_away(session, book.actor, number, away=False, seen_version=3)
    row = read(database, book, number)
    assert (row.title, row.note, row.put_away, row.version) == ("Alt nyt", "Til mødet", False, 4)
    assert [kept.id for kept in row.proposals] == [second]
    with database.reading() as session:
        events = events_since(session, start)
    assert [(event["action"], event["subject"], event["before"], event["after"]) for event in events] == [
        ("create", f"scenario {number}", None, {"title": "Alt", "note": "Til mødet", "proposals": [first]}),
        (
            "edit",
            f"scenario {number}",
            {"title": "Alt", "proposals": [first]},
            {"title": "Alt nyt", "proposals": [second]},
        ),
        ("put-away", f"scenario {number}", {"put_away": False}, {"put_away": True}),
        ("take-out", f"scenario {number}", {"put_away": True}, {"put_away": False}),
    ]


def test_what_is_saved_unchanged_is_no_change(database: Database, book: Book) -> None:
    first = proposal(database, book)
    number = made(database, book, first)
    with database.reading() as session:
        start = last_event_id(session)
    with database.writing() as session:
        words = ScenarioWords("Alt", "Til mødet", frozenset({first}))
        edit_scenario(session, book.actor, number, words, seen_version=1)
    with database.reading() as session:
        assert events_since(session, start) == []
    assert read(database, book, number).version == 1


def test_who_comes_second_is_told_what_stands_there_now(database: Database, book: Book) -> None:
    first = proposal(database, book)
    number = made(database, book, first)
    with database.writing() as session:
        edit_scenario(session, book.actor, number, ScenarioWords("Mit", "", frozenset({first})), seen_version=1)
    with pytest.raises(Conflict) as refused, database.writing() as session:
        edit_scenario(session, book.actor, number, ScenarioWords("Dit"), seen_version=1)
    assert refused.value.theirs == {"title": "Mit", "note": "", "proposal_ids": [first], "version": 2}
    with pytest.raises(Conflict), database.writing() as session:
        put_away(session, book.actor, number, away=True, seen_version=1)


def test_a_proposal_of_another_plan_or_one_that_is_not_seen_is_refused(database: Database, book: Book) -> None:
    elsewhere = proposal(database, open_book(database))
    draft = proposal(database, book)
    with pytest.raises(ProposalNotThere, match="Et af forslagene findes ikke i planen"):
        made(database, book, elsewhere)
    with database.writing() as session:
        lead = Actor(add_officer(session, name="Projektleder").id, "Projektleder", frozenset({Role.PROJECT_LEAD}))
    with pytest.raises(ProposalNotThere), database.writing() as session:
        new_scenario(session, lead, book.plan_id, ScenarioWords("Alt", "", frozenset({draft})))


def test_what_somebody_does_not_see_stays_when_they_change_the_rest(database: Database, book: Book) -> None:
    draft = proposal(database, book)
    number = made(database, book, draft)
    with database.writing() as session:
        lead = Actor(add_officer(session, name="Projektleder").id, "Projektleder", frozenset({Role.PROJECT_LEAD}))
        edit_scenario(session, lead, number, ScenarioWords("Uden at se"), seen_version=1)
    row = read(database, book, number)
    assert (row.title, [kept.id for kept in row.proposals]) == ("Uden at se", [draft])
