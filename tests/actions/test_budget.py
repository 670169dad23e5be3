"""Making plans, themes and lines: their addresses, their order, and the source that comes with a plan."""

import pytest
from sqlmodel import Session, col, select

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import add_officer
from tracker.actions.budget import PlanRefused, add_line, add_theme, create_plan, identity
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.people import Actor
from tracker.models.budget import ActionPlan, BudgetLine, Theme


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def officer(database: Database) -> Actor:
    """Who makes the plan."""
    with database.writing() as session:
        return add_officer(session)


def make_plan(session: Session, officer: Actor, title: str = "Integrationshandleplan 2019-22") -> int:
    return create_plan(session, officer, title=title, first_year=2019, last_year=2022, administration="BIF")


def test_a_plan_comes_with_its_source_and_one_event(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        plan_id = make_plan(session, officer)
    with database.reading() as session:
        lines = session.exec(select(BudgetLine).where(BudgetLine.plan_id == plan_id)).all()
        assert [(line.title, line.role, line.may_be_negative) for line in lines] == [("Ramme", LineRole.SOURCE, True)]
        (event,) = events_since(session, before)
    assert event == {
        "person": officer.id,
        "action": "create",
        "subject": f"action_plan {plan_id}",
        "before": None,
        "after": {"title": "Integrationshandleplan 2019-22", "first_year": 2019, "last_year": 2022},
    }


def test_a_plan_made_by_an_import_leaves_the_event_to_the_import(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        create_plan(session, officer, title="Plan", first_year=2019, last_year=2019, audited=False)
    with database.reading() as session:
        assert events_since(session, before) == []


def test_plans_of_the_same_name_have_addresses_of_their_own(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        plans = [make_plan(session, officer, "Ungeplan på Nørrebro") for _ in range(3)]
        slugs = [session.get_one(ActionPlan, plan).slug for plan in plans]
    assert slugs == ["ungeplan-paa-noerrebro", "ungeplan-paa-noerrebro-2", "ungeplan-paa-noerrebro-3"]


def test_years_that_run_backwards_are_refused_with_the_remedy(database: Database, officer: Actor) -> None:
    with (
        pytest.raises(PlanRefused, match=r"første år, 2022, ligger efter det sidste, 2019\. Byt om på dem\."),
        database.writing() as session,
    ):
        create_plan(session, officer, title="Plan", first_year=2022, last_year=2019)


def test_themes_and_lines_stand_in_the_order_they_came(database: Database, officer: Actor) -> None:
    with database.writing() as session:
        plan_id = make_plan(session, officer)
        first, second = (add_theme(session, plan_id, title=title) for title in ("Job", "Sprog"))
        for theme, title in ((first, "Mentorer"), (second, "Mentorer"), (first, "Praktik"), (None, "I øvrigt")):
            add_line(session, plan_id, theme_id=theme, title=title, role=LineRole.INITIATIVE)
    with database.reading() as session:
        themes = session.exec(select(Theme).where(Theme.plan_id == plan_id).order_by(col(Theme.position)))
        assert [(theme.title, theme.position) for theme in themes] == [("Job", 1), ("Sprog", 2)]
        lines = session.exec(select(BudgetLine).where(BudgetLine.plan_id == plan_id).order_by(col(BudgetLine.id)))
        assert [(line.theme_id, line.position, line.slug) for line in lines if line.role is not LineRole.SOURCE] == [
            (first, 1, "mentorer"),
            (second, 1, "mentorer-2"),
            (first, 2, "praktik"),
            (None, 1, "i-oevrigt"),
        ]


def test_a_row_that_was_not_flushed_has_no_number_yet() -> None:
    assert identity(7) == 7
    with pytest.raises(ValueError, match="flush first"):
        identity(None)
