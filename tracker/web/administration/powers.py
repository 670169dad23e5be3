"""The pages Regler for beslutninger: per plan who may decide what, read by everybody, changed by administrators."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from tracker.actions import powers
from tracker.domain.powers import MATTER_NAMES, Matter, mark, rulings
from tracker.domain.refusals import Conflict
from tracker.queries import powers as queries
from tracker.queries.plans import all_plans, plan_by_slug
from tracker.web.administration.blueprint import blueprint
from tracker.web.administration.power_form import PowersForm
from tracker.web.forms import ChangeForm, OnceForm
from tracker.web.saving import apply_change, changed
from tracker.web.sessions import actor, reading


class UsualPowersForm(ChangeForm, OnceForm):
    """A plan that goes back to what is usual: only what was seen."""


@blueprint.get("/regler")
def power_list() -> str:
    """List the plans, and whether each has rules of its own."""
    with reading() as session:
        rows = all_plans(session)
        own = queries.plans_with_own_powers(session)
    return render_template("administration/power_list.html", plans=rows, own=own)


@blueprint.get("/regler/<slug>")
def plan_powers(slug: str) -> str:
    """Show who may decide what in a plan."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        standing = queries.powers_of(session, plan.id)
        is_own = plan.id in queries.plans_with_own_powers(session)
    return render_template(
        "administration/powers.html",
        plan=plan,
        rules=tuple((standing[matter], MATTER_NAMES[matter], rulings(standing[matter])) for matter in Matter),
        is_own=is_own,
        usual=UsualPowersForm(formdata=None, data={"version": mark(standing)}),
    )


@blueprint.route("/regler/<slug>/rediger", methods=["GET", "POST"])
def edit_powers(slug: str) -> Response | str | tuple[str, int]:
    """Say who may decide what in a plan."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        standing = queries.powers_of(session, plan.id)
    form = PowersForm.of(standing, version=mark(standing))

    def save(session: Session) -> None:
        powers.set_powers(session, actor(), plan.id, form.powers(), seen_mark=form.seen_version)

    outcome = changed(form, save)
    if outcome.is_saved:
        flash(gettext("Reglerne for %(plan)s er gemt.", plan=plan.title), "success")
        return redirect(url_for("administration.plan_powers", slug=slug), code=303)
    html = render_template(
        "administration/edit_powers.html",
        plan=plan,
        form=form,
        rules=tuple((matter.value, MATTER_NAMES[matter], rulings(standing[matter])) for matter in Matter),
        outcome=outcome,
    )
    return html, outcome.status


@blueprint.post("/regler/<slug>/saedvanlige")
def take_usual_powers(slug: str) -> Response:
    """Let what is usual hold again; where somebody changed the rules meanwhile, they are shown as they stand now."""
    form = UsualPowersForm()
    if not form.validate_on_submit():
        raise BadRequest
    with reading() as session:
        plan = plan_by_slug(session, slug)

    def save(session: Session) -> None:
        powers.take_usual_powers(session, actor(), plan.id, seen_mark=form.seen_version)

    try:
        apply_change(form, save)
    except Conflict:
        flash(gettext("En anden har rettet reglerne, mens du så på dem. Se dem igennem, og prøv igen."), "warning")
    else:
        flash(gettext("De sædvanlige regler gælder igen for %(plan)s.", plan=plan.title), "success")
    return redirect(url_for("administration.plan_powers", slug=slug), code=303)
