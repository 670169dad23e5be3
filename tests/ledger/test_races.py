"""Two officers allocate from the same pool at the same moment: it never gives more than it has."""

import time
from collections.abc import Callable
from datetime import date
from multiprocessing.synchronize import Barrier

from sqlalchemy import text
from sqlmodel import Session

from tests.budget_books import FIRST_YEAR, LAST_YEAR, Book, add_book, add_officer, post
from tests.databases import DatabaseUrls
from tests.processes import barrier, start
from tracker.actions.decisions import reverse_transfer
from tracker.database import Database
from tracker.domain.decisions import DecisionKind
from tracker.domain.ledger import BudgetOverdrawn, TransferRefused
from tracker.domain.years import now
from tracker.queries.budget import budget_as_of

POOL, WANTED = 100, 60
DAY = date(2019, 3, 1)
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)

Pool = tuple[Book, int]
Attempt = Callable[[Database, Book, int], bool]


def test_of_two_that_allocate_at_once_exactly_one_gets_the_money(database_url: DatabaseUrls) -> None:
    winners, left = race(database_url, allocate, plans=50)
    assert winners == [1] * 150
    assert left == [POOL - WANTED] * 150


def test_of_two_that_put_the_same_posting_right_at_once_exactly_one_does(database_url: DatabaseUrls) -> None:
    winners, left = race(database_url, reverse, plans=10)
    assert winners == [1] * 30
    assert left == [0] * 30


def test_negative_control_looking_first_and_writing_then_gives_the_money_twice(database_url: DatabaseUrls) -> None:
    winners, left = race(database_url, allocate_without_the_lock, plans=10)
    assert winners.count(2) >= 10
    assert min(left) == POOL - 2 * WANTED


def race(urls: DatabaseUrls, attempt: Attempt, *, plans: int) -> tuple[list[int], list[int]]:
    """Let two processes do the same to one pool after the other; gives the winners and what is left of each."""
    database = Database(urls.url)
    with database.writing() as session:
        pools = filled_pools(session, plans)
    together = barrier(2)
    racers = [start(run_in_step, urls.url, pools, attempt, together) for _ in range(2)]
    for racer in racers:
        racer.go()
    first, second = (racer.answer() for racer in racers)
    assert isinstance(first, list)
    assert isinstance(second, list)
    with database.reading() as session:
        left = [budget_as_of(session, book.plan_id, DAY)[book.reserve, year] for book, year in pools]
    database.dispose()
    return [one + other for one, other in zip(first, second, strict=True)], left


def filled_pools(session: Session, plans: int) -> list[Pool]:
    actor = add_officer(session)
    pools = []
    for number in range(plans):
        book = add_book(session, actor, title=f"Handleplan {number}")
        post(session, book, *((year, book.source, book.reserve, POOL) for year in YEARS))
        pools += [(book, year) for year in YEARS]
    return pools


def run_in_step(url: str, pools: list[Pool], attempt: Attempt, together: Barrier) -> list[bool]:
    """Try every pool, each time at the moment when the other process does."""
    database = Database(url)
    won = []
    for book, year in pools:
        together.wait()
        won.append(attempt(database, book, year))
    database.dispose()
    return won


def allocate(database: Database, book: Book, year: int) -> bool:
    """Allocate as the application does."""
    try:
        with database.writing() as session:
            transfer = (year, book.reserve, book.mentors, WANTED)
            post(session, book, transfer, kind=DecisionKind.ALLOCATION, decided_on=DAY)
    except BudgetOverdrawn:
        return False
    return True


def reverse(database: Database, book: Book, year: int) -> bool:
    """Reverse the year's only transfer as the application does."""
    query = text("SELECT id FROM transfer WHERE to_line_id = :line AND budget_year = :year ORDER BY id")
    try:
        with database.writing() as session:
            transfer_id = session.execute(query, {"line": book.reserve, "year": year}).scalar_one()
            reverse_transfer(session, book.actor, transfer_id, reason="Tastefejl")
    except TransferRefused:
        return False
    return True


def allocate_without_the_lock(database: Database, book: Book, year: int) -> bool:
    """Look in one transaction and write in the next, as code does that nobody thought about."""
    with database.reading() as session:
        if budget_as_of(session, book.plan_id, DAY)[book.reserve, year] < WANTED:
            return False
    time.sleep(0.02)  # what lies between looking and writing in a real request
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO transfer (decision_id, budget_year, from_line_id, to_line_id, amount_oere, recorded_at,"
                " recorded_by_id) SELECT id, :year, :source, :target, :amount, :moment, recorded_by_id FROM decision"
                " WHERE plan_id = :plan"
            ).bindparams(
                year=year, source=book.reserve, target=book.mentors, amount=WANTED, moment=now(), plan=book.plan_id
            )
        )
    return True
