"""The front page."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from tracker.domain.years import today
from tracker.queries import budget, overview
from tracker.web import freshness
from tracker.web.overview.tasks import tasks_of
from tracker.web.sessions import actor, reading

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
def front_page() -> Response:
    """Show what awaits the person, and how each plan stands."""
    with reading() as session:
        mark = freshness.mark(session, today())
        if known := freshness.unchanged(mark):
            return known
        awaiting = overview.awaiting(session, actor())
        standings = budget.standings(session)
    html = render_template("overview/front_page.html", tasks=tasks_of(awaiting), standings=standings, day_shown=today())
    return freshness.marked(html, mark)
