"""Which commands the application has."""

from flask import Flask

from tracker.commands.exports import export_group, list_plans
from tracker.commands.imports import import_group
from tracker.commands.people import people_group
from tracker.commands.server import check_migrations, load_sample_plan, migrate_database, serve


def register(app: Flask) -> None:
    """Add every command to the application's command line."""
    for made in (
        migrate_database,
        check_migrations,
        load_sample_plan,
        serve,
        list_plans,
        import_group,
        export_group,
        people_group,
    ):
        app.cli.add_command(made)
