"""Ten thousand operations as an office does them, and the ledger keeps its laws; planted faults are found."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.exc import SQLAlchemyError

from tests.databases import DatabaseUrls
from tests.ledger.ledger_machine import LedgerMachine
from tests.ledger.planted_faults import FAULTS, Plant
from tracker.database import Database

OPERATIONS = 10_000
STEPS = 50
EXAMPLES = 220  # not every example goes on to its last step
# Ten thousand commits wait long for a disk; whether they reach it is another test's question.
MEMORY = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)  # noqa: S108  a private folder is made below it


@pytest.fixture(scope="module")
def quick_database(migrated_sqlite_file: Path) -> Iterator[Database]:
    """A migrated SQLite database that lies in memory, as a file."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        file = Path(folder) / "puljeoverblik.sqlite3"
        shutil.copyfile(migrated_sqlite_file, file)
        database = Database(f"sqlite:///{file}")
        yield database
        database.dispose()


def test_ten_thousand_operations_on_sqlite_leave_every_law_standing(quick_database: Database) -> None:
    assert operations_on(quick_database, examples=EXAMPLES) >= OPERATIONS


def test_ten_thousand_operations_on_postgresql_leave_every_law_standing(postgresql_urls: DatabaseUrls) -> None:
    database = Database(postgresql_urls.url)
    assert operations_on(database, examples=EXAMPLES) >= OPERATIONS
    database.dispose()


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__.replace("_", " "))
def test_negative_control_a_planted_fault_is_found(
    quick_database: Database, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, SQLAlchemyError)):
        operations_on(quick_database, examples=EXAMPLES, phases=(Phase.generate,))


def operations_on(
    ledger: Database, *, examples: int, phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink)
) -> int:
    """Let the machine run and tell how many operations it did; whatever it finds is raised."""

    class Machine(LedgerMachine):
        database = ledger
        operations = 0

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=phases,
            print_blob=True,
        ),
    )
    return Machine.operations
