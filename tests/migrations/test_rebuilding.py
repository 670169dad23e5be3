"""Migrations that rebuild the tables of the ledger, as SQLite needs it: no row is lost and every guard is put back."""

import os
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from migrations.guards import GUARDS
from tests.ledger.filled_books import filled_book
from tests.migrations.places import Place, revisions
from tests.schema_dumps import trigger_names
from tracker.config import PROJECT_ROOT
from tracker.database import Database, migration_config

REBUILD = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "made_up", "{newest}"
def upgrade():
    for table in ("action_plan", "budget_line", "decision", "transfer", "published_table", "person"):
        with op.batch_alter_table(table, recreate="{recreate}") as batch:
            batch.add_column(sa.Column("note", sa.String(20), nullable=True))
def downgrade():
    for table in ("action_plan", "budget_line", "decision", "transfer", "published_table", "person"):
        with op.batch_alter_table(table, recreate="{recreate}") as batch:
            batch.drop_column("note")
"""
LOSE = """
from alembic import op
revision, down_revision = "made_up", "{newest}"
def upgrade():
    op.execute("DELETE FROM budget_line")
"""


def with_made_up_migration(place: Place, folder: Path, source: str) -> Config:
    """Put one more migration behind ours."""
    recreate = "always" if place.is_sqlite else "auto"
    (folder / "made_up.py").write_text(source.format(newest=revisions()[-1], recreate=recreate), encoding="utf-8")
    config = migration_config(place.urls.owner_url, app_url=place.urls.url)
    config.set_main_option("path_separator", "os")
    config.set_main_option(
        "version_locations", os.pathsep.join([str(PROJECT_ROOT / "migrations/versions"), str(folder)])
    )
    return config


def ledger_of(place: Place) -> list[tuple[object, ...]]:
    with place.connected() as connection:
        query = (
            "SELECT t.id, t.amount_oere, d.kind, f.title, p.title, o.name FROM transfer t"
            " JOIN decision d ON d.id = t.decision_id JOIN budget_line f ON f.id = t.to_line_id"
            " JOIN action_plan p ON p.id = d.plan_id JOIN person o ON o.id = t.recorded_by_id ORDER BY t.id"
        )
        return [tuple(row) for row in connection.execute(text(query))]


def test_rebuilding_parents_and_ledger_loses_no_row_and_no_guard(place: Place, tmp_path: Path) -> None:
    place.migrate()
    database = Database(place.urls.url)
    filled_book(database)
    database.dispose()
    before = ledger_of(place)
    assert len(before) == 2
    config = with_made_up_migration(place, tmp_path, REBUILD)
    for change, target in ((command.upgrade, "head"), (command.downgrade, "-1")):
        change(config, target)
        assert ledger_of(place) == before
        with place.connected() as connection:
            assert trigger_names(connection) >= {guard.name for guard in GUARDS}
        with pytest.raises(DBAPIError, match="only takes new rows"), place.connected() as connection:
            connection.execute(text("UPDATE transfer SET amount_oere = 1"))


def test_a_migration_that_would_leave_rows_pointing_nowhere_changes_nothing(place: Place, tmp_path: Path) -> None:
    place.migrate()
    database = Database(place.urls.url)
    filled_book(database)
    database.dispose()
    before = ledger_of(place), place.dump()
    config = with_made_up_migration(place, tmp_path, LOSE)
    with pytest.raises((RuntimeError, DBAPIError), match=r"pointing nowhere|violates foreign key"):
        command.upgrade(config, "head")
    assert (ledger_of(place), place.dump()) == before
