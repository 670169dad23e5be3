"""How Alembic runs here: one transaction for all, as the schema's owner, with the guards put back at the end."""

import sqlite3
from typing import Literal

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine, event, make_url
from sqlmodel.sql.sqltypes import AutoString

from migrations.guards import grant_to_application, install_guards, remove_guards
from tracker.models import metadata
from tracker.models.columns import Oere, UtcDateTime, Word

_MIGRATION_LOCK = 2_019_022


def run() -> None:
    """Bring the database of the configuration to the revision that was asked for."""
    url = context.config.attributes["url"]
    engine = create_engine(url, poolclass=NullPool)
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=is_sqlite,
            transactional_ddl=True,
            compare_type=True,
            render_item=_render_plainly,
        )
        with context.begin_transaction():
            if not is_sqlite:
                # Two that migrate at once wait for each other, as SQLite's BEGIN IMMEDIATE lets them do.
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            remove_guards(connection)
            context.run_migrations()
            install_guards(connection)
            if is_sqlite:
                _check_foreign_keys(connection)
            elif context.config.attributes.get("app_role"):
                grant_to_application(connection, context.config.attributes["app_role"])


def _render_plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write plain types into new migrations, so that an old one doesn't change when our own types do."""
    if kind == "type":
        if isinstance(item, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, Oere):
            return "sa.BigInteger()"
        if isinstance(item, Word):
            return f"sa.String(length={item.length})"
        if isinstance(item, AutoString):
            return f"sa.String(length={item.length})"
    return False


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=30000")
    # With foreign keys on, a batch migration of a parent table would delete its children without a word.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        message = f"the migration would leave {len(broken)} rows pointing nowhere, the first in {broken[0][0]}"
        raise RuntimeError(message)


run()
