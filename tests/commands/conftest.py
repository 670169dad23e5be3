"""Fixtures for the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.command_line import Installation, installation
from tests.databases import DatabaseUrls


@pytest.fixture
def office(sqlite_urls: DatabaseUrls, tmp_path: Path) -> Iterator[Installation]:
    """An installation on SQLite with an empty database."""
    made = installation(sqlite_urls, tmp_path)
    yield made
    made.database.dispose()
