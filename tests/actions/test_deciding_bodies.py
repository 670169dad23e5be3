"""Which decisions a body may not take by calling them something else, or by a name that nobody knows."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.actions.entering import (
    ALLOCATION,
    MET,
    PROPOSED,
    TKR,
    amounts,
    budget_book,
    entered,
    entry,
    refusal,
)
from tests.budget_books import ADMINISTRATION, COMMITTEE, Book, post
from tracker.actions.entries import correct, enter
from tracker.actions.powers import set_powers
from tracker.actions.proposals import Adoption, adopt
from tracker.database import Database
from tracker.domain.decisions import BodyLevel, DecisionKind, NewDecision
from tracker.domain.entries import EntryRefused
from tracker.domain.ledger import BodyUnknown
from tracker.domain.powers import USUAL_POWERS, Matter, Power, mark

REALLOCATION = NewDecision(kind=DecisionKind.REALLOCATION, body=COMMITTEE, decided_on=MET)
INDEXATION = NewDecision(kind=DecisionKind.INDEXATION, body=ADMINISTRATION, decided_on=MET)
CARRY_OVER = NewDecision(kind=DecisionKind.CARRY_OVER, body=COMMITTEE, decided_on=MET)

BOTH_WAYS = (
    "I 2020 går reguleringen op for nogle linjer og ned for andre. En p/l-regulering går samme vej for alle: "
    "byt om på Fra og Til, eller flyt pengene med en omdisponering."
)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    return budget_book(database)


def change_power(database: Database, book: Book, power: Power) -> None:
    with database.writing() as session:
        wanted = {**USUAL_POWERS, power.matter: power}
        set_powers(session, book.actor, book.plan_id, wanted, seen_mark=mark(USUAL_POWERS))


def problems(database: Database, book: Book, new: NewDecision, *rows: tuple[int, int, int, int]) -> list[str]:
    refused = refusal(database, lambda session: enter(session, book.actor, book.plan_id, entry(new, *rows)))
    assert isinstance(refused, EntryRefused)
    return [str(problem.text) for problem in refused.problems]


def test_an_indexation_moves_no_money_from_the_pool_to_a_line(database: Database, book: Book) -> None:
    rows = (2020, book.reserve, book.source, 250), (2020, book.source, book.language, 250)
    assert problems(database, book, INDEXATION, *rows) == [BOTH_WAYS]
    entered(
        database, book, entry(INDEXATION, (2020, book.reserve, book.source, 5), (2021, book.source, book.mentors, 5))
    )


def test_an_indexation_that_is_put_right_goes_one_way_still(database: Database, book: Book) -> None:
    up = (2020, book.source, book.language, 5)
    made = entered(database, book, entry(INDEXATION, up))
    both = entry(INDEXATION, up, (2020, book.reserve, book.source, 250)).transfers
    refused = refusal(
        database, lambda session: correct(session, book.actor, made, both, reason="Tastefejl", seen_version=1)
    )
    assert "går reguleringen op for nogle linjer og ned for andre" in str(refused)


def test_a_carry_over_to_another_committee_is_the_councils(database: Database, book: Book) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE budget_line SET committee = 'SUD' WHERE id = :line"), {"line": book.language})
    rows = (2019, book.mentors, book.source, 300), (2020, book.source, book.language, 300)
    (said,) = problems(database, book, CARRY_OVER, *rows)
    assert "Flytning mellem udvalg: Borgerrepræsentationen beslutter." in said
    entered(database, book, entry(replace(CARRY_OVER, body="BR"), *rows))


def test_a_committee_in_small_letters_is_the_same_committee(database: Database, book: Book) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE budget_line SET committee = ' biu' WHERE id = :line"), {"line": book.language})
    entered(database, book, entry(REALLOCATION, (2019, book.mentors, book.language, 300)))


def test_the_pool_is_not_allocated_by_calling_it_something_else(database: Database, book: Book) -> None:
    change_power(database, book, Power(Matter.ALLOCATION, BodyLevel.COUNCIL))
    for new, *rows in (
        (ALLOCATION, (2020, book.reserve, book.mentors, 300)),
        (REALLOCATION, (2020, book.reserve, book.mentors, 300)),
        (CARRY_OVER, (2020, book.reserve, book.source, 300), (2021, book.source, book.mentors, 300)),
    ):
        (said,) = problems(database, book, new, *rows)
        assert "Udmøntning af puljen: Borgerrepræsentationen beslutter." in said
    entered(database, book, entry(REALLOCATION, (2019, book.mentors, book.reserve, 300)))


@pytest.mark.parametrize("body", ["Kaffeklubben", "SUF"])
def test_a_body_that_nobody_knows_decides_nothing_and_the_field_says_what_to_write(
    database: Database, book: Book, body: str
) -> None:
    typed = entry(replace(ALLOCATION, body=body), (2020, book.reserve, book.mentors, 1))
    refused = refusal(database, lambda session: enter(session, book.actor, book.plan_id, typed))
    assert isinstance(refused, EntryRefused)
    said = (
        f"{body} er ikke et organ, der kan beslutte noget her. Skriv forvaltningen, BIU, Økonomiudvalget, "
        "Borgerrepræsentationen eller et andet udvalgs hele navn."
    )
    assert [(str(problem.text), problem.field) for problem in refused.problems] == [(said, "body")]
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 1)))
    for step in (
        lambda session: adopt(session, book.actor, made, Adoption(body, MET), seen_version=1),
        lambda session: post(session, book, (2020, book.source, book.mentors, TKR), body=body),
    ):
        refused_later = refusal(database, step)
        assert isinstance(refused_later, BodyUnknown)
        assert (str(refused_later), refused_later.field) == (said, "body")


def test_the_administration_is_that_by_all_of_its_names(database: Database, book: Book) -> None:
    for body in ("Forvaltning", "Beskæftigelses- og Integrationsforvaltningen", "direktionen"):
        (said,) = problems(database, book, replace(REALLOCATION, body=body), (2020, book.reserve, book.language, 250))
        assert said.startswith(f"{body} kan ikke beslutte det.")


def test_a_decision_recorded_by_a_body_that_nobody_knows_now_can_be_put_right(database: Database, book: Book) -> None:
    rename = text("UPDATE action_plan SET committee = :name WHERE id = :id")
    with database.writing() as session:
        session.execute(rename, {"name": "Kaffeklubben", "id": book.plan_id})
    by_its_own = replace(ALLOCATION, body="Kaffeklubben")
    made = entered(database, book, entry(by_its_own, (2020, book.reserve, book.mentors, 300)))
    with database.writing() as session:
        session.execute(rename, {"name": COMMITTEE, "id": book.plan_id})
        wanted = entry(ALLOCATION, (2020, book.reserve, book.mentors, 310)).transfers
        correct(session, book.actor, made, wanted, reason="Tastefejl", seen_version=1)
    assert amounts(database, book)[book.mentors, 2020] == 310


def test_what_was_decided_before_a_power_changed_stands_and_can_be_put_right_downwards(
    database: Database, book: Book
) -> None:
    by_administration = replace(ALLOCATION, body=ADMINISTRATION)
    kept = (2021, book.reserve, book.mentors, 90)
    made = entered(database, book, entry(by_administration, kept, (2020, book.reserve, book.mentors, 90)))
    change_power(database, book, Power(Matter.ALLOCATION, BodyLevel.COMMITTEE, most_oere=50 * TKR))

    def put_right(amount: int, version: int) -> None:
        rows = entry(by_administration, kept, (2020, book.reserve, book.mentors, amount)).transfers
        with database.writing() as session:
            correct(session, book.actor, made, rows, reason="Tastefejl", seen_version=version)

    put_right(80, 1)
    assert amounts(database, book)[book.mentors, 2020] == 80
    with pytest.raises(EntryRefused, match=r"Udmøntning af puljen over 50\.000 kr\."):
        put_right(90, 2)
