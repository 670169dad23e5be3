"""Adding and changing people: who may be what, and what can't be taken away."""

import json
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlmodel import col, select

from tests.budget_books import Book, open_book
from tracker.actions import people, sign_in
from tracker.actions.people import PersonDetails
from tracker.database import Database
from tracker.domain.people import Role
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.models.audit import AuditEvent
from tracker.queries import people as queries

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
READER = frozenset({Role.READER})


def add(database: Database, email: str, roles: frozenset[Role] = READER) -> int:
    with database.writing() as session:
        return people.add_person(
            session, actor_id=None, email=email, details=PersonDetails(name=email, roles=roles), password_hash="x"
        )


def change(database: Database, person_id: int, *, version: int = 1, actor_id: int | None = None, **new: object) -> None:
    details = PersonDetails(**{"name": "Navn", "roles": READER, **new})  # type: ignore[arg-type]  # the keywords are its fields
    with database.writing() as session:
        people.change_person(
            session, actor_id=actor_id or person_id, person_id=person_id, seen_version=version, details=details
        )


def person(database: Database, person_id: int) -> queries.PersonRow:
    with database.reading() as session:
        found = queries.one_person(session, person_id)
    assert found is not None
    return found


def test_a_new_person_must_change_the_start_password_and_is_known_by_small_letters(database: Database) -> None:
    found = person(database, add(database, " Ny.Person@Example.org "))
    assert (found.email, found.must_change_password, found.active) == ("ny.person@example.org", True, True)


def test_an_address_belongs_to_one_person(database: Database) -> None:
    add(database, "person@example.org")
    with pytest.raises(Refusal, match="allerede en person"):
        add(database, "PERSON@example.org")


def test_a_change_is_refused_when_somebody_else_was_first(database: Database) -> None:
    person_id = add(database, "person@example.org")
    change(database, person_id, name="Første")
    with pytest.raises(Conflict) as conflict:
        change(database, person_id, name="Anden")
    assert conflict.value.theirs == {
        "name": "Første",
        "roles": READER,
        "active": True,
        "line_ids": frozenset(),
        "version": 2,
    }
    assert person(database, person_id).name == "Første"


def test_a_form_without_a_change_changes_nothing_and_leaves_no_event(database: Database) -> None:
    person_id = add(database, "person@example.org")
    change(database, person_id, name="person@example.org")
    assert person(database, person_id).version == 1
    assert actions(database) == ["add-person"]


def test_the_trail_tells_what_was_before_and_after(database: Database) -> None:
    person_id = add(database, "person@example.org")
    change(database, person_id, name="Nyt navn", roles=frozenset({Role.READER, Role.FINANCE}))
    with database.reading() as session:
        event = session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
    assert event is not None
    assert (event.action, event.person_id, event.subject_id) == ("edit-person", person_id, str(person_id))
    assert json.loads(event.before or "") == {"name": "person@example.org", "roles": ["reader"]}
    assert json.loads(event.after or "") == {"name": "Nyt navn", "roles": ["finance", "reader"]}


@pytest.mark.parametrize("new", [{"roles": READER}, {"roles": ADMINISTRATOR, "active": False}])
def test_the_last_active_administrator_stays(database: Database, new: dict[str, Any]) -> None:
    administrator = add(database, "administrator@example.org", ADMINISTRATOR)
    with pytest.raises(Refusal, match="mindst én aktiv administrator"):
        change(database, administrator, **new)
    assert person(database, administrator).roles == ADMINISTRATOR


def test_an_administrator_who_can_not_sign_in_does_not_count(database: Database) -> None:
    administrator = add(database, "administrator@example.org", ADMINISTRATOR)
    other = add(database, "anden@example.org", ADMINISTRATOR)
    change(database, other, roles=ADMINISTRATOR, active=False)
    with pytest.raises(Refusal):
        change(database, administrator)


def test_one_of_two_administrators_can_go(database: Database) -> None:
    administrator = add(database, "administrator@example.org", ADMINISTRATOR)
    add(database, "anden@example.org", ADMINISTRATOR)
    change(database, administrator)
    assert person(database, administrator).roles == READER


def test_two_administrators_can_not_remove_each_other_at_once(database: Database) -> None:
    both = [add(database, f"{number}@example.org", ADMINISTRATOR) for number in range(2)]
    together, refused = Barrier(2), []

    def remove(person_id: int, actor_id: int) -> None:
        together.wait()
        try:
            change(database, person_id, actor_id=actor_id)
        except Refusal as refusal:
            refused.append(refusal)

    threads = [Thread(target=remove, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert [person(database, person_id).roles for person_id in both].count(ADMINISTRATOR) == 1


def test_responsibility_is_for_initiatives_that_there_are(database: Database) -> None:
    book: Book = open_book(database)
    lead = add(database, "projektleder@example.org", frozenset({Role.PROJECT_LEAD}))
    change(database, lead, roles=frozenset({Role.PROJECT_LEAD}), line_ids=frozenset({book.mentors, book.language}))
    change(database, lead, version=2, roles=frozenset({Role.PROJECT_LEAD}), line_ids=frozenset({book.language}))
    assert person(database, lead).line_ids == {book.language}
    with pytest.raises(Refusal, match="findes ikke længere"):
        change(database, lead, version=3, line_ids=frozenset({book.reserve}))
    assert person(database, lead).line_ids == {book.language}


def test_a_change_of_name_ends_no_sign_in(database: Database) -> None:
    person_id = add(database, "person@example.org")
    with database.writing() as session:
        token = sign_in.open_new(session, person_id=person_id, browser="")
    change(database, person_id, name="Nyt navn")
    with database.reading() as session:
        assert queries.open_sign_in(session, token) is not None
    change(database, person_id, version=2, name="Nyt navn", roles=ADMINISTRATOR)
    with database.reading() as session:
        assert queries.open_sign_in(session, token) is None


def test_who_is_not_there_can_not_be_changed(database: Database) -> None:
    with pytest.raises(NotFound), database.writing() as session:
        people.end_sign_ins(session, actor_id=1, person_id=17)
    with pytest.raises(NotFound):
        change(database, 17)


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return [event.action for event in session.exec(select(AuditEvent).order_by(col(AuditEvent.id)))]
