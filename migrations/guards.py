"""The guards: triggers and the posting view, from one list, put back after every migration."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, quoted_name, text

from tracker.database import APPEND_ONLY


@dataclass(frozen=True)
class Guard:
    """A rule that the database holds: before an event on a table, refuse where the condition is true."""

    name: str
    table: str
    event: str
    condition: str
    message: str
    needs: tuple[str, str] | None = None  # a table's column that it looks at; an earlier schema hasn't got it

    def fits(self, columns: Mapping[str, Collection[str]]) -> bool:
        """Tell whether a schema, given as the columns by table, has what the guard stands on."""
        if self.table not in columns:
            return False
        return self.needs is None or self.needs[1] in columns.get(self.needs[0], ())


ALWAYS = "1 = 1"
_FIXED = ("plan_id", "recorded_at", "recorded_by_id")
_FIXED_WHEN_DECIDED = ("kind", "decided_on", "body")
_FIXED_WHEN_TAKEN = ("taken_at", "state_since", "owner_id")
# What was left open when a decision was taken may be filled in later; where it is written (agenda item and so on) may
# be put right too.
_FIXED_ONCE_SAID = ("title", "reason", "plan_for_use", "targets_touched")


def _changed(columns: Iterable[str]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


GUARDS = (
    *(
        Guard(f"{table}_no_{event.lower()}", table, event, ALWAYS, f"{table} only takes new rows")
        for table in sorted(APPEND_ONLY)
        for event in ("UPDATE", "DELETE")
    ),
    Guard(
        "transfer_within_plan",
        "transfer",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d JOIN budget_line f ON f.plan_id = d.plan_id"
        " JOIN budget_line t ON t.plan_id = d.plan_id"
        " WHERE d.id = NEW.decision_id AND f.id = NEW.from_line_id AND t.id = NEW.to_line_id)",
        "both lines of a transfer belong to the plan of its decision",
    ),
    Guard(
        "transfer_within_years",
        "transfer",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d JOIN action_plan p ON p.id = d.plan_id WHERE d.id = NEW.decision_id"
        " AND NEW.budget_year BETWEEN p.first_year AND p.last_year)",
        "a transfer lies within the years of the plan",
    ),
    Guard(
        "transfer_open_year",
        "transfer",
        "INSERT",
        "EXISTS (SELECT 1 FROM decision d JOIN closed_year c ON c.plan_id = d.plan_id"
        " WHERE d.id = NEW.decision_id AND d.decided_on IS NOT NULL AND c.year = NEW.budget_year)",
        "a closed year takes no transfers",
    ),
    Guard(
        "transfer_into_draft",
        "transfer",
        "INSERT",
        "EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND d.proposal_state IN ('sent', 'dropped'))",
        "a proposal changes while it is a draft",
        needs=("decision", "proposal_state"),
    ),
    Guard(
        "transfer_line_introduced",
        "transfer",
        "INSERT",
        "EXISTS (SELECT 1 FROM budget_line l JOIN decision d ON d.id = l.introduced_by_id"
        " WHERE l.id IN (NEW.from_line_id, NEW.to_line_id) AND d.decided_on IS NULL AND d.id <> NEW.decision_id)",
        "a line that comes with a proposal belongs to it alone",
        needs=("budget_line", "introduced_by_id"),
    ),
    Guard(
        "transfer_mirrors",
        "transfer",
        "INSERT",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM transfer o WHERE o.id = NEW.reverses_id"
        " AND o.reverses_id IS NULL AND o.decision_id = NEW.decision_id AND o.budget_year = NEW.budget_year"
        " AND o.from_line_id = NEW.to_line_id AND o.to_line_id = NEW.from_line_id"
        " AND o.amount_oere = NEW.amount_oere)",
        "a reversal mirrors a transfer of the same decision",
    ),
    Guard(
        "decision_fixed",
        "decision",
        "UPDATE",
        f"{_changed(_FIXED)} OR (OLD.decided_on IS NOT NULL AND ({_changed(_FIXED_WHEN_DECIDED)}))",
        "a decision stays in its plan, and what a taken one says stands",
    ),
    Guard(
        "decision_known_since",
        "decision",
        "UPDATE",
        f"OLD.taken_at IS NOT NULL AND ({_changed(_FIXED_WHEN_TAKEN)}"
        " OR (OLD.permanence IS NOT NULL AND NEW.permanence IS DISTINCT FROM OLD.permanence) OR "
        + " OR ".join(f"(OLD.{name} <> '' AND NEW.{name} <> OLD.{name})" for name in _FIXED_ONCE_SAID)
        + ")",
        "what was said when a decision was taken stands, and since when it is known",
        needs=("decision", "taken_at"),
    ),
    Guard(
        "decision_not_dropped",
        "decision",
        "UPDATE",
        "OLD.proposal_state = 'dropped' AND NEW.decided_on IS NOT NULL",
        "a dropped proposal is not decided",
        needs=("decision", "proposal_state"),
    ),
    Guard(
        "decision_open_year",
        "decision",
        "UPDATE",
        "OLD.decided_on IS NULL AND NEW.decided_on IS NOT NULL AND EXISTS (SELECT 1 FROM transfer t"
        " JOIN closed_year c ON c.plan_id = NEW.plan_id AND c.year = t.budget_year WHERE t.decision_id = NEW.id"
        " AND t.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM transfer r WHERE r.reverses_id = t.id))",
        "a proposal for a closed year can not be decided",
    ),
    # The foreign keys refuse these too, but not where SQLite's INSERT OR REPLACE puts another row in the same place.
    Guard(
        "decision_kept",
        "decision",
        "DELETE",
        "OLD.decided_on IS NOT NULL OR EXISTS (SELECT 1 FROM transfer t WHERE t.decision_id = OLD.id)",
        "a taken decision stays, and one with transfers",
    ),
    Guard(
        "budget_line_kept",
        "budget_line",
        "DELETE",
        "EXISTS (SELECT 1 FROM transfer t WHERE OLD.id IN (t.from_line_id, t.to_line_id))",
        "a line with transfers stays",
    ),
    Guard(
        "action_plan_kept",
        "action_plan",
        "DELETE",
        "EXISTS (SELECT 1 FROM decision d WHERE d.plan_id = OLD.id)",
        "a plan with decisions stays",
    ),
    Guard(
        "budget_line_stays",
        "budget_line",
        "UPDATE",
        "NEW.plan_id <> OLD.plan_id OR (NEW.role <> OLD.role AND 'source' IN (NEW.role, OLD.role))",
        "a line stays in its plan, and a source stays a source",
    ),
    *(
        Guard(
            f"budget_line_introduced_{event.lower()}",
            "budget_line",
            event,
            "NEW.introduced_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision d"
            " WHERE d.id = NEW.introduced_by_id AND d.plan_id = NEW.plan_id)",
            "a line comes with a decision of its plan",
            needs=("budget_line", "introduced_by_id"),
        )
        for event in ("INSERT", "UPDATE")
    ),
    Guard(
        "budget_line_stays_introduced",
        "budget_line",
        "UPDATE",
        "NEW.introduced_by_id IS DISTINCT FROM OLD.introduced_by_id AND (OLD.introduced_by_id IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM transfer t WHERE NEW.id IN (t.from_line_id, t.to_line_id)))",
        "which decision a line came with stands",
        needs=("budget_line", "introduced_by_id"),
    ),
    Guard(
        "action_plan_years",
        "action_plan",
        "UPDATE",
        "EXISTS (SELECT 1 FROM decision d JOIN transfer t ON t.decision_id = d.id WHERE d.plan_id = NEW.id"
        " AND t.budget_year NOT BETWEEN NEW.first_year AND NEW.last_year)",
        "the years of a plan hold all its transfers",
    ),
    Guard("closed_year_no_update", "closed_year", "UPDATE", ALWAYS, "a closed year is opened, not changed"),
    Guard("scenario_kept", "scenario", "DELETE", ALWAYS, "a scenario is put away, not deleted"),
    Guard("scenario_stays", "scenario", "UPDATE", "NEW.plan_id <> OLD.plan_id", "a scenario stays in its plan"),
    *(
        Guard(
            f"scenario_proposal_{event.lower()}",
            "scenario_proposal",
            event,
            "NOT EXISTS (SELECT 1 FROM decision d JOIN scenario s ON s.plan_id = d.plan_id"
            " WHERE d.id = NEW.decision_id AND s.id = NEW.scenario_id)",
            "a scenario holds proposals of its own plan",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Guard("index_rate_kept", "index_rate", "DELETE", ALWAYS, "a rate is withdrawn, not deleted"),
    Guard("index_rate_withdrawn", "index_rate", "UPDATE", "OLD.withdrawn", "a withdrawn rate stands as it was"),
)

_TAKEN_OR_RECORDED = "CASE WHEN d.taken_at > t.recorded_at THEN d.taken_at ELSE t.recorded_at END"
_SIDE = (
    "SELECT t.id AS transfer_id, t.decision_id, d.plan_id, d.kind, d.decided_on, {known_from} AS recorded_at,"
    " t.budget_year, {line} AS line_id, {amount} AS amount_oere FROM decision d JOIN transfer t ON t.decision_id = d.id"
)


def install_guards(connection: Connection) -> None:
    """Create the view and every trigger whose table exists."""
    columns = _columns(connection)
    tables = columns.keys()
    if {"transfer", "decision"} <= tables:
        connection.exec_driver_sql(_posting(is_taken_known="taken_at" in columns["decision"]))
    for guard in GUARDS:
        if guard.fits(columns):
            for statement in _statements(guard, connection.dialect.name):
                connection.exec_driver_sql(statement)
    if connection.dialect.name == "postgresql":
        for table in sorted(APPEND_ONLY & tables):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_delete()"
            )


def _posting(*, is_taken_known: bool) -> str:
    """Write the view; what a proposal moves counts as known from its adoption on, not from when it was typed."""
    known_from = _TAKEN_OR_RECORDED if is_taken_known else "t.recorded_at"
    gain = _SIDE.format(known_from=known_from, line="t.to_line_id", amount="t.amount_oere")
    loss = _SIDE.format(known_from=known_from, line="t.from_line_id", amount="-t.amount_oere")
    return f"CREATE VIEW posting AS\n{gain}\nUNION ALL\n{loss}"


def _columns(connection: Connection) -> dict[str, set[str]]:
    inspector = inspect(connection)
    return {table: {column["name"] for column in inspector.get_columns(table)} for table in inspector.get_table_names()}


def remove_guards(connection: Connection) -> None:
    """Take view and triggers away, so that a migration can rebuild the tables they stand on."""
    connection.exec_driver_sql("DROP VIEW IF EXISTS posting")
    tables = set(inspect(connection).get_table_names())
    for guard in GUARDS:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {guard.name}")
        elif guard.table in tables:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {guard.name}() CASCADE")


def grant_to_application(connection: Connection, role: str) -> None:
    """Let the application's role read and add everywhere, and change or delete only where rows may change."""
    name = str(connection.dialect.identifier_preparer.quote(quoted_name(role, quote=True)))
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {name}"))
    connection.execute(text(f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {name}"))
    connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"))
    for table in sorted(set(inspect(connection).get_table_names()) - APPEND_ONLY - {"alembic_version"}):
        connection.execute(text(f'GRANT UPDATE, DELETE ON "{table}" TO {name}'))
    connection.execute(text(f"REVOKE INSERT ON alembic_version FROM {name}"))


def _statements(guard: Guard, dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        condition = guard.condition.replace("IS DISTINCT FROM", "IS NOT")
        event = f'BEFORE {guard.event} ON "{guard.table}" WHEN {condition}'
        return (f"CREATE TRIGGER {guard.name} {event} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",)
    row = "OLD" if guard.event == "DELETE" else "NEW"
    refusal = f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'check_violation';"
    body = refusal if guard.condition == ALWAYS else f"IF {guard.condition} THEN {refusal} END IF; RETURN {row};"
    event = f'BEFORE {guard.event} ON "{guard.table}" FOR EACH ROW EXECUTE FUNCTION {guard.name}()'
    # A search path of its own, or the caller's temporary table would stand in for the real one.
    options = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp"
    return (
        f"CREATE FUNCTION {guard.name}() {options} AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {guard.name} {event}",
    )
