"""The budget as of a day: what counts when, in which order it is shown, and how much is asked of the database."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlmodel import Session

from imports.commit import apply
from tests.budget_books import Book, add_book, add_officer, open_book, post
from tests.ledger.small_tables import small_import
from tests.queries.statements import statements_of
from tracker.actions.budget import add_line, create_plan
from tracker.actions.decisions import reverse_transfer
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.domain.published_tables import CellKind
from tracker.domain.refusals import NotFound
from tracker.domain.years import now
from tracker.models.budget import BudgetLine
from tracker.queries.budget import AsOf, budget_as_of, budget_table, revision
from tracker.queries.decisions import transfers_of_decision
from tracker.queries.matching import ledger_mark, named_lines
from tracker.queries.plans import PlanRow, all_plans, plan_by_slug
from tracker.queries.proposals import open_proposals
from tracker.queries.standings import YearStanding, standings

ADOPTED, MOVED, RAISED = date(2018, 12, 12), date(2019, 3, 1), date(2020, 2, 1)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan adopted with 300 in the pool and 100 for mentors in 2019; 60 allocated in March, 40 more next year."""
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2019, book.source, book.reserve, 300), (2019, book.source, book.mentors, 100))
        post(session, book, (2019, book.reserve, book.language, 60), kind=DecisionKind.ALLOCATION, decided_on=MOVED)
        post(session, book, (2020, book.source, book.mentors, 40), kind=DecisionKind.SUPPLEMENTARY, decided_on=RAISED)
        post(session, book, (2019, book.reserve, book.mentors, 999), kind=DecisionKind.ALLOCATION, decided_on=None)
    return book


def plan_of(session: Session, book: Book) -> PlanRow:
    return next(plan for plan in all_plans(session) if plan.id == book.plan_id)


def test_the_budget_of_a_day_is_what_was_decided_by_then(database: Database, book: Book) -> None:
    adopted = {(book.source, 2019): -400, (book.reserve, 2019): 300, (book.mentors, 2019): 100}
    moved = adopted | {(book.reserve, 2019): 240, (book.language, 2019): 60}
    raised = moved | {(book.source, 2020): -40, (book.mentors, 2020): 40}
    day = timedelta(days=1)
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, ADOPTED - day) == {}
        assert budget_as_of(session, book.plan_id, ADOPTED) == adopted
        assert budget_as_of(session, book.plan_id, MOVED - day) == adopted
        assert budget_as_of(session, book.plan_id, MOVED) == moved
        assert budget_as_of(session, book.plan_id, RAISED) == raised
        assert budget_as_of(session, book.plan_id, date.max) == raised


def test_proposals_count_only_where_they_are_asked_for(database: Database, book: Book) -> None:
    with database.reading() as session:
        asked_for = open_proposals(session, book.plan_id, actor=None)
        proposed = budget_as_of(session, book.plan_id, MOVED, proposals=asked_for)
        assert (proposed[book.reserve, 2019], proposed[book.mentors, 2019]) == (240 - 999, 100 + 999)


def test_the_budget_of_a_day_is_one_query(database: Database, book: Book) -> None:
    with database.reading() as session, statements_of(session) as seen:
        budget_as_of(session, book.plan_id, MOVED)
        budget_as_of(session, book.plan_id, MOVED, known_at=now())
        budget_as_of(session, book.plan_id, MOVED, proposals={1})
    assert len(seen) == 3


def test_a_table_asks_as_often_for_ten_lines_as_for_one(database: Database, book: Book) -> None:
    with database.reading() as session, statements_of(session) as seen:
        budget_table(session, plan_of(session, book))
    with database.writing() as session:
        for number in range(10):
            add_line(session, book.plan_id, theme_id=book.theme_id, title=f"Indsats {number}", role=LineRole.INITIATIVE)
    with database.reading() as session, statements_of(session) as seen_for_more:
        budget_table(session, plan_of(session, book))
    assert len(seen_for_more) == len(seen) <= 6


def test_another_plans_money_is_not_counted(database: Database, book: Book) -> None:
    with database.writing() as session:
        other = add_book(session, book.actor, title="En anden handleplan")
        post(session, other, (2019, other.source, other.mentors, 7))
    with database.reading() as session:
        assert budget_as_of(session, other.plan_id, ADOPTED) == {(other.source, 2019): -7, (other.mentors, 2019): 7}
        assert budget_as_of(session, book.plan_id, ADOPTED)[book.mentors, 2019] == 100


def test_a_correction_does_not_rewrite_what_was_known(database: Database) -> None:
    with time_machine.travel("2019-01-02T10:00:00+00:00", tick=False):
        book = open_book(database)
        with database.writing() as session:
            decision = post(session, book, (2019, book.source, book.mentors, 100))
        before = now()
    with time_machine.travel("2019-05-02T10:00:00+00:00", tick=False), database.writing() as session:
        (wrong,) = transfers_of_decision(session, decision, actor=None)
        reverse_transfer(session, book.actor, wrong.id, reason="Tastefejl")
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, ADOPTED)[book.mentors, 2019] == 0
        assert budget_as_of(session, book.plan_id, ADOPTED, known_at=before)[book.mentors, 2019] == 100
        earlier = before - timedelta(microseconds=1)
        assert budget_as_of(session, book.plan_id, ADOPTED, known_at=earlier) == {}


