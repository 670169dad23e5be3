"""What tests of the ledger are tried on."""

import pytest

from tests.ledger.office import Office
from tracker.database import Database


@pytest.fixture
def office(shared_database: Database) -> Office:
    """An office with plans of its own."""
    return Office(shared_database)
