"""Write a new migration from the difference between the models and what the migrations make so far."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from tracker.database import migrate, migration_config


def main() -> None:
    """Number the migration after the last one and name it by the words on the command line."""
    subject = " ".join(sys.argv[1:]).strip()
    if not subject:
        sys.exit('Say what the migration does: make migration NAME="Add targets"')
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'database.sqlite3')}"
        migrate(url)
        config = migration_config(url)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        revisions = list(ScriptDirectory.from_config(config).walk_revisions())
        command.revision(config, message=subject, autogenerate=True, rev_id=f"{len(revisions) + 1:04d}")


if __name__ == "__main__":
    main()
