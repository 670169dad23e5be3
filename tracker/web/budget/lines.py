"""A new line of a plan, and what is said about a line: its names, part, theme and place."""

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
from tracker.web.budget.forms import WITHOUT_THEME, EditLineForm, NewLineForm
from tracker.web.forms import Difference
from tracker.web.sessions import actor, reading, writing


@blueprint.route("/handleplaner/<slug>/ny-linje", methods=["GET", "POST"])
def new_line(slug: str) -> Response | str | tuple[str, int]:
    """Put a line behind its theme's other lines."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        themes = plan_parts.themes(session, plan.id)
    form = NewLineForm()
    form.offer(themes)
    address = url_for("budget.edit_plan", slug=slug)
    if form.validate_on_submit():
        try:
            with writing() as session:
                key = form.submission_key.data or ""
                earlier = submissions.first_time(
                    session, key=key, person_id=actor().id, endpoint="budget.new_line", content=form.values()
                )
                if earlier is None:
                    budget_names.new_line(session, actor(), plan.id, words=form.words())
                    submissions.done(session, key=key, location=address)
        except Conflict:
            raise
        except Refusal as refusal:
            form.form_errors.append(said(refusal.text))
        else:
            flash(gettext("Linjen er oprettet. Den får penge ved en beslutning."), "success")
            return redirect(address, code=303)
    html = render_template("budget/new_line.html", plan=plan, form=form)
    return html, 400 if form.is_submitted() else 200


@blueprint.route("/handleplaner/<slug>/linjer/<line_slug>/rediger", methods=["GET", "POST"])
def edit_line(slug: str, line_slug: str) -> Response | str | tuple[str, int]:
    """Change what is said about a line; its old title stays a name that it is found by."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        line = plan_parts.line(session, plan.id, line_slug)
        themes = plan_parts.themes(session, plan.id)
    form = EditLineForm(obj=line)
    form.offer(themes)
    if not form.is_submitted():
        form.theme_id.data = line.theme_id or WITHOUT_THEME
    conflict: Conflict | None = None
    differences: Sequence[Difference] = ()
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with writing() as session:
                words = form.words(place=form.place.data)
                budget_names.edit_line(session, actor(), line.id, words=words, seen_version=form.seen_version)
        except Conflict as refusal:
            conflict, differences, status = refusal, form.differences(refusal), 409
        except Refusal as refusal:
            form.form_errors.append(said(refusal.text))
        else:
            flash(gettext("Linjen er gemt."), "success")
            return redirect(url_for("budget.edit_plan", slug=slug), code=303)
    html = render_template(
        "budget/edit_line.html", plan=plan, line=line, form=form, conflict=conflict, differences=differences
    )
    return html, status
