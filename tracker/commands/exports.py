"""``flask export``: the tables out again, as the pages show them."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlmodel import Session

from exports.budget_table import write_budget_table
from exports.committee_annex import write_annex
from exports.decision_words import STATUS_WORDS
from exports.decisions import write_decisions
from exports.scenarios import write_scenarios
from tracker.commands.imports import day_from
from tracker.commands.installation import database
from tracker.commands.operator import OPERATOR_NAME
from tracker.commands.speech import Group, command, say, stop
from tracker.domain.decisions import DecisionStatus
from tracker.domain.names import comparable
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import now, today
from tracker.queries.annexes import annex, annex_of_scenario
from tracker.queries.budget import AsOf, budget_table, revision
from tracker.queries.decision_log import USUAL_STATUSES, LogFilter, all_logged, logged_transfers
from tracker.queries.decisions import decision
from tracker.queries.frames import frames_of
from tracker.queries.plans import PlanRow, all_plans, plan_by_slug
from tracker.queries.printed_subtotals import printed_subtotals
from tracker.queries.proposals import open_proposals, proposals
from tracker.queries.published_tables import printed_totals
from tracker.queries.scenarios import comparison, scenarios

LARGEST_ID = 2**31 - 1


@click.group("export", cls=Group, help="Hent tabeller som Excel og bilag som Word.")
def export_group() -> None:
    """Hold the export commands."""


_PLAN = click.argument("plan_slug", metavar="PLAN")
_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Filen, der skrives."
)


@command(
    export_group, "budget-table", help="Skriv budgettabellen for PLAN som Excel, i den form den er offentliggjort."
)
@_PLAN
@_OUTPUT
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
    _written(output)


@command(
    export_group, "scenarios", help="Skriv scenarier for PLAN som Excel: et ark til hvert og et, der sammenligner dem."
)
@_PLAN
@_OUTPUT
@click.option(
    "--scenario", "titles", multiple=True, help="Et scenaries navn; kan gentages. Ellers alle på planens liste."
)
@with_appcontext
def export_scenarios(*, plan_slug: str, output: Path, titles: tuple[str, ...]) -> None:
    """Write the scenarios side by side; the file appears whole or not at all."""
    with database().reading() as session:
        plan = plan_by_slug(session, plan_slug)
        ids = _scenario_ids(session, plan, titles)
        found = comparison(session, plan, ids, actor=None)
        frames = frames_of(session, found)
        printed = printed_totals(session, found.today.layout.table_id)
        number = revision(session)
    write_scenarios(
        found,
        frames=frames,
        destination=output,
        made_by=OPERATOR_NAME,
        made_at=now(),
        printed_totals_oere=printed,
        revision=number,
        say=say,
    )
    _written(output)


@command(export_group, "annex", help="Skriv bilaget til udvalget som Word: en side til hvert forslag for PLAN.")
@_PLAN
@_OUTPUT
@click.option(
    "--proposal",
    "proposal_ids",
    type=int,
    multiple=True,
    help="Et forslags nummer; kan gentages. Ellers alle åbne forslag.",
)
@click.option("--scenario", "title", help="Et scenaries navn: dets forslag, i stedet for numre.")
@with_appcontext
def export_annex(*, plan_slug: str, output: Path, proposal_ids: tuple[int, ...], title: str | None) -> None:
    """Write the annex; the file appears whole or not at all."""
    if proposal_ids and title is not None:
        stop(Text("Vælg enten --proposal eller --scenario."))
    with database().reading() as session:
        plan = plan_by_slug(session, plan_slug)
        _check_numbers(session, proposal_ids)
        if title is not None:
            found = annex_of_scenario(session, plan, _scenario_ids(session, plan, [title])[0], actor=None)
        else:
            chosen = proposal_ids or tuple(row.id for row in proposals(session, plan.id, actor=None))
            found = annex(session, plan, chosen, actor=None)
    write_annex(found, destination=output, made_at=now())
    _written(output)


@command(export_group, "decisions", help="Skriv alle beslutninger og åbne forslag med deres posteringer som Excel.")
@_OUTPUT
@click.option("--plan", "plan_slug", help="Kun beslutninger om denne plan.")
@with_appcontext
def export_decisions(*, output: Path, plan_slug: str | None) -> None:
    """Write the decision log; the file appears whole or not at all."""
    with database().reading() as session:
        plan = plan_by_slug(session, plan_slug) if plan_slug is not None else None
        asked = LogFilter(plan_id=plan.id if plan else None)
        rows = all_logged(session, asked, actor=None)
        transfers = logged_transfers(session, asked, actor=None)
        number = revision(session)
    statuses = ", ".join(say(STATUS_WORDS[status]) for status in DecisionStatus if status in USUAL_STATUSES)
    write_decisions(
        rows,
        transfers,
        destination=output,
        chosen=[*([(Text("Handleplan"), plan.title)] if plan else []), (Text("Status"), statuses)],
        made_by=OPERATOR_NAME,
        made_at=now(),
        revision=number,
        say=say,
    )
    _written(output)


def _scenario_ids(session: Session, plan: PlanRow, titles: Sequence[str]) -> list[int]:
    """Find scenarios by their titles, those put away too; without titles all that are on the list."""
    on_list = scenarios(session, plan.id, actor=None)
    if not titles:
        return [row.id for row in on_list]
    known = {
        comparable(row.title): row.id for row in (*scenarios(session, plan.id, actor=None, put_away=True), *on_list)
    }
    for title in titles:
        if comparable(title) not in known:
            listed = ", ".join(f"»{row.title}«" for row in on_list) or "–"
            stop(Text("Scenariet »%(title)s« findes ikke. Planen har: %(known)s", title=title, known=listed))
    return [known[comparable(title)] for title in titles]


def _check_numbers(session: Session, numbers: Sequence[int]) -> None:
    for number in numbers:
        try:
            decision(session, min(max(number, 0), LARGEST_ID), actor=None)
        except NotFound:
            stop(Text("Der er intet forslag nr. %(number)s. Numrene står på siden Beslutninger.", number=number))


def _written(output: Path) -> None:
    click.echo(say(Text("%(file)s er skrevet.", file=str(output))))


@command(None, "plans", help="Skriv planerne, en på hver linje: navn, titel, første år, sidste år.")
@with_appcontext
def list_plans() -> None:
    """Print the plans with tabs between: slug, title, first year, last year."""
    with database().reading() as session:
        for plan in all_plans(session):
            title = " ".join(plan.title.split())
            click.echo(f"{plan.slug}\t{title}\t{plan.first_year}\t{plan.last_year}")
