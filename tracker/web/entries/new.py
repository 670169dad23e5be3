"""The form of a new decision or proposal."""

from collections.abc import Sequence
from dataclasses import asdict

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions import submissions
from tracker.actions.entries import enter
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.domain.rewriting import StandingTransfer, as_entered
from tracker.queries import decisions
from tracker.queries.decisions import DecisionDetail
from tracker.queries.ledger import transfers_reversed_last
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.web.entries.blueprint import blueprint
from tracker.web.entries.forms import NewEntryForm, words_of
from tracker.web.entries.grid import ROWS_AT_START, Grid, GridRow, grid_of
from tracker.web.entries.page import NEW_TEMPLATE, Typed, show
from tracker.web.entries.setting import Setting, setting_of
from tracker.web.entries.steps import (
    RECORD_DECISION,
    SAVE_PROPOSAL,
    check_words,
    is_saving,
    step_of,
    typed_as,
    typed_in,
)
from tracker.web.presentation import day
from tracker.web.sessions import actor, reading, writing


@blueprint.route("/handleplaner/<slug>/beslutninger/ny", methods=["GET", "POST"])
def new(slug: str) -> Response | str | tuple[str, int]:
    """Enter a decision with its date, or a proposal without; every other button shows the page again."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        setting = setting_of(session, plan, actor(), anew=_reversed(session, plan))
        moved = transfers_reversed_last(session, setting.anew.row.id) if setting.anew else ()
    if request.method == "GET":
        return _anew(setting, setting.anew, moved) if setting.anew else _empty(setting, request.args.get("art", ""))
    form, step = NewEntryForm(), step_of(request.form, SAVE_PROPOSAL, RECORD_DECISION)
    is_complete = check_words(form, step)
    decided_on = None if step == SAVE_PROPOSAL else form.day()
    typed = typed_in(request.form, setting, form.decision(decided_on=decided_on), step=step)
    if not is_saving(step):
        return show(NEW_TEMPLATE, setting, form, typed)
    refused: Refusal | None = None
    if is_complete and not typed.meant.problems:
        try:
            address = _save(setting, form, typed)
        except NotFound:
            raise
        except Refusal as refusal:
            refused = refusal
        else:
            flash(_said(typed), "success")
            return redirect(address, code=303)
    status = 409 if isinstance(refused, Conflict) else 400
    return show(NEW_TEMPLATE, setting, form, typed, refused=refused), status


def _empty(setting: Setting, kind_text: str) -> str:
    """Show the form with empty rows; those of an allocation come from the pool where there is one alone."""
    kind = next((kind for kind in DecisionKind if kind.value == kind_text), DecisionKind.ALLOCATION)
    form = NewEntryForm(kind=kind.value, body=setting.plan.committee)
    reserves = [line for line in setting.lines if line.role is LineRole.RESERVE]
    giver = ""
    if kind is DecisionKind.ALLOCATION and len(reserves) == 1:
        giver = str(reserves[0].id)
    elif kind is DecisionKind.SUPPLEMENTARY and len(setting.sources) == 1:
        giver = str(setting.sources[0].id)
    grid = Grid((GridRow(from_key=giver),) * ROWS_AT_START)
    return show(NEW_TEMPLATE, setting, form, typed_as(grid, setting, form.decision(decided_on=None)))


def _reversed(session: Session, plan: PlanRow) -> DecisionDetail | None:
    """Read the reversed decision of this plan that the address names; None where it names none."""
    decision_id = request.args.get("som", type=int)
    if decision_id is None:
        return None
    found = decisions.decision(session, decision_id, actor=actor(), with_transfers=False)
    return found if found.row.is_reversed and found.row.plan_slug == plan.slug else None


def _anew(setting: Setting, was: DecisionDetail, moved: Sequence[StandingTransfer]) -> str:
    """Show the form filled in with what a reversed decision said and moved."""
    written_day = day(was.row.decided_on) if was.row.decided_on else ""
    form = NewEntryForm(formdata=None, data={**words_of(was), "decided_on": written_day})
    typed = typed_as(grid_of(as_entered(moved), setting.unit), setting, form.decision(decided_on=form.day()))
    return show(NEW_TEMPLATE, setting, form, typed)


def _save(setting: Setting, form: NewEntryForm, typed: Typed) -> str:
    """Write the entry once, however often its form is sent; gives the address of what was made."""
    key = form.submission_key.data or ""
    content = {"plan": setting.plan.id, "day": typed.day, "words": form.values(), "grid": asdict(typed.grid)}
    with writing() as session:

        def act() -> str:
            decision_id = enter(session, actor(), setting.plan.id, typed.entry)
            return url_for("decisions.decision_page", decision_id=decision_id)

        return submissions.once(
            session, key=key, person_id=actor().id, endpoint="entries.new", content=content, act=act
        )


def _said(typed: Typed) -> str:
    if typed.day is None:
        return str(gettext("Forslaget er gemt som kladde. Det tæller ikke med i budgettet, før det vedtages."))
    return str(gettext("Beslutningen af %(day)s er registreret, og budgettet er ændret.", day=day(typed.day)))
