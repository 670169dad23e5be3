"""What the process that tests fork from has done before, so that its children begin with the work itself."""

from tests import budget_books
from tracker.database import Database, migrate

# The first migration and the first statements fill the caches of Alembic and SQLAlchemy.
migrate("sqlite:///:memory:")

__all__ = ["Database", "budget_books"]
