"""Entering decisions and proposals: what the rules say to them, and who may enter what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.actions.entering import (
    ADOPTED,
    ALLOCATION,
    LESS,
    MET,
    NOT_ENOUGH,
    PROPOSED,
    amounts,
    budget_book,
    entered,
    entry,
    project_lead,
    refusal,
)
from tests.actions.trail import events_since, last_event_id
from tests.budget_books import ADMINISTRATION, COMMITTEE, Book, close_year
from tracker.actions.entries import NotYours, enter
from tracker.actions.proposals import Adoption, adopt, move
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import EntryLine, EntryRefused
from tracker.domain.years import today
from tracker.queries.decisions import decision
from tracker.queries.proposals import open_proposals


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    return budget_book(database)


def test_the_pool_is_allocated_over_several_years_in_one_decision(database: Database, book: Book) -> None:
    rows = (2020, book.reserve, book.mentors, 600), (2021, book.reserve, book.language, 1000)
    with database.reading() as session:
        before = last_event_id(session)
    made = entered(database, book, entry(ALLOCATION, *rows))
    assert amounts(database, book) == {
        (book.mentors, 2019): 500,
        (book.mentors, 2020): 600,
        (book.language, 2021): 1000,
    }
    assert amounts(database, book, ADOPTED)[book.reserve, 2020] == 600
    with database.reading() as session:
        (event,) = events_since(session, before)
    assert (event["action"], event["subject"], event["after"]["transfers"]) == ("record", f"decision {made}", 2)


def test_everything_wrong_is_told_at_once_each_at_its_row(database: Database, book: Book) -> None:
    with database.writing() as session:
        close_year(session, book, 2019)
    typed = entry(
        ALLOCATION,
        (2019, book.mentors, book.language, 1),
        (2020, book.reserve, book.reserve, 1),
        (2021, book.reserve, book.mentors, 1200),
        (2030, book.reserve, book.mentors, 1),
    )
    refused = refusal(database, lambda session: enter(session, book.actor, book.plan_id, typed))
    assert isinstance(refused, EntryRefused)
    assert [(problem.row, problem.budget_year, str(problem.text)) for problem in refused.problems] == [
        (0, None, "Ved en udmøntning går pengene fra puljen til en indsats. Vælg puljen under Fra."),
        (1, None, "Pengene kan ikke flyttes til den linje, de kommer fra. Vælg to forskellige linjer."),
        (0, 2019, "2019 er lukket. Bed en administrator om at åbne året, eller tag beløbet ud."),
        (3, 2030, "2030 ligger uden for planens år. Ret året, eller udvid planen først."),
        (
            2,
            2021,
            f"{NOT_ENOUGH} i 2021 ville der mangle 200 (1.000 kr.) fra 01.03.2019. {LESS}",
        ),
        (
            3,
            2030,
            f"{NOT_ENOUGH} i 2030 ville der mangle 1 (1.000 kr.) fra 01.03.2019. {LESS}",
        ),
    ]


def test_a_proposal_may_ask_for_more_than_there_is_and_counts_only_where_it_is_asked_for(
    database: Database, book: Book
) -> None:
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 800)))
    assert amounts(database, book)[book.reserve, 2020] == 600
    assert amounts(database, book, proposals={made})[book.reserve, 2020] == -200
    with database.reading() as session:
        found = decision(session, made, actor=None)
    assert (found.row.status, found.row.title, found.row.owner_id) == ("draft", "Flere mentorer", book.actor.id)


def test_small_moves_are_the_administrations_and_the_limit_is_of_all_that_the_decision_moves(
    database: Database, book: Book
) -> None:
    by_administration = replace(ALLOCATION, body=ADMINISTRATION)
    entered(database, book, entry(by_administration, (2021, book.reserve, book.mentors, 100)))
    split = entry(by_administration, (2021, book.reserve, book.mentors, 60), (2021, book.reserve, book.language, 60))
    refused = refusal(database, lambda session: enter(session, book.actor, book.plan_id, split))
    assert "Udmøntning af puljen over 100.000 kr. eller 10 pct. af linjens budget i året: udvalget beslutter." in str(
        refused
    )


def test_a_carry_over_is_a_pair_forward_in_time(database: Database, book: Book) -> None:
    carry = NewDecision(kind=DecisionKind.CARRY_OVER, body=COMMITTEE, decided_on=MET)
    pair = (2019, book.mentors, book.source, 200), (2020, book.source, book.mentors, 200)
    entered(database, book, entry(carry, *pair))
    assert (amounts(database, book)[book.mentors, 2019], amounts(database, book)[book.mentors, 2020]) == (300, 200)
    for wrong in (pair[:1], (pair[0], (2019, book.source, book.mentors, 200))):
        refused = refusal(
            database,
            lambda session, rows=wrong: enter(session, book.actor, book.plan_id, entry(carry, *rows)),  # type: ignore[misc]
        )
        assert "En overførsel" in str(refused)


def test_a_project_lead_proposes_for_own_initiatives_and_decides_nothing(database: Database, book: Book) -> None:
    lead = project_lead(database, book.mentors)
    own = entry(PROPOSED, (2020, book.reserve, book.mentors, 100))
    with database.writing() as session:
        made = enter(session, lead, book.plan_id, own)
    for typed in (
        entry(PROPOSED, (2020, book.reserve, book.language, 100)),
        entry(ALLOCATION, (2020, book.reserve, book.mentors, 100)),
    ):
        refused = refusal(
            database,
            lambda session, what=typed: enter(session, lead, book.plan_id, what),  # type: ignore[misc]
        )
        assert isinstance(refused, NotYours)
    for step in (
        lambda session: move(session, lead, made, ProposalState.SENT, seen_version=1),
        lambda session: adopt(session, lead, made, Adoption(COMMITTEE, MET), seen_version=1),
    ):
        assert isinstance(refusal(database, step), NotYours)
    with database.writing() as session:
        move(session, lead, made, ProposalState.DROPPED, reason="Ikke længere", seen_version=1)
    with database.reading() as session:
        assert made not in open_proposals(session, book.plan_id, actor=None)


def test_a_new_line_is_not_called_what_another_of_its_theme_is(database: Database, book: Book) -> None:
    lines = (
        EntryLine("ny-1", "mentorer", LineRole.INITIATIVE, book.theme_id),
        EntryLine("ny-2", "Ramme", LineRole.SOURCE),
        EntryLine("ny-3", "Naboskaber", LineRole.INITIATIVE, book.theme_id),
        EntryLine("ny-4", "Naboskaber", LineRole.INITIATIVE, book.theme_id),
        EntryLine("ny-5", "Mentorer", LineRole.INITIATIVE),
    )
    rows = [(2020, book.reserve, line.key, 10) for line in lines]
    refused = refusal(
        database, lambda session: enter(session, book.actor, book.plan_id, entry(PROPOSED, *rows, lines=lines))
    )
    assert isinstance(refused, EntryRefused)
    assert [(problem.new_line, str(problem.text)) for problem in refused.problems if problem.new_line] == [
        ("ny-1", "Temaet har allerede en linje, der hedder mentorer. Vælg den i rækken, eller skriv et andet navn."),
        ("ny-2", "Planen har allerede en ramme, der hedder Ramme. Vælg den i rækken."),
        ("ny-4", "Temaet har allerede en linje, der hedder Naboskaber. Vælg den i rækken, eller skriv et andet navn."),
    ]


def test_a_new_line_for_an_income_may_go_below_zero_and_others_may_not(database: Database, book: Book) -> None:
    income = EntryLine("ny-1", "Refusion", LineRole.OTHER, book.theme_id, may_be_negative=True)
    cut = NewDecision(kind=DecisionKind.CUT, body=COMMITTEE, decided_on=MET)
    entered(database, book, entry(cut, (2020, "ny-1", book.source, 300), lines=(income,)))
    assert -300 in amounts(database, book).values()
    other = replace(income, title="Andet", may_be_negative=False)
    refused = refusal(
        database,
        lambda session: enter(
            session, book.actor, book.plan_id, entry(cut, (2020, "ny-1", book.source, 300), lines=(other,))
        ),
    )
    assert "Andet rækker ikke: i 2020 ville der mangle 300 (1.000 kr.)" in str(refused)


def test_a_meeting_to_come_has_decided_nothing_yet(database: Database, book: Book) -> None:
    tomorrow = replace(ALLOCATION, decided_on=today() + timedelta(days=1))
    typed = entry(tomorrow, (2020, book.reserve, book.mentors, 10))
    refused = refusal(database, lambda session: enter(session, book.actor, book.plan_id, typed))
    assert str(refused) == "Mødet er ikke holdt endnu. Registrér beslutningen, når den er truffet."
    entered(database, book, replace(typed, decision=replace(tomorrow, decided_on=today())))
