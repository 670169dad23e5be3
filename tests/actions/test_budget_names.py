"""Changing what plans, themes and lines are called: one event for each change, never a lost update, never money."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from tests.budget_books import Book, add_book, open_book, post
from tracker.actions import budget_names
from tracker.actions.budget import PlanRefused
from tracker.actions.budget_names import LineWords, PlanWords
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.ledger import BudgetOverdrawn
from tracker.domain.refusals import Conflict, NotFound
from tracker.domain.years import today
from tracker.models.audit import AuditEvent
from tracker.models.budget import ActionPlan, BudgetLine, LineAlias, Theme
from tracker.queries import plan_parts

TITLE = "Handleplan for øvelser"
TKR = 100_000


@pytest.fixture
def book(database: Database) -> Book:
    """A plan of three years with two themes and four lines."""
    return open_book(database)


def plan_words(title: str = TITLE, first_year: int = 2019, last_year: int = 2021) -> PlanWords:
    return PlanWords(title=title, first_year=first_year, last_year=last_year, committee="BIU", administration="BIF")


def line_words(
    book: Book,
    *,
    title: str = "Mentorer",
    role: LineRole = LineRole.INITIATIVE,
    place: int | None = 1,
    committee: str = "",
) -> LineWords:
    return LineWords(title=title, outline="1.1", role=role, theme_id=book.theme_id, place=place, committee=committee)


def order(session: Session, book: Book) -> list[str]:
    return [line.title for line in plan_parts.lines(session, book.plan_id)]


def events(session: Session) -> list[tuple[str, str, object, object]]:
    rows = session.exec(select(AuditEvent).order_by(text("id"))).all()
    return [
        (row.action, row.subject, json.loads(row.before or "null"), json.loads(row.after or "null")) for row in rows
    ]


def test_a_renamed_line_is_still_found_by_its_old_name(database: Database, book: Book) -> None:
    for title in ("Mentorer til alle", "Mentorer", "Mentorer til alle"):
        with database.writing() as session:
            version = session.get_one(BudgetLine, book.mentors).version
            words = line_words(book, title=title)
            budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=version)
    with database.reading() as session:
        names = session.exec(select(LineAlias.title).where(LineAlias.line_id == book.mentors)).all()
        line = session.get_one(BudgetLine, book.mentors)
        assert (line.title, line.slug) == ("Mentorer til alle", "mentorer")
        assert sorted(names) == ["Mentorer", "Mentorer til alle"]


def test_each_change_leaves_one_event_with_what_was_and_what_is(database: Database, book: Book) -> None:
    with database.writing() as session:
        before = len(events(session))
        budget_names.edit_plan(session, book.actor, book.plan_id, words=plan_words("Ny titel"), seen_version=1)
        budget_names.edit_line(
            session, book.actor, book.mentors, words=line_words(book, title="Vejledere", place=2), seen_version=1
        )
        budget_names.edit_theme(session, book.actor, book.theme_id, title="Job først", place=2, seen_version=1)
        theme_id = budget_names.new_theme(session, book.actor, book.plan_id, title="Samfund")
        budget_names.new_line(session, book.actor, book.plan_id, words=line_words(book, title="Lektiehjælp"))
        assert events(session)[before:] == [
            ("edit", "action_plan", {"title": TITLE}, {"title": "Ny titel"}),
            ("edit", "budget_line", {"title": "Mentorer", "place": 1}, {"title": "Vejledere", "place": 2}),
            ("edit", "theme", {"title": "Job og uddannelse", "place": 1}, {"title": "Job først", "place": 2}),
            ("create", "theme", None, {"plan_id": book.plan_id, "title": "Samfund"}),
            (
                "create",
                "budget_line",
                None,
                {
                    "plan_id": book.plan_id,
                    "title": "Lektiehjælp",
                    "role": "initiative",
                    "theme_id": book.theme_id,
                },
            ),
        ]
        assert theme_id == plan_parts.themes(session, book.plan_id)[-1].id


def test_saving_what_stands_already_changes_nothing(database: Database, book: Book) -> None:
    with database.writing() as session:
        before = events(session)
        budget_names.edit_plan(session, book.actor, book.plan_id, words=plan_words(), seen_version=1)
        budget_names.edit_line(session, book.actor, book.mentors, words=line_words(book), seen_version=1)
        budget_names.edit_theme(session, book.actor, book.theme_id, title="Job og uddannelse", place=1, seen_version=1)
        assert events(session) == before
        assert session.get_one(ActionPlan, book.plan_id).version == 1
        assert session.get_one(BudgetLine, book.mentors).version == 1
        assert session.get_one(Theme, book.theme_id).version == 1


def test_a_line_can_belong_to_another_committee_and_go_back_to_its_plans(database: Database, book: Book) -> None:
    with database.writing() as session:
        words = line_words(book, title="Vejledere", place=None, committee=" Socialudvalget ")
        made = budget_names.new_line(session, book.actor, book.plan_id, words=words)
        assert session.get_one(BudgetLine, made).committee == "Socialudvalget"
        back = line_words(book, title="Vejledere", place=None)
        budget_names.edit_line(session, book.actor, made, words=back, seen_version=1)
    with database.reading() as session:
        assert session.get_one(BudgetLine, made).committee == ""
        created, edited = events(session)[-2:]
        assert created[3] == {
            "plan_id": book.plan_id,
            "title": "Vejledere",
            "role": "initiative",
            "theme_id": book.theme_id,
            "committee": "Socialudvalget",
        }
        assert edited[2:] == ({"committee": "Socialudvalget"}, {"committee": ""})


def test_who_has_not_seen_the_latest_is_shown_what_stands_there(database: Database, book: Book) -> None:
    with database.writing() as session:
        words = line_words(book, title="Vejledere")
        budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=1)
    with database.writing() as session, pytest.raises(Conflict) as refusal:
        budget_names.edit_line(session, book.actor, book.mentors, words=line_words(book), seen_version=1)
    assert refusal.value.theirs == {
        "title": "Vejledere",
        "outline": "1.1",
        "role": LineRole.INITIATIVE,
        "theme_id": book.theme_id,
        "committee": "",
        "may_be_negative": False,
        "place": 1,
        "version": 2,
    }


def test_lines_move_within_their_theme_and_to_another(database: Database, book: Book) -> None:
    with database.writing() as session:
        assert order(session, book) == ["Mentorer", "Sprog på jobbet", "Undersøgelse", "Pulje til senere udmøntning"]
        words = line_words(book, place=99)
        budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=1)
        assert order(session, book) == ["Sprog på jobbet", "Mentorer", "Undersøgelse", "Pulje til senere udmøntning"]
        other = plan_parts.themes(session, book.plan_id)[1].id
        words = LineWords(title="Mentorer", outline="", role=LineRole.INITIATIVE, theme_id=other, place=2)
        budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=2)
        assert order(session, book) == ["Sprog på jobbet", "Undersøgelse", "Mentorer", "Pulje til senere udmøntning"]


def test_the_years_of_a_plan_hold_its_money(database: Database, book: Book) -> None:
    with database.writing() as session:
        post(session, book, (2020, book.source, book.mentors, 100))
        budget_names.edit_plan(
            session, book.actor, book.plan_id, words=plan_words(first_year=2020, last_year=2030), seen_version=1
        )
        with pytest.raises(PlanRefused, match=r"Der står penge i 2020 til 2020\."):
            budget_names.edit_plan(
                session, book.actor, book.plan_id, words=plan_words(first_year=2021, last_year=2030), seen_version=2
            )
        with pytest.raises(PlanRefused, match="ligger efter det sidste"):
            budget_names.edit_plan(
                session, book.actor, book.plan_id, words=plan_words(first_year=2030, last_year=2021), seen_version=2
            )


@pytest.mark.parametrize("title", ["Sprog på jobbet", "sprog på  jobbet", "Sprog på job-bet"])
def test_two_lines_of_a_theme_have_different_names(database: Database, book: Book, title: str) -> None:
    with database.writing() as session, pytest.raises(PlanRefused, match="Temaet har allerede en linje"):
        budget_names.edit_line(session, book.actor, book.mentors, words=line_words(book, title=title), seen_version=1)


def test_two_themes_of_a_plan_have_different_names(database: Database, book: Book) -> None:
    with database.writing() as session, pytest.raises(PlanRefused, match="Planen har allerede et tema"):
        budget_names.new_theme(session, book.actor, book.plan_id, title="ØVRIGE midler")


def test_the_source_stays_and_no_line_becomes_one(database: Database, book: Book) -> None:
    with database.writing() as session:
        with pytest.raises(PlanRefused, match="Rammen kan ikke ændres her"):
            budget_names.edit_line(session, book.actor, book.source, words=line_words(book), seen_version=1)
        with pytest.raises(PlanRefused, match="kun én ramme"):
            budget_names.edit_line(
                session, book.actor, book.mentors, words=line_words(book, role=LineRole.SOURCE), seen_version=1
            )


def test_a_line_that_was_below_zero_on_any_day_cannot_become_a_pool(database: Database, book: Book) -> None:
    with database.writing() as session:
        session.get_one(BudgetLine, book.mentors).may_be_negative = True
        post(session, book, (2020, book.mentors, book.source, 300 * TKR))
        later = (2020, book.source, book.mentors, 400 * TKR)
        post(session, book, later, decided_on=date(2019, 5, 1))
    words = line_words(book, role=LineRole.RESERVE)
    with pytest.raises(PlanRefused) as refused, database.writing() as session:
        budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=1)
    assert str(refused.value) == (
        "En pulje må aldrig være under nul: Mentorer mangler 300 (1.000 kr.) i 2020 fra 12.12.2018. "
        "Behold rollen, eller opret en ny linje til puljen."
    )
    assert refused.value.field == "role"
    with database.writing() as session:
        words = line_words(book, title="Sprog på jobbet", role=LineRole.RESERVE)
        budget_names.edit_line(session, book.actor, book.language, words=words, seen_version=1)
        assert session.get_one(BudgetLine, book.language).role is LineRole.RESERVE


def test_a_line_below_zero_keeps_its_mark_until_it_has_money_again(database: Database, book: Book) -> None:
    marked = replace(line_words(book, title="Indtægter", place=None), may_be_negative=True)
    with database.writing() as session:
        made = budget_names.new_line(session, book.actor, book.plan_id, words=marked)
        assert events(session)[-1][3] == {
            "plan_id": book.plan_id,
            "title": "Indtægter",
            "role": "initiative",
            "theme_id": book.theme_id,
            "may_be_negative": True,
        }
        post(session, book, (2020, made, book.source, 300 * TKR))
    unmarked = replace(marked, may_be_negative=False)
    with pytest.raises(PlanRefused) as refused, database.writing() as session:
        budget_names.edit_line(session, book.actor, made, words=unmarked, seen_version=1)
    assert refused.value.field == "may_be_negative"
    assert str(refused.value) == (
        f"Indtægter er under nul: i 2020 mangler der 300 (1.000 kr.) fra {today():%d.%m.%Y}. "
        "Giv linjen penge først, eller lad krydset stå."
    )
    with database.writing() as session:
        post(session, book, (2020, book.source, made, 300 * TKR), decided_on=date(2019, 5, 1))
        budget_names.edit_line(session, book.actor, made, words=unmarked, seen_version=1)
        assert events(session)[-1][2:] == ({"may_be_negative": True}, {"may_be_negative": False})
    with pytest.raises(BudgetOverdrawn), database.writing() as session:
        post(session, book, (2020, made, book.source, 1), decided_on=date(2019, 5, 1))


def test_a_pool_is_never_marked_as_one_that_may_be_below_zero(database: Database, book: Book) -> None:
    words = replace(line_words(book, title="Pulje", role=LineRole.RESERVE), may_be_negative=True)
    for change in (
        lambda session: budget_names.new_line(session, book.actor, book.plan_id, words=words),
        lambda session: budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=1),
    ):
        with pytest.raises(PlanRefused, match="En pulje må aldrig være under nul") as refused, database.writing() as s:
            change(s)
        assert refused.value.field == "may_be_negative"


def test_a_line_stays_with_the_themes_of_its_own_plan(database: Database, book: Book) -> None:
    with database.writing() as session:
        other = add_book(session, book.actor, title="En anden plan").theme_id
    words = LineWords(title="Mentorer", outline="", role=LineRole.INITIATIVE, theme_id=other, place=1)
    with database.writing() as session, pytest.raises(NotFound, match="Temaet findes ikke i planen"):
        budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=1)


def test_a_name_is_one_line_without_odd_blanks(database: Database, book: Book) -> None:
    with database.writing() as session:
        words = line_words(book, title="  Mentorer\n til\t alle \x07")
        budget_names.edit_line(session, book.actor, book.mentors, words=words, seen_version=1)
        assert session.get_one(BudgetLine, book.mentors).title == "Mentorer til alle"
        with pytest.raises(PlanRefused, match="mangler et navn"):
            budget_names.new_theme(session, book.actor, book.plan_id, title=" \n ")
