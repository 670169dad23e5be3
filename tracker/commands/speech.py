"""How the command line speaks: one line on standard error for what went wrong, and an exit status that isn't zero."""

from collections.abc import Callable
from typing import Any, NoReturn

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError

from tracker.config import ConfigurationError
from tracker.database import is_full, is_locked
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.translation import said

FAILED = 1


def say(text: object) -> str:
    """Say a sentence in the installation's language, on one line."""
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        return " ".join(said(text).split())


def stop(text: object, *, status: int = FAILED) -> NoReturn:
    """End the command with one line on standard error."""
    click.echo(say(text), err=True)
    raise SystemExit(status)


class Command(click.Command):
    """A command whose every failure is one line that says what to do, never a traceback or a page of usage."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:  # noqa: ANN401 - handed on to click
        """Read the arguments; what click would answer with three lines becomes one."""
        try:
            return super().make_context(*arguments, **options)
        except click.UsageError as error:
            above = options.get("parent")
            path = f"{above.command_path} {self.name}" if above else str(self.name)
            click.echo(_usage(error, path), err=True)
            raise SystemExit(FAILED) from error

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Carry the command out and turn refusals into their sentence."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            stop(refusal.text)
        except ConfigurationError as error:
            stop(error)
        except OperationalError as error:
            if is_locked(error):
                stop(Text("Databasen er optaget. Vent et øjeblik, og prøv igen."))
            if is_full(error):
                stop(Text("Der er ikke mere plads på disken. Intet er ændret. Gør plads, og prøv igen."))
            if "no such table" in str(error) or "does not exist" in str(error):
                stop(Text("Databasen er ikke gjort klar. Kør først: flask migrate"))
            raise
        except OSError as error:
            stop(Text("Det kan ikke lade sig gøre: %(reason)s", reason=_reason(error)))


class Group(click.Group):
    """A group of commands that says its own misuse on one line too."""

    command_class = Command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:  # noqa: ANN401 - click's own signature
        """Find the command, or say on one line that there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            known = ", ".join(sorted(self.commands))
            text = Text("Kommandoen %(name)s findes ikke. Vælg en af: %(known)s", name=args[0], known=known)
            click.echo(str(text), err=True)
            raise SystemExit(FAILED) from error


def command(group: click.Group | None, name: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:  # noqa: ANN401 - handed on to click
    """Declare a command of this application, in a group or on its own."""

    def declare(function: Callable[..., Any]) -> click.Command:
        made = click.command(name, cls=Command, **settings)(function)
        if group is not None:
            group.add_command(made)
        return made

    return declare


def _usage(error: click.UsageError, path: str) -> str:
    text: Text
    match error:
        case click.NoSuchOption():
            text = Text("Valget %(option)s findes ikke. Se %(help)s", option=error.option_name, help=f"{path} --help")
        case click.MissingParameter():
            missing = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
            if error.param and error.param.param_type_name == "option":
                missing = error.param.opts[-1]
            text = Text("%(missing)s mangler. Se %(help)s", missing=missing, help=f"{path} --help")
        case click.BadOptionUsage():
            text = Text(
                "Valget %(option)s er skrevet forkert. Se %(help)s", option=error.option_name, help=f"{path} --help"
            )
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=known)) as parameter):
            text = Text("%(option)s skal være en af: %(known)s", option=parameter.opts[-1], known=", ".join(known))
        case click.BadParameter(param=click.Parameter() as parameter):
            text = Text("%(option)s kan ikke læses. Se %(help)s", option=parameter.opts[-1], help=f"{path} --help")
        case _:
            text = Text("Der er et ord for meget i kommandoen. Se %(help)s", help=f"{path} --help")
    return " ".join(str(text).split())


def _reason(error: OSError) -> Text | str:
    file = str(error.filename or "")
    match error:
        case FileNotFoundError() | NotADirectoryError() if file:
            return Text("%(file)s eller mappen, den ligger i, findes ikke", file=file)
        case PermissionError() if file:
            return Text("der er ikke adgang til %(file)s", file=file)
        case IsADirectoryError() if file:
            return Text("%(file)s er en mappe", file=file)
        case _:
            return f"{error.strerror or error} ({file})" if file else str(error.strerror or error)
