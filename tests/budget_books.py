"""A small budget book to test on: one officer, one plan of three years with a pool, and short ways to post to it."""

import itertools
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tracker.actions.budget import add_line, add_theme, create_plan
from tracker.actions.decisions import record_decision
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.years import now
from tracker.models.budget import ClosedYear
from tracker.models.people import Person
from tracker.queries.matching import named_lines

FIRST_YEAR, LAST_YEAR = 2019, 2021
COMMITTEE = "BIU"
ADMINISTRATION = "BIF"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Book:
    """The ids of a plan's lines, and who posts."""

    actor: Actor
    plan_id: int
    theme_id: int
    source: int
    reserve: int
    mentors: int
    language: int
    survey: int

    @property
    def lines(self) -> tuple[int, ...]:
        """Every line that is held to zero."""
        return (self.reserve, self.mentors, self.language, self.survey)


def add_officer(session: Session, *, name: str = "Budgetkonsulent") -> Actor:
    """Make the account that posts."""
    person = Person(email=f"officer-{next(_numbers)}@example.org", name=name, created_at=now())
    session.add(person)
    session.flush()
    assert person.id is not None
    return Actor(person.id, name, frozenset({Role.BUDGET_OFFICER}))


def add_book(session: Session, actor: Actor, *, title: str = "Handleplan for øvelser") -> Book:
    """Make a plan with a theme, two initiatives, a survey and a pool; no money yet."""
    plan_id = create_plan(
        session,
        actor,
        title=title,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
        committee=COMMITTEE,
        administration=ADMINISTRATION,
    )
    theme_id = add_theme(session, plan_id, title="Job og uddannelse")
    other_id = add_theme(session, plan_id, title="Øvrige midler")
    mentors = add_line(session, plan_id, theme_id=theme_id, title="Mentorer", role=LineRole.INITIATIVE, outline="1.1")
    language = add_line(
        session, plan_id, theme_id=theme_id, title="Sprog på jobbet", role=LineRole.INITIATIVE, outline="1.2"
    )
    survey = add_line(session, plan_id, theme_id=other_id, title="Undersøgelse", role=LineRole.OTHER)
    reserve = add_line(session, plan_id, theme_id=other_id, title="Pulje til senere udmøntning", role=LineRole.RESERVE)
    source = next(line.id for line in named_lines(session, plan_id) if line.role is LineRole.SOURCE)
    return Book(actor, plan_id, theme_id, source, reserve, mentors, language, survey)


def open_book(database: Database) -> Book:
    """Make the officer and the plan in a transaction of their own."""
    with database.writing() as session:
        return add_book(session, add_officer(session))


def post(
    session: Session,
    book: Book,
    *transfers: tuple[int, int, int, int],
    kind: DecisionKind = DecisionKind.ADOPTION,
    body: str = COMMITTEE,
    decided_on: date | None = date(2018, 12, 12),
) -> int:
    """Record a decision; each transfer is (budget year, from line, to line, øre). Gives the decision's id."""
    return record_decision(
        session,
        book.actor,
        book.plan_id,
        NewDecision(kind=kind, body=body, decided_on=decided_on),
        [NewTransfer(year, source, target, amount) for year, source, target, amount in transfers],
    )


def close_year(session: Session, book: Book, year: int) -> None:
    """Close a budget year of the book."""
    session.add(ClosedYear(plan_id=book.plan_id, year=year, closed_at=now(), closed_by_id=book.actor.id))
    session.flush()
