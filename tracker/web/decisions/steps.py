"""The steps that are one press of a button: a proposal's way, and a decision that is taken back whole."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions import entries, proposals, submissions
from tracker.domain.decisions import ProposalState
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.domain.texts import Text
from tracker.queries import decisions as queries
from tracker.queries import people
from tracker.queries.decisions import DecisionDetail
from tracker.web.decisions.blueprint import blueprint
from tracker.web.decisions.forms import HandOverForm, MoveForm, ReverseForm
from tracker.web.decisions.page import show
from tracker.web.sessions import actor, reading, writing

CHANGED_MEANWHILE = Text(
    "Nogen har ændret forslaget, siden du åbnede siden. Se det, som det står nu, og vælg igen, hvad der skal ske."
)
_DECISION_CHANGED = Text(
    "Nogen har rettet beslutningen, siden du åbnede siden. Se den, som den står nu, og vælg igen, hvad der skal ske."
)


@blueprint.post("/beslutninger/<int:decision_id>/skridt")
def move(decision_id: int) -> Response | tuple[str, int]:
    """Take a proposal one step: send it, take it back, drop it with a reason, or take it up again."""
    found = _proposal(decision_id)
    form = MoveForm()
    name = _name_of(form.to.data, found)
    if not form.validate_on_submit():
        return show(decision_id, **{name: form}), 400
    to = ProposalState(form.to.data or "")

    def step(session: Session) -> None:
        proposals.move(session, actor(), decision_id, to, reason=form.reason.data or "", seen_version=form.seen_version)

    said = {
        "send": gettext("Forslaget er sendt til udvalget."),
        "take_back": gettext("Forslaget er hentet tilbage til kladde."),
        "drop": gettext("Forslaget er droppet. Det kan tages op igen."),
        "take_up": gettext("Forslaget er taget op igen som kladde."),
    }[name]
    return _carried_out(decision_id, form, step, endpoint="decisions.move", said=said, kept={name: form})


@blueprint.post("/beslutninger/<int:decision_id>/ejer")
def hand_over(decision_id: int) -> Response | tuple[str, int]:
    """Let somebody else own a proposal."""
    _proposal(decision_id)
    form = HandOverForm()
    with reading() as session:
        form.offer(people.those_who_propose(session))
    if not form.validate_on_submit():
        return show(decision_id, hand_over=form), 400

    def step(session: Session) -> None:
        proposals.hand_over(
            session, actor(), decision_id, owner_id=form.owner_id.data or 0, seen_version=form.seen_version
        )

    said = gettext("Forslaget er givet videre.")
    kept = {"hand_over": form}
    return _carried_out(decision_id, form, step, endpoint="decisions.hand_over", said=said, kept=kept)


@blueprint.post("/beslutninger/<int:decision_id>/tilbagefoer")
def reverse(decision_id: int) -> Response | tuple[str, int]:
    """Take a decision back whole, with a reason; it and its reversals stay in the log."""
    _proposal(decision_id)
    form = ReverseForm()
    if not form.validate_on_submit():
        return show(decision_id, reverse=form), 400

    def step(session: Session) -> None:
        entries.reverse_decision(
            session, actor(), decision_id, reason=form.reason.data or "", seen_version=form.seen_version
        )

    said = gettext("Hele beslutningen er tilbageført, og budgettet er, som om den ikke var registreret.")
    return _carried_out(decision_id, form, step, endpoint="decisions.reverse", said=said, kept={"reverse": form})


def _proposal(decision_id: int) -> DecisionDetail:
    """Read what the step is about, so that nobody is told of a draft they may not see."""
    with reading() as session:
        return queries.decision(session, decision_id, actor=actor())


def _name_of(to: str | None, found: DecisionDetail) -> str:
    if to == ProposalState.SENT:
        return "send"
    if to == ProposalState.DROPPED:
        return "drop"
    return "take_up" if found.row.proposal_state is ProposalState.DROPPED else "take_back"


def _carried_out(
    decision_id: int,
    form: MoveForm | HandOverForm | ReverseForm,
    step: Callable[[Session], None],
    *,
    endpoint: str,
    said: str,
    kept: Mapping[str, Any],
) -> Response | tuple[str, int]:
    """Do a step once, however often its form is sent, or show the page again with why it can't be done."""
    address = url_for(".decision_page", decision_id=decision_id)
    content = {"proposal": decision_id, "version": form.seen_version, **form.values()}
    key = form.submission_key.data or ""
    try:
        with writing() as session:

            def act() -> str:
                step(session)
                return address

            submissions.once(session, key=key, person_id=actor().id, endpoint=endpoint, content=content, act=act)
    except NotFound:
        raise
    except Conflict as conflict:
        return show(decision_id, problem=_who_was_faster(form, conflict)), 409
    except Refusal as refusal:
        return show(decision_id, problem=refusal.text, **kept), 400
    flash(said, "success")
    return redirect(address if _is_still_seen(decision_id) else url_for(".decisions"), code=303)


def _who_was_faster(form: MoveForm | HandOverForm | ReverseForm, conflict: Conflict) -> Text:
    """Say that somebody else changed the proposal; of its owner, who it is now and who was chosen here."""
    if isinstance(form, ReverseForm):
        return _DECISION_CHANGED
    theirs, yours = conflict.theirs.get("owner_id"), form.data.get("owner_id")
    if not isinstance(theirs, int) or not isinstance(yours, int):
        return CHANGED_MEANWHILE
    with reading() as session:
        names = people.names_of(session, {theirs, yours})
    return Text(
        "Nogen har ændret forslaget, siden du åbnede siden. Det ejes nu af %(theirs)s, og du valgte %(yours)s. "
        "Se det igennem, og vælg igen.",
        theirs=names[theirs],
        yours=names[yours],
    )


def _is_still_seen(decision_id: int) -> bool:
    """Tell whether the person sees the proposal after the step: a draft that was handed over is somebody else's."""
    try:
        _proposal(decision_id)
    except NotFound:
        return False
    return True
