"""The schema that migrations make: what the models say, with every guard in its place, there and back again."""

from collections.abc import Callable
from typing import Any

from alembic import command
from sqlalchemy import Connection, Inspector, inspect, text

from migrations.guards import ALWAYS, GUARDS
from tests.ledger.filled_books import filled_book
from tests.migrations.places import Place, revisions
from tests.schema_dumps import trigger_names
from tracker.database import APPEND_ONLY, Database, migration_config
from tracker.models import metadata


def test_after_every_migration_all_guards_of_the_tables_that_are_there_stand(place: Place) -> None:
    for revision in revisions():
        place.upgrade(revision)
        with place.connected() as connection:
            assert trigger_names(connection) == expected_triggers(connection)
            assert inspect(connection).get_view_names() == ["posting"]


def expected_triggers(connection: Connection) -> set[str]:
    inspector = inspect(connection)
    tables = set(inspector.get_table_names())
    columns = {table: {column["name"] for column in inspector.get_columns(table)} for table in tables}
    expected = {guard.name for guard in GUARDS if guard.fits(columns)}
    if connection.dialect.name == "postgresql":
        expected |= {f"{table}_no_truncate" for table in APPEND_ONLY & tables}
    return expected


def test_every_table_that_only_takes_new_rows_has_its_two_guards() -> None:
    names = {guard.name for guard in GUARDS if guard.condition == ALWAYS and guard.table in APPEND_ONLY}
    assert names == {f"{table}_no_{event}" for table in APPEND_ONLY for event in ("update", "delete")}
    assert set(metadata.tables) >= APPEND_ONLY


def test_the_models_and_the_migrations_say_the_same(place: Place) -> None:
    place.migrate()
    command.check(migration_config(place.urls.owner_url))


ASPECTS: dict[str, Callable[..., Any]] = {
    "columns": Inspector.get_columns,
    "primary key": Inspector.get_pk_constraint,
    "foreign keys": Inspector.get_foreign_keys,
    "unique constraints": Inspector.get_unique_constraints,
    "check constraints": Inspector.get_check_constraints,
    "indexes": Inspector.get_indexes,
}


def test_migrated_tables_are_those_that_the_models_would_make(place: Place) -> None:
    place.migrate()
    migrated = described_tables(place)
    place.empty()
    with place.connected() as connection:
        metadata.create_all(connection)
        connection.commit()
    modelled = described_tables(place)
    assert migrated == modelled
    assert len([key for key in modelled if key[1] == "check constraints" and modelled[key]]) >= 7


def described_tables(place: Place) -> dict[tuple[str, str], list[str]]:
    """Describe every aspect of every table, in an order that doesn't matter."""
    with place.connected() as connection:
        inspector = inspect(connection)
        tables = sorted(set(inspector.get_table_names()) - {"alembic_version"})
        found = {(table, name): read(inspector, table) for table in tables for name, read in ASPECTS.items()}
    return {
        key: sorted(str(sorted(item.items())) for item in (items if isinstance(items, list) else [items]))
        for key, items in found.items()
    }


def test_no_foreign_key_deletes_or_changes_anything_by_itself(place: Place) -> None:
    place.migrate()
    with place.connected() as connection:
        inspector = inspect(connection)
        keys = [key for table in inspector.get_table_names() for key in inspector.get_foreign_keys(table)]
    assert len(keys) > 20
    assert [key for key in keys if set(key["options"].values()) - {"NO ACTION"}] == []


def test_down_and_up_again_gives_the_same_schema(place: Place) -> None:
    place.migrate()
    before = place.dump()
    place.downgrade("-1")
    assert place.dump() != before
    place.migrate()
    assert place.dump() == before


def test_down_to_nothing_leaves_nothing(place: Place) -> None:
    place.migrate()
    place.downgrade("base")
    with place.connected() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert inspect(connection).get_view_names() == []
        assert trigger_names(connection) == set()


def test_migrating_what_is_up_to_date_changes_neither_schema_nor_data(place: Place) -> None:
    place.migrate()
    database = Database(place.urls.url)
    filled_book(database)
    before = place.dump(), rows_of(place)
    place.migrate()
    assert (place.dump(), rows_of(place)) == before
    database.dispose()


def test_newest_migration_down_and_up_hurts_no_row_of_the_tables_that_stay(place: Place) -> None:
    place.migrate()
    database = Database(place.urls.url)
    filled_book(database)
    database.dispose()
    before = rows_of(place)
    place.downgrade("-1")
    kept = set(rows_of(place))
    place.migrate()
    after = rows_of(place)
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}


def rows_of(place: Place) -> dict[str, list[str]]:
    with place.connected() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {
            table: sorted(str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}")))  # noqa: S608 - our own names
            for table in tables
        }
