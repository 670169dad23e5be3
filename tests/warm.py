"""What the process that tests fork from has done before, so that its children begin with the work itself."""

import tempfile
from pathlib import Path

from tests.budget_books import add_officer
from tests.faults.large_imports import import_whole
from tracker.database import Database, migrate

# The first migration and the first import configure the mappers and fill the caches of Alembic and SQLAlchemy.
with tempfile.TemporaryDirectory() as _folder:
    _url = f"sqlite:///{Path(_folder) / 'warm.sqlite3'}"
    migrate(_url)
    _database = Database(_url)
    with _database.writing() as _session:
        _actor = add_officer(_session)
    _database.dispose()
    import_whole(_url, _actor, 1)
