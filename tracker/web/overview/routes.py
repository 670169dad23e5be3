"""The front page."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from tracker.domain.years import today
from tracker.queries import overview
from tracker.queries.standings import standings
from tracker.web import freshness
from tracker.web.access import may_use
from tracker.web.overview.differences import unexplained
from tracker.web.overview.tasks import tasks_of
from tracker.web.sessions import actor, reading
from tracker.web.standing_cells import StandingCells

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
def front_page() -> Response:
    """Show what awaits the person, and how each plan stands."""
    with reading() as session:
        mark = freshness.mark(session, today())
        if known := freshness.unchanged(mark):
            return known
        awaiting = overview.awaiting(session, actor())
        differences = unexplained(session) if may_use("reconciliation.explain") else ()
        plans = standings(session, actor=actor())
    html = render_template(
        "overview/front_page.html",
        tasks=tasks_of(awaiting, differences),
        decided=awaiting.decided,
        standings=plans,
        figures=StandingCells(plans),
        day_shown=today(),
    )
    return freshness.marked(html, mark)
