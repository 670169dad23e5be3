"""Fixtures for journeys: the application, served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import DatabaseUrls
from tests.journeys.live import served
from tests.web.site import Site, open_site


@pytest.fixture
def site(sqlite_urls: DatabaseUrls, tmp_path: Path) -> Iterator[Site]:
    """An application on SQLite with a person for each role and a small plan."""
    with open_site(sqlite_urls, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where the application is served."""
    with served(site) as where:
        yield where
