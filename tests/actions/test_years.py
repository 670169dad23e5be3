"""Closing and reopening budget years: with a reason, both in the log, and nothing posted in between by any way."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import COMMITTEE, Book, open_book, post
from tracker.actions.decisions import post_transfers, reverse_transfer
from tracker.actions.entries import correct, enter
from tracker.actions.proposals import Adoption, adopt
from tracker.actions.years import YearRefused, close_year, reopen_year
from tracker.database import Database
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryRefused, EntryTransfer
from tracker.domain.ledger import NewTransfer, YearClosed
from tracker.domain.refusals import NotFound, Refusal
from tracker.queries.budget import budget_as_of
from tracker.queries.decisions import transfers_of_decision
from tracker.queries.plans import plan_by_id
from tracker.queries.years import closed_years_of, years_of_plans

TKR = 100_000
MET = date(2019, 3, 1)
REASON = "Regnskabet er godkendt"


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with 1,000 thousand kroner in the pool of 2019 and of 2020."""
    book = open_book(database)
    with database.writing() as session:
        post(session, book, *((year, book.source, book.reserve, 1000 * TKR) for year in (2019, 2020)))
    return book


def close(database: Database, book: Book, year: int = 2019, *, reason: str = REASON) -> None:
    with database.writing() as session:
        close_year(session, book.actor, book.plan_id, year, reason=reason)


def reopen(database: Database, book: Book, year: int = 2019, *, reason: str = "Fejl i en postering") -> None:
    with database.writing() as session:
        reopen_year(session, book.actor, book.plan_id, year, reason=reason)


def closed(database: Database, book: Book) -> list[tuple[int, str, str]]:
    with database.reading() as session:
        plan = plan_by_id(session, book.plan_id)
        found = [(row.year, row.closed_by, row.reason) for row in closed_years_of(session, plan)]
        listed = next(each for each in years_of_plans(session) if each.plan.id == book.plan_id)
        assert sorted(listed.closed) == [year for year, _, _ in found]
    return found


def test_a_closed_year_says_by_whom_and_why_and_the_log_keeps_closing_and_opening(
    database: Database, book: Book
) -> None:
    with database.reading() as session:
        before = last_event_id(session)
    close(database, book, reason=f"  {REASON} ")
    assert closed(database, book) == [(2019, "Budgetkonsulent", REASON)]
    reopen(database, book)
    assert closed(database, book) == []
    with database.reading() as session:
        events = events_since(session, before)
    assert [(event["action"], event["subject"], event["after"]) for event in events] == [
        ("close-year", f"action_plan {book.plan_id}", {"year": 2019, "reason": REASON}),
        ("reopen-year", f"action_plan {book.plan_id}", {"year": 2019, "reason": "Fejl i en postering"}),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d, b: close(d, b, 2018), "2018 ligger uden for planens år, 2019 til 2021. Vælg et af dem."),
        (lambda d, b: close(d, b, 2022), "2022 ligger uden for planens år, 2019 til 2021. Vælg et af dem."),
        (lambda d, b: close(d, b, reason=" \n "), "Skriv en begrundelse. Den står i loggen."),
        (lambda d, b: reopen(d, b, 2020, reason=""), "Skriv en begrundelse. Den står i loggen."),
        (lambda d, b: reopen(d, b, 2020), "2020 er ikke lukket. Se listen under Åbne og lukkede år."),
    ],
)
def test_what_can_not_be_closed_or_opened_is_refused_with_the_remedy(
    database: Database, book: Book, change: Callable[[Database, Book], None], sentence: str
) -> None:
    with pytest.raises(YearRefused) as refused:
        change(database, book)
    assert str(refused.value) == sentence


def test_a_closed_year_is_not_closed_again(database: Database, book: Book) -> None:
    close(database, book)
    with pytest.raises(YearRefused) as refused:
        close(database, book, reason="Igen")
    assert str(refused.value) == "2019 er allerede lukket. Se listen under Åbne og lukkede år."
    assert closed(database, book) == [(2019, "Budgetkonsulent", REASON)]


def test_a_plan_that_is_gone_has_no_years_to_close(database: Database, book: Book) -> None:
    with pytest.raises(NotFound), database.writing() as session:
        close_year(session, book.actor, 987_654, 2019, reason=REASON)


def allocation(book: Book, *, decided_on: date | None = MET) -> Entry:
    new = NewDecision(DecisionKind.ALLOCATION, COMMITTEE, decided_on)
    return Entry(new, (EntryTransfer(0, 2019, book.reserve, book.mentors, 10 * TKR),))


def test_no_way_of_posting_reaches_a_closed_year_and_every_one_does_once_it_is_open(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        taken = enter(session, book.actor, book.plan_id, allocation(book))
        draft = enter(session, book.actor, book.plan_id, allocation(book, decided_on=None))
        (wrong,) = transfers_of_decision(session, taken, actor=None)
        other = enter(session, book.actor, book.plan_id, allocation(book))
    corrected = (EntryTransfer(0, 2019, book.reserve, book.mentors, 11 * TKR),)
    moved = NewTransfer(2019, book.reserve, book.mentors, TKR)
    ways: dict[str, Callable[[Session], object]] = {
        "record": lambda s: post(
            s, book, (2019, book.reserve, book.mentors, TKR), kind=DecisionKind.ALLOCATION, decided_on=MET
        ),
        "post to a decision": lambda s: post_transfers(s, book.actor, taken, [moved]),
        "reverse": lambda s: reverse_transfer(s, book.actor, wrong.id, reason="Tastefejl"),
        "enter": lambda s: enter(s, book.actor, book.plan_id, allocation(book)),
        "correct": lambda s: correct(s, book.actor, other, corrected, reason="Tastefejl", seen_version=1),
        "adopt": lambda s: adopt(s, book.actor, draft, Adoption(COMMITTEE, MET), seen_version=1),
    }
    close(database, book)
    with database.reading() as session:
        as_closed, trail = budget_as_of(session, book.plan_id, date.max), last_event_id(session)
    for way, change in ways.items():
        with pytest.raises(Refusal) as refused, database.writing() as session:
            change(session)
        assert isinstance(refused.value, YearClosed | EntryRefused), way
        assert "2019 er lukket" in str(refused.value), way
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, date.max) == as_closed
        assert last_event_id(session) == trail
    reopen(database, book)
    for change in ways.values():
        with database.writing() as session:
            change(session)


def test_other_years_and_other_plans_stay_open(database: Database, book: Book) -> None:
    other = open_book(database)
    close(database, book)
    with database.writing() as session:
        post(session, book, (2020, book.reserve, book.mentors, TKR), kind=DecisionKind.ALLOCATION)
        post(session, other, (2019, other.source, other.mentors, TKR))


def test_a_posting_that_waits_while_the_year_is_closed_is_refused(database: Database, book: Book) -> None:
    """The posting begins while the closing holds the plan: it goes on when the year is closed, and sees it."""
    began, outcome = threading.Event(), []

    def post_meanwhile() -> None:
        began.set()
        try:
            with database.writing() as session:
                enter(session, book.actor, book.plan_id, allocation(book))
            outcome.append("posted")
        except Refusal as refusal:
            outcome.append(str(refusal))

    poster = threading.Thread(target=post_meanwhile)
    with database.writing() as session:
        close_year(session, book.actor, book.plan_id, 2019, reason=REASON)
        poster.start()
        began.wait(timeout=10)
        poster.join(timeout=0.5)
        assert poster.is_alive()
    poster.join(timeout=30)
    assert outcome == ["2019 er lukket. Bed en administrator om at åbne året, eller tag beløbet ud."]
