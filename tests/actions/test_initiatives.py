"""Writing about initiatives: who may, what is kept, and what the audit trail says."""

import json

import pytest
from sqlmodel import Session, col, select

from tests.budget_books import open_book
from tracker.actions.initiatives import NotResponsible, Profile, TextRefused, add_alias, edit_profile, set_responsible
from tracker.database import Database
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import Conflict, NotFound
from tracker.domain.years import now
from tracker.models.audit import AuditEvent
from tracker.models.budget import LineAlias
from tracker.models.initiatives import InitiativeProfile, Responsibility
from tracker.models.people import Person

MENTORS = Profile(purpose="Flere i job", target_group="Ledige", follow_up="Hvert år")


def person(session: Session, name: str, *roles: Role, active: bool = True) -> Actor:
    row = Person(email=f"{name.lower()}@example.org", name=name, active=active, created_at=now())
    session.add(row)
    session.flush()
    assert row.id is not None
    return Actor(row.id, name, frozenset(roles))


def events(session: Session, action: str) -> list[tuple[int | None, object, object]]:
    rows = session.exec(select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.id)))
    return [(row.person_id, json.loads(row.before or "null"), json.loads(row.after or "null")) for row in rows]


def test_a_profile_is_kept_in_plain_text_with_one_event_of_what_changed(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        written = Profile(purpose="  Flere i job\r\nog uddannelse\x00 ", target_group="Cafe\u0301")
        assert edit_profile(session, actor=book.actor, line_id=book.mentors, profile=written, seen_version=0) == 1
    with database.writing() as session:
        again = Profile(purpose="Flere i job\nog uddannelse", target_group="Alle")
        assert edit_profile(session, actor=book.actor, line_id=book.mentors, profile=again, seen_version=1) == 2
    with database.reading() as session:
        row = session.get_one(InitiativeProfile, book.mentors)
        assert (row.purpose, row.target_group, row.version) == ("Flere i job\nog uddannelse", "Alle", 2)
        assert events(session, "edit-profile") == [
            (
                book.actor.id,
                {"purpose": "", "target_group": ""},
                {"purpose": "Flere i job\nog uddannelse", "target_group": "Café"},
            ),
            (book.actor.id, {"target_group": "Café"}, {"target_group": "Alle"}),
        ]


def test_saving_what_stands_there_changes_nothing_and_leaves_no_event(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        edit_profile(session, actor=book.actor, line_id=book.mentors, profile=MENTORS, seen_version=0)
    with database.writing() as session:
        assert edit_profile(session, actor=book.actor, line_id=book.mentors, profile=MENTORS, seen_version=1) == 1
    with database.reading() as session:
        assert len(events(session, "edit-profile")) == 1


@pytest.mark.parametrize("seen_version", [0, 2])
def test_the_second_of_two_writers_is_told_and_shown_what_the_first_wrote(
    database: Database, seen_version: int
) -> None:
    book = open_book(database)
    with database.writing() as session:
        edit_profile(session, actor=book.actor, line_id=book.mentors, profile=MENTORS, seen_version=0)
    late = Profile(purpose="Noget andet")
    with pytest.raises(Conflict) as told, database.writing() as session:
        edit_profile(session, actor=book.actor, line_id=book.mentors, profile=late, seen_version=seen_version)
    assert told.value.theirs["purpose"] == "Flere i job"
    assert told.value.theirs["version"] == 1
    with database.reading() as session:
        assert session.get_one(InitiativeProfile, book.mentors).purpose == "Flere i job"


def test_project_leads_write_about_their_own_initiatives_and_no_others(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        lead = person(session, "Projektleder", Role.PROJECT_LEAD)
        set_responsible(session, actor=book.actor, line_id=book.mentors, person_ids=[lead.id], seen_version=0)
    with database.writing() as session:
        assert edit_profile(session, actor=lead, line_id=book.mentors, profile=MENTORS, seen_version=1) == 2
    with pytest.raises(NotResponsible), database.writing() as session:
        edit_profile(session, actor=lead, line_id=book.language, profile=MENTORS, seen_version=0)
    with pytest.raises(NotResponsible), database.writing() as session:
        set_responsible(session, actor=lead, line_id=book.mentors, person_ids=[], seen_version=2)
    with pytest.raises(NotResponsible), database.writing() as session:
        add_alias(session, actor=lead, line_id=book.mentors, title="Mentorordningen")
    with database.reading() as session:
        assert session.get(InitiativeProfile, book.language) is None
        assert session.exec(select(LineAlias)).all() == []


@pytest.mark.parametrize("role", [Role.READER, Role.FINANCE, Role.ADMINISTRATOR])
def test_other_roles_write_about_no_initiative_even_where_they_are_named(database: Database, role: Role) -> None:
    book = open_book(database)
    with database.writing() as session:
        other = person(session, "Anden", role)
        set_responsible(session, actor=book.actor, line_id=book.mentors, person_ids=[other.id], seen_version=0)
    with pytest.raises(NotResponsible), database.writing() as session:
        edit_profile(session, actor=other, line_id=book.mentors, profile=MENTORS, seen_version=1)


def test_responsibility_is_handed_over_in_one_step_with_one_event(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        first = person(session, "Foerste", Role.PROJECT_LEAD)
        second = person(session, "Anden", Role.PROJECT_LEAD)
        both = [first.id, second.id]
        assert set_responsible(session, actor=book.actor, line_id=book.mentors, person_ids=both, seen_version=0) == 1
    with database.writing() as session:
        only = [second.id]
        assert set_responsible(session, actor=book.actor, line_id=book.mentors, person_ids=only, seen_version=1) == 2
    with database.reading() as session:
        assert session.exec(select(Responsibility.person_id)).all() == [second.id]
        assert events(session, "set-responsible") == [
            (book.actor.id, {"responsible": []}, {"responsible": both}),
            (book.actor.id, {"responsible": both}, {"responsible": only}),
        ]


def test_nobody_who_is_gone_or_unknown_is_made_responsible(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        gone = person(session, "Fratraadt", Role.PROJECT_LEAD, active=False)
    for person_id in (gone.id, 4711):
        with pytest.raises(NotFound), database.writing() as session:
            set_responsible(session, actor=book.actor, line_id=book.mentors, person_ids=[person_id], seen_version=0)


def test_another_name_is_kept_once_on_one_line(database: Database) -> None:
    book = open_book(database)
    with database.writing() as session:
        assert add_alias(session, actor=book.actor, line_id=book.mentors, title=" Mentor-\nordningen ")
        assert not add_alias(session, actor=book.actor, line_id=book.mentors, title="Mentor- ordningen")
        assert not add_alias(session, actor=book.actor, line_id=book.mentors, title="Mentorer")
    with database.reading() as session:
        assert session.exec(select(LineAlias.title)).all() == ["Mentor- ordningen"]
        assert events(session, "add-alias") == [(book.actor.id, None, {"alias": "Mentor- ordningen"})]


@pytest.mark.parametrize("title", ["", " \n ", "x" * 301])
def test_a_name_that_is_none_is_refused(database: Database, title: str) -> None:
    book = open_book(database)
    with pytest.raises(TextRefused), database.writing() as session:
        add_alias(session, actor=book.actor, line_id=book.mentors, title=title)


def test_a_text_that_is_too_long_is_refused_by_the_name_of_its_field(database: Database) -> None:
    book, long = open_book(database), Profile(follow_up="x" * 4001)
    with (
        pytest.raises(TextRefused, match="Opfølgning har 4001 tegn; der er plads til 4000"),
        database.writing() as session,
    ):
        edit_profile(session, actor=book.actor, line_id=book.mentors, profile=long, seen_version=0)


def test_an_initiative_that_does_not_exist_is_refused(database: Database) -> None:
    book = open_book(database)
    with pytest.raises(NotFound), database.writing() as session:
        edit_profile(session, actor=book.actor, line_id=4711, profile=MENTORS, seen_version=0)
