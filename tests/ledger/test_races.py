"""Officers decide about the same pool at the same moment: it never gives more than it has, and the others are told."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.budget_books import COMMITTEE, FIRST_YEAR, Book, add_book, add_officer, post
from tests.databases import DatabaseUrls
from tests.ledger.planted_faults import nothing
from tests.processes import barrier, start
from tracker.actions import proposals
from tracker.actions.decisions import reverse_transfer
from tracker.actions.entries import enter
from tracker.actions.proposals import Adoption, adopt
from tracker.database import Database
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.refusals import Refusal
from tracker.domain.years import now
from tracker.models.budget import ActionPlan
from tracker.queries.budget import budget_as_of

POOL, WANTED = 100, 60
DAY = date(2019, 3, 1)
YEARS_OF_A_PLAN = 100  # a pool in each of them
NOT_ENOUGH = {
    f"Pulje til senere udmøntning rækker ikke: i {year} ville der mangle 0,20 kr. fra 01.03.2019."
    for year in range(2019, 2119)
}


@dataclass(frozen=True)
class Pool:
    """A pool in one year of a plan, and a proposal to draw on it for each of those who race."""

    book: Book
    year: int
    proposals: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """How many got the money of each pool, what is left of it, and what the others were told."""

    winners: list[int]
    left: list[int]
    refusals: list[str]


# Tries to draw on a pool as one of those who race; gives what it was told where it was refused.
Attempt = Callable[[Database, Pool, int], str]


@pytest.mark.parametrize(("rounds", "officers"), [(1000, 2), (500, 8)])
def test_of_those_who_allocate_at_once_exactly_one_gets_the_money(
    database_url: DatabaseUrls, rounds: int, officers: int
) -> None:
    outcome = race(database_url, allocate, rounds=rounds, officers=officers)
    assert outcome.winners == [1] * rounds
    assert outcome.left == [POOL - WANTED] * rounds
    assert_told(outcome, others=rounds * (officers - 1))


@pytest.mark.parametrize(("rounds", "officers"), [(200, 2), (50, 8)])
def test_of_proposals_that_are_adopted_at_once_exactly_one_gets_the_money(
    database_url: DatabaseUrls, rounds: int, officers: int
) -> None:
    outcome = race(database_url, adopt_own, rounds=rounds, officers=officers, proposed=True)
    assert outcome.winners == [1] * rounds
    assert outcome.left == [POOL - WANTED] * rounds
    assert_told(outcome, others=rounds * (officers - 1))


def test_of_a_decision_and_an_adoption_at_once_exactly_one_gets_the_money(database_url: DatabaseUrls) -> None:
    outcome = race(database_url, enter_or_adopt, rounds=100, officers=4, proposed=True)
    assert outcome.winners == [1] * 100
    assert outcome.left == [POOL - WANTED] * 100
    assert_told(outcome, others=300)


def test_a_proposal_that_two_adopt_at_once_is_adopted_once(database_url: DatabaseUrls) -> None:
    outcome = race(database_url, adopt_the_first, rounds=50, officers=2, proposed=True)
    assert outcome.winners == [1] * 50
    assert outcome.left == [POOL - WANTED] * 50
    assert {said.partition(",")[0] for said in outcome.refusals} == {"En anden har rettet det samme"}


def test_of_two_that_put_the_same_posting_right_at_once_exactly_one_does(database_url: DatabaseUrls) -> None:
    outcome = race(database_url, reverse, rounds=50)
    assert outcome.winners == [1] * 50
    assert outcome.left == [0] * 50
    assert {said.partition(".")[0] for said in outcome.refusals} == {"Posteringen er allerede tilbageført"}


def test_negative_control_looking_first_and_writing_then_gives_the_money_twice(database_url: DatabaseUrls) -> None:
    outcome = race(database_url, allocate_without_the_lock, rounds=150)
    assert outcome.winners.count(2) >= 100
    assert min(outcome.left) == POOL - 2 * WANTED


def test_negative_control_adopting_what_was_checked_before_gives_the_money_twice(database_url: DatabaseUrls) -> None:
    outcome = race(database_url, adopt_without_checking_again, rounds=30, proposed=True)
    assert outcome.winners.count(2) >= 10
    assert min(outcome.left) == POOL - 2 * WANTED


def assert_told(outcome: Outcome, *, others: int) -> None:
    """See that everybody who got nothing was told which pool hasn't got the money, and nothing else."""
    assert len(outcome.refusals) == others
    assert {said.partition(" Sæt")[0] for said in outcome.refusals} <= NOT_ENOUGH


def race(urls: DatabaseUrls, attempt: Attempt, *, rounds: int, officers: int = 2, proposed: bool = False) -> Outcome:
    """Let processes do the same to one pool after the other, each round at the same moment."""
    database = Database(urls.url)
    with database.writing() as session:
        pools = filled_pools(session, rounds, proposals_each=officers if proposed else 0)
    together = barrier(officers)
    racers = [start(run_in_step, urls.url, pools, attempt, together, number) for number in range(officers)]
    for racer in racers:
        racer.go()
    told = [racer.answer() for racer in racers]
    with database.reading() as session:
        budgets = {pool.book.plan_id: budget_as_of(session, pool.book.plan_id, DAY) for pool in pools}
    database.dispose()
    of_rounds = list(zip(*(answers(one) for one in told), strict=True))
    return Outcome(
        winners=[said.count("") for said in of_rounds],
        left=[budgets[pool.book.plan_id][pool.book.reserve, pool.year] for pool in pools],
        refusals=[one for said in of_rounds for one in said if one],
    )


