"""The page Satser: the rates of indexation, entered, changed and withdrawn."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from tracker.actions import rates
from tracker.domain.indexation import RATE_DECIMALS
from tracker.domain.percentages import format_percentage
from tracker.domain.refusals import Conflict
from tracker.queries import rates as queries
from tracker.web.administration.blueprint import blueprint
from tracker.web.administration.forms import EditRateForm, NewRateForm, WithdrawRateForm
from tracker.web.language import language
from tracker.web.saving import apply_change, changed, saved_once
from tracker.web.sessions import actor, reading


@blueprint.get("/satser")
def rate_list() -> str:
    """List the rates, the withdrawn ones too."""
    with reading() as session:
        rows = queries.rates(session)
    return render_template("administration/rates.html", rates=rows, percentage=_percentage)


@blueprint.route("/satser/ny", methods=["GET", "POST"])
def new_rate() -> Response | str | tuple[str, int]:
    """Enter a rate."""
    form = NewRateForm()
    address = url_for("administration.rate_list")

    def save(session: Session) -> str:
        rates.enter_rate(session, actor(), form.words())
        return address

    if form.validate_on_submit() and saved_once(form, save):
        flash(gettext("Satsen er gemt."), "success")
        return redirect(address, code=303)
    html = render_template("administration/new_rate.html", form=form)
    return html, 400 if form.is_submitted() else 200


@blueprint.route("/satser/<int:rate_id>", methods=["GET", "POST"])
def edit_rate(rate_id: int) -> Response | str | tuple[str, int]:
    """Change what is said about a rate."""
    with reading() as session:
        rate = queries.rate_by_id(session, rate_id)
    form = EditRateForm.of(rate)

    def save(session: Session) -> None:
        rates.change_rate(session, actor(), rate_id, form.words(), seen_version=form.seen_version)

    outcome = changed(form, save)
    if outcome.is_saved:
        flash(gettext("Satsen er gemt."), "success")
        return redirect(url_for("administration.rate_list"), code=303)
    html = render_template(
        "administration/edit_rate.html",
        rate=rate,
        form=form,
        withdrawing=WithdrawRateForm(formdata=None, data={"version": rate.version}),
        outcome=outcome,
    )
    return html, outcome.status


@blueprint.post("/satser/<int:rate_id>/traek-tilbage")
def withdraw_rate(rate_id: int) -> Response:
    """Take a rate out of use; where somebody changed it meanwhile, it is shown as it stands now."""
    form = WithdrawRateForm()
    if not form.validate_on_submit():
        raise BadRequest

    def withdraw(session: Session) -> None:
        rates.withdraw_rate(session, actor(), rate_id, seen_version=form.seen_version)

    try:
        apply_change(form, withdraw)
    except Conflict:
        flash(gettext("En anden har rettet satsen, mens du så på den. Se den igennem, og prøv igen."), "warning")
        return redirect(url_for("administration.edit_rate", rate_id=rate_id), code=303)
    flash(gettext("Satsen er trukket tilbage. Beslutninger, den er brugt til, står ved magt."), "success")
    return redirect(url_for("administration.rate_list"), code=303)


def _percentage(rate_millionths: int) -> str:
    return format_percentage(rate_millionths, decimals=RATE_DECIMALS, language=language())
