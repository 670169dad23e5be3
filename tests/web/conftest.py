"""Fixtures for tests of pages: an application on SQLite, or on both kinds of database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import DatabaseUrls
from tests.web import english as in_english
from tests.web.english_office import Office, open_office
from tests.web.site import Site, open_site


@pytest.fixture
def site(sqlite_urls: DatabaseUrls, tmp_path: Path) -> Iterator[Site]:
    """An application on SQLite, for what doesn't depend on the database."""
    with open_site(sqlite_urls, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def any_site(database_url: DatabaseUrls, tmp_path: Path) -> Iterator[Site]:
    """An application; the test runs once on SQLite and once on PostgreSQL."""
    with open_site(database_url, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def english(site: Site) -> Site:
    """The application as an English-speaking office has it."""
    in_english.translate(site)
    return site


@pytest.fixture
def left(english: Site) -> Callable[[str], list[str]]:
    """Name the Danish that is left on a page, besides what people wrote themselves."""
    return in_english.finder(english)


@pytest.fixture
def office(english: Site) -> Office:
    """An English-speaking office with decisions and proposals of every kind."""
    return open_office(english)