def test_a_clock_that_is_set_back_changes_no_order_and_no_sum(database: Database) -> None:
    with time_machine.travel("2029-01-01T00:00:00+00:00"):
        book = open_book(database)
        with database.writing() as session:
            decision = post(session, book, (2019, book.source, book.mentors, 1), (2019, book.source, book.mentors, 2))
    with time_machine.travel("2018-01-01T00:00:00+00:00"), database.writing() as session:
        (first, *_) = transfers_of_decision(session, decision, actor=None)
        reverse_transfer(session, book.actor, first.id, reason="Tastefejl")
    with database.reading() as session:
        assert [row.amount_oere for row in transfers_of_decision(session, decision, actor=None)] == [1, 2, 1]
        assert budget_as_of(session, book.plan_id, ADOPTED)[book.mentors, 2019] == 2


def test_a_table_is_in_published_order_with_sums_that_agree(database: Database, book: Book) -> None:
    with database.reading() as session:
        table = budget_table(session, plan_of(session, book), AsOf(MOVED))
    assert [(section.title, [line.title for line in section.lines]) for section in table.sections] == [
        ("Job og uddannelse", ["Mentorer", "Sprog på jobbet"]),
        ("Øvrige midler", ["Undersøgelse", "Pulje til senere udmøntning"]),
    ]
    assert [[line.amounts_oere for line in section.lines] for section in table.sections] == [
        [(100, None, None), (60, None, None)],
        [(None, None, None), (240, None, None)],
    ]
    assert [section.sums_oere for section in table.sections] == [(160, 0, 0), (240, 0, 0)]
    assert [section.sum_oere for section in table.sections] == [160, 240]
    assert (table.totals_oere, table.total_oere, table.years) == ((400, 0, 0), 400, (2019, 2020, 2021))
    assert (table.last_decided_on, table.as_of, table.line_count) == (MOVED, MOVED, 4)


