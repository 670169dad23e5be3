"""The budget year of a booking is the year of its day in Copenhagen, whatever the clock of the server says."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine

from tracker.domain.years import budget_year, local_day, now, today

LEAP_YEAR = 2020
SUMMER_TIME = {  # the changes themselves, in UTC, from the published calendar
    2019: (datetime(2019, 3, 31, 1, tzinfo=UTC), datetime(2019, 10, 27, 1, tzinfo=UTC)),
    2020: (datetime(2020, 3, 29, 1, tzinfo=UTC), datetime(2020, 10, 25, 1, tzinfo=UTC)),
    2021: (datetime(2021, 3, 28, 1, tzinfo=UTC), datetime(2021, 10, 31, 1, tzinfo=UTC)),
}


def in_copenhagen(moment: datetime) -> datetime:
    """Work the local time out by hand: an hour ahead of UTC, two in summer."""
    starts, ends = SUMMER_TIME[moment.year]
    return (moment + timedelta(hours=2 if starts <= moment < ends else 1)).replace(tzinfo=None)


def test_every_quarter_of_an_hour_of_a_leap_year_falls_in_the_year_and_on_the_day_of_copenhagen() -> None:
    quarters = [datetime(LEAP_YEAR, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * n) for n in range(366 * 24 * 4)]
    wrong = [
        moment
        for moment in quarters
        if (budget_year(moment), local_day(moment)) != (in_copenhagen(moment).year, in_copenhagen(moment).date())
    ]
    assert quarters[-1] == datetime(2020, 12, 31, 23, 45, tzinfo=UTC)
    assert wrong == []


@pytest.mark.parametrize(
    ("utc", "year"),
    [
        ("2019-12-31T22:30+00:00", 2019),  # 23.30 in Copenhagen
        ("2019-12-31T22:45+00:00", 2019),
        ("2019-12-31T22:59:59.999999+00:00", 2019),
        ("2019-12-31T23:00+00:00", 2020),  # midnight
        ("2019-12-31T23:15+00:00", 2020),
        ("2019-12-31T23:59:59+00:00", 2020),
        ("2020-01-01T00:00+00:00", 2020),
        ("2020-01-01T00:30+00:00", 2020),  # 01.30
    ],
)
def test_around_new_year_the_year_turns_at_midnight_in_copenhagen(utc: str, year: int) -> None:
    assert budget_year(datetime.fromisoformat(utc)) == year


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2020-03-28T22:59+00:00", date(2020, 3, 28)),  # winter time: midnight is 23.00 UTC
        ("2020-03-28T23:00+00:00", date(2020, 3, 29)),
        ("2020-03-29T21:59+00:00", date(2020, 3, 29)),  # summer time: midnight is 22.00 UTC
        ("2020-03-29T22:00+00:00", date(2020, 3, 30)),
        ("2020-10-24T21:59+00:00", date(2020, 10, 24)),
        ("2020-10-24T22:00+00:00", date(2020, 10, 25)),
        ("2020-10-25T22:59+00:00", date(2020, 10, 25)),  # winter time again
        ("2020-10-25T23:00+00:00", date(2020, 10, 26)),
    ],
)
def test_the_nights_the_clock_changes_have_their_own_midnights(utc: str, day: date) -> None:
    assert local_day(datetime.fromisoformat(utc)) == day


def test_the_zone_a_moment_is_written_in_does_not_matter() -> None:
    evening_in_new_york = datetime(2019, 12, 31, 18, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert budget_year(evening_in_new_york) == 2020


def test_a_moment_without_a_zone_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        budget_year(datetime(2020, 1, 1, 12))  # noqa: DTZ001 - the point of the test


@time_machine.travel("2024-12-31T23:30:00+00:00", tick=False)
def test_today_is_copenhagens_and_now_is_in_utc() -> None:
    assert today() == date(2025, 1, 1)
    assert now() == datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
    assert now().utcoffset() == timedelta(0)
