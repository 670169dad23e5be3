"""The sample plan as a user finds it on the first day: its accounts, its addresses, and its table as published."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import func, select

from imports.sample import load_sample
from tests.databases import DatabaseUrls
from tests.journeys.live import served
from tests.web.site import SECRET_KEY
from tracker.app import create_app
from tracker.config import Settings
from tracker.database import Database
from tracker.models.decisions import Decision

PLAN = "/handleplaner/integrationshandleplan-2019-22"
OFFICER = "budgetkonsulent@puljeoverblik.example"
PROJECT_LEAD = "projektleder.job@puljeoverblik.example"

WOMEN = "Særlig virksomhedsrettet indsats for kvinder, med fokus på helbredsafklaring"
MATERNITY = "Barselsgrupper med fokus på job og uddannelse"
AGAINST_BIAS = "Virksomhedsindsats til bekæmpelse af ubevidst diskrimination"
YOUNG_WORKERS = "Fritidsjob til unge"
JOBS = "Flere københavnere med minoritetsbaggrund skal i job"
POOL = "Pulje til senere udmøntning"

Row = list[str]
TABLE: list[Row] = [
    ["Indsatser", "2019", "2020", "2021", "2022", "I alt"],
    [JOBS],
    ["Håndholdt og vedvarende virksomhedsindsats for ledige", "3.300", "3.300", "3.300", "3.300", "13.200"],
    [WOMEN, "2.500", "2.900", "2.500", "2.500", "10.400"],
    [MATERNITY, "600", "600", "–", "–", "1.200"],
    [AGAINST_BIAS, "800", "800", "800", "800", "3.200"],
    ["Flere københavnere med minoritetsbaggrund skal fastholdes i uddannelse"],
    ["Flere lære- og elevpladser til unge", "800", "800", "800", "800", "3.200"],
    [YOUNG_WORKERS, "1.600", "1.600", "1.600", "1.600", "6.400"],
    ["Flere københavnere med minoritetsbaggrund skal blive en del af samfundet og ikke opleve social kontrol"],
    ["Forebyggelse af social kontrol", "1.000", "1.000", "1.000", "1.000", "4.000"],
    ["Øvrige afsatte midler"],
    ["Spørgeskemaundersøgelse", "400", "–", "400", "–", "800"],
    [POOL, "–", "–", "600", "1.000", "1.600"],
    ["I alt", "11.000", "11.000", "11.000", "11.000", "44.000"],
]


def table_with(*changed: Row) -> list[Row]:
    """Give the published table with other rows of the same names; a row of a new name comes last in its theme, jobs."""
    rows = {row[0]: row for row in changed}
    table = [rows.pop(row[0], row) for row in TABLE]
    place = next(number for number, row in enumerate(table) if row[0] == AGAINST_BIAS) + 1
    return [*table[:place], *rows.values(), *table[place:]]


@dataclass(frozen=True)
class Sample:
    """The application with the sample plan, and where it is served."""

    app: Flask
    address: str
    password: str

    @property
    def plan(self) -> str:
        """The address of the plan's page."""
        return self.address + PLAN

    @property
    def database(self) -> Database:
        """The application's own database."""
        database: Database = self.app.extensions["database"]
        return database

    def decision_count(self) -> int:
        """Count the decisions and proposals there are."""
        with self.database.reading() as session:
            return int(session.execute(select(func.count()).select_from(Decision)).scalar_one())

    def sign_in(self, page: Page, email: str) -> None:
        """Sign in by the form."""
        page.goto(f"{self.address}/log-ind")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Adgangskode").fill(self.password)
        page.get_by_role("button", name="Log ind").click()
        page.wait_for_url(lambda url: "log-ind" not in url)


@contextmanager
def open_sample(urls: DatabaseUrls, folder: Path) -> Iterator[Sample]:
    """Load the sample into a fresh database, and serve it."""
    settings = Settings(
        data_dir=folder, database_url=urls.url, database_owner_url=urls.owner_url, secret_key=SECRET_KEY
    )
    app = create_app(settings)
    database: Database = app.extensions["database"]
    accounts = load_sample(database, settings)
    with served(app) as address:
        yield Sample(app, address, accounts.password)
    database.dispose()
