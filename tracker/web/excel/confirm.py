"""Confirming a preview: the file is read again, and everything it becomes is written in one transaction."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from imports.commit import AlreadyImported, Imported, ImportOrder, LedgerMoved, apply, ledger_moved
from tracker.actions.uploads import KeptFile, take_preview
from tracker.domain.decisions import DecisionKind, NewDecision, Permanence
from tracker.domain.ledger import BodyMayNot
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.queries.uploads import became_of, is_filed
from tracker.translation import said
from tracker.web.excel.blueprint import blueprint
from tracker.web.excel.forms import ConfirmForm, roles_from
from tracker.web.excel.preview import Seen, look, page_of
from tracker.web.excel.upload import remove
from tracker.web.points import day_from
from tracker.web.sessions import actor, reading, writing

Page = Response | tuple[str, int]


@blueprint.post("/excel/indlaes/<token>/bekraeft")
def confirm(token: str) -> Page:
    """Write plan, lines, table and decision; or show the preview again with what stands in the way."""
    form = ConfirmForm()
    try:
        seen = look(token, request.args, roles_from(request.form))
    except NotFound as missing:
        return _gone(form.sha256.data or "", missing)
    if seen.choices.plan and form.ledger_mark.data != seen.ledger_mark:
        return _shown_again(token, seen, form, ledger_moved(seen.choices.plan.title))
    if not _is_complete(seen, form):
        return page_of(seen, form), 400
    try:
        imported = _write(seen, form)
    except (AlreadyImported, Conflict) as too_late:
        return _gone(seen.file.sha256, too_late)
    except Refusal as refused:
        return _shown_again(token, seen, form, refused)
    _let_go_of_a_second_copy(seen)
    flash(gettext("Tabellen er indlæst, og beslutningen er registreret."), "success")
    return redirect(url_for("budget.plan_page", slug=imported.plan_slug), code=303)


def _is_complete(seen: Seen, form: ConfirmForm) -> bool:
    complete = bool(form.validate_on_submit())
    if seen.choices.plan is None and not form.plan_title.data:
        form.plan_title.errors = [gettext("Skriv, hvad den nye handleplan hedder.")]
        complete = False
    if not seen.preview.can_be_confirmed:
        form.form_errors.append(gettext("Filen kan ikke indlæses endnu. Se herunder, hvad der mangler."))
        complete = False
    return complete


def _shown_again(token: str, seen: Seen, form: ConfirmForm, refused: Refusal) -> Page:
    """Show the preview with what stood in the way; after a change by others with the differences as they are now."""
    if isinstance(refused, LedgerMoved):
        again = look(token, request.args, roles_from(request.form))
        form.ledger_mark.data, form.ledger_mark.raw_data = again.ledger_mark, None
        return page_of(again, form, told=refused.text), 409
    if isinstance(refused, BodyMayNot):
        form.body.errors = [said(refused.text)]
    else:
        form.form_errors.append(said(refused.text))
    return page_of(seen, form), 400


def _write(seen: Seen, form: ConfirmForm) -> Imported:
    table, plan = seen.preview.table, seen.choices.plan
    if table is None:
        message = "a preview without a table is never confirmed"
        raise ValueError(message)
    file = seen.file
    order = ImportOrder(
        reading=seen.preview.reading,
        table=table,
        file=KeptFile(file.name, file.stored_name, file.sha256, file.size_bytes),
        decision=_decision(form, is_new_plan=plan is None),
        plan_id=plan.id if plan else None,
        plan_title=form.plan_title.data or "",
        administration=form.administration.data or "",
        roles=roles_from(request.form),
        ledger_mark=seen.ledger_mark,
    )
    with writing() as session:
        take_preview(session, file.token)
        return apply(session, actor(), order)


def _decision(form: ConfirmForm, *, is_new_plan: bool) -> NewDecision:
    return NewDecision(
        kind=DecisionKind.ADOPTION if is_new_plan else DecisionKind(form.kind.data),
        body=form.body.data or "",
        decided_on=day_from(form.decided_on.data or ""),
        agenda_item=form.agenda_item.data or "",
        case_number=form.case_number.data or "",
        link=form.link.data or "",
        reason=form.reason.data or "",
        permanence=Permanence(form.permanence.data) if form.permanence.data else None,
    )


def _gone(sha256: str, refused: Refusal) -> Page:
    """Tell that the preview was used up, with a link to what it became; a preview that never was is refused."""
    with reading() as session:
        became = became_of(session, sha256)
    if became is None and isinstance(refused, NotFound):
        raise refused
    return render_template("excel/gone.html", became=became), 409


def _let_go_of_a_second_copy(seen: Seen) -> None:
    """Remove the copy if the register already held the same content; one copy of a file is enough."""
    with reading() as session:
        filed = is_filed(session, seen.file.stored_name)
    if not filed:
        remove(seen.file.stored_name)
