"""A migration that fails or is killed half-way leaves the schema as it was, and the next attempt succeeds."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, inspect

from tests.migrations.places import Place, revisions
from tests.processes import Killer, start
from tracker.database import migrate

KILLS = 40
FAILURES = 40


class Interrupted(Exception):  # noqa: N818 - it is no fault of the migration's
    """What is thrown half-way."""


@contextmanager
def interrupted_at(statement_number: int) -> Iterator[list[str]]:
    """Let a statement of whatever is done to a database fail, counted from the first."""
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)
        if len(seen) == statement_number:
            raise Interrupted

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def prepare_newest(place: Place) -> tuple[list[str], list[str]]:
    """Bring a database to just before the newest migration; gives the schema before and after it."""
    place.migrate()
    after = place.dump()
    place.empty()
    start_again(place)
    return place.dump(), after


def start_again(place: Place) -> None:
    """Stand just before the newest migration."""
    place.empty()
    if len(revisions()) > 1:
        place.upgrade(revisions()[-2])


def test_an_exception_at_any_point_leaves_the_schema_as_it_was_and_the_retry_succeeds(place: Place) -> None:
    before, after = prepare_newest(place)
    with interrupted_at(-1) as statements:
        place.migrate()
    start_again(place)
    assert len(statements) > FAILURES
    half = []
    for number in random.Random(1).sample(range(1, len(statements) + 1), FAILURES):  # noqa: S311 - picks places, keeps no secret
        with pytest.raises(Interrupted), interrupted_at(number):
            place.migrate()
        if place.dump() != before:
            half.append(number)
    assert half == []
    place.migrate()
    assert place.dump() == after


def test_killed_at_forty_moments_no_schema_is_half_and_every_retry_succeeds(place: Place) -> None:
    before, after = prepare_newest(place)
    arguments = (place.urls.owner_url, place.urls.url)
    killer = Killer(migrate_in_another_process, seed=2)
    killer.spare(*arguments)
    outcomes = []
    for _ in range(KILLS):
        start_again(place)
        acknowledged = killer.kill(*arguments)
        found = place.dump()
        assert found == after if acknowledged else found in (before, after)
        outcomes.append(found == before)
        if found == before:
            place.migrate()
            assert place.dump() == after
    assert outcomes.count(True) >= KILLS // 4  # enough of the kills came in time to hurt


def test_killed_while_the_guards_are_put_back_all_of_them_stand(place: Place) -> None:
    place.migrate()
    whole = place.dump()
    arguments = (place.urls.owner_url, place.urls.url)
    killer = Killer(migrate_in_another_process, seed=3)
    killer.spare(*arguments)
    for _ in range(10):
        killer.kill(*arguments)
        assert place.dump() == whole


def test_two_that_migrate_at_once_wait_for_each_other(place: Place) -> None:
    arguments = (place.urls.owner_url, place.urls.url)
    place.migrate()
    after = place.dump()
    for _ in range(3):
        place.empty()
        workers = [start(migrate_in_another_process, *arguments) for _ in range(2)]
        for worker in workers:
            worker.go()
        assert [worker.answer() for worker in workers] == ["migrated", "migrated"]
        assert place.dump() == after


def migrate_in_another_process(owner_url: str, app_url: str) -> str:
    """Migrate, and say so when it is done."""
    migrate(owner_url, app_url=app_url)
    return "migrated"


USUAL_ENVIRONMENT = """
from alembic import context
from sqlalchemy import create_engine
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
USUAL_MIGRATION = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0001", None
def upgrade():
    for number in range(10):
        op.create_table(f"table_{number}", sa.Column("id", sa.Integer, primary_key=True))
"""


def test_negative_control_alembics_defaults_leave_half_a_schema_on_sqlite(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(USUAL_ENVIRONMENT, encoding="utf-8")
    (tmp_path / "versions" / "0001_tables.py").write_text(USUAL_MIGRATION, encoding="utf-8")
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path / 'usual.sqlite3'}")
    with interrupted_at(-1) as statements:
        command.upgrade(config, "head")
    shutil.move(tmp_path / "usual.sqlite3", tmp_path / "whole.sqlite3")
    with pytest.raises(Interrupted), interrupted_at(len(statements) - 5):
        command.upgrade(config, "head")
    engine = create_engine(config.get_main_option("sqlalchemy.url") or "")
    assert 0 < len([name for name in inspect(engine).get_table_names() if name.startswith("table_")]) < 10
    with pytest.raises(Exception, match="already exists"):
        command.upgrade(config, "head")
    engine.dispose()
