"""Entering, changing and withdrawing rates: what is refused, and the one event that each leaves."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import Book, open_book
from tracker.actions.rates import RateRefused, RateWords, change_rate, enter_rate, withdraw_rate
from tracker.database import Database
from tracker.domain.refusals import Conflict, NotFound
from tracker.queries.rates import rate_by_id, rates, standing_rates

WORDS = RateWords(
    from_year=2020,
    to_year=2021,
    rate_millionths=18_500,
    name="Løn og priser",
    source="Budgetvejledning 2021",
    published_on=date(2020, 6, 15),
)


@pytest.fixture
def book(database: Database) -> Book:
    """Somebody who enters rates."""
    return open_book(database)


def test_none_is_there_before_somebody_enters_one(database: Database) -> None:
    with database.reading() as session:
        assert rates(session) == ()


def test_a_rate_is_entered_with_its_source_and_who_entered_it(database: Database, book: Book) -> None:
    with database.writing() as session:
        before = last_event_id(session)
        made = enter_rate(session, book.actor, WORDS)
    with database.reading() as session:
        (found,) = standing_rates(session)
        (event,) = events_since(session, before)
    assert {name: getattr(found, name) for name in asdict(WORDS)} == asdict(WORDS)
    assert (found.id, found.entered_by, found.withdrawn, found.version) == (made, "Budgetkonsulent", False, 1)
    assert (event["action"], event["subject"], event["after"]["rate_millionths"]) == (
        "enter-rate",
        f"index_rate {made}",
        18_500,
    )


def test_rates_are_listed_with_the_newest_years_first(database: Database, book: Book) -> None:
    with database.writing() as session:
        for to_year in (2021, 2023, 2022):
            enter_rate(session, book.actor, replace(WORDS, from_year=to_year - 1, to_year=to_year))
    with database.reading() as session:
        assert [rate.to_year for rate in rates(session)] == [2023, 2022, 2021]


@pytest.mark.parametrize("to_year", [2020, 2019])
def test_a_rate_goes_forward_in_time(database: Database, book: Book, to_year: int) -> None:
    with pytest.raises(RateRefused) as refused, database.writing() as session:
        enter_rate(session, book.actor, replace(WORDS, to_year=to_year))
    assert str(refused.value) == (f"Satsen går fra 2020 til {to_year}. Året, den går til, skal være det seneste.")


def test_the_same_rate_is_not_entered_twice_but_another_name_or_a_withdrawn_one_is_no_hindrance(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        made = enter_rate(session, book.actor, WORDS)
    with pytest.raises(RateRefused) as refused, database.writing() as session:
        enter_rate(session, book.actor, replace(WORDS, name="løn  og Priser", rate_millionths=1))
    assert "Der er allerede en sats fra 2020 til 2021 med det navn." in str(refused.value)
    with database.writing() as session:
        enter_rate(session, book.actor, replace(WORDS, name="Priser"))
        withdraw_rate(session, book.actor, made, seen_version=1)
        enter_rate(session, book.actor, WORDS)


def test_a_change_is_recorded_before_and_after_and_who_saw_an_older_one_is_told(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = enter_rate(session, book.actor, WORDS)
        before = last_event_id(session)
        change_rate(session, book.actor, made, replace(WORDS, rate_millionths=21_000), seen_version=1)
    with database.reading() as session:
        (event,) = events_since(session, before)
        assert rate_by_id(session, made).version == 2
    assert (event["before"], event["after"]) == ({"rate_millionths": 18_500}, {"rate_millionths": 21_000})
    with pytest.raises(Conflict) as conflict, database.writing() as session:
        change_rate(session, book.actor, made, WORDS, seen_version=1)
    assert (conflict.value.theirs["rate_millionths"], conflict.value.theirs["version"]) == (21_000, 2)
    with pytest.raises(Conflict), database.writing() as session:
        withdraw_rate(session, book.actor, made, seen_version=1)


def test_a_change_that_changes_nothing_leaves_no_event(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = enter_rate(session, book.actor, WORDS)
        before = last_event_id(session)
        change_rate(session, book.actor, made, WORDS, seen_version=1)
        assert events_since(session, before) == []


def test_a_withdrawn_rate_stays_on_the_list_and_takes_no_change(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = enter_rate(session, book.actor, WORDS)
        withdraw_rate(session, book.actor, made, seen_version=1)
    with database.reading() as session:
        assert (len(rates(session)), standing_rates(session)) == (1, ())
    changes: tuple[Callable[[Session], None], ...] = (
        lambda session: change_rate(session, book.actor, made, replace(WORDS, name="Ny"), seen_version=2),
        lambda session: withdraw_rate(session, book.actor, made, seen_version=2),
    )
    for change in changes:
        with pytest.raises(RateRefused) as refused, database.writing() as session:
            change(session)
        assert str(refused.value) == "Satsen er trukket tilbage. Indtast en ny, hvis den skal bruges igen."


def test_a_rate_that_is_not_there_is_said_to_be_missing(database: Database, book: Book) -> None:
    with pytest.raises(NotFound), database.reading() as session:
        rate_by_id(session, 987_654)
    with pytest.raises(NotFound), database.writing() as session:
        withdraw_rate(session, book.actor, 987_654, seen_version=1)
