"""Fixtures for journeys: the application, served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.databases import DatabaseUrls
from tests.journeys.live import served
from tests.journeys.sample import Sample, open_sample
from tests.web.site import Site, open_site

expect.set_options(timeout=30_000)  # a busy machine is no failure


@pytest.fixture
def site(sqlite_urls: DatabaseUrls, tmp_path: Path) -> Iterator[Site]:
    """An application on SQLite with a person for each role and a small plan."""
    with open_site(sqlite_urls, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where the application is served."""
    with served(site.app) as where:
        yield where


@pytest.fixture
def sample(sqlite_urls: DatabaseUrls, tmp_path: Path) -> Iterator[Sample]:
    """The sample plan on SQLite, served."""
    with open_sample(sqlite_urls, tmp_path / "data") as opened:
        yield opened
