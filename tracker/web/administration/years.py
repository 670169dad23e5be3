"""The page Åbne og lukkede år: each plan's years, open or closed, and closing and opening one with a reason."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions import years
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.queries import years as queries
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.web.administration.blueprint import blueprint
from tracker.web.administration.forms import YearReasonForm
from tracker.web.saving import saved_once
from tracker.web.sessions import actor, reading


@blueprint.get("/budgetaar")
def year_list() -> str:
    """List every plan with its years."""
    with reading() as session:
        plans = queries.years_of_plans(session)
    return render_template("administration/years.html", plans=plans)


@blueprint.route("/budgetaar/<slug>/<int:year>/luk", methods=["GET", "POST"])
def close_year(slug: str, year: int) -> Response | str | tuple[str, int]:
    """Let a year take no more transfers."""
    plan = _plan_with(slug, year)
    form = YearReasonForm()

    def close(session: Session) -> str:
        years.close_year(session, actor(), plan.id, year, reason=form.reason.data or "")
        return url_for("administration.year_list")

    if form.validate_on_submit() and (address := saved_once(form, close)):
        flash(gettext("%(year)s er lukket for %(plan)s.", year=year, plan=plan.title), "success")
        return redirect(address, code=303)
    html = render_template("administration/close_year.html", plan=plan, year=year, form=form)
    return html, 400 if form.is_submitted() else 200


@blueprint.route("/budgetaar/<slug>/<int:closed_year>/aabn", methods=["GET", "POST"])
def reopen_year(slug: str, closed_year: int) -> Response | str | tuple[str, int]:
    """Let a closed year take transfers again."""
    plan = _plan_with(slug, closed_year)
    form = YearReasonForm()
    with reading() as session:
        closed = next((row for row in queries.closed_years_of(session, plan) if row.year == closed_year), None)

    def reopen(session: Session) -> str:
        years.reopen_year(session, actor(), plan.id, closed_year, reason=form.reason.data or "")
        return url_for("administration.year_list")

    if form.validate_on_submit() and (address := saved_once(form, reopen)):
        flash(gettext("%(year)s er åbnet for %(plan)s.", year=closed_year, plan=plan.title), "success")
        return redirect(address, code=303)
    html = render_template("administration/reopen_year.html", plan=plan, year=closed_year, closed=closed, form=form)
    return html, 400 if form.is_submitted() else 200


def _plan_with(slug: str, year: int) -> PlanRow:
    """Find the plan of an address; a year that it doesn't have is no page."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
    if year not in plan.years:
        raise NotFound(
            Text("%(plan)s har ikke året %(year)s. Se listen under Åbne og lukkede år.", plan=plan.title, year=year)
        )
    return plan
