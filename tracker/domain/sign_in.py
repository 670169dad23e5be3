"""Sign-in rules: how long a sign-in lasts, and how failed ones slow down the next without ever locking anybody out."""

from datetime import datetime, timedelta

LASTS = timedelta(hours=12)
CLOCK_TOLERANCE = timedelta(minutes=5)
FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)
CLIENT_WINDOW = timedelta(minutes=15)
CLIENT_FAILURES = 100
FORGOTTEN_AFTER = timedelta(days=1)


def account_wait(*, failures: int, last_failure_at: datetime | None, at: datetime) -> timedelta:
    """Tell how long an account takes no new attempt: nothing for five failures, then 2, 4, 8 ... s, at most 15 min."""
    if failures < FREE_FAILURES or last_failure_at is None:
        return timedelta(0)
    doublings = min(failures - FREE_FAILURES + 1, 20)
    wait = min(timedelta(seconds=2**doublings), LONGEST_WAIT)
    # A clock that was set back must not make the wait longer than it can be.
    return max(min(last_failure_at + wait - at, wait), timedelta(0))


def client_wait(*, failures: int, oldest_failure_at: datetime | None, at: datetime) -> timedelta:
    """Tell how long an address takes no new attempt: a town hall shares one, so a hundred in 15 min are free."""
    if failures < CLIENT_FAILURES or oldest_failure_at is None:
        return timedelta(0)
    return max(min(oldest_failure_at + CLIENT_WINDOW - at, CLIENT_WINDOW), timedelta(0))


def is_open(*, created_at: datetime, expires_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Tell whether a sign-in still counts; one from the future means that the clock was set back, and doesn't."""
    return ended_at is None and created_at - CLOCK_TOLERANCE <= at < expires_at
