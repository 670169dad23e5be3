"""Attacks on what must never change: lists of statements, and a way to run them."""

from collections.abc import Sequence
from typing import Any

from tracker.database import Database

Attack = tuple[str, ...]

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
_TAKE_DROPPED = (
    "UPDATE decision SET proposal_state = NULL, decided_on = '2020-01-01', taken_at = recorded_at"
    " WHERE proposal_state = 'dropped'"
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
    "forge what was decided": (
        "UPDATE decision SET kind = 'cut' WHERE decided_on IS NOT NULL",
        "UPDATE decision SET body = 'BR' WHERE decided_on IS NOT NULL",
        "UPDATE decision SET decided_on = '2017-01-01' WHERE decided_on IS NOT NULL",
        "UPDATE decision SET title = 'x', reason = 'x' WHERE decided_on IS NOT NULL",
        "UPDATE decision SET permanence = NULL WHERE decided_on IS NOT NULL",
    ),
    "take a decision back": (
        "UPDATE decision SET decided_on = NULL, taken_at = NULL, proposal_state = 'draft'",
        "UPDATE decision SET proposal_state = 'dropped'",
    ),
    "forge when it was known, and by whom": (
        "UPDATE decision SET taken_at = '2017-01-01 12:00:00.000000+00:00' WHERE decided_on IS NOT NULL",
        "UPDATE decision SET recorded_at = '2017-01-01 12:00:00.000000+00:00'",
        "UPDATE decision SET recorded_by_id = (SELECT max(id) FROM person)",
        "UPDATE decision SET owner_id = (SELECT max(id) FROM person) WHERE decided_on IS NOT NULL",
    ),
    "hide a line behind a proposal": (
        "UPDATE budget_line SET introduced_by_id = (SELECT max(id) FROM decision WHERE decided_on IS NULL)",
        "UPDATE budget_line SET introduced_by_id = NULL",
    ),
    "let a dropped proposal be decided": (_TAKE_DROPPED,),
    "delete a scenario, or move it": ("DELETE FROM scenario", "UPDATE scenario SET plan_id = plan_id + 1"),
    "delete a rate, or bring it back": ("DELETE FROM index_rate", "UPDATE index_rate SET withdrawn = (1 = 0)"),
    "move what a scenario holds, or a closed year": (
        "UPDATE scenario_proposal SET decision_id = (SELECT max(id) FROM decision)",
        "UPDATE closed_year SET year = year + 1",
    ),
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
    "replace a decision, a scenario or a rate": (
        "UPDATE OR REPLACE decision SET id = (SELECT min(id) FROM decision) WHERE decided_on IS NULL",
        "REPLACE INTO scenario SELECT id, plan_id, 'x', note, owner_id, put_away, version, created_at FROM scenario",
        "UPDATE OR REPLACE index_rate SET id = 1",
        "REPLACE INTO index_rate SELECT * FROM index_rate",
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
