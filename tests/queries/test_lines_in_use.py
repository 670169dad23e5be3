"""A line that a decision brought and then gave up is in nobody's way, and stays wherever money of another is on it."""

import pytest
from sqlalchemy import text

from tests.actions.entering import ALLOCATION, MET, PROPOSED, budget_book, entered, entry, titles
from tests.budget_books import COMMITTEE, Book
from tracker.actions.entries import correct, rewrite_proposal
from tracker.actions.proposals import Adoption, adopt
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import EntryLine
from tracker.queries.annexes import annex_of_decision
from tracker.queries.entries import lines_to_choose, standing_entry, weigh
from tracker.queries.people import initiatives_to_choose
from tracker.queries.plans import plan_by_id

SECRET = "Hemmelig indsats"


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    return budget_book(database)


def proposed_line(database: Database, book: Book) -> tuple[int, int]:
    """Propose a new initiative; gives the proposal and the line."""
    made = EntryLine("ny-1", SECRET, LineRole.INITIATIVE, book.theme_id)
    proposal = entered(database, book, entry(PROPOSED, (2020, book.reserve, "ny-1", 100), lines=(made,)))
    with database.reading() as session:
        query = text("SELECT id FROM budget_line WHERE introduced_by_id = :made")
        return proposal, session.execute(query, {"made": proposal}).scalar_one()


def give_up(database: Database, book: Book, proposal: int, *, seen_version: int) -> None:
    """Rewrite the draft: the money goes to another line."""
    other = entry(PROPOSED, (2020, book.reserve, book.mentors, 100))
    with database.writing() as session:
        rewrite_proposal(session, book.actor, proposal, other, seen_version=seen_version)


def choices(database: Database, book: Book, decision_id: int | None = None) -> list[str]:
    with database.reading() as session:
        return [line.title for line in lines_to_choose(session, book.plan_id, decision_id=decision_id)]


def asked_to_make(database: Database, proposal: int) -> list[str]:
    with database.reading() as session:
        (found,) = annex_of_decision(session, proposal, actor=None).proposals
    return [line.title for line in found.new_lines]


def test_a_committee_is_not_asked_for_a_line_that_the_draft_gave_up(database: Database, book: Book) -> None:
    proposal, line = proposed_line(database, book)
    assert asked_to_make(database, proposal) == [SECRET]
    give_up(database, book, proposal, seen_version=1)
    assert asked_to_make(database, proposal) == []
    with database.reading() as session:
        plan = plan_by_id(session, book.plan_id)
        weighed = weigh(session, plan, standing_entry(session, proposal, PROPOSED), decision_id=proposal)
        again = entry(PROPOSED, (2020, book.reserve, line, 100))
        changed_mind = weigh(session, plan, again, decision_id=proposal)
    assert SECRET not in [shown.title for shown in weighed.lines]
    assert SECRET in [shown.title for shown in changed_mind.lines]
    assert changed_mind.problems == ()


def test_after_the_adoption_nobody_is_offered_the_line_that_was_given_up(database: Database, book: Book) -> None:
    proposal, line = proposed_line(database, book)
    give_up(database, book, proposal, seen_version=1)
    assert SECRET in choices(database, book, proposal)
    with database.writing() as session:
        adopt(session, book.actor, proposal, Adoption(COMMITTEE, MET), seen_version=2)
    assert SECRET not in choices(database, book)
    assert SECRET not in titles(database, book, MET)
    with database.reading() as session:
        assert line not in [found.id for found in initiatives_to_choose(session)]


def test_a_line_stays_when_its_own_decision_gives_it_up_and_another_has_money_on_it(
    database: Database, book: Book
) -> None:
    proposal, line = proposed_line(database, book)
    with database.writing() as session:
        adopt(session, book.actor, proposal, Adoption(COMMITTEE, MET), seen_version=1)
    entered(database, book, entry(ALLOCATION, (2021, book.reserve, line, 200)))
    right = entry(ALLOCATION, (2020, book.reserve, book.mentors, 100)).transfers
    with database.writing() as session:
        correct(session, book.actor, proposal, right, reason="Skulle have været mentorerne", seen_version=2)
    assert asked_to_make(database, proposal) == []
    assert SECRET in choices(database, book)
    assert SECRET in titles(database, book, MET)
    with database.reading() as session:
        assert line in [found.id for found in initiatives_to_choose(session)]


def test_another_frame_that_money_only_comes_from_stays(database: Database, book: Book) -> None:
    state = EntryLine("ny-1", "Statens pulje", LineRole.SOURCE)
    grant = NewDecision(kind=DecisionKind.SUPPLEMENTARY, body=COMMITTEE, decided_on=MET)
    entered(database, book, entry(grant, (2021, "ny-1", book.mentors, 200), lines=(state,)))
    assert choices(database, book)[-2:] == ["Ramme", "Statens pulje"]
