"""What a request works with: reading and writing sessions of the database, and the signed-in actor."""

from contextlib import AbstractContextManager

from flask import current_app, g
from flask_login import AnonymousUserMixin, UserMixin, current_user
from sqlmodel import Session
from werkzeug.exceptions import Unauthorized

from tracker.database import Database
from tracker.domain.people import Actor


class SignedIn(UserMixin):
    """The signed-in person as flask-login sees it: known by the token of this one sign-in, not by the person's id."""

    def __init__(self, *, token: str, sign_in_id: int, actor: Actor, email: str, must_change_password: bool) -> None:
        self._token = token
        self.sign_in_id = sign_in_id
        self.actor = actor
        self.email = email
        self.must_change_password = must_change_password

    def get_id(self) -> str:
        """Give what the cookie holds: the token, which templates and logs have no business with."""
        return self._token


def database() -> Database:
    """Give the application's database."""
    found: Database = current_app.extensions["database"]
    return found


def reading() -> AbstractContextManager[Session]:
    """Open a session in which the database refuses every write; for pages and exports."""
    return database().reading()


def writing() -> AbstractContextManager[Session]:
    """Open the one transaction of a change, committed when the block ends; take ids out of rows inside the block."""
    return database().writing()


def signed_in() -> SignedIn | None:
    """Give the sign-in that the request came with, or None."""
    person: object = current_user._get_current_object()  # noqa: SLF001 - flask-login's way to the person behind the proxy
    return person if isinstance(person, SignedIn) else None


def without_asking() -> None:
    """Take the request as signed out where the sign-in hasn't been looked up: the database can't be asked just now."""
    if not hasattr(g, "_login_user"):
        g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where flask-login keeps the person of a request


def actor() -> Actor:
    """Give the signed-in person; the access table sees to it that there is one on every page that isn't open to all."""
    found = signed_in()
    if found is None:
        raise Unauthorized
    return found.actor
