"""The database: one engine, sessions that can only read, sessions that write, and bringing the schema up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlmodel import Session

from tracker.config import PROJECT_ROOT, make_private_folder
from tracker.domain.names import searchable

BUSY_TIMEOUT_MS = 5_000
# The tables to which rows are only ever added. Triggers hold it too; see migrations/guards.py.
APPEND_ONLY = frozenset(
    {"transfer", "audit_event", "published_table", "published_row", "published_cell", "difference_reason"}
)


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether this SQLite is free of the WAL-reset bug, which can corrupt a database."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


class Database:
    """Sessions for one database. Reading and writing are told apart so that the database can refuse the mix-up."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            _make_folder_of(url)
        # Errors reach the log, and what was being written holds passwords' hashes and people's names.
        self.engine = create_engine(url, pool_pre_ping=not self.is_sqlite, hide_parameters=True)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "connect", _prepare_postgresql)
            event.listen(self.engine, "begin", _begin_postgresql)
        self._writing_engine: Engine = self.engine.execution_options(write=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one moment of the database, and in which the database refuses every write."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open the one transaction of a change; it is committed here, whole, or not at all."""
        with Session(self._writing_engine) as session, session.begin():
            yield session
            session.flush()
            session.execute(text("UPDATE revision SET number = number + 1 WHERE id = 1"))

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def migrate(owner_url: str, *, app_url: str | None = None) -> None:
    """Bring the schema up to date as its owner, and give the application's own role what it may do and no more."""
    if make_url(owner_url).get_backend_name() == "sqlite":
        _make_folder_of(owner_url)
    command.upgrade(migration_config(owner_url, app_url=app_url), "head")


def migration_config(owner_url: str, *, app_url: str | None = None) -> Config:
    """Describe the migrations to Alembic without a file of settings."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT_ROOT / "migrations").replace("%", "%%"))
    config.attributes["url"] = owner_url
    config.attributes["app_role"] = make_url(app_url).username if app_url and app_url != owner_url else None
    return config


def check_schema() -> None:
    """Compare the models with what the migrations make, in a database of its own; raises alembic's CommandError."""
    with TemporaryDirectory() as folder:
        config = migration_config(f"sqlite:///{folder}/check.sqlite3")
        command.upgrade(config, "head")
        command.check(config)


def _make_folder_of(url: str) -> None:
    file = make_url(url).database
    if file and file != ":memory:":
        make_private_folder(Path(file).parent)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy begins transactions, not the driver
    for pragma in (
        f"journal_mode={'WAL' if wal_is_safe() else 'DELETE'}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # or INSERT OR REPLACE would walk past the append-only triggers
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "cache_spill=OFF",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("searchable", 1, searchable, deterministic=True)
    connection.set_authorizer(_authorize)


_ROWS_MAY_CHANGE = frozenset({sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
_ALWAYS_ALLOWED = frozenset(
    {
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    }
)


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """Let the application's connections add and read rows, and nothing that touches schema or ledger."""
    if action in _ALWAYS_ALLOWED:
        if action == sqlite3.SQLITE_INSERT and first and first.startswith("sqlite_"):
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK
    if action in _ROWS_MAY_CHANGE and first not in APPEND_ONLY and not (first or "").startswith("sqlite_"):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first == "query_only" or second is None):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg is an extra
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get("write", False):
        # As on SQLite all that a session reads is of one moment: or sums would stand beside rows that came later.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def is_locked(error: BaseException) -> bool:
    """Tell whether a database error means that somebody else was writing for too long."""
    original: Any = getattr(error, "orig", error)
    return "database is locked" in str(original) or getattr(original, "sqlstate", None) in {"55P03", "40001", "40P01"}


def is_full(error: BaseException) -> bool:
    """Tell whether a database error means that there is no room left on the disk."""
    original: Any = getattr(error, "orig", error)
    words = str(original)
    return "disk is full" in words or "disk I/O error" in words or getattr(original, "sqlstate", None) == "53100"
