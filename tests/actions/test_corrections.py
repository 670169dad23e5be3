"""Putting right what was entered wrong: reversed and entered anew on the same decision, or reversed whole."""

import pytest
from sqlmodel import Session

from tests.actions.entering import (
    ALLOCATION,
    LATER,
    MET,
    PROPOSED,
    TKR,
    amounts,
    budget_book,
    entered,
    entry,
    refusal,
)
from tests.actions.trail import events_since, last_event_id
from tests.budget_books import COMMITTEE, Book, close_year, post
from tracker.actions.entries import StepRefused, correct, enter, reverse_decision
from tracker.database import Database
from tracker.domain.decisions import DecisionKind, DecisionStatus, NewDecision
from tracker.domain.entries import EntryRefused, EntryTransfer
from tracker.domain.ledger import YearClosed
from tracker.domain.years import now
from tracker.queries.corrections import Reversal, corrections
from tracker.queries.decisions import decision, transfers_of_decision
from tracker.queries.ledger import transfers_reversed_last


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    return budget_book(database)


def test_a_typing_error_is_reversed_and_entered_anew_on_the_same_decision(database: Database, book: Book) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 60)))
    as_published = now()
    wanted = entry(ALLOCATION, (2020, book.reserve, book.mentors, 600)).transfers
    with database.reading() as session:
        before = last_event_id(session)
    with database.writing() as session:
        correct(session, book.actor, made, wanted, reason=" Et nul for lidt ", seen_version=1)
    assert amounts(database, book, MET)[book.mentors, 2020] == 600
    assert amounts(database, book, MET, known_at=as_published)[book.mentors, 2020] == 60
    with database.reading() as session:
        rows = transfers_of_decision(session, made, actor=None)
        (event,) = events_since(session, before)
    assert [(row.amount_oere // TKR, row.reverses_id is not None, row.reversed_by_id is not None) for row in rows] == [
        (60, False, True),
        (60, True, False),
        (600, False, False),
    ]
    assert (event["action"], event["after"]) == (
        "correct",
        {"reason": "Et nul for lidt", "reversals": 1, "transfers": 1},
    )


def test_a_row_that_lacks_a_line_is_asked_for_it_also_where_a_decision_is_put_right(
    database: Database, book: Book
) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 60)))
    lacking = entry(ALLOCATION, (2020, book.reserve, "", 60))
    said = "Vælg, både hvor pengene kommer fra, og hvor de går hen."
    for change in (
        lambda session: enter(session, book.actor, book.plan_id, lacking),
        lambda session: correct(session, book.actor, made, lacking.transfers, reason="Tastefejl", seen_version=1),
    ):
        refused = refusal(database, change)
        assert isinstance(refused, EntryRefused)
        assert [(str(problem.text), problem.row) for problem in refused.problems] == [(said, 0)]


def test_a_correction_that_would_take_away_what_was_given_on_is_refused(database: Database, book: Book) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 600)))
    moved = NewDecision(kind=DecisionKind.REALLOCATION, body=COMMITTEE, decided_on=LATER)
    entered(database, book, entry(moved, (2020, book.mentors, book.language, 500)))
    wanted = entry(ALLOCATION, (2020, book.reserve, book.mentors, 400)).transfers
    refused = refusal(
        database,
        lambda session: correct(session, book.actor, made, wanted, reason="For meget", seen_version=1),
    )
    assert str(refused).startswith("Mentorer rækker ikke: i 2020 ville der mangle 100 (1.000 kr.) fra 01.09.2019.")


def test_a_correction_only_asks_what_it_changes_to_fit(database: Database, book: Book) -> None:
    """As read from a file, a reallocation may go by way of the frame; its other rows can still be put right."""
    with database.writing() as session:
        made = post(
            session,
            book,
            (2019, book.mentors, book.source, 50 * TKR),
            (2019, book.source, book.language, 50 * TKR),
            (2020, book.reserve, book.mentors, 10 * TKR),
            kind=DecisionKind.REALLOCATION,
            decided_on=MET,
        )
        close_year(session, book, 2019)
    kept = (2019, book.mentors, book.source, 50), (2019, book.source, book.language, 50)
    wanted = entry(ALLOCATION, *kept, (2020, book.reserve, book.mentors, 20)).transfers
    with database.writing() as session:
        correct(session, book.actor, made, wanted, reason="Tastefejl", seen_version=1)
    assert amounts(database, book)[book.mentors, 2020] == 20
    # The closed year's own rows can't be put right.
    without = entry(ALLOCATION, kept[1], (2020, book.reserve, book.mentors, 20)).transfers
    refused = refusal(
        database, lambda session: correct(session, book.actor, made, without, reason="Tastefejl", seen_version=2)
    )
    assert isinstance(refused, YearClosed)


