"""The list of plans, a new plan, and what is said about one."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.actions import submissions
from tracker.actions.budget import create_plan
from tracker.actions.budget_names import edit_plan as change_plan
from tracker.domain.refusals import Conflict, Refusal
from tracker.domain.years import today
from tracker.queries import plan_parts
from tracker.queries.plans import plan_by_slug, plan_slug
from tracker.queries.standings import standings
from tracker.translation import said
from tracker.web import freshness
from tracker.web.budget.blueprint import blueprint
from tracker.web.budget.forms import EditPlanForm, NewPlanForm
from tracker.web.forms import Difference
from tracker.web.sessions import actor, reading, writing


@blueprint.get("/handleplaner")
def plans() -> Response:
    """List the plans with their frame and what is left in the pool."""
    with reading() as session:
        mark = freshness.mark(session, today())
        if known := freshness.unchanged(mark):
            return known
        html = render_template("budget/plans.html", standings=standings(session, actor=actor()))
    return freshness.marked(html, mark)


@blueprint.route("/ny-handleplan", methods=["GET", "POST"])
def new_plan() -> Response | str | tuple[str, int]:
    """Make a plan by hand; its money comes by decisions."""
    form = NewPlanForm()
    if not form.validate_on_submit():
        return render_template("budget/new_plan.html", form=form), 400 if form.errors else 200
    try:
        with writing() as session:
            key = form.submission_key.data or ""
            earlier = submissions.first_time(
                session, key=key, person_id=actor().id, endpoint="budget.new_plan", content=form.values()
            )
            if earlier is not None:
                return redirect(earlier, code=303)
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
            address = url_for("budget.edit_plan", slug=plan_slug(session, plan_id))
            submissions.done(session, key=key, location=address)
    except Conflict:
        raise
    except Refusal as refusal:
        form.form_errors.append(said(refusal.text))
        return render_template("budget/new_plan.html", form=form), 400
    flash(
        gettext("Planen er oprettet. Læg temaer og linjer i den, eller indlæs dens budgettabel fra Excel."), "success"
    )
    return redirect(address, code=303)


@blueprint.route("/handleplaner/<slug>/rediger", methods=["GET", "POST"])
def edit_plan(slug: str) -> Response | str | tuple[str, int]:
    """Change what is said about a plan; its themes and lines are listed below, each with its own form."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        themes = plan_parts.themes(session, plan.id)
        lines = plan_parts.lines(session, plan.id)
    form = EditPlanForm(obj=plan)
    conflict: Conflict | None = None
    differences: Sequence[Difference] = ()
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with writing() as session:
                change_plan(session, actor(), plan.id, words=form.words(), seen_version=form.seen_version)
        except Conflict as refusal:
            conflict, differences, status = refusal, form.differences(refusal), 409
        except Refusal as refusal:
            form.form_errors.append(said(refusal.text))
        else:
            flash(gettext("Planen er gemt."), "success")
            return redirect(url_for("budget.edit_plan", slug=slug), code=303)
    html = render_template(
        "budget/edit_plan.html",
        plan=plan,
        themes=themes,
        lines=lines,
        theme_titles={row.id: row.title for row in themes},
        form=form,
        conflict=conflict,
        differences=differences,
    )
    return html, status
