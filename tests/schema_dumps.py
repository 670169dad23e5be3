"""What a database's schema is, line by line: tables, columns, constraints, indexes, view, triggers and rights."""

from sqlalchemy import Connection, text

_COLUMNS = """SELECT table_name || '.' || column_name || ' ' || data_type
    || coalesce(character_maximum_length, 0) || ' ' || is_nullable || ' ' || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'"""
_CONSTRAINTS = """SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace"""
_INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
_VIEWS = "SELECT viewname || ' ' || definition FROM pg_views WHERE schemaname = 'public'"
_TRIGGERS = "SELECT pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
_FUNCTIONS = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
_RIGHTS = """SELECT relname || ' ' || coalesce(relacl::text, '') || ' ' || relrowsecurity FROM pg_class
    WHERE relnamespace = 'public'::regnamespace"""
_POSTGRESQL = (_COLUMNS, _CONSTRAINTS, _INDEXES, _VIEWS, _TRIGGERS, _FUNCTIONS, _RIGHTS)
_SQLITE = ("SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master",)


def schema_dump(connection: Connection) -> list[str]:
    """Describe the schema in sorted lines, so that two can be compared and what differs be read."""
    queries = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    return sorted(_in_order(line) for query in queries for line in connection.execute(text(query)).scalars())


def _in_order(definition: str) -> str:
    """Put a table's constraints in the order of their names: a rebuilt one has them in another order each time."""
    parts = [part.strip().rstrip(", ") for part in definition.splitlines()]
    constraints = sorted(part for part in parts if part.startswith("CONSTRAINT"))
    return "\n".join([part for part in parts if not part.startswith("CONSTRAINT")] + constraints)


def trigger_names(connection: Connection) -> set[str]:
    """Name the triggers that are there."""
    return set(
        connection.execute(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                if connection.dialect.name == "sqlite"
                else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
            )
        ).scalars()
    )
