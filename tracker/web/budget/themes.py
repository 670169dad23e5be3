"""A new theme of a plan, and a theme's title and place."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.actions import budget_names, submissions
from tracker.domain.refusals import Conflict, Refusal
from tracker.queries import plan_parts
from tracker.queries.plans import plan_by_slug
from tracker.translation import said
from tracker.web.budget.blueprint import blueprint
from tracker.web.budget.forms import EditThemeForm, NewThemeForm
from tracker.web.forms import Difference
from tracker.web.sessions import actor, reading, writing


@blueprint.route("/handleplaner/<slug>/nyt-tema", methods=["GET", "POST"])
def new_theme(slug: str) -> Response | str | tuple[str, int]:
    """Put a theme behind the plan's others."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
    form = NewThemeForm()
    address = url_for("budget.edit_plan", slug=slug)
    if form.validate_on_submit():
        try:
            with writing() as session:
                key = form.submission_key.data or ""
                earlier = submissions.first_time(
                    session, key=key, person_id=actor().id, endpoint="budget.new_theme", content=form.values()
                )
                if earlier is None:
                    budget_names.new_theme(session, actor(), plan.id, title=form.title.data or "")
                    submissions.done(session, key=key, location=address)
        except Conflict:
            raise
        except Refusal as refusal:
            form.form_errors.append(said(refusal.text))
        else:
            flash(gettext("Temaet er oprettet."), "success")
            return redirect(address, code=303)
    html = render_template("budget/new_theme.html", plan=plan, form=form)
    return html, 400 if form.is_submitted() else 200


@blueprint.route("/handleplaner/<slug>/temaer/<int:theme_id>", methods=["GET", "POST"])
def edit_theme(slug: str, theme_id: int) -> Response | str | tuple[str, int]:
    """Change a theme's title and place."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        theme = plan_parts.theme(session, plan.id, theme_id)
    form = EditThemeForm(obj=theme)
    conflict: Conflict | None = None
    differences: Sequence[Difference] = ()
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with writing() as session:
                budget_names.edit_theme(
                    session,
                    actor(),
                    theme_id,
                    title=form.title.data or "",
                    place=form.place.data or 1,
                    seen_version=form.seen_version,
                )
        except Conflict as refusal:
            conflict, differences, status = refusal, form.differences(refusal), 409
        except Refusal as refusal:
            form.form_errors.append(said(refusal.text))
        else:
            flash(gettext("Temaet er gemt."), "success")
            return redirect(url_for("budget.edit_plan", slug=slug), code=303)
    html = render_template(
        "budget/edit_theme.html", plan=plan, theme=theme, form=form, conflict=conflict, differences=differences
    )
    return html, status
