"""People: added, changed, given a new start password; and what each may change about themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.actions import audit, versions
from tracker.actions.sign_in import end_all, normal_email
from tracker.domain.budget import LineRole
from tracker.domain.people import Role
from tracker.domain.refusals import NotFound, Refusal
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models.audit import Revision
from tracker.models.budget import BudgetLine
from tracker.models.initiatives import Responsibility
from tracker.models.people import Person, PersonRole

EMAIL_TAKEN = Text("Der er allerede en person med den e-mailadresse. Find personen på listen, og ret den i stedet.")


@dataclass(frozen=True)
class PersonDetails:
    """What an administrator decides about a person."""

    name: str
    roles: frozenset[Role]
    active: bool = True
    line_ids: frozenset[int] = frozenset()


def add_person(
    session: Session,
    *,
    actor_id: int | None,
    email: str,
    details: PersonDetails,
    password_hash: str,
    must_change_password: bool = True,
    language: str = "da",
) -> int:
    """Add a person with a start password to be changed at the first sign-in; ``actor_id`` None is the command line."""
    address = normal_email(email)
    if session.exec(select(Person.id).where(Person.email == address)).first() is not None:
        raise Refusal(EMAIL_TAKEN)
    person = Person(
        email=address,
        name=details.name,
        password_hash=password_hash,
        language=language,
        active=details.active,
        must_change_password=must_change_password,
        created_at=now(),
    )
    session.add(person)
    session.flush()
    person_id = person.id or 0
    _set_roles(session, person_id, details.roles)
    _set_responsibilities(session, person_id, details.line_ids)
    audit.record(
        session,
        person_id=actor_id,
        action="add-person",
        subject="person",
        subject_id=person_id,
        after={"name": details.name, "roles": sorted(details.roles), "lines": sorted(details.line_ids)},
    )
    return person_id


def change_person(
    session: Session, *, actor_id: int, person_id: int, seen_version: int, details: PersonDetails
) -> None:
    """Change a person; a change of roles, or of whether they may sign in at all, ends their sign-ins at once."""
    session.exec(select(Revision).with_for_update()).one()  # or two administrators could remove each other at once
    person = versions.locked(session, Person, person_id)
    roles, lines = _roles(session, person_id), _responsibilities(session, person_id)
    standing = {"name": person.name, "roles": roles, "active": person.active, "line_ids": lines}
    versions.check(person, seen_version=seen_version, theirs=standing)
    _keep_an_administrator(session, person_id, details)
    before, after = audit.change(person, {"name": details.name, "active": details.active})
    if roles != details.roles:
        before["roles"], after["roles"] = sorted(roles), sorted(details.roles)
        _set_roles(session, person_id, details.roles)
    if lines != details.line_ids:
        before["lines"], after["lines"] = sorted(lines), sorted(details.line_ids)
        _set_responsibilities(session, person_id, details.line_ids)
    if not after:
        return
    person.version += 1
    if "roles" in after or "active" in after:
        end_all(session, person_id=person_id)
    _record(session, actor_id, "edit-person", person_id, after, before)


def set_start_password(session: Session, *, actor_id: int | None, person_id: int, password_hash: str) -> None:
    """Give somebody a new start password, and end their sign-ins."""
    person = versions.locked(session, Person, person_id)
    person.password_hash = password_hash
    person.must_change_password = True
    person.version += 1
    ended = end_all(session, person_id=person_id)
    _record(session, actor_id, "set-start-password", person_id, {"ended_sign_ins": ended})


def end_sign_ins(session: Session, *, actor_id: int, person_id: int) -> int:
    """End every sign-in of somebody, and tell how many there were."""
    if session.get(Person, person_id) is None:
        raise NotFound(Text("Personen findes ikke. Gå tilbage, og genindlæs listen."))
    ended = end_all(session, person_id=person_id)
    _record(session, actor_id, "end-sign-ins", person_id, {"ended_sign_ins": ended})
    return ended


def change_own_details(session: Session, *, person_id: int, seen_version: int, name: str, language: str) -> None:
    """Change one's own name and language."""
    person = versions.locked(session, Person, person_id)
    versions.check(person, seen_version=seen_version, theirs={"name": person.name, "language": person.language})
    before, after = audit.change(person, {"name": name, "language": language})
    if after:
        person.version += 1
        _record(session, person_id, "edit-own-details", person_id, after, before)


def change_own_language(session: Session, *, person_id: int, language: str) -> None:
    """Remember the language somebody chose; the last choice stands, so no version is asked for."""
    before, after = audit.change(versions.locked(session, Person, person_id), {"language": language})
    if after:
        _record(session, person_id, "choose-language", person_id, after, before)


def change_own_password(session: Session, *, person_id: int, password_hash: str) -> None:
    """Store one's own new password, and end every sign-in; the caller opens a new one for this browser."""
    person = versions.locked(session, Person, person_id)
    person.password_hash = password_hash
    person.must_change_password = False
    person.version += 1
    ended = end_all(session, person_id=person_id)
    _record(session, person_id, "change-password", person_id, {"ended_sign_ins": ended})


def _keep_an_administrator(session: Session, person_id: int, details: PersonDetails) -> None:
    if details.active and Role.ADMINISTRATOR in details.roles:
        return
    others = session.exec(
        select(Person.id)
        .join(PersonRole, col(PersonRole.person_id) == Person.id)
        .where(PersonRole.role == Role.ADMINISTRATOR, Person.active, Person.id != person_id)
    ).first()
    if others is None and Role.ADMINISTRATOR in _roles(session, person_id):
        raise Refusal(
            Text("Der skal være mindst én aktiv administrator. Gør en anden til administrator, før du ændrer denne.")
        )


def _roles(session: Session, person_id: int) -> frozenset[Role]:
    rows = session.exec(select(PersonRole).where(PersonRole.person_id == person_id)).all()
    return frozenset(row.role for row in rows)


def _responsibilities(session: Session, person_id: int) -> frozenset[int]:
    return frozenset(session.exec(select(Responsibility.line_id).where(Responsibility.person_id == person_id)).all())


def _set_roles(session: Session, person_id: int, roles: frozenset[Role]) -> None:
    for row in session.exec(select(PersonRole).where(PersonRole.person_id == person_id)).all():
        if row.role not in roles:
            session.delete(row)
    for role in sorted(roles - _roles(session, person_id)):
        session.add(PersonRole(person_id=person_id, role=role))


def _set_responsibilities(session: Session, person_id: int, line_ids: frozenset[int]) -> None:
    is_asked_for = col(BudgetLine.id).in_(line_ids)
    known = frozenset(
        session.exec(select(BudgetLine.id).where(is_asked_for, BudgetLine.role == LineRole.INITIATIVE)).all()
    )
    if known != line_ids:
        raise Refusal(Text("En af indsatserne findes ikke længere. Genindlæs siden, og vælg igen."))
    standing = _responsibilities(session, person_id)
    for row in session.exec(select(Responsibility).where(Responsibility.person_id == person_id)).all():
        if row.line_id not in line_ids:
            session.delete(row)
    for line_id in sorted(line_ids - standing):
        session.add(Responsibility(line_id=line_id, person_id=person_id))


def _record(
    session: Session,
    actor_id: int | None,
    action: str,
    person_id: int,
    *changes: Mapping[str, object],
) -> None:
    """Add the event; ``changes`` are the values after, and where there were any, those before."""
    after, before = (*changes, None)[:2]
    audit.record(
        session, person_id=actor_id, action=action, subject="person", subject_id=person_id, before=before, after=after
    )
