"""``flask import``: reading tables from workbooks on the command line."""

import json
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from imports.budget_report import as_json, exit_status
from imports.budget_tables import BudgetReading, ReadTable, read_tables
from imports.commit import (
    ImportBlocked,
    Imported,
    ImportOrder,
    NothingToImport,
    apply,
    chosen_table,
    refuse_known_file,
    standing_of,
)
from imports.differences import Differences, compare
from imports.workbook import read_workbook, sha256_of
from tracker.actions.uploads import keep_file
from tracker.commands.installation import database, settings
from tracker.commands.operator import command_line_actor
from tracker.commands.speech import Group, command, say, stop
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.money import THOUSAND_KR, Unit, format_amount, parse_unit
from tracker.domain.refusals import FileRefused
from tracker.domain.texts import Text
from tracker.queries.matching import ledger_mark
from tracker.queries.plans import plan_by_slug

READ_WITH_ERRORS = 2
# What the command line can be told instead of changing the file.
_ANSWERS = {"unit-missing": Text('Her svarer du med --unit, fx --unit "1000 kr.".')}


@click.group("import", cls=Group, help="Indlæs tabeller fra Excel.")
def import_group() -> None:
    """Hold the import commands."""


@command(
    import_group, "budget", help="Læs en budgettabel fra Excel-filen FILE, og indlæs den som en vedtaget beslutning."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", "plan_slug", help="Planen, som tabellen skal ind i (se flask plans).")
@click.option("--title", help="Titlen på en ny plan, som tabellen bliver til.")
@click.option("--sheet", help="Arket med tabellen, når filen har flere.")
@click.option("--unit", "unit_text", help='Enheden, når filen ikke siger den: "kr.", "1000 kr." eller "mio. kr.".')
@click.option("--check", is_flag=True, help="Læs og vis kun; intet ændres.")
@click.option("--json", "as_data", is_flag=True, help="Skriv resultatet som JSON.")
@click.option("--decided-on", help="Mødedatoen for beslutningen, fx 2018-12-06 eller 06.12.2018.")
@click.option("--body", help="Hvem der besluttede, fx BIU, ØU eller BR.")
@click.option("--agenda-item", default="", help="Dagsordenspunktet.")
@click.option("--case-number", default="", help="Sagsnummeret.")
@click.option("--link", default="", help="Adressen på referatet.")
@click.option("--reason", default="", help="Begrundelsen.")
@with_appcontext
def import_budget(
    file: Path,
    *,
    plan_slug: str | None,
    title: str | None,
    sheet: str | None,
    unit_text: str | None,
    check: bool,
    as_data: bool,
    decided_on: str | None,
    body: str | None,
    **words: str,
) -> None:
    """Read a budget table; with ``--check`` nothing is changed."""
    if plan_slug and title:
        stop(Text("Vælg enten --plan (en plan, der findes) eller --title (en ny plan), ikke begge."))
    reading = _read(file, sheet=sheet, unit=_unit(unit_text))
    if check:
        _report(reading, as_data=as_data)
        if plan_slug and not as_data:
            _show_differences(reading, sheet, plan_slug)
        raise SystemExit(exit_status(reading))
    decision = _decision(decided_on=decided_on, body=body, words=words)
    if not (plan_slug or title):
        stop(Text("Skriv, hvor tabellen skal hen: --title TITEL for en ny plan eller --plan NAVN for en, der findes."))
    table = chosen_table(reading, sheet=sheet)
    try:
        imported = _import(file, reading, table, decision, plan_slug=plan_slug, title=title or "")
    except ImportBlocked as blocked:
        _report(reading, as_data=as_data)
        stop(blocked.text, status=READ_WITH_ERRORS)
    except NothingToImport as nothing:
        click.echo(say(nothing.text))
        return
    if as_data:
        click.echo(json.dumps({"plan": imported.plan_slug, "decision": imported.decision_id}, ensure_ascii=False))
    else:
        click.echo(
            say(
                Text(
                    "Indlæst i %(plan)s som beslutning %(decision)s: %(lines)s linjer.",
                    plan=imported.plan_slug,
                    decision=imported.decision_id,
                    lines=sum(row.kind == "line" for row in table.rows),
                )
            )
        )


def _read(file: Path, *, sheet: str | None, unit: Unit | None) -> BudgetReading:
    if not file.is_file():
        stop(Text("Filen %(file)s findes ikke. Skriv stien til en Excel-fil (.xlsx).", file=str(file)))
    try:
        reading = read_tables(read_workbook(file, name=file.name), file_name=file.name, unit=unit, sheet=sheet)
    except FileRefused as refused:
        stop(Text("%(file)s: %(reason)s", file=file.name, reason=refused.text))
    return reading


def _import(
    file: Path, reading: BudgetReading, table: ReadTable, decision: NewDecision, *, plan_slug: str | None, title: str
) -> Imported:
    files_dir = settings().files_dir
    sha256 = sha256_of(file)
    with database().reading() as session:
        refuse_known_file(session, sha256, table.sheet)
        plan = plan_by_slug(session, plan_slug) if plan_slug else None
        mark = ledger_mark(session, plan.id) if plan else ""
    kept = keep_file(file, files_dir, name=file.name, sha256=sha256)
    try:
        with database().writing() as session:
            order = ImportOrder(
                reading=reading,
                table=table,
                file=kept,
                decision=decision,
                plan_id=plan.id if plan else None,
                plan_title=title,
                ledger_mark=mark,
            )
            return apply(session, command_line_actor(session), order)
    except BaseException:
        (files_dir / kept.stored_name).unlink(missing_ok=True)
        raise


def _decision(*, decided_on: str | None, body: str | None, words: dict[str, str]) -> NewDecision:
    if not decided_on or not body:
        stop(
            Text(
                "Skriv beslutningen bag tabellen: --decided-on DATO --body UDVALG. "
                "Med --check vises tabellen uden at blive indlæst."
            )
        )
    return NewDecision(
        kind=DecisionKind.ADOPTION,
        body=body.strip(),
        decided_on=day_from(decided_on),
        agenda_item=words["agenda_item"],
        case_number=words["case_number"],
        link=words["link"],
        reason=words["reason"],
    )


def day_from(text: str) -> date:
    """Read a date as ISO or as day.month.year; stops the command where it is neither."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
    return stop(Text("Datoen %(text)s kan ikke læses. Skriv den som 2018-12-06 eller 06.12.2018.", text=text))


def _unit(text: str | None) -> Unit | None:
    if text is None:
        return None
    unit: Unit | None = parse_unit(text)
    if unit is None:
        stop(Text('Enheden %(text)s kendes ikke. Skriv "kr.", "1000 kr." eller "mio. kr.".', text=text))
    return unit


def _report(reading: BudgetReading, *, as_data: bool) -> None:
    if as_data:
        click.echo(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
        return
    for table in reading.tables:
        unit = table.unit or THOUSAND_KR
        lines = sum(row.kind == "line" for row in table.rows)
        click.echo(f"{table.sheet}: {table.title or ''} ({table.unit.label if table.unit else '?'})")
        click.echo(say(Text("%(lines)s linjer, år %(years)s", lines=lines, years=", ".join(table.years))))
        for found in table.checks:
            printed, computed = (
                "?" if amount is None else format_amount(amount, unit)
                for amount in (found.printed_oere, found.computed_oere)
            )
            click.echo(
                say(
                    Text(
                        "%(cell)s %(label)s %(column)s: trykt %(printed)s, regnet %(computed)s",
                        cell=found.cell,
                        label=found.label,
                        column=found.column,
                        printed=printed,
                        computed=computed,
                    )
                )
            )
    for problem in reading.problems:
        place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
        word = Text("fejl") if problem.severity == "error" else Text("advarsel")
        answer = f" {say(_ANSWERS[problem.code])}" if problem.code in _ANSWERS else ""
        click.echo(f"{place}: {say(word)}: {say(problem.text)}{answer}", err=True)


def _show_differences(reading: BudgetReading, sheet: str | None, plan_slug: str) -> None:
    with database().reading() as session:
        standing = standing_of(session, plan_by_slug(session, plan_slug))
    table = chosen_table(reading, sheet=sheet)
    differences: Differences = compare(table, standing)
    if differences.is_empty:
        click.echo(say(Text("Ingen forskelle")))
    unit = table.unit or THOUSAND_KR
    for line in differences.new_lines:
        click.echo(say(Text("Ny linje: %(title)s", title=line.title)))
    for change in differences.changes:
        before, after = format_amount(change.before_oere, unit), format_amount(change.after_oere, unit)
        click.echo(f"{change.cell} {change.title} {change.year}: {before} → {after}")
