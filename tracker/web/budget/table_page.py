"""The page of one plan: its budget table at the point and in the unit asked for, by year or one year by kind."""

from collections.abc import Hashable
from functools import partial
from typing import Any

from flask import make_response, render_template, request, url_for
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.domain.bridges import KINDS
from tracker.domain.years import today
from tracker.queries import budget
from tracker.queries.ledger import closed_years
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.points import decided
from tracker.queries.proposals import overdrawn_together
from tracker.queries.revised_budget import revised_table
from tracker.web import freshness
from tracker.web.budget.blueprint import blueprint
from tracker.web.budget.choices import Choices, choices_from, unit_query
from tracker.web.budget.kept_tables import kept_tables
from tracker.web.budget.table_view import revised_view_of, view_of
from tracker.web.explanations import Explained
from tracker.web.kind_words import head
from tracker.web.language import language
from tracker.web.points import decision_words, point_from
from tracker.web.sessions import actor, reading


@blueprint.get("/handleplaner/<slug>")
def plan_page(slug: str) -> Response:
    """Show the budget table; a browser that holds it as it stands is told so before the table is read."""
    with reading() as session:
        revision = budget.revision(session)
        mark = freshness.mark_of(revision, today())
        # A page with a problem is never marked, so a mark that is known is that of a page without.
        if known := freshness.unchanged(mark):
            return known
        plan = plan_by_slug(session, slug)
        choices = choices_from(request.args, point_from(session, plan.id, request.args), plan.years)
        key = _what_it_depends_on(revision, plan, choices)
        content = kept_tables().get(key)
        if content is None:
            content = _written_out(session, plan, choices)
            if not choices.problems:
                kept_tables().keep(key, content)
    html = render_template("budget/plan.html", plan=plan, content=content, choices=choices)
    return make_response(html, 400) if choices.problems else freshness.marked(html, mark)


def _what_it_depends_on(revision: int, plan: PlanRow, choices: Choices) -> Hashable:
    """Name everything that the table's part of the page shows; nothing in it is of one person alone."""
    return (revision, plan.id, choices, today(), language(), actor().roles, request.script_root)


def _written_out(session: Session, plan: PlanRow, choices: Choices) -> Markup:
    point = choices.chosen.point
    table = budget.budget_table(session, plan, point)
    explained = Explained.of(plan.slug, {**unit_query(choices.unit), **choices.chosen.query()})
    if choices.year:
        revised = revised_table(session, table, choices.year)
        view = revised_view_of(revised, choices, explained=explained, language=language())
        sums = (revised.totals_oere, revised.total_oere)
    else:
        view = view_of(table, choices, explained=explained, language=language())
        sums = (table.totals_oere, table.total_oere)
    return Markup(  # noqa: S704 - a template's own output, escaped there
        render_template(
            "budget/table.html",
            plan=plan,
            table=table,
            view=view,
            sums=sums,
            choices=choices,
            kind_heads=[head(kind) for kind in KINDS] if choices.year else [],
            decisions=[(row.id, decision_words(row)) for row in reversed(decided(session, plan.id))],
            closed_years=closed_years(session, plan.id),
            overdrawn=overdrawn_together(session, plan, point.proposals) if point.proposals else (),
            line_address=_line_addresses(plan.slug),
            year_address=_year_addresses(plan, choices),
            side_address=partial(_side_address, plan.slug, choices),
        )
    )


def _side_address(slug: str, choices: Choices, side: int) -> str:
    query: dict[str, Any] = dict(choices.query(side=side))
    return url_for("budget.plan_page", slug=slug, **query)


def _year_addresses(plan: PlanRow, choices: Choices) -> str:
    """Give what the address of one year by kind begins with; the year ends it."""
    others = {name: value for name, value in choices.query().items() if name != "kolonner"}
    return url_for("budget.plan_page", slug=plan.slug, **others, kolonner="x").removesuffix("x")


def _line_addresses(slug: str) -> str:
    """Give what every line's address begins with; building each by itself would cost more than its row."""
    return url_for("initiatives.line_page", slug=slug, line_slug="x").removesuffix("x")
