"""What an amount is made of: the postings always add up to the amount that led there, and tell where they come from."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from tests.budget_books import Book, add_book, add_officer, open_book, post
from tests.queries.statements import statements_of
from tracker.actions.decisions import reverse_transfer
from tracker.actions.entries import correct, enter, rewrite_proposal
from tracker.actions.proposals import Adoption, adopt
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.years import now
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision
from tracker.queries.budget import AsOf, BudgetTable, budget_by_kind, budget_table
from tracker.queries.plans import PlanRow, plan_by_id
from tracker.queries.postings import NO_THEME, ROWS_ON_A_PAGE, Asked, MadeOf, PostingRow, made_of, named_lines

COUNCIL = "Borgerrepræsentationen"
ADOPTED, MET, LATER = date(2018, 12, 12), date(2019, 3, 1), date(2019, 9, 1)
DAYS = (ADOPTED, MET, LATER)
YEARS = (2019, 2020, 2021)
PLENTY = 10_000
MOVED = NewDecision(kind=DecisionKind.REALLOCATION, body=COUNCIL, decided_on=MET)
PROPOSED = replace(MOVED, decided_on=None)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with 600 øre in the pool of 2020 and 500 for mentors in 2019."""
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2020, book.source, book.reserve, 600), (2019, book.source, book.mentors, 500))
    return book


def entry(new: NewDecision, *rows: tuple[int, int, int, int]) -> Entry:
    """Type rows of (year, from, to, øre)."""
    return Entry(new, tuple(EntryTransfer(place, *row) for place, row in enumerate(rows)))


def asked_for(database: Database, book: Book, *, page: int = 1, **choices: Any) -> MadeOf:  # noqa: ANN401 - handed on
    """Ask what an amount of the book is made of, as of the last day of all where none is named."""
    values: dict[str, Any] = {"point": AsOf(date.max), **choices}
    with database.reading() as session:
        return made_of(session, Asked(book.plan_id, **values), page=page)


def cell(line_id: int, year: int) -> dict[str, Any]:
    return {"line_ids": frozenset({line_id}), "budget_year": year}