def test_a_row_can_be_put_right_in_an_open_year_though_another_of_its_years_is_closed(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        rows = (2019, book.source, book.language, 50 * TKR), (2020, book.source, book.language, 10 * TKR)
        made = post(session, book, *rows, decided_on=MET)
        close_year(session, book, 2019)
    wanted = [
        EntryTransfer(0, year, book.source, book.language, amount * TKR) for year, amount in ((2019, 50), (2020, 20))
    ]
    with database.writing() as session:
        correct(session, book.actor, made, wanted, reason="Tastefejl", seen_version=1)
    assert amounts(database, book, MET)[book.language, 2020] == 20


def test_a_correction_needs_a_reason_and_a_difference(database: Database, book: Book) -> None:
    typed = entry(ALLOCATION, (2020, book.reserve, book.mentors, 60))
    made = entered(database, book, typed)
    other = entry(ALLOCATION, (2020, book.reserve, book.mentors, 61)).transfers
    for transfers, reason in ((other, "  "), (typed.transfers, "Tastefejl")):
        refused = refusal(
            database,
            lambda session, rows=transfers, why=reason: correct(  # type: ignore[misc]
                session, book.actor, made, rows, reason=why, seen_version=1
            ),
        )
        assert isinstance(refused, StepRefused)


def test_a_decision_is_reversed_whole_and_known_as_such_ever_after(database: Database, book: Book) -> None:
    rows = (2020, book.reserve, book.mentors, 600), (2021, book.reserve, book.mentors, 1000)
    before = amounts(database, book, MET)
    made = entered(database, book, entry(ALLOCATION, *rows))
    as_published = now()
    with database.reading() as session:
        last = last_event_id(session)
    with database.writing() as session:
        reverse_decision(session, book.actor, made, reason=" Registreret to gange ", seen_version=1)
    assert amounts(database, book, MET) == before
    assert amounts(database, book, MET, known_at=as_published)[book.mentors, 2021] == 1000
    with database.reading() as session:
        (event,) = events_since(session, last)
        row = decision(session, made, actor=None).row
        reversed_last = [one.amount_oere // TKR for one in transfers_reversed_last(session, made)]
        reasons = {
            found.reason
            for found in corrections(
                session,
                [
                    Reversal(one.id, one.reverses_id, made, one.recorded_at)
                    for one in transfers_of_decision(session, made, actor=None)
                    if one.reverses_id
                ],
            ).values()
        }
    assert (row.status, row.moved_oere, reversed_last) == (DecisionStatus.REVERSED, 0, [600, 1000])
    assert reasons == {"Registreret to gange"}
    assert (event["action"], event["subject"], event["after"]) == (
        "reverse",
        f"decision {made}",
        {"reason": "Registreret to gange", "reversals": 2, "transfers": 0},
    )
    again = refusal(database, lambda session: reverse_decision(session, book.actor, made, reason="x", seen_version=2))
    assert str(again) == "Beslutningen flytter ingen penge, så der er intet at tilbageføre."


def test_what_stood_last_is_what_a_reversed_decision_is_recorded_by_again(database: Database, book: Book) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 60)))
    with database.writing() as session:
        right = entry(ALLOCATION, (2020, book.reserve, book.mentors, 600)).transfers
        correct(session, book.actor, made, right, reason="Et nul for lidt", seen_version=1)
    with database.writing() as session:
        reverse_decision(session, book.actor, made, reason="Forkert dag", seen_version=2)
    with database.reading() as session:
        assert [one.amount_oere // TKR for one in transfers_reversed_last(session, made)] == [600]


def test_what_others_built_on_or_a_closed_year_holds_is_not_reversed(database: Database, book: Book) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 600)))
    moved = NewDecision(kind=DecisionKind.REALLOCATION, body=COMMITTEE, decided_on=LATER)
    entered(database, book, entry(moved, (2020, book.mentors, book.language, 500)))

    def reverse(session: Session) -> None:
        reverse_decision(session, book.actor, made, reason="Forkert", seen_version=1)

    assert str(refusal(database, reverse)).startswith("Mentorer rækker ikke: i 2020 ville der mangle 500")
    with database.writing() as session:
        close_year(session, book, 2020)
    assert isinstance(refusal(database, reverse), YearClosed)


@pytest.mark.parametrize("reason", ["", "  "])
def test_to_reverse_a_decision_needs_a_reason(database: Database, book: Book, reason: str) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 60)))
    refused = refusal(
        database, lambda session: reverse_decision(session, book.actor, made, reason=reason, seen_version=1)
    )
    assert str(refused) == "Skriv, hvorfor beslutningen tilbageføres. Begrundelsen står i loggen."


def test_a_proposal_is_dropped_and_not_reversed(database: Database, book: Book) -> None:
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 60)))
    refused = refusal(database, lambda session: reverse_decision(session, book.actor, made, reason="x", seen_version=1))
    assert str(refused).startswith("Et forslag flytter ingen penge endnu.")


def test_who_takes_out_every_row_is_told_how_to_reverse_the_whole(database: Database, book: Book) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 60)))
    refused = refusal(database, lambda session: correct(session, book.actor, made, (), reason="x", seen_version=1))
    assert isinstance(refused, EntryRefused)
    (said,) = (str(problem.text) for problem in refused.problems)
    assert said.endswith("Skal alt tages tilbage, så vælg Tilbagefør hele beslutningen på dens egen side.")
