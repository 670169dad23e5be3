"""Where migrations are tried."""

import pytest

from tests.databases import DatabaseUrls
from tests.migrations.places import Place


@pytest.fixture
def place(database_url: DatabaseUrls) -> Place:
    """An empty database, without any schema, on each kind."""
    found = Place(database_url)
    found.empty()
    return found
