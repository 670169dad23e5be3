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
from tracker.commands.installation import database, settings
from tracker.commands.speech import command, say, stop
from tracker.config import Settings
from tracker.database import check_schema, migrate
from tracker.domain.texts import Text
from tracker.queries.people import has_people

LARGEST_REQUEST_BYTES = 12_582_912


@command(None, "migrate", help="Bring databasen op til den nyeste version.")
@with_appcontext
def migrate_database() -> None:
    """Bring the database up to date."""
    _migrate(settings())


@command(None, "check-migrations", help="Se efter, om migreringerne giver de tabeller, som modellerne beskriver.")
@with_appcontext
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
    _migrate(settings())
    accounts = load_sample(database(), settings())
    click.echo(
        say(Text("Eksemplet er indlæst. Adgangskoden til alle konti er %(password)s", password=accounts.password))
    )


@command(None, "serve", help="Start Puljeoverblik på denne maskine; databasen gøres klar først.")
@click.option("--empty", is_flag=True, help="Start uden eksemplet.")
@click.option("--insecure", is_flag=True, help="Tillad en adresse, som andre kan nå, uden https foran.")
@with_appcontext
def serve(*, empty: bool, insecure: bool) -> None:
    """Migrate, load the sample into an empty database, say where and as whom to sign in, and serve."""
    here = settings()
    if not (here.https or insecure or _is_loopback(here.host)):
        stop(
            Text(
                "HOST=%(host)s kan nås af andre, og der er ikke https foran. "
                "Sæt HTTPS=1 bag en proxy med certifikat, eller brug --insecure.",
                host=here.host,
            )
        )
    _migrate(here)
    accounts = sample_accounts(here) if empty else _sample(here)
    with database().writing() as session:
        forget_old_previews(session)
    with database().reading() as session:
        remove_unreferenced_files(session, here.files_dir)
    _serve(current_app._get_current_object(), here, accounts)  # type: ignore[attr-defined] # noqa: SLF001 - Flask's own way to the application behind the proxy


def _serve(app: Flask, here: Settings, accounts: SampleAccounts | None) -> None:
    with _port_or_stop(here):
        server = create_server(
            app,
            host=here.host,
            port=here.port,
            threads=here.threads,
            ident=None,
            max_request_body_size=LARGEST_REQUEST_BYTES,
            clear_untrusted_proxy_headers=not here.proxy_hops,
        )
    _greet(here, accounts)
    # A short queue is an ordinary moment for a server with few threads, and nothing that its operator could mend.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _stop_serving)
    gc.collect()
    gc.freeze()  # what was loaded at the start is never looked through again
    try:
        server.run()
    finally:
        server.close()
        database().dispose()
    click.echo(say(Text("Puljeoverblik er stoppet.")))


def _stop_serving(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)  # the server finishes what it has begun, as it does after Ctrl-C


def _greet(here: Settings, accounts: SampleAccounts | None) -> None:
    host = f"[{here.host}]" if ":" in here.host else here.host
    click.echo(say(Text("Puljeoverblik kører på %(address)s (stop med Ctrl-C)", address=f"http://{host}:{here.port}")))
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
def _port_or_stop(here: Settings) -> Iterator[None]:
    try:
        yield
    except (OSError, socket.gaierror) as error:
        stop(
            Text(
                "%(host)s:%(port)s kan ikke bruges (%(reason)s). Vælg en anden port: PORT=5001 make run",
                host=here.host,
                port=here.port,
                reason=error.strerror or str(error),
            )
        )


def _migrate(here: Settings) -> None:
    migrate(here.database_owner_url, app_url=here.database_url)


def _sample(here: Settings) -> SampleAccounts | None:
    """Load the sample into an empty database, or tell the accounts of one that was loaded before."""
    with database().reading() as session:
        is_new = not has_people(session)
    return load_sample(database(), here) if is_new else sample_accounts(here)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