def test_a_cell_is_made_of_its_transfers_in_order_of_decision_whenever_they_were_recorded(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        post(session, book, (2020, book.reserve, book.survey, 30), kind=DecisionKind.ALLOCATION, decided_on=LATER)
        post(session, book, (2020, book.reserve, book.mentors, 200), kind=DecisionKind.ALLOCATION, decided_on=MET)
        post(session, book, (2020, book.reserve, book.mentors, 9), kind=DecisionKind.ALLOCATION, decided_on=None)
    found = asked_for(database, book, **cell(book.reserve, 2020))
    assert [(row.decided_on, row.kind, row.other_title, row.amount_oere, row.running_oere) for row in found.rows] == [
        (ADOPTED, DecisionKind.ADOPTION, "Ramme", 600, 600),
        (MET, DecisionKind.ALLOCATION, "Mentorer", -200, 400),
        (LATER, DecisionKind.ALLOCATION, "Undersøgelse", -30, 370),
    ]
    assert (found.count, found.sum_oere) == (3, 370)
    assert [row.is_taken_from_line for row in found.rows] == [False, True, True]


def test_only_the_kinds_asked_for_count(database: Database, book: Book) -> None:
    with database.writing() as session:
        post(session, book, (2020, book.reserve, book.mentors, 200), kind=DecisionKind.ALLOCATION, decided_on=MET)
    kinds = frozenset({DecisionKind.ALLOCATION})
    assert asked_for(database, book, **cell(book.reserve, 2020), kinds=kinds).sum_oere == -200
    assert asked_for(database, book, kinds=kinds).sum_oere == 0
    assert asked_for(database, book).sum_oere == 1_100


def test_the_frame_can_be_asked_for_too(database: Database, book: Book) -> None:
    assert asked_for(database, book, line_ids=frozenset({book.source})).sum_oere == -1_100


def test_a_reversal_stands_right_below_what_it_reverses_with_its_reason(database: Database, book: Book) -> None:
    moved = entry(MOVED, (2019, book.mentors, book.language, 54), (2019, book.mentors, book.survey, 7))
    with database.writing() as session:
        decision = enter(session, book.actor, book.plan_id, moved)
    with database.writing() as session:
        rows = entry(MOVED, (2019, book.mentors, book.language, 45), (2019, book.mentors, book.survey, 7)).transfers
        correct(session, book.actor, decision, rows, reason="54 skulle være 45.", seen_version=1)
    found = asked_for(database, book, **cell(book.mentors, 2019))
    assert [row.amount_oere for row in found.rows] == [500, -54, 54, -7, -45]
    wrong, reversal = found.rows[1:3]
    assert wrong.reversed_by_id == reversal.transfer_id
    assert reversal.reverses_id == wrong.transfer_id
    assert reversal.correction is not None
    assert (reversal.correction.reason, reversal.correction.by) == ("54 skulle være 45.", book.actor.name)
    assert found.sum_oere == 448


def test_each_correction_of_a_decision_keeps_its_own_reason(database: Database, book: Book) -> None:
    with database.writing() as session:
        decision = enter(session, book.actor, book.plan_id, entry(MOVED, (2019, book.mentors, book.language, 1)))
    for version, amount in ((1, 2), (2, 3)):
        with database.writing() as session:
            rows = entry(MOVED, (2019, book.mentors, book.language, amount)).transfers
            correct(session, book.actor, decision, rows, reason=f"{amount} er rigtigt.", seen_version=version)
    with database.writing() as session:
        first = asked_for(database, book, **cell(book.reserve, 2020)).rows[0].transfer_id
        reverse_transfer(session, book.actor, first, reason="Hører til en anden plan.")
    found = asked_for(database, book, **cell(book.language, 2019), point=AsOf(MET))
    reasons = [row.correction.reason if row.correction else "" for row in found.rows]
    assert reasons == ["", "2 er rigtigt.", "", "3 er rigtigt.", ""]
    alone = asked_for(database, book, **cell(book.reserve, 2020)).rows[1]
    assert alone.correction is not None
    assert alone.correction.reason == "Hører til en anden plan."


def test_as_known_before_a_correction_nothing_is_reversed_yet(database: Database, book: Book) -> None:
    with database.writing() as session:
        decision = enter(session, book.actor, book.plan_id, entry(MOVED, (2019, book.mentors, book.language, 54)))
    then = now()
    with database.writing() as session:
        rows = entry(MOVED, (2019, book.mentors, book.language, 45)).transfers
        correct(session, book.actor, decision, rows, reason="Tastefejl.", seen_version=1)
    before = asked_for(database, book, **cell(book.language, 2019), point=AsOf(MET, known_at=then))
    assert [(row.amount_oere, row.reversed_by_id) for row in before.rows] == [(54, None)]
    between = asked_for(
        database, book, **cell(book.language, 2019), since=AsOf(MET, known_at=then), point=AsOf(MET, known_at=now())
    )
    assert [row.amount_oere for row in between.rows] == [-54, 45]


def test_what_a_draft_said_before_it_was_adopted_is_left_out_and_counted(database: Database, book: Book) -> None:
    with database.writing() as session:
        proposal = enter(session, book.actor, book.plan_id, entry(PROPOSED, (2019, book.mentors, book.language, 1)))
    with database.writing() as session:
        written = entry(PROPOSED, (2019, book.mentors, book.language, 2))
        rewrite_proposal(session, book.actor, proposal, written, seen_version=1)
    counted = AsOf(MET, proposals=frozenset({proposal}))
    assert [row.amount_oere for row in asked_for(database, book, **cell(book.language, 2019), point=counted).rows] == [
        2
    ]
    with database.writing() as session:
        adopt(session, book.actor, proposal, Adoption(body=COUNCIL, decided_on=MET), seen_version=2)
    found = asked_for(database, book, **cell(book.language, 2019))
    assert [row.amount_oere for row in found.rows] == [2]
    assert (found.count, found.left_out, found.sum_oere) == (1, 2, 2)


def test_between_two_points_what_no_longer_counts_drops_out(database: Database, book: Book) -> None:
    with database.writing() as session:
        proposal = post(
            session, book, (2020, book.reserve, book.mentors, 9), kind=DecisionKind.ALLOCATION, decided_on=None
        )
        post(session, book, (2020, book.reserve, book.mentors, 5), kind=DecisionKind.ALLOCATION, decided_on=MET)
    found = asked_for(
        database,
        book,
        **cell(book.mentors, 2020),
        since=AsOf(ADOPTED, proposals=frozenset({proposal})),
        point=AsOf(LATER),
    )
    assert [(row.amount_oere, row.drops_out) for row in found.rows] == [(5, False), (-9, True)]
    assert found.sum_oere == -4


def test_a_long_list_comes_in_pages_with_the_sum_of_all(database: Database, book: Book) -> None:
    with database.writing() as session:
        rows = [(2021, book.source, book.reserve, amount) for amount in range(1, ROWS_ON_A_PAGE + 3)]
        post(session, book, *rows, body=COUNCIL, kind=DecisionKind.SUPPLEMENTARY, decided_on=MET)
    total = sum(range(1, ROWS_ON_A_PAGE + 3))
    with database.reading() as session, statements_of(session) as statements:
        first = made_of(session, Asked(book.plan_id, AsOf(LATER), budget_year=2021))
    assert len(statements) == 2
    last = asked_for(database, book, budget_year=2021, page=2)
    assert (len(first.rows), len(last.rows), first.page_count) == (ROWS_ON_A_PAGE, 2, 2)
    assert first.sum_oere == last.sum_oere == last.rows[-1].running_oere == total
    assert last.rows[0].running_oere == first.rows[-1].running_oere + last.rows[0].amount_oere
    assert asked_for(database, book, budget_year=2021, page=99).page == 2


def test_a_line_that_comes_with_somebody_elses_draft_can_not_be_asked_for(database: Database, book: Book) -> None:
    with database.writing() as session:
        draft = post(session, book, decided_on=None)
        line = next(line for line in named_lines(session, book.plan_id, actor=None) if line.id == book.survey)
        _introduce(session, book.survey, draft)
        reader = Actor(add_officer(session).id, "Læser", frozenset({Role.READER}))
    assert line.role is LineRole.OTHER
    with database.reading() as session:
        everybody = {line.id for line in named_lines(session, book.plan_id, actor=reader)}
        officers = {line.id for line in named_lines(session, book.plan_id, actor=book.actor)}
    assert officers - everybody == {book.survey}


def _introduce(session: Session, line_id: int, decision_id: int) -> None:
    session.get_one(BudgetLine, line_id).introduced_by_id = decision_id


@dataclass
class Played:
    """A random ledger: its plan, its proposals, and a moment after each thing that was done."""

    book: Book
    proposals: list[int]
    moments: list[datetime]


@settings(max_examples=8)
@given(data=st.data())
def test_the_sum_is_always_the_amount_of_the_table(shared_database: Database, data: st.DataObject) -> None:
    played = _play(shared_database, data)
    with shared_database.reading() as session:
        plan = plan_by_id(session, played.book.plan_id)
        point = _any_point(data, played)
        table = budget_table(session, plan, point)
        assert _explained(session, plan, table) == _shown(table)
        before = budget_table(session, plan, _any_point(data, played))
        between = {key: amount - _shown(before)[key] for key, amount in _shown(table).items()}
        assert _explained(session, plan, table, since=before.point) == between
        for (line_id, year), by_kind in budget_by_kind(session, plan.id, point).items():
            for kind, amount in by_kind.items():
                found = made_of(
                    session, Asked(plan.id, point, None, frozenset({line_id}), None, year, frozenset({kind}))
                )
                assert found.sum_oere == amount


Key = tuple[frozenset[int], int | None, int | None]


def _shown(table: BudgetTable) -> dict[Key, int]:
    """Tell every amount of a table by the lines, the theme and the year that it stands for."""
    found: dict[Key, int] = {(frozenset(), None, None): table.total_oere}
    found |= {
        (frozenset(), None, year): sum_oere for year, sum_oere in zip(table.years, table.totals_oere, strict=True)
    }
    for section in table.sections:
        theme_id = NO_THEME if section.theme_id is None else section.theme_id
        found[frozenset(), theme_id, None] = section.sum_oere
        for year, sum_oere in zip(table.years, section.sums_oere, strict=True):
            found[frozenset(), theme_id, year] = sum_oere
        for line in section.lines:
            found[frozenset({line.id}), None, None] = line.sum_oere
            for year, amount in zip(table.years, line.amounts_oere, strict=True):
                found[frozenset({line.id}), None, year] = amount or 0
    return found


def _explained(session: Session, plan: PlanRow, table: BudgetTable, *, since: AsOf | None = None) -> dict[Key, int]:
    found = {}
    for lines, theme_id, year in _shown(table):
        asked = Asked(plan.id, table.point, since, lines, theme_id, year)
        answer = made_of(session, asked)
        assert sum(row.amount_oere for row in answer.rows) == answer.sum_oere
        assert not answer.rows or answer.rows[-1].running_oere == answer.sum_oere
        assert all(_stands_below_its_own(answer.rows, place) for place in range(len(answer.rows)))
        found[lines, theme_id, year] = answer.sum_oere
    return found


def _stands_below_its_own(rows: tuple[PostingRow, ...], place: int) -> bool:
    """Tell whether a reversal's row has what it reverses above it, where that is in the list at all."""
    row = rows[place]
    originals = {other.transfer_id for other in rows}
    return row.reverses_id not in originals or row.reverses_id in {other.transfer_id for other in rows[:place]}


def _any_point(data: st.DataObject, played: Played) -> AsOf:
    return AsOf(
        data.draw(st.sampled_from((*DAYS, date.max))),
        known_at=data.draw(st.none() | st.sampled_from(played.moments)),
        proposals=data.draw(st.none() | st.frozensets(st.sampled_from(played.proposals))) if played.proposals else None,
    )


def _play(database: Database, data: st.DataObject) -> Played:
    """Do some of what an office does: decide, propose, write anew, adopt and correct."""
    with database.writing() as session:
        book = add_book(session, add_officer(session))
        for year in YEARS:
            post(session, book, *((year, book.source, line, PLENTY) for line in book.lines))
    played = Played(book, [], [now()])
    taken: list[int] = []
    for _ in range(data.draw(st.integers(1, 6))):
        action = data.draw(st.sampled_from(("decide", "propose", "rewrite", "adopt", "correct")))
        lines = data.draw(st.permutations(book.lines))
        rows = [
            (data.draw(st.sampled_from(YEARS)), lines[0], lines[place], data.draw(st.integers(1, 99)))
            for place in (1, 2)
        ]
        decided = replace(MOVED, decided_on=data.draw(st.sampled_from(DAYS)))
        with database.writing() as session:
            if action == "decide":
                taken.append(enter(session, book.actor, book.plan_id, entry(decided, *rows)))
            elif action == "propose":
                played.proposals.append(enter(session, book.actor, book.plan_id, entry(PROPOSED, *rows)))
            elif action == "correct" and taken:
                chosen, version = _version(session, data.draw(st.sampled_from(taken)))
                correct(
                    session, book.actor, chosen, entry(decided, *rows).transfers, reason="Fejl.", seen_version=version
                )
            elif action in {"rewrite", "adopt"} and (still := [one for one in played.proposals if one not in taken]):
                chosen, version = _version(session, data.draw(st.sampled_from(still)))
                if action == "rewrite":
                    rewrite_proposal(session, book.actor, chosen, entry(PROPOSED, *rows), seen_version=version)
                else:
                    day = data.draw(st.sampled_from(DAYS))
                    adopt(session, book.actor, chosen, Adoption(body=COUNCIL, decided_on=day), seen_version=version)
                    taken.append(chosen)
        played.moments.append(now())
    return played


def _version(session: Session, decision_id: int) -> tuple[int, int]:
    return decision_id, session.get_one(Decision, decision_id).version