def answers(told: object) -> list[str]:
    assert isinstance(told, list)
    return told


def filled_pools(session: Session, rounds: int, *, proposals_each: int) -> list[Pool]:
    """Make as many pools as there are rounds, with their proposals."""
    actor = add_officer(session)
    pools: list[Pool] = []
    while len(pools) < rounds:
        book = add_book(session, actor, title=f"Handleplan {len(pools)}")
        years = range(FIRST_YEAR, FIRST_YEAR + min(YEARS_OF_A_PLAN, rounds - len(pools)))
        session.get_one(ActionPlan, book.plan_id).last_year = FIRST_YEAR + YEARS_OF_A_PLAN - 1
        session.flush()
        post(session, book, *((year, book.source, book.reserve, POOL) for year in years))
        pools += [Pool(book, year, propose(session, book, year, proposals_each)) for year in years]
    return pools


def propose(session: Session, book: Book, year: int, times: int) -> tuple[int, ...]:
    """Make drafts that each draw on a pool."""
    return tuple(
        post(
            session,
            book,
            (year, book.reserve, book.mentors, WANTED),
            kind=DecisionKind.ALLOCATION,
            decided_on=None,
        )
        for _ in range(times)
    )


def run_in_step(url: str, pools: Sequence[Pool], attempt: Attempt, together: Barrier, number: int) -> list[str]:
    """Try every pool, each time at the moment when the other processes do."""
    database = Database(url)
    told = []
    for pool in pools:
        together.wait()
        told.append(attempt(database, pool, number))
    database.dispose()
    return told


def allocate(database: Database, pool: Pool, _number: int) -> str:
    """Enter an allocation as the form does."""
    book = pool.book
    decision = NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=DAY)
    entry = Entry(decision, (EntryTransfer(0, pool.year, book.reserve, book.mentors, WANTED),))
    try:
        with database.writing() as session:
            enter(session, book.actor, book.plan_id, entry)
    except Refusal as refusal:
        return str(refusal)
    return ""


def adopt_own(database: Database, pool: Pool, number: int) -> str:
    """Adopt the proposal of one's own number as the application does."""
    try:
        with database.writing() as session:
            adopt(session, pool.book.actor, pool.proposals[number], Adoption(COMMITTEE, DAY), seen_version=1)
    except Refusal as refusal:
        return str(refusal)
    return ""


def adopt_the_first(database: Database, pool: Pool, _number: int) -> str:
    """Adopt what everybody else adopts too."""
    return adopt_own(database, pool, 0)


def enter_or_adopt(database: Database, pool: Pool, number: int) -> str:
    """Enter an allocation or adopt a proposal, by who one is."""
    return allocate(database, pool, number) if number % 2 else adopt_own(database, pool, number)


def reverse(database: Database, pool: Pool, _number: int) -> str:
    """Reverse what filled the pool as the application does."""
    query = text("SELECT id FROM transfer WHERE to_line_id = :line AND budget_year = :year ORDER BY id")
    try:
        with database.writing() as session:
            transfer_id = session.execute(query, {"line": pool.book.reserve, "year": pool.year}).scalar_one()
            reverse_transfer(session, pool.book.actor, transfer_id, reason="Tastefejl")
    except Refusal as refusal:
        return str(refusal)
    return ""


def allocate_without_the_lock(database: Database, pool: Pool, _number: int) -> str:
    """Look in one transaction and write in the next, as code does that nobody thought about."""
    if not seems_to_have_enough(database, pool):
        return "for lidt"
    book = pool.book
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO transfer (decision_id, budget_year, from_line_id, to_line_id, amount_oere, recorded_at,"
                " recorded_by_id) SELECT id, :year, :source, :target, :amount, :moment, recorded_by_id FROM decision"
                " WHERE plan_id = :plan"
            ).bindparams(
                year=pool.year,
                source=book.reserve,
                target=book.mentors,
                amount=WANTED,
                moment=now(),
                plan=book.plan_id,
            )
        )
    return ""


def adopt_without_checking_again(database: Database, pool: Pool, number: int) -> str:
    """Look whether the proposal fits, and adopt it a moment later without asking the ledger again."""
    if not seems_to_have_enough(database, pool):
        return "for lidt"
    patch = pytest.MonkeyPatch()  # this process ends with the test
    for check in ("check_in_force", "_problems_now"):
        patch.setattr(proposals, check, nothing)
    return adopt_own(database, pool, number)


def seems_to_have_enough(database: Database, pool: Pool) -> bool:
    with database.reading() as session:
        enough = budget_as_of(session, pool.book.plan_id, DAY)[pool.book.reserve, pool.year] >= WANTED
    time.sleep(0.02)  # what lies between looking and writing in a real request
    return enough
