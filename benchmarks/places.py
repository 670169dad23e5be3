"""The databases that a benchmark runs on: fresh and migrated, on SQLite and, where its programs are, on PostgreSQL."""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from tests.postgresql import PostgresqlServer, find_programs, running_server
from tracker.database import Database, migrate

OWNER, APPLICATION, NAME = "benchmark_owner", "benchmark_application", "benchmark"


@dataclass(frozen=True)
class Place:
    """A migrated database: as the application opens it, and as the plain driver does."""

    kind: str
    database: Database
    url: str
    owner_url: str
    folder: Path

    @contextmanager
    def driver(self) -> Iterator[Any]:
        """Open the plain driver's connection, as the application and with SQLite's settings as they are there."""
        if self.kind == "SQLite":
            with closing(sqlite3.connect(make_url(self.url).database or "", isolation_level=None)) as connection:
                for pragma in ("synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "cache_spill=OFF"):
                    connection.execute(f"PRAGMA {pragma}")
                yield connection
        else:
            with closing(_psycopg(self.url)) as connection:
                yield connection

    def settle(self) -> None:
        """Let the database learn how its tables are filled, as PostgreSQL does by itself after a while."""
        self.database.engine.dispose()
        if self.kind == "PostgreSQL":
            with closing(_psycopg(self.owner_url)) as connection:
                connection.autocommit = True
                connection.execute("VACUUM ANALYZE")


@contextmanager
def places(kinds: Sequence[str] = ()) -> Iterator[Iterator[Place]]:
    """Give the databases one after the other; each is gone when the next is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        yield _places(Path(folder), kinds or ("SQLite", "PostgreSQL"))


def _places(folder: Path, kinds: Sequence[str]) -> Iterator[Place]:
    if "SQLite" in kinds:
        url = f"sqlite:///{folder / 'benchmark.sqlite3'}"
        yield from _opened("SQLite", url, url, folder)
    programs = find_programs()
    if programs is None:
        sys.stdout.write("PostgreSQL is not here: measured on SQLite alone.\n")
    elif "PostgreSQL" in kinds:
        with running_server(programs) as server:
            url, owner_url = _created(server)
            yield from _opened("PostgreSQL", url, owner_url, folder)


def _opened(kind: str, url: str, owner_url: str, folder: Path) -> Iterator[Place]:
    migrate(owner_url, app_url=url)
    database = Database(url)
    try:
        yield Place(kind, database, url, owner_url, folder)
    finally:
        database.dispose()


def _created(server: PostgresqlServer) -> tuple[str, str]:
    server.execute(
        f"CREATE ROLE {OWNER} LOGIN", f"CREATE ROLE {APPLICATION} LOGIN", f"CREATE DATABASE {NAME} OWNER {OWNER}"
    )
    return server.url(database=NAME, role=APPLICATION), server.url(database=NAME, role=OWNER)


def _psycopg(url: str) -> psycopg.Connection:
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
