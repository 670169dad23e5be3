"""Which budget an address asks for: days, decisions, what was known when, proposals, and how it is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask_login import login_user
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from tests.budget_books import post
from tests.web.site import Site
from tracker.actions.entries import correct
from tracker.actions.proposals import move
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.entries import EntryTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.years import today
from tracker.queries.budget import AsOf, budget_at
from tracker.web import people
from tracker.web.points import ChosenPoint, day_from, end_of, point_from

FIRST, SECOND = "2020-01-10T09:00:00+00:00", "2020-01-10T11:00:00+00:00"
MEETING = date(2020, 1, 8)


@contextmanager
def asked_by(site: Site, person_id: int) -> Iterator[Session]:
    """Ask as somebody who is signed in."""
    browser = site.browser(person_id)
    with browser.session_transaction() as cookie:
        token = cookie["_user_id"]
    with site.app.test_request_context(), site.database.reading() as session:
        found = people.load(token)
        assert found
        login_user(found)  # type: ignore[no-untyped-call]
        yield session


def read(site: Site, *pairs: tuple[str, str], role: Role = Role.READER, prefix: str = "") -> ChosenPoint:
    with asked_by(site, site.people[role]) as session:
        return point_from(session, site.book.plan_id, MultiDict(pairs), prefix=prefix)


def said(chosen: ChosenPoint, site: Site) -> str:
    with site.app.test_request_context():
        return chosen.words()


def allocate(site: Site, at: str, line: int, amount: int, *, decided_on: date | None = MEETING) -> int:
    """Allocate from the pool of 2019 at a moment; without a day it is a draft."""
    with time_machine.travel(at, tick=False), site.database.writing() as session:
        return post(
            session,
            site.book,
            (2019, site.book.reserve, line, amount),
            kind=DecisionKind.ALLOCATION,
            decided_on=decided_on,
        )


def test_without_a_wish_it_is_what_is_decided_until_today(site: Site) -> None:
    chosen = read(site)
    assert (chosen.point, chosen.query(), chosen.problems) == (AsOf(today()), {}, ())
    assert chosen.is_today


def test_a_day_is_meant_with_all_its_decisions(site: Site) -> None:
    chosen = read(site, ("dato", "15.11.2020"))
    assert chosen.point == AsOf(date(2020, 11, 15))
    assert chosen.query() == {"dato": "15.11.2020"}
    assert said(chosen, site) == "Budgettet som vedtaget til og med 15.11.2020"


def test_a_decision_is_meant_without_those_recorded_later_for_the_same_day(site: Site) -> None:
    book = site.book
    first = allocate(site, FIRST, book.mentors, 10_000)
    second = allocate(site, SECOND, book.language, 20_000)
    chosen = read(site, ("beslutning", str(first)))
    assert chosen.point == AsOf(MEETING, without=frozenset({second}))
    assert chosen.query() == {"beslutning": str(first)}
    assert said(chosen, site) == "Budgettet som vedtaget til og med beslutningen 08.01.2020 Udmøntning, BIU"
    with site.database.reading() as session:
        budget = budget_at(session, book.plan_id, chosen.point)
    assert (budget[book.reserve, 2019], budget.get((book.language, 2019))) == (90_000, None)


def test_as_published_a_decision_is_meant_as_known_when_it_was_recorded(site: Site) -> None:
    book = site.book
    # What the plan was adopted with is recorded now, so this decision is published after it.
    published = "2120-01-10T09:00:00+00:00"
    decision = allocate(site, published, book.mentors, 10_000)
    with time_machine.travel("2120-02-01T09:00:00+00:00", tick=False), site.database.writing() as session:
        officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
        right = EntryTransfer(0, 2019, book.reserve, book.mentors, 30_000)
        correct(session, officer, decision, [right], reason="Tastefejl", seen_version=1)
    now, then = (read(site, ("beslutning", str(decision)), *more) for more in ((), (("offentliggjort", "1"),)))
    assert then.point.known_at == datetime.fromisoformat(published)
    assert then.query() == {"beslutning": str(decision), "offentliggjort": "1"}
    assert said(then, site).endswith("som offentliggjort (bogført 10.01.2120 kl. 10:00)")
    with site.database.reading() as session:
        assert budget_at(session, book.plan_id, now.point)[book.reserve, 2019] == 70_000
        assert budget_at(session, book.plan_id, then.point)[book.reserve, 2019] == 90_000


def test_as_published_a_day_is_meant_as_known_with_its_last_decision(site: Site) -> None:
    allocate(site, FIRST, site.book.mentors, 10_000)
    chosen = read(site, ("dato", "09.01.2020"), ("offentliggjort", "1"))
    assert chosen.point == AsOf(date(2020, 1, 9), known_at=datetime.fromisoformat(FIRST))
    assert chosen.query() == {"dato": "09.01.2020", "offentliggjort": "1"}


def test_a_day_of_knowledge_reaches_to_its_end_in_copenhagen(site: Site) -> None:
    chosen = read(site, ("dato", "15.11.2020"), ("kendt", "30.06.2021"))
    assert chosen.point.known_at == datetime(2021, 6, 30, 21, 59, 59, 999_999, tzinfo=UTC)
    assert chosen.query() == {"dato": "15.11.2020", "kendt": "30.06.2021"}
    assert said(chosen, site).endswith("til og med 15.11.2020 · som bogført til og med 30.06.2021")
    assert end_of(date(2021, 1, 31)) == datetime(2021, 1, 31, 22, 59, 59, 999_999, tzinfo=UTC)


def test_proposals_are_counted_as_far_as_the_person_may_see_them(site: Site) -> None:
    draft = allocate(site, FIRST, site.book.mentors, 10_000, decided_on=None)
    everything = ("forslag", "1")
    assert read(site, everything, role=Role.BUDGET_OFFICER).point.proposals == frozenset({draft})
    assert read(site, everything).point.proposals == frozenset()
    named = read(site, ("med", str(draft)), role=Role.BUDGET_OFFICER)
    assert (named.point.proposals, named.query()) == (frozenset({draft}), {"med": [str(draft)]})
    assert said(named, site).endswith("med »Udmøntning, BIU«")
    hidden = read(site, ("med", str(draft)))
    assert hidden.point.proposals == frozenset()
    assert [str(problem) for problem in hidden.problems] == [
        f"Planen har intet forslag nr. »{draft}«. Det er ikke regnet med."
    ]


def test_a_dropped_proposal_is_not_counted_and_that_is_said(site: Site) -> None:
    draft = allocate(site, FIRST, site.book.mentors, 10_000, decided_on=None)
    with site.database.writing() as session:
        officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
        move(session, officer, draft, ProposalState.DROPPED, reason="Udvalget vil noget andet.", seen_version=1)
    chosen = read(site, ("med", str(draft)), role=Role.BUDGET_OFFICER)
    assert chosen.point.proposals == frozenset()
    assert [str(problem) for problem in chosen.problems] == ["»Udmøntning, BIU« er droppet og er ikke regnet med."]


def test_of_proposals_that_are_not_there_no_more_than_twenty_are_named(site: Site) -> None:
    draft = allocate(site, FIRST, site.book.mentors, 10_000, decided_on=None)
    unknown = [("med", f"{number}") for number in range(700, 1400)]
    chosen = read(site, *unknown, ("med", str(draft)), role=Role.BUDGET_OFFICER)
    assert chosen.point.proposals == frozenset({draft})
    assert [str(problem) for problem in chosen.problems] == [
        f"Planen har intet forslag nr. »{number}«. Det er ikke regnet med." for number in range(700, 720)
    ]


def test_two_points_of_one_address_are_parted_by_their_prefixes(site: Site) -> None:
    pairs = (("fra_dato", "01.01.2020"), ("til_dato", "01.01.2021"), ("dato", "01.01.2022"))
    start, end = (read(site, *pairs, prefix=prefix) for prefix in ("fra_", "til_"))
    assert (start.query(), end.query()) == ({"fra_dato": "01.01.2020"}, {"til_dato": "01.01.2021"})
    assert end.query(prefix="") == {"dato": "01.01.2021"}


def test_todays_date_beside_a_decision_is_no_second_wish_but_another_day_is(site: Site) -> None:
    decision = allocate(site, FIRST, site.book.mentors, 10_000)
    wished = ("beslutning", str(decision))
    usual = read(site, wished, ("dato", f"{today():%d.%m.%Y}"))
    assert (usual.problems, usual.query()) == ((), {"beslutning": str(decision)})
    (problem,) = read(site, wished, ("dato", "01.02.2020")).problems
    assert str(problem).startswith("Vælg enten en dag eller en beslutning.")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("dato", "31.02.2019", "Datoen »31.02.2019« findes ikke. Skriv den som dag.måned.år, fx 15.11.2020."),
        ("kendt", "i går", "Datoen »i går« findes ikke. Skriv den som dag.måned.år, fx 15.11.2020."),
        ("beslutning", "99999", "Planen har ingen beslutning nr. »99999«. Vælg en på listen."),
        ("beslutning", "²", "Planen har ingen beslutning nr. »²«. Vælg en på listen."),
        ("beslutning", "9" * 30, f"Planen har ingen beslutning nr. »{'9' * 30}«. Vælg en på listen."),
        ("med", "x", "Planen har intet forslag nr. »x«. Det er ikke regnet med."),
    ],
)
def test_what_cannot_be_read_is_named_and_the_usual_is_meant(site: Site, name: str, value: str, sentence: str) -> None:
    chosen = read(site, (name, value))
    assert [str(problem) for problem in chosen.problems] == [sentence]
    assert replaced(chosen) == AsOf(today())


def replaced(chosen: ChosenPoint) -> AsOf:
    return AsOf(chosen.point.day, chosen.point.known_at, chosen.point.proposals or None, chosen.point.without)


def test_a_proposal_is_no_decision_and_a_hidden_one_is_not_there(site: Site) -> None:
    draft = allocate(site, FIRST, site.book.mentors, 10_000, decided_on=None)
    (seen,) = read(site, ("beslutning", str(draft)), role=Role.BUDGET_OFFICER).problems
    (hidden,) = read(site, ("beslutning", str(draft))).problems
    assert str(seen) == (
        "»Udmøntning, BIU« er et forslag, der ikke er vedtaget. Vælg »inkl. forslag« for at regne det med."
    )
    assert str(hidden) == f"Planen har ingen beslutning nr. »{draft}«. Vælg en på listen."


def test_a_day_is_read_day_first_or_year_first() -> None:
    assert day_from("5.1.2020") == day_from("05/01/2020") == day_from("2020-01-05") == date(2020, 1, 5)
    assert [day_from(text) for text in ("5.1.20", "01.01.0001", "", "31.04.2020")] == [None] * 4
