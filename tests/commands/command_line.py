"""Running the application's commands on an installation of their own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from tests.databases import DatabaseUrls
from tracker.app import create_app
from tracker.config import Settings
from tracker.database import Database


@dataclass(frozen=True)
class Answer:
    """What a command said: exit status, standard output and standard error."""

    status: int
    output: str
    errors: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - what JSON holds
        """The output, read as JSON."""
        return json.loads(self.output)


@dataclass(frozen=True)
class Installation:
    """An installation with an empty database."""

    app: Flask
    folder: Path

    def run(self, *words: object) -> Answer:
        """Run a command."""
        result = self.app.test_cli_runner().invoke(args=[str(word) for word in words])
        return Answer(result.exit_code, result.stdout, result.stderr)

    @property
    def database(self) -> Database:
        """The installation's database."""
        database: Database = self.app.extensions["database"]
        return database

    @property
    def files(self) -> list[str]:
        """The names of the files that are kept."""
        folder: Path = self.app.extensions["settings"].files_dir
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def installation(urls: DatabaseUrls, folder: Path) -> Installation:
    """Make an installation on a fresh database."""
    settings = Settings(
        data_dir=folder / "data",
        database_url=urls.url,
        database_owner_url=urls.owner_url,
        secret_key="a key for tests that is long enough",
    )
    return Installation(create_app(settings), folder)
