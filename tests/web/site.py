"""A whole application for tests: one person for each role, a small budget book, and browsers that are signed in."""

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import func, select, text
from sqlmodel import Session

from tests.budget_books import Book, add_book, post
from tests.databases import DatabaseUrls
from tracker.actions import passwords, people, sign_in
from tracker.app import create_app
from tracker.config import Settings
from tracker.database import Database
from tracker.domain.people import Actor, Role
from tracker.models import metadata

PASSWORD = "fire grønne cykler synger"
# Hashed once: it takes a seventh of a second. That of PASSWORD, by the very function the application uses.
_hashes: dict[str, str] = {}
SECRET_KEY = "a key for tests that is long enough"


class CompiledTemplates(BytecodeCache):
    """Templates that were compiled once in this process: an application of its own for each test needs them anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is kept."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_compiled_templates = CompiledTemplates()


def password_hash(password: str = PASSWORD) -> str:
    """Give the hash of a test account's password."""
    if password not in _hashes:
        _hashes[password] = passwords.hashed(password)
    return _hashes[password]


@dataclass(frozen=True)
class Site:
    """The application with its people: ``people[role]`` has that role alone, ``everything`` has all of them."""

    app: Flask
    people: Mapping[Role, int]
    everything: int
    without_role: int
    book: Book

    @property
    def database(self) -> Database:
        """The application's own database."""
        database: Database = self.app.extensions["database"]
        return database

    @property
    def files_dir(self) -> Path:
        """Where the application keeps uploaded files."""
        settings: Settings = self.app.extensions["settings"]
        return settings.files_dir

    def email(self, person_id: int) -> str:
        """Tell a person's address."""
        with self.database.reading() as session:
            return str(session.execute(text("SELECT email FROM person WHERE id = :id"), {"id": person_id}).scalar_one())

    def browser(self, person_id: int | None = None) -> FlaskClient:
        """Open a browser; with a person it holds a sign-in of its own, made without asking for the password."""
        client = self.app.test_client()
        if person_id is not None:
            with self.database.writing() as session:
                token = sign_in.open_new(session, person_id=person_id, browser="test")
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token
                cookie["_fresh"] = True
        return client

    def token(self, client: FlaskClient) -> str:
        """Give the form token of a browser, as its pages carry it."""
        with client.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def rows(self) -> dict[str, str]:
        """Give a fingerprint of every table, by which any change shows."""
        prints = {}
        with self.database.reading() as session:
            for table in metadata.sorted_tables:
                rows = sorted(repr(tuple(row)) for row in session.execute(table.select()))
                prints[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return prints

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        with self.database.reading() as session:
            return int(session.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())

    def value(self, query: str, **values: object) -> object:
        """Ask the database for one value."""
        with self.database.reading() as session:
            return session.execute(text(query), values).scalar_one()


@contextmanager
def open_site(urls: DatabaseUrls, folder: Path, **settings: object) -> Iterator[Site]:
    """Make the application on a fresh database and fill it."""
    known: dict[str, object] = {"secret_key": SECRET_KEY, **settings}
    app = create_app(Settings(data_dir=folder, database_url=urls.url, database_owner_url=urls.owner_url, **known))  # type: ignore[arg-type]  # the keywords are those of Settings
    app.jinja_env.bytecode_cache = _compiled_templates
    database: Database = app.extensions["database"]
    with database.writing() as session:
        by_role = {role: add_person(session, f"{role.value}@example.org", frozenset({role})) for role in Role}
        everything = add_person(session, "everything@example.org", frozenset(Role))
        without_role = add_person(session, "nothing@example.org", frozenset())
        officer = by_role[Role.BUDGET_OFFICER]
        book = add_book(session, Actor(officer, "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER})))
        post(session, book, (2019, book.source, book.mentors, 330_000_000), (2019, book.source, book.reserve, 100_000))
        session.execute(
            text("INSERT INTO responsibility (line_id, person_id) VALUES (:line, :person)"),
            {"line": book.mentors, "person": by_role[Role.PROJECT_LEAD]},
        )
    yield Site(app=app, people=by_role, everything=everything, without_role=without_role, book=book)
    database.dispose()


def add_person(session: Session, email: str, roles: frozenset[Role]) -> int:
    """Add a person who has changed the start password already."""
    return people.add_person(
        session,
        actor_id=None,
        email=email,
        details=people.PersonDetails(name=email.partition("@")[0], roles=roles),
        password_hash=password_hash(),
        must_change_password=False,
    )


def field(page: str, name: str) -> str:
    """Read the value of an input from a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"there is no field {name} on the page"
    return found[1]
