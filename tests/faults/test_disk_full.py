"""The disk fills up in the middle of an import: nothing has changed, the reason is known, and it works again later."""

import random
import resource
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from imports.commit import apply
from tests.budget_books import add_officer
from tests.databases import DatabaseUrls
from tests.faults.large_imports import assert_sound, import_whole, order, whole_imports
from tests.processes import start
from tracker.database import Database, is_full
from tracker.domain.people import Actor

TIMES = 50
ROWS = 8  # as few as take some dozens of pages
PAGE_BYTES = 4096


@dataclass(frozen=True)
class Disk:
    """A database with one import in it, and how much room another one takes."""

    file: Path
    actor: Actor
    needed_bytes: int
    content: str

    @property
    def urls(self) -> DatabaseUrls:
        """Where it is."""
        return DatabaseUrls(f"sqlite:///{self.file}", f"sqlite:///{self.file}")


@pytest.fixture
def disk(sqlite_urls: DatabaseUrls, tmp_path: Path) -> Disk:
    """A database that has just been copied to a disk with little room."""
    database = Database(sqlite_urls.url)
    with database.writing() as session:
        actor = add_officer(session)
    import_whole(sqlite_urls.url, actor, 1, ROWS)
    database.dispose()
    original = Path(sqlite_urls.url.removeprefix("sqlite:///"))
    file = tmp_path / "small.sqlite3"
    shutil.copyfile(original, file)
    import_whole(f"sqlite:///{file}", actor, 2, ROWS)
    needed = file.stat().st_size - original.stat().st_size
    shutil.copyfile(original, file)
    return Disk(file, actor, needed, content_of(file))


def test_without_free_pages_an_import_changes_nothing_fifty_times(disk: Disk) -> None:
    used = disk.file.stat().st_size // PAGE_BYTES
    free = random.Random(6)  # noqa: S311 - picks sizes, keeps no secret
    for _ in range(TIMES):
        pages = used + free.randrange(disk.needed_bytes // PAGE_BYTES - 1)
        assert import_with_pages(disk, pages) == "full"
        assert content_of(disk.file) == disk.content
    assert_works_again(disk)


def test_without_room_for_the_file_an_import_changes_nothing_fifty_times(disk: Disk) -> None:
    used = disk.file.stat().st_size
    free = random.Random(7)  # noqa: S311 - picks sizes, keeps no secret
    for _ in range(TIMES):
        room = used + free.randrange(disk.needed_bytes - PAGE_BYTES)
        worker = start(import_with_room, disk.urls.url, disk.actor, room)
        worker.go()
        assert worker.answer() == "full"
        assert content_of(disk.file) == disk.content
    assert_works_again(disk)


def test_with_room_enough_the_same_import_goes_through(disk: Disk) -> None:
    worker = start(import_with_room, disk.urls.url, disk.actor, disk.file.stat().st_size + 2 * disk.needed_bytes)
    worker.go()
    assert worker.answer() == "imported"
    assert whole_imports(disk.urls, rows=ROWS) == {1, 2}


def assert_works_again(disk: Disk) -> None:
    import_whole(disk.urls.url, disk.actor, 2, ROWS)
    assert whole_imports(disk.urls, rows=ROWS) == {1, 2}
    assert_sound(disk.urls)


def import_with_pages(disk: Disk, pages: int) -> str:
    """Import while the database may not grow beyond some pages."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    database = Database(disk.urls.url)
    event.listen(database.engine, "connect", limit, insert=True)
    return outcome_of_import(database, disk.actor)


def import_with_room(url: str, actor: Actor, room_bytes: int) -> str:
    """Import while no file of this process may grow beyond some bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, resource.RLIM_INFINITY))
    return outcome_of_import(Database(url), actor)


def outcome_of_import(database: Database, actor: Actor) -> str:
    try:
        with database.writing() as session:
            apply(session, actor, order(2, rows=ROWS))
    except DBAPIError as error:
        return "full" if is_full(error) else repr(error)
    finally:
        database.dispose()
    return "imported"


def content_of(file: Path) -> str:
    """Write the whole content out, schema and rows."""
    connection = sqlite3.connect(file)
    content = "\n".join(connection.iterdump())
    connection.close()
    return content
