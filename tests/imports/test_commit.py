"""Importing a table: whole or not at all, once, and exactly what the preview said."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from imports.budget_reading import BudgetReading, ReadTable
from imports.cells import Problem, Sheet, Workbook
from imports.commit import (
    AlreadyImported,
    ImportBlocked,
    ImportOrder,
    LedgerMoved,
    NothingToImport,
    TableNotChosen,
    apply,
    chosen_table,
    standing_of,
)
from imports.preview import Preview, ReadFile, preview_of
from tests.budget_books import add_officer
from tests.imports.tables import Amounts, reading, table
from tracker.actions.uploads import KeptFile
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import BodyMayNot, BudgetOverdrawn, YearClosed
from tracker.domain.people import Actor
from tracker.domain.published_tables import Severity
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models import metadata
from tracker.models.budget import ClosedYear
from tracker.queries.budget import budget_as_of, budget_table
from tracker.queries.matching import ledger_mark
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.published_tables import printed_totals

JOB, OTHER = "Fra uddannelse til job", "Øvrige afsatte midler"
DECIDED = NewDecision(kind=DecisionKind.ADOPTION, body="BIU", decided_on=date(2018, 12, 6), agenda_item="4")
FIRST = table(
    (JOB, "Mentorer", (3_300, 3_400)),
    (OTHER, "Pulje til senere udmøntning", (None, 600)),
    total=(3_300, 4_000),
)
_files = count(1)


def a_file() -> KeptFile:
    """Give a file whose content nobody has sent before."""
    number = next(_files)
    return KeptFile(f"tabel-{number}.xlsx", f"{number:032x}.xlsx", f"{number:064x}", 10_000)


def an_order(found: ReadTable, **given_values: object) -> ImportOrder:
    values: dict[str, Any] = {
        "reading": reading(found),
        "table": found,
        "file": a_file(),
        "decision": DECIDED,
        "plan_title": "Handleplan",
        "administration": "BIF",
    }
    return ImportOrder(**values | given_values)


def fingerprint(database: Database) -> dict[str, list[str]]:
    with database.reading() as session:
        return {
            found.name: sorted(repr(tuple(row)) for row in session.execute(found.select()))
            for found in metadata.sorted_tables
        }


@pytest.fixture
def officer(database: Database) -> Actor:
    with database.writing() as session:
        return add_officer(session)


def imported(database: Database, officer: Actor, order: ImportOrder) -> PlanRow:
    with database.writing() as session:
        done = apply(session, officer, order)
    with database.reading() as session:
        return plan_by_slug(session, done.plan_slug)


def test_a_table_becomes_a_plan_with_one_adoption_that_gives_each_line_its_amounts(
    database: Database, officer: Actor
) -> None:
    plan = imported(database, officer, an_order(FIRST))
    with database.reading() as session:
        stored = budget_table(session, plan)
        assert [(part.title, [(line.title, line.role) for line in part.lines]) for part in stored.sections] == [
            (JOB, [("Mentorer", LineRole.INITIATIVE)]),
            (OTHER, [("Pulje til senere udmøntning", LineRole.RESERVE)]),
        ]
        assert stored.totals_oere == (330_000_000, 400_000_000)
        assert printed_totals(session, stored.layout.table_id) == {2019: 330_000_000, 2020: 400_000_000}
        assert session.execute(text("SELECT kind, body, agenda_item FROM decision")).all() == [("adoption", "BIU", "4")]
        cells = session.execute(
            text("SELECT c.cell FROM transfer t JOIN published_cell c ON c.id = t.published_cell_id ORDER BY t.id")
        )
        assert cells.scalars().all() == ["B6", "C6", "C8"]
        assert session.execute(text("SELECT action FROM audit_event")).scalars().all() == ["import"]


def test_the_same_file_a_second_time_is_refused_with_the_decision_it_became(database: Database, officer: Actor) -> None:
    order = an_order(FIRST)
    plan = imported(database, officer, order)
    before = fingerprint(database)
    with pytest.raises(AlreadyImported) as refused, database.writing() as session:
        apply(session, officer, order)
    assert (refused.value.plan_slug, refused.value.decision_id) == (plan.slug, 1)
    assert fingerprint(database) == before


def test_another_file_that_says_the_same_is_nothing_to_import(database: Database, officer: Actor) -> None:
    plan = imported(database, officer, an_order(FIRST))
    before = fingerprint(database)
    with pytest.raises(NothingToImport), database.writing() as session:
        apply(session, officer, an_order(FIRST, plan_id=plan.id))
    assert fingerprint(database) == before


def test_a_changed_table_moves_only_the_difference(database: Database, officer: Actor) -> None:
    plan = imported(database, officer, an_order(FIRST))
    changed = table((JOB, "Mentorer", (3_000, 3_400)), (OTHER, "Pulje til senere udmøntning", (None, 800)))
    imported(database, officer, an_order(changed, plan_id=plan.id))
    with database.reading() as session:
        moved = session.execute(
            text(
                "SELECT budget_year, f.role, t.amount_oere FROM transfer t"
                " JOIN budget_line f ON f.id = t.from_line_id WHERE decision_id = 2 ORDER BY t.id"
            )
        )
        assert [tuple(row) for row in moved] == [(2019, "initiative", 30_000_000), (2020, "source", 20_000_000)]


def test_years_beyond_the_plan_make_it_longer(database: Database, officer: Actor) -> None:
    plan = imported(database, officer, an_order(FIRST))
    longer = table((JOB, "Mentorer", (3_400, 3_500)), years=(2020, 2021))
    plan = imported(database, officer, an_order(longer, plan_id=plan.id))
    assert plan.years == (2019, 2020, 2021)


def test_a_preview_of_another_state_of_the_ledger_is_refused(database: Database, officer: Actor) -> None:
    plan = imported(database, officer, an_order(FIRST))
    changed = table((JOB, "Mentorer", (3_000, 3_400)))
    with database.reading() as session:
        seen = ledger_mark(session, plan.id)
    imported(database, officer, an_order(table((JOB, "Mentorer", (3_100, 3_400))), plan_id=plan.id))
    before = fingerprint(database)
    with pytest.raises(LedgerMoved), database.writing() as session:
        apply(session, officer, an_order(changed, plan_id=plan.id, ledger_mark=seen))
    assert fingerprint(database) == before


@pytest.mark.parametrize("into", ["a new plan", "the same plan"])
def test_of_two_imports_of_one_file_at_once_one_wins_and_the_other_is_told(
    database: Database, officer: Actor, into: str
) -> None:
    plan_id = imported(database, officer, an_order(FIRST)).id if into == "the same plan" else None
    decisions = int(plan_id is not None)
    order = an_order(table((JOB, "Mentorer", (3_000, 3_100))), plan_id=plan_id)
    start = Barrier(2)

    def run() -> str:
        start.wait()
        try:
            imported(database, officer, order)
        except AlreadyImported:
            return "told"
        return "won"

    with ThreadPoolExecutor(2) as both:
        outcomes = [both.submit(run) for _ in range(2)]
    assert sorted(outcome.result() for outcome in outcomes) == ["told", "won"]
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM decision")).scalar_one() == decisions + 1


def an_error(cell: str) -> Problem:
    return Problem("Ark1", cell, Severity.ERROR, "amount-unreadable", Text("%(cell)s kan ikke læses.", cell=cell))


@pytest.mark.parametrize(
    ("refusal", "order"),
    [
        (ImportBlocked, an_order(FIRST, reading=BudgetReading("x.xlsx", (FIRST,), (an_error("B6"),)))),
        (ImportBlocked, an_order(replace(FIRST, unit=None))),
        (BodyMayNot, an_order(FIRST, decision=replace(DECIDED, body="BIF"))),
        (BodyMayNot, an_order(FIRST, decision=replace(DECIDED, body="Forvaltningen"))),
    ],
    ids=["an error in the file", "no unit", "the administration adopts", "the administration by another name"],
)
def test_what_is_refused_leaves_nothing(
    database: Database, officer: Actor, refusal: type[Exception], order: ImportOrder
) -> None:
    before = fingerprint(database)
    with pytest.raises(refusal), database.writing() as session:
        apply(session, officer, order)
    assert fingerprint(database) == before


def test_a_table_that_would_overdraw_a_line_leaves_nothing(database: Database, officer: Actor) -> None:
    plan = imported(database, officer, an_order(FIRST))
    before = fingerprint(database)
    below_zero = table((JOB, "Mentorer", (-5, 3_400)), (OTHER, "Ny linje", (7, None)))
    with pytest.raises(BudgetOverdrawn), database.writing() as session:
        apply(session, officer, an_order(below_zero, plan_id=plan.id))
    assert fingerprint(database) == before


def test_a_closed_year_takes_nothing_from_a_table(database: Database, officer: Actor) -> None:
    plan = imported(database, officer, an_order(FIRST))
    with database.writing() as session:
        session.add(ClosedYear(plan_id=plan.id, year=2019, closed_at=now(), closed_by_id=officer.id))
    before = fingerprint(database)
    changed = table((JOB, "Mentorer", (3_000, 3_400)), (OTHER, "Ny linje", (None, 7)))
    with pytest.raises(YearClosed), database.writing() as session:
        apply(session, officer, an_order(changed, plan_id=plan.id))
    assert fingerprint(database) == before


def test_of_several_tables_somebody_has_to_choose() -> None:
    two = reading(table((JOB, "Mentorer", (1, 2))), table((JOB, "Mentorer", (1, 2)), sheet="Ark2"))
    assert chosen_table(two, sheet="Ark2").sheet == "Ark2"
    with pytest.raises(TableNotChosen, match="Ark1, Ark2"):
        chosen_table(two)
    with pytest.raises(TableNotChosen):
        chosen_table(two, sheet="Ark3")


AMOUNT = st.one_of(st.none(), st.integers(min_value=0, max_value=10**9))
TITLE = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", min_size=3, max_size=8)


@st.composite
def two_tables(draw: st.DrawFn) -> tuple[ReadTable, ReadTable]:
    """A table, and the same lines with other amounts, some lines fewer and some more."""
    titles = draw(st.lists(TITLE, min_size=2, max_size=6, unique=True))
    split = draw(st.integers(min_value=1, max_value=len(titles)))
    return (draw(filled(tuple(titles[:split]))), draw(filled(tuple(titles))))


@st.composite
def filled(draw: st.DrawFn, titles: tuple[str, ...]) -> ReadTable:
    lines: list[tuple[str, str, Amounts]] = [
        (f"Tema {place % 2}", title, (draw(AMOUNT), draw(AMOUNT))) for place, title in enumerate(titles)
    ]
    return table(*sorted(lines))


def previewed(session: Session, found: ReadTable, plan: PlanRow | None) -> Preview:
    workbook = Workbook(sheets=(Sheet(found.sheet, {}),))
    return preview_of(ReadFile(workbook, reading(found)), standing_of(session, plan))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=two_tables())
def test_what_the_preview_adds_up_is_what_is_stored_and_a_second_time_changes_nothing(
    database: Database, officer: Actor, tables: tuple[ReadTable, ReadTable]
) -> None:
    plan: PlanRow | None = None
    for found in tables:
        with database.reading() as session:
            seen = previewed(session, found, plan)
        if plan is not None and not seen.can_be_confirmed:
            assert seen.differences is not None
            assert seen.differences.is_empty
            continue
        plan = imported(database, officer, an_order(found, plan_id=plan.id if plan else None))
        with database.reading() as session:
            stored = budget_table(session, plan)
            assert dict(seen.totals_after_oere) == dict(zip(stored.years, stored.totals_oere, strict=True))
            assert sum(budget_as_of(session, plan.id, date(2018, 12, 6)).values()) == 0
            again = previewed(session, found, plan)
        assert again.differences is not None
        assert again.differences.is_empty


def test_a_preview_that_forgot_a_change_would_be_seen(database: Database, officer: Actor) -> None:
    with database.reading() as session:
        seen = previewed(session, FIRST, None)
    assert dict(seen.totals_after_oere) == {2019: 330_000_000, 2020: 400_000_000}
    plan = imported(database, officer, an_order(table((JOB, "Mentorer", (3_301, 3_400)))))
    with database.reading() as session:
        assert dict(seen.totals_after_oere) != dict(
            zip(plan.years, budget_table(session, plan).totals_oere, strict=True)
        )
