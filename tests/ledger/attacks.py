"""Attacks on what must never change: lists of statements, a way to run them, and a picture of what they were after."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import create_engine, inspect, text

from tests.budget_books import Book, open_book, post
from tests.databases import DatabaseUrls
from tests.schema_dumps import schema_dump
from tracker.actions.published_tables import NewCell, NewRow, NewTable, explain_difference, keep_table
from tracker.actions.uploads import KeptFile, file_away
from tracker.database import APPEND_ONLY, Database
from tracker.domain.money import UNITS
from tracker.domain.published_tables import CellKind, RowKind

Attack = tuple[str, ...]
Picture = tuple[dict[str, tuple[tuple[Any, ...], ...]], list[str]]

_COPY = (
    "INSERT OR REPLACE INTO transfer SELECT id, decision_id, budget_year, from_line_id, to_line_id, 1, recorded_at,"
    " recorded_by_id, reverses_id, published_cell_id FROM transfer"
)

_COPY_AUDIT = (
    "REPLACE INTO audit_event (id, at, action, subject, subject_id) SELECT id, at, '', '', '' FROM audit_event"
)
_COPY_CELLS = (
    'REPLACE INTO published_cell (id, row_id, position, "column", cell, printed, kind)'
    " SELECT id, row_id, position, \"column\", cell, 'x', 'nil' FROM published_cell"
)
_PERSON = "email, name, password_hash, language, active, must_change_password, version, created_at"

ON_BOTH: dict[str, Attack] = {
    "update an amount": ("UPDATE transfer SET amount_oere = 1",),
    "update who did what": ("UPDATE audit_event SET person_id = NULL, action = 'nothing'",),
    "update a printed cell": ("UPDATE published_cell SET printed = '0', amount_oere = 0",),
    "update a printed row": ("UPDATE published_row SET label = 'x'",),
    "update a published table": ("UPDATE published_table SET unit = 'kr'",),
    "update a reason": ("UPDATE difference_reason SET reason = 'x'",),
    "update an id": ("UPDATE transfer SET id = id + 1000",),
    "update through an alias and a subquery": (
        "UPDATE transfer SET amount_oere = 1 WHERE id = (SELECT max(id) FROM transfer)",
    ),
    "update through the view": ("UPDATE posting SET amount_oere = 1",),
    "delete a transfer": ("DELETE FROM transfer WHERE id = (SELECT max(id) FROM transfer)",),
    "delete all transfers": ("DELETE FROM transfer",),
    "delete all audit events": ("DELETE FROM audit_event",),
    "delete the printed cells": ("DELETE FROM published_cell",),
    "delete the published tables": ("DELETE FROM published_row", "DELETE FROM published_table"),
    "delete the reasons": ("DELETE FROM difference_reason",),
    "delete through the view": ("DELETE FROM posting",),
    "delete the decision above": ("DELETE FROM decision",),
    "delete the line above": ("DELETE FROM budget_line",),
    "delete the plan above": ("DELETE FROM action_plan",),
    "delete the person above": ("DELETE FROM person",),
    "renumber the parents": (
        "UPDATE decision SET id = id + 1000",
        "UPDATE budget_line SET id = id + 1000",
        "UPDATE person SET id = id + 1000",
    ),
    "insert or update": (
        "INSERT INTO transfer SELECT * FROM transfer WHERE true ON CONFLICT (id) DO UPDATE SET amount_oere = 1",
        "INSERT INTO audit_event SELECT * FROM audit_event WHERE true ON CONFLICT (id) DO UPDATE SET action = 'x'",
        "INSERT INTO published_cell SELECT * FROM published_cell WHERE true ON CONFLICT (id) DO UPDATE SET kind = 'x'",
    ),
    "drop the tables": ("DROP TABLE transfer", "DROP TABLE audit_event", "DROP TABLE published_cell"),
    "drop the view": ("DROP VIEW posting",),
    "drop a column": (
        "ALTER TABLE transfer DROP COLUMN published_cell_id",
        "ALTER TABLE audit_event DROP COLUMN before",
    ),
    "rename the table": ("ALTER TABLE transfer RENAME TO old_transfer",),
    "rename a column": ("ALTER TABLE transfer RENAME COLUMN amount_oere TO amount",),
    "add a column": ("ALTER TABLE transfer ADD COLUMN note TEXT DEFAULT 'x'",),
    "drop an index": ("DROP INDEX ix_transfer_budget",),
}

ON_SQLITE: dict[str, Attack] = ON_BOTH | {
    "insert or replace": (
        _COPY,
        _COPY_AUDIT,
        _COPY_CELLS,
    ),
    "insert or replace without recursive triggers": ("PRAGMA recursive_triggers=OFF", _COPY),
    "replace the parents": (
        "PRAGMA foreign_keys=OFF",
        f"REPLACE INTO person (id, {_PERSON}) SELECT id + 1000, {_PERSON} FROM person",  # noqa: S608 - an attack, written here
    ),
    "update or replace": ("UPDATE OR REPLACE transfer SET amount_oere = 1",),
    "update or ignore": ("UPDATE OR IGNORE transfer SET amount_oere = 1",),
    "drop the triggers first": (
        "DROP TRIGGER transfer_no_update",
        "DROP TRIGGER transfer_no_delete",
        "UPDATE transfer SET amount_oere = 1",
        "DELETE FROM transfer",
    ),
    "put a trigger of one's own in": (
        "CREATE TRIGGER mine BEFORE INSERT ON revision BEGIN UPDATE transfer SET amount_oere = 1; END",
        "CREATE TRIGGER mine AFTER UPDATE ON revision BEGIN DELETE FROM transfer; END",
        "CREATE TEMP TRIGGER mine AFTER UPDATE ON main.revision BEGIN DELETE FROM transfer; END",
        "UPDATE revision SET number = number",
    ),
    "write into the schema": (
        "PRAGMA writable_schema=ON",
        "DELETE FROM sqlite_master WHERE type = 'trigger'",
        "UPDATE sqlite_schema SET sql = 'x' WHERE type = 'trigger'",
        "INSERT INTO sqlite_master (type, name) VALUES ('trigger', 'mine')",
        "UPDATE transfer SET amount_oere = 1",
    ),
    "switch the checks off": (
        "PRAGMA ignore_check_constraints=ON",
        "PRAGMA foreign_keys=OFF",
        "PRAGMA defer_foreign_keys=ON",
        "DELETE FROM decision",
        "UPDATE transfer SET amount_oere = -1",
    ),
    "switch the safety of the file off": ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA user_version=7"),
    "attach the file a second time": (
        "ATTACH (SELECT file FROM pragma_database_list WHERE name = 'main') AS again",
        "DELETE FROM again.transfer",
    ),
    "rebuild the table": (
        "CREATE TABLE copied AS SELECT * FROM transfer",
        "DROP TABLE transfer",
        "ALTER TABLE copied RENAME TO transfer",
    ),
    "shadow the table": ("CREATE TEMP TABLE transfer AS SELECT 1 AS id", "CREATE TEMP VIEW posting AS SELECT 1 AS id"),
    "vacuum, analyse and reindex": ("VACUUM", "ANALYZE", "REINDEX", "PRAGMA incremental_vacuum(9)"),
    "a virtual table": ("CREATE VIRTUAL TABLE words USING fts5(word)",),
}

ON_POSTGRESQL: dict[str, Attack] = ON_BOTH | {
    "truncate": ("TRUNCATE transfer CASCADE", "TRUNCATE audit_event", "TRUNCATE published_table CASCADE"),
    "truncate the parents": ("TRUNCATE decision CASCADE", "TRUNCATE person CASCADE"),
    "disable the triggers": (
        "ALTER TABLE transfer DISABLE TRIGGER ALL",
        "ALTER TABLE transfer DISABLE TRIGGER transfer_no_update",
        "UPDATE transfer SET amount_oere = 1",
    ),
    "be a replica, on which triggers rest": (
        "SET session_replication_role = replica",
        "UPDATE transfer SET amount_oere = 1",
        "DELETE FROM audit_event",
    ),
    "become the owner": (
        "SET ROLE puljeoverblik_owner",
        "SET SESSION AUTHORIZATION puljeoverblik_owner",
        "SET ROLE postgres",
        "UPDATE transfer SET amount_oere = 1",
        "ALTER TABLE transfer DISABLE TRIGGER ALL",
    ),
    "give oneself rights": (
        "GRANT ALL ON transfer TO puljeoverblik",
        "ALTER TABLE transfer OWNER TO puljeoverblik",
        "ALTER ROLE puljeoverblik SUPERUSER",
        "GRANT puljeoverblik_owner TO puljeoverblik",
        "REASSIGN OWNED BY puljeoverblik_owner TO puljeoverblik",
        "UPDATE transfer SET amount_oere = 1",
    ),
    "drop the triggers first": (
        "DROP TRIGGER transfer_no_update ON transfer",
        "DROP FUNCTION transfer_no_update() CASCADE",
        "UPDATE transfer SET amount_oere = 1",
    ),
    "replace what the triggers do": (
        "CREATE OR REPLACE FUNCTION transfer_no_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION transfer_no_update() RENAME TO other",
        "UPDATE transfer SET amount_oere = 1",
    ),
    "put a trigger or a rule of one's own in": (
        "CREATE TRIGGER mine BEFORE INSERT ON transfer FOR EACH ROW EXECUTE FUNCTION transfer_no_update()",
        "CREATE RULE mine AS ON INSERT TO revision DO ALSO DELETE FROM transfer",
        "CREATE POLICY mine ON transfer USING (false)",
        "ALTER TABLE transfer ENABLE ROW LEVEL SECURITY",
    ),
    "merge": (
        "MERGE INTO transfer t USING transfer o ON t.id = o.id WHEN MATCHED THEN UPDATE SET amount_oere = 1",
        "MERGE INTO transfer t USING transfer o ON t.id = o.id WHEN MATCHED THEN DELETE",
    ),
    "delete inside a query": ("WITH gone AS (DELETE FROM transfer RETURNING *) SELECT * FROM gone",),
    "load from a program or a file": (
        "COPY transfer FROM PROGRAM 'true'",
        "COPY transfer FROM '/etc/passwd'",
        "COPY transfer TO PROGRAM 'cat'",
        "DO $$ BEGIN DELETE FROM transfer; END $$",
    ),
    "inherit from the table": ("CREATE TABLE child () INHERITS (transfer)", "ALTER TABLE transfer NO INHERIT decision"),
    "write into the catalogue": (
        "SET allow_system_table_mods = on",
        "UPDATE pg_trigger SET tgenabled = 'D'",
        "DELETE FROM pg_trigger",
    ),
    "set the counter back": ("SELECT setval('transfer_id_seq', 1)", "ALTER SEQUENCE transfer_id_seq RESTART"),
    "drop the schema": ("DROP SCHEMA public CASCADE", "DROP OWNED BY puljeoverblik_owner CASCADE"),
    "shadow the table": (
        "CREATE TEMP TABLE transfer (id integer)",
        "SET search_path = pg_temp, public",
        "UPDATE public.transfer SET amount_oere = 1",
    ),
    "lock everybody out": ("LOCK TABLE transfer IN ACCESS EXCLUSIVE MODE",),
    "forge the schema's version": ("UPDATE alembic_version SET version_num = 'x'", "DELETE FROM alembic_version"),
}


def filled_book(database: Database) -> Book:
    """Make a book with a row in every table that only takes new ones."""
    book = open_book(database)
    with database.writing() as session:
        decision_id = post(
            session, book, (2019, book.source, book.reserve, 110_000_000), (2020, book.source, book.mentors, 3_300_000)
        )
        kept = KeptFile(name="plan.xlsx", stored_name="0.xlsx", sha256="0" * 64, size_bytes=1)
        cell = NewCell("2020", "C4", "33", CellKind.AMOUNT, 3_300_000)
        row = NewRow(RowKind.LINE, "A4", "Mentorer", "Mentorer", line_id=book.mentors, cells=(cell,))
        table = NewTable("Ark1", "Plan", "1000 kr.", UNITS["tkr"], "", (row,))
        cells = keep_table(
            session, book.plan_id, table, file_id=file_away(session, book.actor, kept), decision_id=decision_id
        )
        explain_difference(session, book.actor, cells["A4", "2020"], reason="Trykfejl")
    return book


def picture(urls: DatabaseUrls) -> Picture:
    """Copy what must never change, schema and all, as somebody who may see everything."""
    engine = create_engine(urls.owner_url)
    with engine.connect() as connection:
        tables = {
            table: tuple(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id")))  # noqa: S608 - our own names
            for table in sorted(APPEND_ONLY)
            if inspect(connection).has_table(table)
        }
        found = (tables, schema_dump(connection))
    engine.dispose()
    return found


def run_attack(database: Database, statements: Sequence[str]) -> int:
    """Try every statement on one connection, so that a refusal doesn't stop the next; count successes."""
    succeeded = 0
    connection = database.engine.raw_connection()
    driver: Any = connection.driver_connection
    if database.is_sqlite:
        driver.execute("PRAGMA query_only=OFF")
    else:
        driver.autocommit = True
    for statement in statements:
        try:
            driver.execute(statement)
        except Exception:  # noqa: BLE001, S112 - whichever way a driver says no
            continue
        succeeded += 1
    connection.invalidate()
    return succeeded
