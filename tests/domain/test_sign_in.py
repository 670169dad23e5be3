"""How failed sign-ins slow down the next, and how long a sign-in counts."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.sign_in import account_wait, client_wait, is_open

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 2), (6, 4), (7, 8), (10, 64), (13, 512), (14, 900), (15, 900), (5_000, 900)],
)
def test_the_wait_after_failures(failures: int, seconds: int) -> None:
    assert account_wait(failures=failures, last_failure_at=NOON, at=NOON) == timedelta(seconds=seconds)


def test_the_wait_runs_out() -> None:
    waits = [account_wait(failures=7, last_failure_at=NOON, at=NOON + timedelta(seconds=s)) for s in (0, 3, 8, 900)]
    assert waits == [timedelta(seconds=8), timedelta(seconds=5), timedelta(0), timedelta(0)]


def test_a_clock_that_is_set_back_makes_no_wait_longer() -> None:
    a_year_before = NOON - timedelta(days=365)
    assert account_wait(failures=7, last_failure_at=NOON, at=a_year_before) == timedelta(seconds=8)
    assert client_wait(failures=100, oldest_failure_at=NOON, at=a_year_before) == timedelta(minutes=15)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 0), (99, 0), (100, 10), (101, 10)])
def test_an_address_waits_until_its_oldest_failure_is_a_quarter_of_an_hour_old(failures: int, minutes: int) -> None:
    wait = client_wait(failures=failures, oldest_failure_at=NOON, at=NOON + timedelta(minutes=5))
    assert wait == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("hours", "ended", "counts"),
    [
        (0, False, True),
        (11.99, False, True),
        (12, False, False),
        (1, True, False),
        (-0.05, False, True),
        (-1, False, False),
    ],
)
def test_when_a_sign_in_counts(hours: float, ended: bool, counts: bool) -> None:  # noqa: FBT001 - columns of a table
    at = NOON + timedelta(hours=hours)
    twelve_hours = timedelta(hours=12)
    ended_at = NOON if ended else None
    assert is_open(created_at=NOON, expires_at=NOON + twelve_hours, ended_at=ended_at, at=at) is counts
