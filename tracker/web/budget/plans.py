"""The list of plans, a new plan, and what is said about one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions.budget import create_plan
from tracker.actions.budget_names import edit_plan as change_plan
from tracker.domain.years import today
from tracker.queries import plan_parts
from tracker.queries.plans import plan_by_slug, plan_slug
from tracker.queries.standings import standings
from tracker.web import freshness
from tracker.web.budget.blueprint import blueprint
from tracker.web.budget.forms import EditPlanForm, NewPlanForm
from tracker.web.saving import changed, saved_once
from tracker.web.sessions import actor, reading
from tracker.web.standing_cells import StandingCells


@blueprint.get("/handleplaner")
def plans() -> Response:
    """List the plans with their frame and what is left in the pool."""
    with reading() as session:
        mark = freshness.mark(session, today())
        if known := freshness.unchanged(mark):
            return known
        found = standings(session, actor=actor())
    html = render_template("budget/plans.html", standings=found, figures=StandingCells(found))
    return freshness.marked(html, mark)


@blueprint.route("/ny-handleplan", methods=["GET", "POST"])
def new_plan() -> Response | str | tuple[str, int]:
    """Make a plan by hand; its money comes by decisions."""
    form = NewPlanForm()

    def save(session: Session) -> str:
        words = form.words()
        plan_id = create_plan(
            session,
            actor(),
            title=words.title,
            first_year=words.first_year,
            last_year=words.last_year,
            committee=words.committee,
            administration=words.administration,
        )
        return url_for("budget.edit_plan", slug=plan_slug(session, plan_id))

    if form.validate_on_submit() and (address := saved_once(form, save)):
        told = gettext("Planen er oprettet. Læg temaer og linjer i den, eller indlæs dens budgettabel fra Excel.")
        flash(told, "success")
        return redirect(address, code=303)
    return render_template("budget/new_plan.html", form=form), 400 if form.is_submitted() else 200


@blueprint.route("/handleplaner/<slug>/rediger", methods=["GET", "POST"])
def edit_plan(slug: str) -> Response | str | tuple[str, int]:
    """Change what is said about a plan; its themes and lines are listed below, each with its own form."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        themes = plan_parts.themes(session, plan.id)
        lines = plan_parts.lines(session, plan.id)
    form = EditPlanForm(obj=plan)

    def save(session: Session) -> None:
        change_plan(session, actor(), plan.id, words=form.words(), seen_version=form.seen_version)

    outcome = changed(form, save)
    if outcome.is_saved:
        flash(gettext("Planen er gemt."), "success")
        return redirect(url_for("budget.edit_plan", slug=slug), code=303)
    html = render_template(
        "budget/edit_plan.html",
        plan=plan,
        themes=themes,
        lines=lines,
        theme_titles={row.id: row.title for row in themes},
        form=form,
        outcome=outcome,
    )
    return html, outcome.status
