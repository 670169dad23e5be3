"""A new line of a plan, and what is said about a line: its names, part, theme and place."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions import budget_names
from tracker.queries import plan_parts
from tracker.queries.plans import plan_by_slug
from tracker.web.budget.blueprint import blueprint
from tracker.web.budget.forms import WITHOUT_THEME, EditLineForm, NewLineForm
from tracker.web.saving import changed, saved_once
from tracker.web.sessions import actor, reading


@blueprint.route("/handleplaner/<slug>/ny-linje", methods=["GET", "POST"])
def new_line(slug: str) -> Response | str | tuple[str, int]:
    """Put a line behind its theme's other lines."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        themes = plan_parts.themes(session, plan.id)
    form = NewLineForm()
    form.offer(themes)
    address = url_for("budget.edit_plan", slug=slug)

    def save(session: Session) -> str:
        budget_names.new_line(session, actor(), plan.id, words=form.words())
        return address

    if form.validate_on_submit() and saved_once(form, save):
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

    def save(session: Session) -> None:
        words = form.words(place=form.place.data)
        budget_names.edit_line(session, actor(), line.id, words=words, seen_version=form.seen_version)

    outcome = changed(form, save)
    if outcome.is_saved:
        flash(gettext("Linjen er gemt."), "success")
        return redirect(url_for("budget.edit_plan", slug=slug), code=303)
    html = render_template("budget/edit_line.html", plan=plan, line=line, form=form, outcome=outcome)
    return html, outcome.status
