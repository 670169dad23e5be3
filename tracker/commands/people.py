"""``flask people``: the first administrator, and whoever else is added without a browser."""

import click
from flask.cli import with_appcontext

from tracker.actions import passwords, people
from tracker.commands.installation import database
from tracker.commands.operator import command_line_actor
from tracker.commands.speech import Group, command, say, stop
from tracker.domain.people import EMAIL, EMAIL_CHARACTERS, NAME_CHARACTERS, Role
from tracker.domain.texts import Text


@click.group("people", cls=Group, help="Personer, der kan logge ind.")
def people_group() -> None:
    """Hold the people commands."""


@command(people_group, "add", help="Opret en person med e-mailadressen EMAIL, og skriv en startadgangskode.")
@click.argument("email")
@click.option("--name", required=True, help="Personens navn.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="Rollen; kan gives flere gange.",
)
@with_appcontext
def add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Add a person and print the start password, which is shown this once."""
    name = name.strip()
    if EMAIL.fullmatch(email.strip()) is None or len(email) > EMAIL_CHARACTERS:
        stop(Text("%(email)s er ikke en hel e-mailadresse. Skriv fx navn@kommune.dk.", email=email))
    if not 0 < len(name) <= NAME_CHARACTERS or not name.isprintable():
        stop(Text("Navnet skal have fra 1 til %(most)s tegn.", most=NAME_CHARACTERS))
    start_password = passwords.start_password()
    password_hash = passwords.hashed(start_password)
    with database().writing() as session:
        people.add_person(
            session,
            actor_id=command_line_actor(session).id,
            email=email,
            details=people.PersonDetails(name=name, roles=frozenset(Role(role) for role in roles)),
            password_hash=password_hash,
        )
    click.echo(say(Text("Personen er oprettet. Startadgangskoden skal skiftes ved første log-ind:")), err=True)
    click.echo(start_password)
