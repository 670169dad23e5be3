"""A line that comes with a proposal: it is that proposal's alone until somebody adopts it."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlmodel import Session, col

from imports.commit import apply
from tests.budget_books import COMMITTEE, Book, open_book, post
from tests.ledger.small_tables import small_import
from tracker.actions.decisions import post_transfers
from tracker.actions.entries import enter
from tracker.actions.proposals import Adoption, adopt, move
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryRefused, EntryTransfer, LineRef
from tracker.domain.ledger import NewTransfer, TransferRefused
from tracker.models.budget import BudgetLine
from tracker.queries.budget import budget_as_of

MET = date(2019, 3, 1)
DECIDED = NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=MET)
PROPOSED = NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=None)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with a pool of 1,000 øre in 2020."""
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2020, book.source, book.reserve, 1000))
    return book


def allocation(new: NewDecision, book: Book, line: LineRef, amount: int, *lines: EntryLine) -> Entry:
    """Give a line money from the pool of 2020."""
    return Entry(new, (EntryTransfer(0, 2020, book.reserve, line, amount),), lines)


def propose_line(session: Session, book: Book, title: str = "Naboskaber") -> tuple[int, int]:
    """Propose a new initiative with 300 øre; gives the proposal and the line."""
    new = EntryLine("ny", title, LineRole.INITIATIVE, book.theme_id)
    made = enter(session, book.actor, book.plan_id, allocation(PROPOSED, book, "ny", 300, new))
    line = session.execute(select(col(BudgetLine.id)).where(col(BudgetLine.introduced_by_id) == made)).scalar_one()
    return made, line or 0


def test_others_can_not_give_it_money_until_it_is_adopted(database: Database, book: Book) -> None:
    with database.writing() as session:
        made, line = propose_line(session, book)
    for new in (DECIDED, PROPOSED):
        with pytest.raises(EntryRefused, match="Linjen findes ikke i planen"), database.writing() as session:
            enter(session, book.actor, book.plan_id, allocation(new, book, line, 100))
        with database.writing() as session:
            other = post(session, book, decided_on=new.decided_on)
        with pytest.raises(TransferRefused, match="skal høre til planen"), database.writing() as session:
            post_transfers(session, book.actor, other, [NewTransfer(2020, book.reserve, line, 100)])
    with database.writing() as session:
        adopt(session, book.actor, made, Adoption(COMMITTEE, MET), seen_version=1)
        enter(session, book.actor, book.plan_id, allocation(DECIDED, book, line, 100))
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, MET)[line, 2020] == 400


@pytest.mark.parametrize("state", [ProposalState.SENT, ProposalState.DROPPED])
def test_a_proposal_that_is_no_draft_takes_no_more_rows(database: Database, book: Book, state: ProposalState) -> None:
    with database.writing() as session:
        made, line = propose_line(session, book)
        move(session, book.actor, made, state, reason="Fortrudt", seen_version=1)
    with pytest.raises(TransferRefused, match="Kun en kladde kan rettes"), database.writing() as session:
        post_transfers(session, book.actor, made, [NewTransfer(2020, book.reserve, line, 100)])


def test_a_file_that_names_it_gets_a_line_of_its_own(database: Database, book: Book) -> None:
    with database.writing() as session:
        _made, line = propose_line(session, book)
        order = small_import(book, ("Naboskaber",), (0, 500, 0), day=MET, number=91)
        apply(session, book.actor, order)
    with database.reading() as session:
        lines = session.execute(
            text("SELECT id, introduced_by_id FROM budget_line WHERE plan_id = :plan AND title = 'Naboskaber'"),
            {"plan": book.plan_id},
        )
        (read,) = [number for number, introduced_by in lines if introduced_by is None]
        budget = budget_as_of(session, book.plan_id, MET)
    assert (budget.get((line, 2020), 0), budget[read, 2020]) == (0, 500)


def test_a_file_draws_on_the_plans_own_frame_where_there_is_another(database: Database, book: Book) -> None:
    state = EntryLine("stat", "Statens pulje", LineRole.SOURCE)
    typed = Entry(
        NewDecision(kind=DecisionKind.SUPPLEMENTARY, body="BR", decided_on=MET),
        (EntryTransfer(0, 2020, "stat", book.mentors, 200),),
        (state,),
    )
    with database.writing() as session:
        enter(session, book.actor, book.plan_id, typed)
        apply(session, book.actor, small_import(book, ("Mentorer",), (0, 700, 0), day=MET, number=92))
    with database.reading() as session:
        budget = budget_as_of(session, book.plan_id, MET)
    assert (budget[book.source, 2020], budget[book.mentors, 2020]) == (-1500, 700)
