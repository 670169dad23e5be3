"""The server is killed while a decision is posted or adopted: it is there whole with all that belongs to it, or not."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from tests.budget_books import COMMITTEE
from tests.databases import DatabaseUrls
from tests.faults.large_decisions import (
    AMOUNT,
    DAY,
    ROWS,
    Found,
    Ready,
    adopt_whole,
    allocation,
    enter_whole,
    found,
    make_ready,
    propose,
)
from tests.faults.large_imports import assert_sound
from tests.processes import Killer
from tracker.actions import audit
from tracker.actions.decisions import add_decision, post_transfers
from tracker.database import Database
from tracker.domain.ledger import NewTransfer
from tracker.domain.years import now
from tracker.models.decisions import Decision

KILLS = 60
ROWS_A_COMMIT = 100


def test_sixty_decisions_are_killed_and_none_is_lost_or_there_in_part(database_url: DatabaseUrls) -> None:
    ready = make_ready(database_url)
    killer = Killer(enter_whole, seed=8)
    killer.spare(database_url.url, ready, 0)
    acknowledged, cut_short = {0}, 0
    for number in range(1, KILLS + 1):
        if killer.kill(database_url.url, ready, number):
            acknowledged.add(number)
        there = found(database_url, ready)
        assert_whole(there, events=1)
        assert there.forms == len(there.decided)
        assert acknowledged <= there.decided.keys()
        cut_short += number not in there.decided
        assert_sound(database_url)
    assert cut_short >= KILLS // 4  # enough of the kills came in time to hurt
    assert enter_whole(database_url.url, ready, 1000) in found(database_url, ready).decided


def test_sixty_adoptions_are_killed_and_none_is_lost_or_there_in_part(database_url: DatabaseUrls) -> None:
    ready = make_ready(database_url)
    killer = Killer(adopt_whole, seed=9)
    killer.spare(database_url.url, ready, 0, propose(database_url, ready, 0))
    acknowledged, cut_short = {0}, 0
    number, proposal = 1, propose(database_url, ready, 1)
    for _kill in range(KILLS):
        if killer.kill(database_url.url, ready, number, proposal):
            acknowledged.add(number)
        there = found(database_url, ready)
        assert_whole(there, events=2)
        assert set(there.proposed.values()) <= {ROWS}
        assert there.proposed.keys() | there.decided.keys() == set(range(number + 1))
        assert acknowledged <= there.decided.keys()
        assert_sound(database_url)
        if number in there.decided:
            number, proposal = number + 1, propose(database_url, ready, number + 1)
        else:  # it is killed again at another moment
            cut_short += 1
    assert cut_short >= KILLS // 4
    assert adopt_whole(database_url.url, ready, number, proposal) in found(database_url, ready).decided


def test_negative_control_a_decision_that_commits_now_and_then_is_left_in_part(database_url: DatabaseUrls) -> None:
    ready = make_ready(database_url)
    killer = Killer(enter_in_parts, seed=10)
    killer.spare(database_url.url, ready, 0)
    for number in range(1, 13):
        killer.kill(database_url.url, ready, number)
    there = found(database_url, ready)
    assert len([rows for rows in there.decided.values() if rows < ROWS]) >= 3
    with pytest.raises(AssertionError):
        assert_whole(there, events=1)


def test_negative_control_an_adoption_in_two_steps_is_left_in_between(database_url: DatabaseUrls) -> None:
    ready = make_ready(database_url)
    killer = Killer(adopt_in_two_steps, seed=11)
    killer.spare(database_url.url, ready, 0, propose(database_url, ready, 0))

    def kill_until_one_is_in_between() -> None:
        for number in range(1, KILLS + 1):
            killer.kill(database_url.url, ready, number, propose(database_url, ready, number))
            assert_whole(found(database_url, ready), events=2)

    with pytest.raises(AssertionError):
        kill_until_one_is_in_between()


def assert_whole(there: Found, *, events: int) -> None:
    """See that every decision has all its rows, its events and its new line, and that the pool gave just that."""
    assert set(there.decided.values()) <= {ROWS}
    assert {number: there.events[number] for number in there.decided} == dict.fromkeys(there.decided, events)
    assert {there.events[number] for number in there.proposed} <= {1}
    assert set(there.new_lines.values()) <= {1}
    assert there.given_oere == len(there.decided) * ROWS * AMOUNT


def enter_in_parts(url: str, ready: Ready, number: int) -> int:
    """Post the same in the way that seems to be gentle with locks: a commit for every hundred rows."""
    database, book = Database(url), ready.book
    entry = allocation(book, ready.lines, number, day=DAY)
    rows = [
        NewTransfer(one.budget_year, book.reserve, ready.lines[one.row % len(ready.lines)], one.amount_oere)
        for one in entry.transfers
    ]
    with database.writing() as session:
        decision_id = add_decision(session, book.actor, book.plan_id, entry.decision)
    for begin in range(0, ROWS, ROWS_A_COMMIT):
        with database.writing() as session:
            post_transfers(session, book.actor, decision_id, rows[begin : begin + ROWS_A_COMMIT])
    database.dispose()
    return number


def adopt_in_two_steps(url: str, ready: Ready, number: int, proposal: int) -> int:
    """Adopt in one transaction and write the log in the next."""
    database = Database(url)
    with database.writing() as session:
        session.execute(
            update(Decision)
            .where(col(Decision.id) == proposal)
            .values(decided_on=DAY, taken_at=now(), proposal_state=None, body=COMMITTEE)
        )
    with database.writing() as session:
        audit.record(
            session, person_id=ready.book.actor.id, action="adopt", subject="decision", subject_id=proposal, after={}
        )
    database.dispose()
    return number
