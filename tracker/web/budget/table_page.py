"""The plan's page: its budget table as of a day, in the unit asked for."""

from collections.abc import Hashable
from functools import partial
from typing import Any

from flask import make_response, render_template, request, url_for
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.domain.years import today
from tracker.queries import budget
from tracker.queries.proposals import open_proposals
from tracker.web import freshness
from tracker.web.budget.blueprint import blueprint
from tracker.web.budget.choices import Choices, choices_from
from tracker.web.budget.kept_tables import kept_tables
from tracker.web.budget.table_view import view_of
from tracker.web.language import language
from tracker.web.sessions import actor, reading


@blueprint.get("/handleplaner/<slug>")
def plan_page(slug: str) -> Response:
    """Show the budget table; a browser that holds it as it stands is told so before the table is read."""
    choices = choices_from(request.args)
    with reading() as session:
        mark = freshness.mark(session, today())
        if not choices.problems and (known := freshness.unchanged(mark)):
            return known
        plan = budget.plan_by_slug(session, slug)
        point = _point(session, plan, choices)
        key = _what_it_depends_on(budget.revision(session), plan, point, choices)
        content = kept_tables().get(key)
        if content is None:
            content = _written_out(session, plan, point, choices)
            kept_tables().keep(key, content)
    html = render_template("budget/plan.html", plan=plan, content=content, choices=choices)
    return make_response(html, 400) if choices.problems else freshness.marked(html, mark)


def _what_it_depends_on(revision: int, plan: budget.PlanRow, point: budget.AsOf, choices: Choices) -> Hashable:
    """Name everything that the table's part of the page shows; nothing in it is of one person alone."""
    roles = actor().roles
    return (revision, plan.id, choices, point, language(), roles, request.script_root)


def _written_out(session: Session, plan: budget.PlanRow, point: budget.AsOf, choices: Choices) -> Markup:
    table = budget.budget_table(session, plan, point)
    return Markup(  # noqa: S704 - a template's own output, escaped there
        render_template(
            "budget/table.html",
            plan=plan,
            table=table,
            view=view_of(table, choices, language=language()),
            choices=choices,
            line_address=_line_addresses(plan.slug),
            side_address=partial(_side_address, plan.slug, choices),
        )
    )


def _point(session: Session, plan: budget.PlanRow, choices: Choices) -> budget.AsOf:
    counted = open_proposals(session, plan.id, actor=actor()) if choices.with_proposals else None
    return budget.AsOf(choices.day, proposals=counted)


def _side_address(slug: str, choices: Choices, side: int) -> str:
    query: dict[str, Any] = dict(choices.query(side=side))
    return url_for("budget.plan_page", slug=slug, **query)


def _line_addresses(slug: str) -> str:
    """Give what every line's address begins with; building each by itself would cost more than its row."""
    return url_for("initiatives.line_page", slug=slug, line_slug="x").removesuffix("x")
