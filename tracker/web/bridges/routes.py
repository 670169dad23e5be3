"""The page Bro: its two points, the table of what changed between them, and the picture of one line."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.texts import Text, quoted
from tracker.queries.bridges import BridgeTable, bridge_table
from tracker.queries.plans import plan_by_slug
from tracker.queries.points import decided
from tracker.web.bridges.choices import ALL_LINES, BridgeChoices, choices_from
from tracker.web.bridges.view import BridgeView
from tracker.web.language import language
from tracker.web.points import decision_words
from tracker.web.sessions import reading

blueprint = Blueprint("bridges", __name__, url_prefix="/handleplaner/<slug>/bro")


@blueprint.get("")
def page(slug: str) -> Response:
    """Show how the plan's budget got from one point to another, line by line and kind by kind."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        decisions = decided(session, plan.id)
        choices = choices_from(session, plan, request.args, decisions)
        table = bridge_table(session, plan, choices.start.point, choices.end.point, year=choices.year or None)
    choices = _with_known_line(choices, table)
    view = BridgeView(table, choices, slug=slug, language=language())
    html = render_template(
        "bridges/page.html",
        plan=plan,
        choices=choices,
        decisions=[(row.id, decision_words(row)) for row in reversed(decisions)],
        table=table,
        view=view,
        all_lines=ALL_LINES,
        side_address=partial(_side_address, slug, choices),
    )
    return make_response(html, 400 if choices.problems else 200)


def _with_known_line(choices: BridgeChoices, table: BridgeTable) -> BridgeChoices:
    """Show the pool where the picture's line isn't in the table, and say so."""
    if not choices.line or choices.line in {ALL_LINES, *(row.line.slug for row in table.lines)}:
        return choices
    problem = Text("Broen har ingen linje %(line)s. Vælg en linje på listen.", line=quoted(choices.line))
    return replace(choices, line="", problems=(*choices.problems, problem))


def _side_address(slug: str, choices: BridgeChoices, side: int) -> str:
    query: dict[str, Any] = choices.query(side=side)
    return url_for("bridges.page", slug=slug, **query)
