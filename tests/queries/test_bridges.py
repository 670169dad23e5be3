"""Bridges between two points: every row adds up, whatever happened, and corrections are told from decisions."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from tests.budget_books import Book, open_book, post
from tracker.actions.decisions import reverse_transfer
from tracker.actions.entries import correct
from tracker.database import Database
from tracker.domain.bridges import KINDS, Bridge
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.domain.entries import EntryTransfer
from tracker.models.budget import BudgetLine
from tracker.queries.bridges import BridgeTable, bridge_table
from tracker.queries.budget import AsOf, budget_at, budget_table
from tracker.queries.decisions import transfers_of_decision
from tracker.queries.plans import plan_by_id
from tracker.queries.points import after, decided
from tracker.queries.revised_budget import revised_table

ADOPTED, MEETING, LATER = date(2018, 12, 12), date(2019, 3, 1), date(2019, 6, 1)
AFTERWARDS = date(2019, 6, 2)
FIRST_DAY = date(2019, 1, 1)
FIRST_MOMENT = datetime(2019, 1, 6, 12, tzinfo=UTC)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


def at(moment: str) -> time_machine.travel:
    return time_machine.travel(f"{moment}T12:00:00+00:00", tick=False)


def bridged(database: Database, book: Book, start: AsOf, end: AsOf, *, year: int | None = None) -> BridgeTable:
    with database.reading() as session:
        return bridge_table(session, plan_by_id(session, book.plan_id), start, end, year=year)


def by_title(table: BridgeTable) -> dict[str, tuple[int, dict[DecisionKind, int], int, int]]:
    """Give the lines that changed: start, changes by kind, corrections, end."""
    return {row.line.title: told(row.bridge) for row in table.changed}


def told(bridge: Bridge) -> tuple[int, dict[DecisionKind, int], int, int]:
    moved = {kind: amount for kind, amount in zip(KINDS, bridge.by_kind_oere, strict=True) if amount}
    return bridge.start_oere, moved, bridge.corrections_oere, bridge.end_oere


def test_between_two_days_each_kind_says_what_it_changed(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2019, book.source, book.reserve, 300), (2020, book.source, book.mentors, 100))
        post(session, book, (2019, book.reserve, book.mentors, 60), kind=DecisionKind.ALLOCATION, decided_on=MEETING)
        post(session, book, (2020, book.source, book.mentors, 5), kind=DecisionKind.INDEXATION, decided_on=LATER)
        post(
            session,
            book,
            (2019, book.source, book.survey, 9),
            kind=DecisionKind.SUPPLEMENTARY,
            decided_on=AFTERWARDS,
        )
    whole = bridged(database, book, AsOf(ADOPTED), AsOf(LATER))
    assert by_title(whole) == {
        "Mentorer": (100, {DecisionKind.ALLOCATION: 60, DecisionKind.INDEXATION: 5}, 0, 165),
        "Pulje til senere udmøntning": (300, {DecisionKind.ALLOCATION: -60}, 0, 240),
    }
    assert [row.line.title for row in whole.lines] == [
        "Mentorer",
        "Sprog på jobbet",
        "Undersøgelse",
        "Pulje til senere udmøntning",
    ]
    assert told(whole.total) == (400, {DecisionKind.INDEXATION: 5}, 0, 405)
    assert whole.pool is not None
    assert told(whole.pool) == (300, {DecisionKind.ALLOCATION: -60}, 0, 240)
    assert by_title(bridged(database, book, AsOf(ADOPTED), AsOf(LATER), year=2020)) == {
        "Mentorer": (100, {DecisionKind.INDEXATION: 5}, 0, 105)
    }
    assert by_title(bridged(database, book, AsOf(LATER), AsOf(MEETING))) == {
        "Mentorer": (165, {DecisionKind.INDEXATION: -5}, 0, 160)
    }


def test_nothing_lies_between_a_point_and_itself(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2019, book.source, book.reserve, 300))
    table = bridged(database, book, AsOf(MEETING), AsOf(MEETING))
    assert (table.changed, told(table.total)) == ((), (300, {}, 0, 300))


def test_what_was_put_right_since_is_a_correction_and_what_was_recorded_late_is_not(database: Database) -> None:
    with at("2019-01-02"):
        book = open_book(database)
        with database.writing() as session:
            post(session, book, (2019, book.source, book.reserve, 300))
    with at("2019-03-02"), database.writing() as session:
        moved = (2019, book.reserve, book.mentors, 60)
        allocation = post(session, book, moved, kind=DecisionKind.ALLOCATION, decided_on=MEETING)
    with at("2019-04-01"), database.writing() as session:
        right = EntryTransfer(0, 2019, book.reserve, book.mentors, 50)
        correct(session, book.actor, allocation, [right], reason="Tastefejl", seen_version=1)
        late = (2019, book.reserve, book.language, 7)
        post(session, book, late, kind=DecisionKind.ALLOCATION, decided_on=date(2019, 2, 1))
    with database.reading() as session:
        rows = decided(session, book.plan_id)
    decision = next(row for row in rows if row.id == allocation)
    now = after(rows, decision)
    then = AsOf(now.day, known_at=decision.taken_at, without=now.without)
    assert by_title(bridged(database, book, then, now)) == {
        "Mentorer": (60, {}, -10, 50),
        "Sprog på jobbet": (0, {DecisionKind.ALLOCATION: 7}, 0, 7),
        "Pulje til senere udmøntning": (240, {DecisionKind.ALLOCATION: -7}, 10, 243),
    }
    assert told(bridged(database, book, now, then).total) == (300, {}, 0, 300)


def test_a_proposal_that_was_entered_since_is_no_correction(database: Database) -> None:
    with at("2019-01-02"):
        book = open_book(database)
        with database.writing() as session:
            post(session, book, (2019, book.source, book.reserve, 300))
    with at("2019-03-02"), database.writing() as session:
        moved = (2019, book.reserve, book.mentors, 60)
        proposal = post(session, book, moved, kind=DecisionKind.ALLOCATION, decided_on=None)
    counted = AsOf(LATER, proposals=frozenset({proposal}))
    moved_by_it = {
        "Mentorer": (0, {DecisionKind.ALLOCATION: 60}, 0, 60),
        "Pulje til senere udmøntning": (300, {DecisionKind.ALLOCATION: -60}, 0, 240),
    }
    for earlier in (
        replace(counted, known_at=datetime(2019, 2, 1, tzinfo=UTC)),
        replace(counted, without=frozenset({proposal})),
    ):
        assert by_title(bridged(database, book, earlier, counted)) == moved_by_it
        known_late = replace(counted, known_at=datetime(2019, 4, 1, tzinfo=UTC))
        assert by_title(bridged(database, book, earlier, known_late)) == moved_by_it


@dataclass
class RandomBook:
    """A plan to which anything may happen: its lines may go below zero, so that nothing is refused."""

    database: Database
    book: Book
    decisions: list[int] = field(default_factory=list)

    def points(self) -> list[AsOf]:
        """Give all that can be asked for: days and moments of knowledge, decisions left out, proposals counted."""
        days = [FIRST_DAY + timedelta(days=number) for number in range(-1, 6)]
        moments = [None, *(FIRST_MOMENT + timedelta(days=number) for number in range(0, 13, 4))]
        some = frozenset(self.decisions[::3])
        return [
            AsOf(day, known_at=moment, without=without, proposals=proposals)
            for day in days
            for moment in moments
            for without, proposals in ((frozenset(), None), (some, None), (frozenset(), some))
        ]


def random_book(database: Database, events: list[tuple[int, int, int, int, int, int]]) -> RandomBook:
    """Let events happen, one a day: a decision, a proposal, or a transfer put right."""
    with at("2018-12-31"):
        book = open_book(database)
        with database.writing() as session:
            for line in book.lines:
                session.get_one(BudgetLine, line).may_be_negative = True
                session.get_one(BudgetLine, line).role = LineRole.OTHER
    found = RandomBook(database, book)
    ends = (book.source, *book.lines)
    for number, (what, day, year, source, target, kind) in enumerate(events):
        moment = FIRST_MOMENT + timedelta(days=number)
        with time_machine.travel(moment, tick=False), database.writing() as session:
            if what == 0 and found.decisions:
                _put_right(session, book, found.decisions[day % len(found.decisions)])
            elif source != target:
                amount = 1 + number * 13
                moved = (2019 + year, ends[source], ends[target], amount)
                decided_on = None if what == 1 else FIRST_DAY + timedelta(days=day)
                found.decisions.append(
                    post(session, book, moved, kind=KINDS[kind], decided_on=decided_on, body="Borgerrepræsentationen")
                )
    return found


def _put_right(session: Session, book: Book, decision_id: int) -> None:
    standing = [row for row in transfers_of_decision(session, decision_id, actor=None) if row.reverses_id is None]
    for row in standing:
        if row.reversed_by_id is None:
            reverse_transfer(session, book.actor, row.id, reason="Tastefejl")


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 5),
        st.integers(0, 2),
        st.integers(0, 4),
        st.integers(0, 4),
        st.integers(0, len(KINDS) - 1),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS, drawn=st.data())
def test_whatever_happened_every_row_adds_up_from_one_budget_to_the_other(
    database: Database, events: list[tuple[int, int, int, int, int, int]], drawn: st.DataObject
) -> None:
    made = random_book(database, events)
    book, points = made.book, made.points()
    for _ in range(4):
        start, end = drawn.draw(st.sampled_from(points)), drawn.draw(st.sampled_from(points))
        with database.reading() as session:
            plan = plan_by_id(session, book.plan_id)
            before, behind = budget_at(session, book.plan_id, start), budget_at(session, book.plan_id, end)
            whole = bridge_table(session, plan, start, end)
            by_year = [bridge_table(session, plan, start, end, year=year) for year in plan.years]
        for line in book.lines:
            for year, table in zip(plan.years, by_year, strict=True):
                row = next(row.bridge for row in table.lines if row.line.id == line)
                assert (row.start_oere, row.end_oere) == (before.get((line, year), 0), behind.get((line, year), 0))
            bridge = next(row.bridge for row in whole.lines if row.line.id == line)
            assert bridge.start_oere == sum(amount for (number, _), amount in before.items() if number == line)
            assert bridge.end_oere == sum(amount for (number, _), amount in behind.items() if number == line)
        assert whole.total.end_oere == -sum(amount for (line, _), amount in behind.items() if line == book.source)
        if start.known_at is None and end.known_at is None:
            assert whole.total.corrections_oere == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS, drawn=st.data())
def test_a_years_columns_by_kind_are_the_bridge_from_nothing_to_the_revised_budget(
    database: Database, events: list[tuple[int, int, int, int, int, int]], drawn: st.DataObject
) -> None:
    made = random_book(database, events)
    nothing = AsOf(FIRST_DAY - timedelta(days=30))
    point = drawn.draw(st.sampled_from(made.points()))
    with database.reading() as session:
        plan = plan_by_id(session, made.book.plan_id)
        table = budget_table(session, plan, point)
        amounts = budget_at(session, plan.id, point)
        for year in plan.years:
            revised = revised_table(session, table, year)
            bridges = {row.line.id: row.bridge for row in bridge_table(session, plan, nothing, point, year=year).lines}
            for line in (line for section in revised.sections for line in section.lines):
                columns = tuple(amount or 0 for amount in line.amounts_oere)
                assert columns == bridges[line.id].by_kind_oere
                assert line.sum_oere == sum(columns) == amounts.get((line.id, year), 0)
            assert revised.totals_oere == tuple(
                sum(bridge.by_kind_oere[place] for bridge in bridges.values()) for place in range(len(KINDS))
            )
            assert revised.total_oere == table.totals_oere[plan.years.index(year)]
