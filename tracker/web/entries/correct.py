"""The form by which a typing error in a decision is put right: reversed and entered anew, on the same decision."""

from dataclasses import asdict

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.actions import entries, submissions
from tracker.actions.entries import StepRefused
from tracker.domain.decisions import NewDecision
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.domain.rewriting import as_entered
from tracker.domain.texts import Text
from tracker.queries import decisions
from tracker.queries.decisions import DecisionDetail
from tracker.queries.ledger import standing_transfers
from tracker.queries.plans import plan_by_slug
from tracker.web.entries.blueprint import blueprint
from tracker.web.entries.differences import row_differences, standing_now
from tracker.web.entries.forms import CorrectForm
from tracker.web.entries.grid import grid_of
from tracker.web.entries.page import Typed, show
from tracker.web.entries.setting import setting_of
from tracker.web.entries.steps import CORRECT, check_words, is_saving, step_of, typed_as, typed_in
from tracker.web.sessions import actor, reading, writing

_TEMPLATE = "entries/correct.html"


@blueprint.route("/beslutninger/<int:decision_id>/ret", methods=["GET", "POST"])
def correct(decision_id: int) -> Response | str | tuple[str, int]:
    """Put a decision's rows right with a reason; what stood stays in the log, reversed."""
    with reading() as session:
        found = decisions.decision(session, decision_id, actor=actor(), with_transfers=False)
        plan = plan_by_slug(session, found.row.plan_slug)
        setting = setting_of(session, plan, actor(), decision_id=decision_id)
        standing = standing_transfers(session, decision_id)
    if found.row.decided_on is None:
        raise StepRefused(Text("Et forslag rettes i sin egen formular. Vælg Redigér på forslagets side."))
    decision = _as_it_stands(found)
    if request.method == "GET":
        form = CorrectForm(data={"version": found.row.version})
        typed = typed_as(grid_of(as_entered(standing), setting.unit), setting, decision)
        return show(_TEMPLATE, setting, form, typed, standing=standing, found=found, changes=())
    form, step = CorrectForm(), step_of(request.form, CORRECT)
    is_complete = check_words(form, step)
    typed = typed_in(request.form, setting, decision, step=step)
    changes = row_differences(setting, typed, standing)
    if not is_saving(step):
        return show(_TEMPLATE, setting, form, typed, standing=standing, found=found, changes=changes)
    refused: Refusal | None = None
    if is_complete and not typed.meant.problems:
        try:
            address = _save(decision_id, form, typed)
        except NotFound:
            raise
        except Refusal as refusal:
            refused = refusal
            if isinstance(refusal, Conflict):
                form.see(refusal)
                standing = standing_now(refusal)
                changes = row_differences(setting, typed, standing)
        else:
            flash(gettext("Beslutningen er rettet. Det gamle er tilbageført, og loggen har begge dele."), "success")
            return redirect(address, code=303)
    status = 409 if isinstance(refused, Conflict) else 400
    return show(
        _TEMPLATE, setting, form, typed, refused=refused, standing=standing, found=found, changes=changes
    ), status


def _save(decision_id: int, form: CorrectForm, typed: Typed) -> str:
    """Put the rows right once, however often the form is sent; gives the address of the decision's page."""
    address = url_for("decisions.decision_page", decision_id=decision_id)
    key, reason, version = form.submission_key.data or "", form.reason.data or "", form.seen_version
    content = {"decision": decision_id, "version": version, "reason": reason, "grid": asdict(typed.grid)}
    with writing() as session:

        def act() -> str:
            transfers = typed.meant.transfers
            entries.correct(session, actor(), decision_id, transfers, reason=reason, seen_version=version)
            return address

        return submissions.changed_once(
            session, key=key, person_id=actor().id, endpoint="entries.correct", content=content, act=act
        )


def _as_it_stands(found: DecisionDetail) -> NewDecision:
    """Give what the decision says; a correction changes nothing of it."""
    row = found.row
    return NewDecision(
        kind=row.kind,
        body=row.body,
        decided_on=row.decided_on,
        agenda_item=row.agenda_item,
        case_number=row.case_number,
        link=found.link,
        reason=found.reason,
        permanence=found.permanence,
        title=row.title,
        plan_for_use=found.plan_for_use,
        targets_touched=found.targets_touched,
    )
