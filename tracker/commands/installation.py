"""The installation that a command works on: its settings and its database."""

from flask import current_app

from tracker.config import Settings
from tracker.database import Database


def settings() -> Settings:
    """Give the settings of the installation."""
    found: Settings = current_app.extensions["settings"]
    return found


def database() -> Database:
    """Give the database of the installation."""
    found: Database = current_app.extensions["database"]
    return found
