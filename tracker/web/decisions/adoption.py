"""Recording that a proposal was adopted: by whom and when, with what it does to the budget of that day beside it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.actions import proposals, submissions
from tracker.domain.decisions import OPEN_STATES
from tracker.domain.money import UNITS
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.domain.texts import Text
from tracker.queries import decisions as queries
from tracker.queries.decisions import DecisionDetail
from tracker.queries.plans import plan_by_slug
from tracker.translation import said
from tracker.web.decisions.blueprint import blueprint
from tracker.web.decisions.effects import effect_for
from tracker.web.decisions.forms import AdoptForm
from tracker.web.decisions.page import show, title_of
from tracker.web.decisions.steps import CHANGED_MEANWHILE
from tracker.web.presentation import day
from tracker.web.sessions import actor, reading, writing

_CHANGED = Text(
    "Forslaget er ændret, siden du åbnede siden. Herunder står det, som det er nu. Se det igennem, og tryk igen."
)


@blueprint.route("/beslutninger/<int:decision_id>/vedtag", methods=["GET", "POST"])
def adopt(decision_id: int) -> Response | str | tuple[str, int]:
    """Turn a proposal into a decision, checked against the ledger of this moment."""
    with reading() as session:
        found = queries.decision(session, decision_id, actor=actor())
    if request.method == "GET":
        if found.row.proposal_state not in OPEN_STATES:
            return redirect(url_for(".decision_page", decision_id=decision_id), code=303)
        return _page(found, AdoptForm(data=_first_filled(found)))
    form = AdoptForm()
    if not form.validate_on_submit():
        return _page(found, form), 400
    if "preview" in request.form:
        return _page(found, form)
    address = url_for(".decision_page", decision_id=decision_id)
    content = {"proposal": decision_id, "version": form.seen_version, **form.values()}
    key = form.submission_key.data or ""
    try:
        with writing() as session:

            def act() -> str:
                proposals.adopt(session, actor(), decision_id, form.adoption(), seen_version=form.seen_version)
                return address

            submissions.once(
                session, key=key, person_id=actor().id, endpoint="decisions.adopt", content=content, act=act
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(decision_id, form, refusal)
    flash(gettext("Beslutningen af %(day)s er registreret.", day=day(form.adoption().decided_on)), "success")
    return redirect(address, code=303)


def _first_filled(found: DecisionDetail) -> dict[str, object]:
    row = found.row
    return {
        "version": row.version,
        "body": row.body,
        "agenda_item": row.agenda_item,
        "case_number": row.case_number,
        "link": found.link,
    }


def _refused(decision_id: int, form: AdoptForm, refusal: Refusal) -> tuple[str, int]:
    """Show why it wasn't recorded, with the proposal and the budget as they are now and what was typed."""
    with reading() as session:
        found = queries.decision(session, decision_id, actor=actor())
    is_conflict = isinstance(refusal, Conflict)
    if found.row.proposal_state not in OPEN_STATES:
        return show(decision_id, problem=CHANGED_MEANWHILE if is_conflict else refusal.text), 409
    if isinstance(refusal, Conflict) and "version" in refusal.theirs:
        form.differences(refusal)
        return _page(found, form, problem=_CHANGED), 409
    if refusal.field:
        form[refusal.field].errors = [said(refusal.text)]
        return _page(found, form), 400
    return _page(found, form, problem=refusal.text), 409 if is_conflict else 400


def _page(found: DecisionDetail, form: AdoptForm, *, problem: Text | None = None) -> str:
    """Make the page with the budget as it is now, whoever changed it since."""
    unit = UNITS.get(request.args.get("enhed", ""), UNITS["tkr"])
    with reading() as session:
        plan = plan_by_slug(session, found.row.plan_slug)
        adoption = form.adoption()
        effect = effect_for(
            session, plan, found, unit, body=adoption.body, decided_on=adoption.decided_on, beside_a_form=True
        )
    return render_template(
        "decisions/adopt.html",
        decision=found,
        title=title_of(found.row),
        form=form,
        problem=problem,
        effect=effect,
        typed_day=bool(form.decided_on.data) and not form.decided_on.errors,
    )
