"""Empty databases to migrate, on SQLite and on PostgreSQL, emptied again in a moment."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from tests.databases import DatabaseUrls
from tests.schema_dumps import schema_dump
from tracker.database import migrate, migration_config


@dataclass(frozen=True)
class Place:
    """A database that migrations are tried on, and what may be asked of it as its owner."""

    urls: DatabaseUrls

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite's."""
        return make_url(self.urls.url).get_backend_name() == "sqlite"

    def migrate(self) -> None:
        """Bring it up to date, as an installation does."""
        migrate(self.urls.owner_url, app_url=self.urls.url)

    def upgrade(self, revision: str) -> None:
        """Bring it up to one revision."""
        command.upgrade(migration_config(self.urls.owner_url, app_url=self.urls.url), revision)

    def downgrade(self, revision: str) -> None:
        """Take it back to a revision."""
        command.downgrade(migration_config(self.urls.owner_url, app_url=self.urls.url), revision)

    def dump(self) -> list[str]:
        """Describe its schema."""
        with self.connected() as connection:
            return schema_dump(connection)

    def connected(self) -> Connection:
        """Connect as the owner; close it after use."""
        return create_engine(self.urls.owner_url, poolclass=NullPool).connect()

    def empty(self) -> None:
        """Remove everything that is in it."""
        if self.is_sqlite:
            file = Path(str(make_url(self.urls.url).database))
            for name in (file, file.with_name(f"{file.name}-journal"), file.with_name(f"{file.name}-wal")):
                name.unlink(missing_ok=True)
            return
        with self.connected() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            connection.commit()


def revisions() -> list[str]:
    """List the revisions, the first one first."""
    script = ScriptDirectory.from_config(migration_config("sqlite://"))
    return [revision.revision for revision in script.walk_revisions()][::-1]
