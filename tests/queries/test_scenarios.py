"""Proposals together, and scenarios beside today's budget."""

from collections.abc import Iterable

import pytest

from tests.budget_books import Book, add_officer, open_book, post
from tests.proposals import TKR, proposed
from tests.queries.statements import statements_of
from tracker.actions.proposals import Adoption, adopt, move
from tracker.actions.scenarios import ScenarioWords, new_scenario, put_away
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.entries import EntryLine
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import NotFound
from tracker.domain.years import today
from tracker.models.budget import BudgetLine
from tracker.queries.plans import plan_by_id
from tracker.queries.proposals import overdrawn_in_each, overdrawn_together
from tracker.queries.scenarios import Comparison, comparison, scenario, scenarios


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with 600 in the pool of 2020, 1,000 in that of 2021 and 500 for mentors in 2020; thousand kroner."""
    book = open_book(database)
    with database.writing() as session:
        post(
            session,
            book,
            (2020, book.source, book.reserve, 600 * TKR),
            (2021, book.source, book.reserve, 1000 * TKR),
            (2020, book.source, book.mentors, 500 * TKR),
        )
    return book


def together(database: Database, book: Book, *ids: int) -> list[tuple[str, int, int]]:
    """Tell what is overdrawn: line, year, thousand kroner that lack."""
    with database.reading() as session:
        found = overdrawn_together(session, plan_by_id(session, book.plan_id), ids)
    return [(short.title, short.budget_year, -short.balance_oere // TKR) for short in found]


def named_scenario(database: Database, book: Book, title: str, *ids: int) -> int:
    with database.writing() as session:
        return new_scenario(session, book.actor, book.plan_id, ScenarioWords(title, "", frozenset(ids)))


def compared(database: Database, book: Book, *ids: int, actor: Actor | None = None) -> Comparison:
    with database.reading() as session:
        return comparison(session, plan_by_id(session, book.plan_id), ids, actor=actor)


def test_proposals_that_each_fit_can_overdraw_the_pool_together(database: Database, book: Book) -> None:
    first = proposed(database, book, (2020, book.reserve, book.mentors, 400))
    second = proposed(database, book, (2020, book.reserve, book.language, 300), (2021, book.reserve, book.survey, 900))
    assert together(database, book) == []
    assert together(database, book, first) == []
    assert together(database, book, second) == []
    assert together(database, book, first, second) == [("Pulje til senere udmøntning", 2020, 100)]
    with database.reading() as session:
        (short,) = overdrawn_together(session, plan_by_id(session, book.plan_id), (first, second))
    assert str(short.text) == (
        "Pulje til senere udmøntning rækker ikke til det hele: i 2020 mangler der 100 (1.000 kr.), "
        "hvis alt bliver vedtaget."
    )


def test_what_one_proposal_gives_another_may_use(database: Database, book: Book) -> None:
    uses = proposed(database, book, (2020, book.reserve, book.language, 700))
    assert together(database, book, uses) == [("Pulje til senere udmøntning", 2020, 100)]
    gives = proposed(database, book, (2020, book.mentors, book.reserve, 100), kind=DecisionKind.REALLOCATION)
    assert together(database, book, uses, gives) == []


def test_many_sets_of_proposals_are_judged_each_by_itself_with_the_questions_that_one_takes(
    database: Database, book: Book
) -> None:
    first = proposed(database, book, (2020, book.reserve, book.mentors, 400))
    second = proposed(database, book, (2020, book.reserve, book.language, 300))
    third = proposed(database, book, (2021, book.reserve, book.survey, 1100))
    sets = [(first, second), (first, third), (second,), (), (first, second, third)] * 5
    with database.reading() as session:
        plan = plan_by_id(session, book.plan_id)
        with statements_of(session) as of_one:
            overdrawn_together(session, plan, (first, second, third))
        with statements_of(session) as of_all:
            found = overdrawn_in_each(session, plan, sets)
        assert found == tuple(overdrawn_together(session, plan, ids) for ids in sets)
    assert [[(short.budget_year, -short.balance_oere // TKR) for short in one] for one in found[:5]] == [
        [(2020, 100)],
        [(2021, 100)],
        [],
        [],
        [(2020, 100), (2021, 100)],
    ]
    assert len(of_all) == len(of_one)


def test_adopted_and_dropped_proposals_ask_for_nothing_more(database: Database, book: Book) -> None:
    first = proposed(database, book, (2020, book.reserve, book.mentors, 400))
    second = proposed(database, book, (2020, book.reserve, book.language, 300))
    third = proposed(database, book, (2020, book.reserve, book.survey, 250))
    with database.writing() as session:
        adopt(session, book.actor, first, Adoption("BIU", today()), seen_version=1)
        move(session, book.actor, second, ProposalState.DROPPED, reason="Det haster ikke.", seen_version=1)
    assert together(database, book, first, second) == []
    # 600 less the 400 that are adopted leaves 200, and the third asks for 250.
    assert together(database, book, first, second, third) == [("Pulje til senere udmøntning", 2020, 50)]


def test_a_line_that_may_be_negative_is_not_warned_about(database: Database, book: Book) -> None:
    draws = proposed(database, book, (2020, book.survey, book.language, 70), kind=DecisionKind.REALLOCATION)
    assert together(database, book, draws) == [("Undersøgelse", 2020, 70)]
    with database.writing() as session:
        session.get_one(BudgetLine, book.survey).may_be_negative = True
    assert together(database, book, draws) == []


def test_scenarios_stand_beside_today_with_their_differences(database: Database, book: Book) -> None:
    mentors = proposed(
        database, book, (2020, book.reserve, book.mentors, 600), (2021, book.reserve, book.mentors, 1000)
    )
    new = EntryLine("ny", "Virksomhedsbesøg", LineRole.INITIATIVE, book.theme_id)
    something_new = proposed(database, book, (2020, book.reserve, "ny", 350), title="Besøg", lines=(new,))
    first = named_scenario(database, book, "Alt til mentorer", mentors)
    second = named_scenario(database, book, "Noget nyt", something_new)
    found = compared(database, book, second, first)
    assert [
        (
            row.line.title,
            row.is_new,
            thousands(row.today_oere),
            [thousands(amounts) for amounts in row.amounts_oere],
            [thousands(differences) for differences in row.differences_oere],
        )
        for section in found.sections
        for row in section.lines
        if row.is_touched
    ] == [
        ("Mentorer", False, (0, 500, 0), [(0, 500, 0), (0, 1100, 1000)], [(0, 0, 0), (0, 600, 1000)]),
        ("Virksomhedsbesøg", True, (0, 0, 0), [(0, 350, 0), (0, 0, 0)], [(0, 350, 0), (0, 0, 0)]),
        (
            "Pulje til senere udmøntning",
            False,
            (0, 600, 1000),
            [(0, 250, 1000), (0, 0, 0)],
            [(0, -350, 0), (0, -600, -1000)],
        ),
    ]
    assert thousands(found.today_reserve_oere) == (0, 600, 1000)
    assert thousands(found.today_allocated_oere) == (0, 500, 0)
    assert [thousands(row.reserve_oere) for row in found.scenarios] == [(0, 250, 1000), (0, 0, 0)]
    assert [thousands(row.allocated_oere) for row in found.scenarios] == [(0, 850, 0), (0, 1100, 1000)]
    frame = (0, 1100, 1000)
    assert [thousands(row.table.totals_oere) for row in found.scenarios] == [frame, frame]
    assert thousands(found.today.totals_oere) == frame


def thousands(amounts_oere: Iterable[int | None]) -> tuple[int, ...]:
    return tuple((amount or 0) // TKR for amount in amounts_oere)


def test_a_scenario_that_overdraws_says_so(database: Database, book: Book) -> None:
    ids = [proposed(database, book, (2021, book.reserve, line, 600)) for line in (book.mentors, book.language)]
    (row,) = compared(database, book, named_scenario(database, book, "Begge dele", *ids)).scenarios
    assert [(short.title, short.budget_year, -short.balance_oere // TKR) for short in row.shortfalls] == [
        ("Pulje til senere udmøntning", 2021, 200)
    ]


def test_adopted_proposals_are_part_of_today_and_dropped_ones_do_not_count(database: Database, book: Book) -> None:
    adopted = proposed(database, book, (2020, book.reserve, book.mentors, 100), title="Vedtages")
    dropped = proposed(database, book, (2020, book.reserve, book.mentors, 200), title="Droppes")
    number = named_scenario(database, book, "Efter mødet", adopted, dropped)
    with database.writing() as session:
        adopt(session, book.actor, adopted, Adoption("BIU", today()), seen_version=1)
        move(session, book.actor, dropped, ProposalState.DROPPED, reason="For dyrt.", seen_version=1)
    found = compared(database, book, number)
    row = found.scenarios[0].scenario
    assert [proposal.title for proposal in row.adopted] == ["Vedtages"]
    assert [proposal.title for proposal in row.dropped] == ["Droppes"]
    assert row.counted == ()
    assert not any(line.is_touched for section in found.sections for line in section.lines)
    assert thousands(found.today_reserve_oere) == (0, 500, 1000)


def test_a_draft_is_left_out_for_a_reader_and_the_scenario_tells_how_many(database: Database, book: Book) -> None:
    draft = proposed(database, book, (2020, book.reserve, book.mentors, 100))
    sent = proposed(database, book, (2020, book.reserve, book.mentors, 200), title="Sendt")
    with database.writing() as session:
        move(session, book.actor, sent, ProposalState.SENT, seen_version=1)
        reader = add_officer(session, name="Læser").id
    number = named_scenario(database, book, "Begge", draft, sent)
    found = compared(database, book, number, actor=Actor(reader, "Læser", frozenset({Role.READER})))
    row = found.scenarios[0].scenario
    assert ([proposal.title for proposal in row.proposals], row.hidden_count) == (["Sendt"], 1)
    assert thousands(found.scenarios[0].reserve_oere) == (0, 400, 1000)


def test_scenarios_of_another_plan_are_not_there_and_those_put_away_only_where_asked_for(
    database: Database, book: Book
) -> None:
    number = named_scenario(database, book, "Alt til mentorer")
    other = open_book(database)
    with database.writing() as session:
        put_away(session, book.actor, number, away=True, seen_version=1)
    with database.reading() as session:
        assert scenarios(session, book.plan_id, actor=None) == ()
        assert [row.id for row in scenarios(session, book.plan_id, actor=None, put_away=True)] == [number]
        assert scenario(session, book.plan_id, number, actor=None).put_away
        with pytest.raises(NotFound, match="Scenariet findes ikke"):
            scenario(session, other.plan_id, number, actor=None)
