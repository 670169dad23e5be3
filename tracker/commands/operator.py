"""The person behind changes from the command line: an account that nobody can sign in to."""

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.actions.budget import identity
from tracker.domain.people import Actor
from tracker.domain.years import now
from tracker.models.people import Person

OPERATOR_EMAIL = "kommandolinje@localhost"
OPERATOR_NAME = "Kommandolinje"


def command_line_actor(session: Session) -> Actor:
    """Give the actor that changes from the command line are recorded under."""
    person = session.execute(select(Person).where(col(Person.email) == OPERATOR_EMAIL)).scalar_one_or_none()
    if person is None:
        person = Person(email=OPERATOR_EMAIL, name=OPERATOR_NAME, active=False, created_at=now())
        session.add(person)
        session.flush()
    return Actor(id=identity(person.id), name=person.name)
