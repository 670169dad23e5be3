"""Ten thousand operations as an office does them, and the ledger keeps its laws; planted faults are found."""

import itertools
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.exc import SQLAlchemyError

from tests.databases import DatabaseUrls
from tests.ledger.ledger_machine import TAKEN
from tests.ledger.planted_faults import FAULTS_OF_POSTING, SHOWS_IN, Plant
from tests.ledger.planted_in_proposals import FAULTS_OF_PROPOSALS
from tests.ledger.proposing import OfficeMachine
from tracker.database import Database

OPERATIONS = 10_000
STEPS = 100
PARTS = range(4)  # so that processes can share them
EXAMPLES = 13  # before it is asked whether that was enough
PATIENCE = 12
# The same operations each time, so that what one machine finds another finds too; LEDGER_SEED=7 tries other ones.
SEED = int(os.environ.get("LEDGER_SEED", "0"))
# What the operations must have come to, so that "every law stands" isn't said of an office that did nothing.
HAPPENED = {
    ("enter", TAKEN),
    ("enter", "EntryRefused"),
    ("propose", TAKEN),
    ("propose", "NotYours"),
    ("rewrite", TAKEN),
    ("rewrite", "EntryRefused"),
    ("move across", TAKEN),
    ("move across", "EntryRefused"),
    ("move", TAKEN),
    ("move", "StepRefused"),
    ("hand over", TAKEN),
    ("adopt", TAKEN),
    ("adopt", "BudgetOverdrawn"),
    ("adopt", "YearClosed"),
    ("correct", TAKEN),
    ("correct", "EntryRefused"),
    ("correct", "Conflict"),
    ("reverse", TAKEN),
    ("reverse whole", TAKEN),
    ("reverse whole", "BudgetOverdrawn"),
    ("reverse whole", "StepRefused"),
    ("add", TAKEN),
    ("index", TAKEN),
    ("import", TAKEN),
    ("record", TAKEN),
    ("record", "TransferRefused"),
    ("click again", TAKEN),
    ("close", TAKEN),
    ("reopen", TAKEN),
    ("set powers", TAKEN),
}
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


@pytest.mark.parametrize("part", PARTS)
def test_ten_thousand_operations_on_sqlite_leave_every_law_standing(quick_database: Database, part: int) -> None:
    tried = run_machine(quick_database, f"SQLite {part}", operations=OPERATIONS // len(PARTS), until=HAPPENED)
    assert tried.total() >= OPERATIONS // len(PARTS)
    assert tried.keys() >= HAPPENED


@pytest.mark.parametrize("part", PARTS)
def test_ten_thousand_operations_on_postgresql_leave_every_law_standing(
    postgresql_urls: DatabaseUrls, part: int
) -> None:
    database = Database(postgresql_urls.url)
    tried = run_machine(database, f"PostgreSQL {part}", operations=OPERATIONS // len(PARTS), until=HAPPENED)
    assert tried.total() >= OPERATIONS // len(PARTS)
    assert tried.keys() >= HAPPENED
    database.dispose()


@pytest.mark.parametrize(
    "plant", FAULTS_OF_POSTING + FAULTS_OF_PROPOSALS, ids=lambda plant: plant.__name__.replace("_", " ")
)
def test_negative_control_a_planted_fault_is_found(
    quick_database: Database, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, SQLAlchemyError)):
        run_machine(
            quick_database,
            "control",
            operations=PATIENCE * OPERATIONS,
            phases=(Phase.generate,),
            kinds=SHOWS_IN.get(plant, ()),
        )


def run_machine(
    ledger: Database,
    series: str,
    *,
    operations: int,
    until: Collection[tuple[str, str]] = (),
    phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink),
    kinds: tuple[str, ...] = (),
) -> Counter[tuple[str, str]]:
    """Let the machine run until it has done that many operations or found something, which is raised.

    It goes on for a while where something hasn't happened yet. Each series has operations of its own, and so has each
    round of it: left to itself, hypothesis would do the same in every round wherever ``CI`` is set. Of the decisions
    that are entered, at least half are of one of ``kinds``. Gives how often what was tried, and what came of it.
    """

    class Machine(OfficeMachine):
        database = ledger

    if kinds:
        Machine.kinds = (*Machine.kinds, *(kinds * len(Machine.kinds)))
    Machine.tried = Counter()
    rounds = itertools.count()
    while Machine.tried.total() < operations or (
        Machine.tried.total() < PATIENCE * operations and not Machine.tried.keys() >= set(until)
    ):
        run_state_machine_as_test(
            seed(f"{SEED} {series} {next(rounds)}")(Machine),
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=phases,
                print_blob=True,
            ),
        )
    return Machine.tried