def test_a_cell_whose_money_came_and_went_has_zero_and_one_that_never_had_any_nothing(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        post(session, book, (2019, book.mentors, book.reserve, 100), kind=DecisionKind.REALLOCATION, decided_on=MOVED)
    with database.reading() as session:
        table = budget_table(session, plan_of(session, book), AsOf(RAISED))
    mentors = next(line for section in table.sections for line in section.lines if line.id == book.mentors)
    assert (mentors.amounts_oere, mentors.sum_oere) == ((0, 40, None), 40)


def test_today_is_taken_where_no_day_is_given(database: Database, book: Book) -> None:
    with database.reading() as session:
        with time_machine.travel("2019-02-28T22:30:00+00:00", tick=False):  # half past eleven in Copenhagen
            assert budget_table(session, plan_of(session, book)).last_decided_on == ADOPTED
        with time_machine.travel("2019-02-28T23:00:00+00:00", tick=False):
            assert budget_table(session, plan_of(session, book)).last_decided_on == MOVED


def test_a_table_without_money_says_nothing_in_every_cell(database: Database) -> None:
    book = open_book(database)
    with database.reading() as session:
        table = budget_table(session, plan_of(session, book))
    marks = {mark for section in table.sections for line in section.lines for mark in line.marks}
    assert marks == {CellKind.NIL}
    assert (table.total_oere, table.last_decision_id, table.last_decided_on) == (0, None, None)
    assert table.layout.total_label == "I alt"


def test_a_table_keeps_the_kind_of_nothing_that_was_printed_until_money_stands_there(database: Database) -> None:
    book = open_book(database)
    order = small_import(
        book, ("Mentorer", "Sprog på jobbet"), (100, 0, 300, 0, 200, 0), day=ADOPTED, number=book.plan_id
    )
    with database.writing() as session:
        apply(session, book.actor, order)
    with database.reading() as session:
        before = marks_by_line(session, book)
    with database.writing() as session:
        post(session, book, (2020, book.source, book.mentors, 5), decided_on=ADOPTED)
    with database.reading() as session:
        after = marks_by_line(session, book)
    amount, nil = CellKind.AMOUNT, CellKind.NIL
    assert before["Mentorer"] == (amount, nil, amount)
    assert before["Sprog på jobbet"] == (nil, amount, nil)
    assert after["Mentorer"] == (amount, amount, amount)


def marks_by_line(session: Session, book: Book) -> dict[str, tuple[CellKind, ...]]:
    table = budget_table(session, plan_of(session, book))
    return {line.title: line.marks for section in table.sections for line in section.lines}


def test_standings_split_the_frame_into_what_is_given_and_what_is_left(database: Database, book: Book) -> None:
    with database.reading() as session:
        (standing,) = (found for found in standings(session, actor=None, as_of=RAISED) if found.plan.id == book.plan_id)
        (earlier,) = (found for found in standings(session, actor=None, as_of=ADOPTED) if found.plan.id == book.plan_id)
    assert standing.years == (
        YearStanding(2019, frame_oere=400, allocated_oere=160, reserve_oere=240, proposed_oere=-759),
        YearStanding(2020, frame_oere=40, allocated_oere=40, reserve_oere=0, proposed_oere=0),
        YearStanding(2021, frame_oere=0, allocated_oere=0, reserve_oere=0, proposed_oere=0),
    )
    assert earlier.years[0] == YearStanding(
        2019, frame_oere=400, allocated_oere=100, reserve_oere=300, proposed_oere=-699
    )


def test_a_plan_is_found_by_its_address_or_the_list_is_pointed_to(database: Database, book: Book) -> None:
    with database.reading() as session:
        assert plan_by_slug(session, plan_of(session, book).slug) == plan_of(session, book)
        with pytest.raises(NotFound, match=r"ingen handleplan med navnet findes-ikke\. Se listen under Handleplaner"):
            plan_by_slug(session, "findes-ikke")


def test_lines_are_named_with_their_theme_and_the_source_is_among_them(database: Database, book: Book) -> None:
    with database.reading() as session:
        found = [(line.title, line.theme_title, line.role) for line in named_lines(session, book.plan_id)]
    assert found == [
        ("Ramme", "", LineRole.SOURCE),
        ("Mentorer", "Job og uddannelse", LineRole.INITIATIVE),
        ("Sprog på jobbet", "Job og uddannelse", LineRole.INITIATIVE),
        ("Undersøgelse", "Øvrige midler", LineRole.OTHER),
        ("Pulje til senere udmøntning", "Øvrige midler", LineRole.RESERVE),
    ]


def test_the_mark_of_a_ledger_moves_with_each_transfer_and_each_new_line_of_its_plan_alone(
    database: Database, book: Book
) -> None:
    marks = [mark_of(database, book)]
    with database.writing() as session:
        post(session, book, (2019, book.source, book.mentors, 1))
    marks.append(mark_of(database, book))
    with database.writing() as session:
        add_line(session, book.plan_id, theme_id=None, title="Ny", role=LineRole.OTHER)
    marks.append(mark_of(database, book))
    assert len(set(marks)) == 3
    with database.writing() as session:
        other = add_book(session, add_officer(session), title="En anden handleplan")
        post(session, other, (2019, other.source, other.mentors, 1))
    assert mark_of(database, book) == marks[-1]


def mark_of(database: Database, book: Book) -> str:
    with database.reading() as session:
        return ledger_mark(session, book.plan_id)


def test_every_change_gives_pages_another_number(database: Database, book: Book) -> None:
    with database.reading() as session:
        before = revision(session)
    with database.writing() as session:
        post(session, book, (2019, book.source, book.mentors, 1))
    with database.reading() as session:
        assert revision(session) == before + 1


def test_plans_stand_newest_first_and_in_danish_order_within_a_year(database: Database) -> None:
    titles = ("Åben skole", "Zoneplan", "Ældreplan", "Aktivering", "Ørestad")
    with database.writing() as session:
        actor = add_officer(session)
        for title in titles:
            create_plan(session, actor, title=title, first_year=2077, last_year=2078)
        create_plan(session, actor, title="Nyere", first_year=2078, last_year=2078)
    with database.reading() as session:
        listed = [plan.title for plan in all_plans(session) if plan.first_year >= 2077]
    assert listed == ["Nyere", "Aktivering", "Zoneplan", "Ældreplan", "Ørestad", "Åben skole"]


def test_a_line_is_in_the_table_from_its_own_decision_on_and_wherever_it_has_money(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        decision = post(
            session, book, (2019, book.reserve, book.mentors, 1), kind=DecisionKind.ALLOCATION, decided_on=RAISED
        )
        new_line = add_line(session, book.plan_id, theme_id=book.theme_id, title="Ny", role=LineRole.INITIATIVE)
        session.get_one(BudgetLine, new_line).introduced_by_id = decision
        post(session, book, (2019, book.mentors, new_line, 1), kind=DecisionKind.REALLOCATION, decided_on=RAISED)
        post(session, book, (2019, new_line, book.mentors, 1), kind=DecisionKind.REALLOCATION, decided_on=RAISED)
    with database.reading() as session:
        plan = plan_of(session, book)
        assert budget_table(session, plan, AsOf(MOVED)).line_count == 4
        assert budget_table(session, plan, AsOf(RAISED)).line_count == 5
    with database.writing() as session:
        post(session, book, (2019, book.mentors, new_line, 7), kind=DecisionKind.REALLOCATION, decided_on=MOVED)
    with database.reading() as session:
        table = budget_table(session, plan_of(session, book), AsOf(MOVED))
        assert table.line_count == 5
        assert table.totals_oere == (400, 0, 0)
