"""The front page."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from tracker.domain.money import THOUSAND_KR
from tracker.domain.years import today
from tracker.queries import overview
from tracker.queries.standings import PlanStanding, standings
from tracker.web import freshness
from tracker.web.access import may_use
from tracker.web.amounts import NumberCells, decimals_for
from tracker.web.language import language
from tracker.web.overview.differences import unexplained
from tracker.web.overview.tasks import tasks_of
from tracker.web.sessions import actor, reading

blueprint = Blueprint("overview", __name__)

_FIGURES = ("frame_oere", "allocated_oere", "reserve_oere", "proposed_oere")


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
        figures=_figures(plans),
        day_shown=today(),
    )
    return freshness.marked(html, mark)


def _figures(plans: Sequence[PlanStanding]) -> NumberCells:
    """Make the writer of all figures of the page: the same unit and the same decimals everywhere."""
    amounts = [getattr(year, name) for plan in plans for year in plan.years for name in _FIGURES]
    return NumberCells.of(THOUSAND_KR, decimals=decimals_for(amounts, THOUSAND_KR), language=language())
