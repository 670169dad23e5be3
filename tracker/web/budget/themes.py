"""A new theme of a plan, and a theme's title and place."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions import budget_names
from tracker.queries import plan_parts
from tracker.queries.plans import plan_by_slug
from tracker.web.budget.blueprint import blueprint
from tracker.web.budget.forms import EditThemeForm, NewThemeForm
from tracker.web.saving import changed, saved_once
from tracker.web.sessions import actor, reading


@blueprint.route("/handleplaner/<slug>/nyt-tema", methods=["GET", "POST"])
def new_theme(slug: str) -> Response | str | tuple[str, int]:
    """Put a theme behind the plan's others."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
    form = NewThemeForm()
    address = url_for("budget.edit_plan", slug=slug)

    def save(session: Session) -> str:
        budget_names.new_theme(session, actor(), plan.id, title=form.title.data or "")
        return address

    if form.validate_on_submit() and saved_once(form, save):
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

    def save(session: Session) -> None:
        title, place = form.title.data or "", form.place.data or 1
        budget_names.edit_theme(session, actor(), theme_id, title=title, place=place, seen_version=form.seen_version)

    outcome = changed(form, save)
    if outcome.is_saved:
        flash(gettext("Temaet er gemt."), "success")
        return redirect(url_for("budget.edit_plan", slug=slug), code=303)
    html = render_template("budget/edit_theme.html", plan=plan, theme=theme, form=form, outcome=outcome)
    return html, outcome.status
