"""People as pages show them: who is signed in, who there is, and where somebody is signed in."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from tracker.domain.budget import LineRole
from tracker.domain.people import Actor, Role
from tracker.domain.sign_in import is_open
from tracker.domain.years import now
from tracker.models.budget import ActionPlan, BudgetLine
from tracker.models.initiatives import Responsibility
from tracker.models.people import Person, PersonRole, SignIn
from tracker.queries.proposals import lines_that_stand


@dataclass(frozen=True)
class OpenSignIn:
    """A sign-in that counts, with the person behind it."""

    sign_in_id: int
    actor: Actor
    email: str
    must_change_password: bool


@dataclass(frozen=True)
class PersonRow:
    """A person with roles and the lines they are responsible for."""

    id: int
    email: str
    name: str
    language: str
    active: bool
    must_change_password: bool
    version: int
    roles: frozenset[Role]
    line_ids: frozenset[int]


@dataclass(frozen=True)
class SignInRow:
    """One open sign-in of one browser."""

    id: int
    created_at: datetime
    expires_at: datetime
    browser: str


@dataclass(frozen=True)
class LineChoice:
    """An initiative that somebody can be responsible for."""

    id: int
    title: str
    plan_title: str


@dataclass(frozen=True)
class NamedPerson:
    """A person as lists to choose from show it."""

    id: int
    name: str


def token_hash(token: str) -> str:
    """Give what is stored of a sign-in's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_sign_in(session: Session, token: str) -> OpenSignIn | None:
    """Find whom a token signs in: one query, asked for every page."""
    rows = session.connection().execute(_SIGN_IN_OF_TOKEN, {"token_sha256": token_hash(token)}).all()
    if not rows:
        return None
    found = rows[0]
    if not is_open(created_at=found.created_at, expires_at=found.expires_at, ended_at=found.ended_at, at=now()):
        return None
    return OpenSignIn(
        sign_in_id=found.sign_in_id,
        actor=Actor(
            id=found.person_id,
            name=found.name,
            roles=frozenset(Role(row.role) for row in rows if row.role),
            language=found.language,
        ),
        email=found.email,
        must_change_password=found.must_change_password,
    )


# Columns, not objects, and put together once: it is asked before every page.
_SIGN_IN_OF_TOKEN: sqlalchemy.Select[*tuple[Any, ...]] = (
    sqlalchemy.select(
        col(SignIn.id).label("sign_in_id"),
        col(SignIn.created_at),
        col(SignIn.expires_at),
        col(SignIn.ended_at),
        col(SignIn.person_id),
        col(Person.name),
        col(Person.email),
        col(Person.language),
        col(Person.must_change_password),
        col(PersonRole.role),
    )
    .join(Person, col(Person.id) == SignIn.person_id)
    .outerjoin(PersonRole, col(PersonRole.person_id) == Person.id)
    .where(col(SignIn.token_sha256) == bindparam("token_sha256"), col(Person.active))
)


def open_sign_ins(session: Session, person_id: int) -> Sequence[SignInRow]:
    """List where a person is signed in, the newest first."""
    at = now()
    rows = session.exec(
        select(SignIn)
        .where(SignIn.person_id == person_id, col(SignIn.ended_at).is_(None), SignIn.expires_at > at)
        .order_by(col(SignIn.id).desc())
    ).all()
    return tuple(
        SignInRow(id=row.id or 0, created_at=row.created_at, expires_at=row.expires_at, browser=row.browser)
        for row in rows
    )


def everybody(session: Session) -> Sequence[PersonRow]:
    """List all people, the active ones first."""
    people = session.exec(select(Person).order_by(col(Person.active).desc(), col(Person.id))).all()
    return _rows(session, people)


def one_person(session: Session, person_id: int) -> PersonRow | None:
    """Find a person."""
    person = session.get(Person, person_id)
    return _rows(session, [person])[0] if person else None


def initiatives_to_choose(session: Session) -> Sequence[LineChoice]:
    """List the initiatives that somebody can be responsible for, by plan and in published order."""
    rows = session.exec(
        select(BudgetLine.id, BudgetLine.title, ActionPlan.title)
        .join(ActionPlan, col(ActionPlan.id) == BudgetLine.plan_id)
        .where(BudgetLine.role == LineRole.INITIATIVE, lines_that_stand())
        .order_by(col(ActionPlan.id), col(BudgetLine.position))
    ).all()
    return tuple(LineChoice(id=line_id or 0, title=title, plan_title=plan) for line_id, title, plan in rows)


def _rows(session: Session, people: Sequence[Person]) -> Sequence[PersonRow]:
    ids = [person.id for person in people]
    roles = session.exec(select(PersonRole).where(col(PersonRole.person_id).in_(ids))).all()
    lines = session.exec(select(Responsibility).where(col(Responsibility.person_id).in_(ids))).all()
    return tuple(
        PersonRow(
            id=person.id or 0,
            email=person.email,
            name=person.name,
            language=person.language,
            active=person.active,
            must_change_password=person.must_change_password,
            version=person.version,
            roles=frozenset(row.role for row in roles if row.person_id == person.id),
            line_ids=frozenset(row.line_id for row in lines if row.person_id == person.id),
        )
        for person in people
    )


def has_people(session: Session) -> bool:
    """Tell whether anybody has an account yet; an installation without one is new."""
    return session.exec(select(Person.id).limit(1)).first() is not None


def names_of(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    """Tell what some people are called, also those who can't sign in any more."""
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all()
    return {person_id or 0: name for person_id, name in rows}


def those_who_propose(session: Session) -> Sequence[NamedPerson]:
    """List the people who can own a proposal: budget officers and project leads who may sign in, by name."""
    rows = session.exec(
        select(Person.id, Person.name)
        .join(PersonRole, col(PersonRole.person_id) == Person.id)
        .where(col(Person.active), col(PersonRole.role).in_((Role.BUDGET_OFFICER, Role.PROJECT_LEAD)))
        .order_by(col(Person.name), col(Person.id))
        .distinct()
    ).all()
    return tuple(NamedPerson(person_id or 0, name) for person_id, name in rows)
