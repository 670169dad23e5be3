"""Passwords: made, hashed and compared, never more than a few at once, because each takes 128 MB for a moment."""

import secrets
from threading import BoundedSemaphore

from werkzeug.security import check_password_hash, generate_password_hash

METHOD = "scrypt:131072:8:1"
# Compared with when there is no such account, so that the answer takes as long. No password has this hash.
NOBODY = f"{METHOD}${'0' * 16}${'0' * 128}"

_at_once = BoundedSemaphore(4)
# Without letters and digits that are mistaken for one another when a password is read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def hashed(password: str) -> str:
    """Hash a password for storing."""
    with _at_once:
        return generate_password_hash(password, method=METHOD)


def matches(password_hash: str, password: str) -> bool:
    """Tell whether this is the password; takes the same time for accounts that don't exist (NOBODY)."""
    with _at_once:
        return check_password_hash(password_hash or NOBODY, password)


def start_password() -> str:
    """Make a password to be used once: 99 random bits in five groups that can be read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))
