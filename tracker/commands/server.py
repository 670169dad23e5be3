"""``flask serve``, ``flask migrate`` and what else an operator starts an installation with."""

import gc
import ipaddress
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click
from alembic.util import CommandError
from flask import Flask, current_app
from flask.cli import with_appcontext
from waitress.server import create_server

from imports.sample import SampleAccounts, load_sample, sample_accounts
from tracker.actions.uploads import forget_old_previews, remove_unreferenced_files
from tracker.commands.speech import command, say, stop
from tracker.config import Settings
from tracker.database import Database, check_schema, migrate
from tracker.domain.texts import Text
from tracker.queries.people import has_people

LARGEST_REQUEST_BYTES = 12_582_912


@command(None, "migrate", help="Bring databasen op til den nyeste version.")
@with_appcontext
def migrate_database() -> None:
    """Bring the database up to date."""
    _migrate(_settings())


@command(None, "check-migrations", help="Se efter, om migreringerne giver de tabeller, som modellerne beskriver.")
def check_migrations() -> None:
    """Fail where models and migrations differ."""
    try:
        check_schema()
    except CommandError as error:
        stop(error)


@command(None, "sample", help="Indlæs eksemplet, Integrationshandleplan 2019-22, hvis databasen er tom.")
@with_appcontext
def load_sample_plan() -> None:
    """Load the sample plan with its accounts, where the database is empty."""
    _migrate(_settings())
    if not _load_sample_where_empty(_settings(), current_app.extensions["database"]):
        stop(Text("Databasen er ikke tom, så eksemplet er ikke indlæst. Brug en anden DATA_DIR til at prøve det."))


@command(None, "serve", help="Start Puljeoverblik på denne maskine; databasen gøres klar først.")
@click.option("--empty", is_flag=True, help="Start uden eksemplet.")
@click.option("--insecure", is_flag=True, help="Tillad en adresse, som andre kan nå, uden https foran.")
@with_appcontext
def serve(*, empty: bool, insecure: bool) -> None:
    """Migrate, load the sample into an empty database, say where and as whom to sign in, and serve."""
    settings = _settings()
    if not (settings.https or insecure or _is_loopback(settings.host)):
        stop(
            Text(
                "HOST=%(host)s kan nås af andre, og der er ikke https foran. "
                "Sæt HTTPS=1 bag en proxy med certifikat, eller brug --insecure.",
                host=settings.host,
            )
        )
    _migrate(settings)
    database: Database = current_app.extensions["database"]
    accounts = sample_accounts(settings) if empty else _load_sample_where_empty(settings, database)
    with database.writing() as session:
        forget_old_previews(session)
    with database.reading() as session:
        remove_unreferenced_files(session, settings.files_dir)
    _serve(current_app._get_current_object(), settings, accounts)  # type: ignore[attr-defined] # noqa: SLF001 - Flask's own way to the application behind the proxy


def _serve(app: Flask, settings: Settings, accounts: SampleAccounts | None) -> None:
    with _port_or_stop(settings):
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident=None,
            max_request_body_size=LARGEST_REQUEST_BYTES,
            clear_untrusted_proxy_headers=not settings.proxy_hops,
        )
    _greet(settings, accounts)
    # A short queue is an ordinary moment for a server with few threads, and nothing that its operator could mend.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _stop_serving)
    gc.collect()
    gc.freeze()  # what was loaded at the start is never looked through again
    try:
        server.run()
    finally:
        server.close()
        app.extensions["database"].dispose()
    click.echo(say(Text("Puljeoverblik er stoppet.")))


def _stop_serving(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)  # the server finishes what it has begun, as it does after Ctrl-C


def _greet(settings: Settings, accounts: SampleAccounts | None) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(
        say(Text("Puljeoverblik kører på %(address)s (stop med Ctrl-C)", address=f"http://{host}:{settings.port}"))
    )
    if accounts is None:
        click.echo(
            say(
                Text(
                    "Opret den første administrator: %(command)s",
                    command="flask --app wsgi people add E-MAIL --name NAVN --role administrator",
                )
            )
        )
        return
    click.echo(say(Text("Prøv det med en af disse konti; adgangskoden er %(password)s", password=accounts.password)))
    for email, role in accounts.people:
        click.echo(f"  {email:<44} {say(role)}")


@contextmanager
def _port_or_stop(settings: Settings) -> Iterator[None]:
    try:
        yield
    except (OSError, socket.gaierror) as error:
        stop(
            Text(
                "%(host)s:%(port)s kan ikke bruges (%(reason)s). Vælg en anden port: PORT=5001 make run",
                host=settings.host,
                port=settings.port,
                reason=error.strerror or str(error),
            )
        )


def _migrate(settings: Settings) -> None:
    migrate(settings.database_owner_url, app_url=settings.database_url)


def _load_sample_where_empty(settings: Settings, database: Database) -> SampleAccounts | None:
    with database.reading() as session:
        empty = not has_people(session)
    if empty:
        return load_sample(database, settings)
    return sample_accounts(settings)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
