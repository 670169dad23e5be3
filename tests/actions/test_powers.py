"""Changing who may decide what in a plan, going back to what is usual, and two administrators at once."""

import pytest

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import ADMINISTRATION, Book, open_book, post
from tracker.actions.powers import PowersRefused, set_powers, take_usual_powers
from tracker.database import Database
from tracker.domain.decisions import BodyLevel, DecisionKind
from tracker.domain.ledger import BodyMayNot
from tracker.domain.powers import USUAL_POWERS, Matter, Power, mark
from tracker.domain.refusals import Conflict
from tracker.queries.powers import plans_with_own_powers, powers_of

CUT = Power(Matter.CUT, BodyLevel.FINANCE_COMMITTEE, most_oere=5_000_000)
OWN = {**USUAL_POWERS, Matter.CUT: CUT}
USUAL = mark(USUAL_POWERS)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan that follows what is usual, with 1,000 thousand kroner for mentors in 2019."""
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2019, book.source, book.mentors, 100_000_000))
    return book


def cut(database: Database, book: Book, amount_oere: int) -> None:
    with database.writing() as session:
        moved = (2019, book.mentors, book.source, amount_oere)
        post(session, book, moved, kind=DecisionKind.CUT, body=ADMINISTRATION)


def test_a_plan_follows_its_own_powers_from_when_they_are_set_and_others_the_usual(
    database: Database, book: Book
) -> None:
    other = open_book(database)
    with pytest.raises(BodyMayNot):
        cut(database, book, 1)
    with database.writing() as session:
        set_powers(session, book.actor, book.plan_id, OWN, seen_mark=USUAL)
    cut(database, book, 5_000_000)
    with pytest.raises(BodyMayNot) as refused:
        cut(database, book, 5_000_001)
    assert "Besparelse over 50.000 kr. i året: Økonomiudvalget beslutter." in str(refused.value)
    with database.reading() as session:
        assert powers_of(session, book.plan_id) == OWN
        assert powers_of(session, other.plan_id) == USUAL_POWERS
        assert plans_with_own_powers(session) & {book.plan_id, other.plan_id} == {book.plan_id}


def test_the_log_holds_the_rule_as_it_was_and_is(database: Database, book: Book) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        set_powers(session, book.actor, book.plan_id, OWN, seen_mark=USUAL)
        (event,) = events_since(session, before)
    assert event == {
        "person": book.actor.id,
        "action": "set-powers",
        "subject": f"action_plan {book.plan_id}",
        "before": {"cut": {"otherwise": "committee", "most_oere": None, "most_share": None}},
        "after": {"cut": {"otherwise": "finance_committee", "most_oere": 5_000_000, "most_share": None}},
    }


def test_going_back_lets_what_is_usual_hold_again(database: Database, book: Book) -> None:
    with database.writing() as session:
        set_powers(session, book.actor, book.plan_id, OWN, seen_mark=USUAL)
        take_usual_powers(session, book.actor, book.plan_id, seen_mark=mark(OWN))
    with database.reading() as session:
        assert powers_of(session, book.plan_id) == USUAL_POWERS
        assert book.plan_id not in plans_with_own_powers(session)
    with pytest.raises(BodyMayNot):
        cut(database, book, 1)


def test_the_second_of_two_administrators_is_told_and_nothing_is_lost(database: Database, book: Book) -> None:
    with database.writing() as session:
        set_powers(session, book.actor, book.plan_id, OWN, seen_mark=USUAL)
    theirs = {**USUAL_POWERS, Matter.CUT: Power(Matter.CUT, BodyLevel.COUNCIL)}
    with pytest.raises(Conflict) as conflict, database.writing() as session:
        set_powers(session, book.actor, book.plan_id, theirs, seen_mark=USUAL)
    assert conflict.value.theirs == {"powers": OWN, "version": mark(OWN)}
    with pytest.raises(Conflict), database.writing() as session:
        take_usual_powers(session, book.actor, book.plan_id, seen_mark=USUAL)
    with database.reading() as session:
        assert powers_of(session, book.plan_id) == OWN


def test_what_changes_nothing_leaves_no_event(database: Database, book: Book) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        set_powers(session, book.actor, book.plan_id, USUAL_POWERS, seen_mark=USUAL)
        assert events_since(session, before) == []


def test_an_administration_that_decides_all_of_it_has_no_limit(database: Database, book: Book) -> None:
    contradictory = {Matter.CUT: Power(Matter.CUT, BodyLevel.ADMINISTRATION, most_share=100)}
    with pytest.raises(PowersRefused) as refused, database.writing() as session:
        set_powers(session, book.actor, book.plan_id, contradictory, seen_mark=USUAL)
    assert str(refused.value) == (
        "Besparelse: forvaltningen beslutter det hele og har ingen grænse. "
        "Lad grænserne stå tomme, eller vælg et andet organ."
    )
