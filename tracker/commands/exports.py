"""``flask export``: the tables out again, as the pages show them."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from exports.budget_table import write_budget_table
from tracker.commands.imports import day_from
from tracker.commands.installation import database
from tracker.commands.operator import OPERATOR_NAME
from tracker.commands.speech import Group, command, say
from tracker.domain.texts import Text
from tracker.domain.years import now, today
from tracker.queries.budget import AsOf, budget_table, plan_by_slug, plans, revision
from tracker.queries.printed_subtotals import printed_subtotals
from tracker.queries.proposals import open_proposals
from tracker.queries.published_tables import printed_totals


@click.group("export", cls=Group, help="Hent tabeller som Excel.")
def export_group() -> None:
    """Hold the export commands."""


@command(
    export_group, "budget-table", help="Skriv budgettabellen for PLAN som Excel, i den form den er offentliggjort."
)
@click.argument("plan_slug", metavar="PLAN")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Filen, der skrives."
)
@click.option("--as-of", help="Dagen, budgettet skal gælde for, fx 2020-11-15; ellers i dag.")
@click.option(
    "--incl-proposals", "include_proposals", is_flag=True, help="Regn forslag med, som endnu ikke er besluttet."
)
@with_appcontext
def export_budget_table(*, plan_slug: str, output: Path, as_of: str | None, include_proposals: bool) -> None:
    """Write the published layout; the file appears whole or not at all."""
    day = day_from(as_of) if as_of else today()
    with database().reading() as session:
        plan = plan_by_slug(session, plan_slug)
        counted = open_proposals(session, plan.id, actor=None) if include_proposals else None
        table = budget_table(session, plan, AsOf(day, proposals=counted))
        printed = printed_totals(session, table.layout.table_id)
        subtotals = printed_subtotals(session, table.layout.table_id)
        number = revision(session)
    write_budget_table(
        table,
        destination=output,
        made_by=OPERATOR_NAME,
        made_at=now(),
        printed_totals_oere=printed,
        subtotals=subtotals,
        revision=number,
        say=say,
    )
    click.echo(say(Text("%(file)s er skrevet.", file=str(output))))


@command(None, "plans", help="Skriv planerne, en på hver linje: navn, titel, første år, sidste år.")
@with_appcontext
def list_plans() -> None:
    """Print the plans with tabs between: slug, title, first year, last year."""
    with database().reading() as session:
        for plan in plans(session):
            title = " ".join(plan.title.split())
            click.echo(f"{plan.slug}\t{title}\t{plan.first_year}\t{plan.last_year}")
