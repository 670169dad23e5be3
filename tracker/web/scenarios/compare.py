"""The page that puts up to four scenarios beside today's budget."""

from flask import render_template, request
from sqlmodel import Session

from tracker.queries import scenarios as queries
from tracker.queries.frames import frames_of
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.scenarios import ScenarioRow
from tracker.web.language import language
from tracker.web.scenarios.blueprint import blueprint
from tracker.web.scenarios.choices import ALL_YEARS, CHANGED_YEARS, MOST_COMPARED, choices_from
from tracker.web.scenarios.view import view_of
from tracker.web.sessions import actor, reading


@blueprint.get("/sammenlign")
def compare(slug: str) -> str | tuple[str, int]:
    """Show the budget table with a group of columns for today and for each scenario."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        known = _known(session, plan)
        choices = choices_from(request.args, plan, known)
        found = queries.comparison(session, plan, choices.scenario_ids, actor=actor())
        frames = frames_of(session, found)
    html = render_template(
        "scenarios/compare.html",
        plan=plan,
        known=[row for row in known if not row.put_away or row.id in choices.scenario_ids],
        choices=choices,
        comparison=found,
        view=view_of(found, frames, choices, language=language()),
        most=MOST_COMPARED,
        year_choices=(CHANGED_YEARS, ALL_YEARS, *map(str, plan.years)),
    )
    return (html, 400) if choices.problems else html


def _known(session: Session, plan: PlanRow) -> tuple[ScenarioRow, ...]:
    """List the plan's scenarios, those put away too: an address that was kept still shows them."""
    on_list = queries.scenarios(session, plan.id, actor=actor())
    return (*on_list, *queries.scenarios(session, plan.id, actor=actor(), put_away=True))
