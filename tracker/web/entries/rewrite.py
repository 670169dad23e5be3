"""The form by which a draft is written anew."""

from collections.abc import Sequence
from dataclasses import asdict

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.actions import submissions
from tracker.actions.entries import NotYours, StepRefused, rewrite_proposal
from tracker.domain.decisions import ProposalState
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.domain.rewriting import as_entered
from tracker.domain.texts import Text
from tracker.queries import decisions
from tracker.queries.decisions import DecisionDetail
from tracker.queries.ledger import standing_transfers
from tracker.queries.plans import plan_by_slug
from tracker.web.entries.blueprint import blueprint
from tracker.web.entries.differences import row_differences, standing_now
from tracker.web.entries.forms import RewriteForm, words_of
from tracker.web.entries.grid import grid_of
from tracker.web.entries.page import Typed, show
from tracker.web.entries.setting import setting_of
from tracker.web.entries.steps import SAVE_PROPOSAL, check_words, is_saving, step_of, typed_as, typed_in
from tracker.web.forms import Difference
from tracker.web.sessions import actor, reading, writing

_TEMPLATE = "entries/rewrite.html"


@blueprint.route("/beslutninger/<int:decision_id>/rediger", methods=["GET", "POST"])
def rewrite(decision_id: int) -> Response | str | tuple[str, int]:
    """Change a draft and its rows; where somebody else did so meanwhile, both are shown and nothing is lost."""
    with reading() as session:
        found = decisions.decision(session, decision_id, actor=actor(), with_transfers=False)
        plan = plan_by_slug(session, found.row.plan_slug)
        setting = setting_of(session, plan, actor(), decision_id=decision_id)
        standing = standing_transfers(session, decision_id)
    if request.method == "GET":
        _check_open(found, may_decide=setting.may_decide)
        form = RewriteForm(data={"version": found.row.version, **words_of(found)})
        typed = typed_as(grid_of(as_entered(standing), setting.unit), setting, form.decision(decided_on=None))
        return show(_TEMPLATE, setting, form, typed, found=found)
    form, step = RewriteForm(), step_of(request.form, SAVE_PROPOSAL)
    is_complete = check_words(form, step)
    typed = typed_in(request.form, setting, form.decision(decided_on=None), step=step)
    if not is_saving(step):
        return show(_TEMPLATE, setting, form, typed, found=found)
    refused: Refusal | None = None
    differences: Sequence[Difference] = ()
    if is_complete and not typed.meant.problems:
        try:
            address = _save(decision_id, form, typed)
        except NotFound:
            raise
        except Conflict as conflict:
            refused = conflict
            differences = (*form.differences(conflict), *row_differences(setting, typed, standing_now(conflict)))
        except Refusal as refusal:
            refused = refusal
        else:
            flash(gettext("Forslaget er rettet."), "success")
            return redirect(address, code=303)
    status = 409 if isinstance(refused, Conflict) else 400
    return show(_TEMPLATE, setting, form, typed, refused=refused, found=found, differences=differences), status


def _save(decision_id: int, form: RewriteForm, typed: Typed) -> str:
    """Write the draft anew once, however often its form is sent; gives the address of its page."""
    address = url_for("decisions.decision_page", decision_id=decision_id)
    key = form.submission_key.data or ""
    version = form.seen_version
    content = {"proposal": decision_id, "version": version, "words": form.values(), "grid": asdict(typed.grid)}
    with writing() as session:

        def act() -> str:
            rewrite_proposal(session, actor(), decision_id, typed.entry, seen_version=version)
            return address

        return submissions.changed_once(
            session, key=key, person_id=actor().id, endpoint="entries.rewrite", content=content, act=act
        )


def _check_open(found: DecisionDetail, *, may_decide: bool) -> None:
    """Refuse to open what can't be rewritten, before anybody types in vain."""
    if found.row.proposal_state is not ProposalState.DRAFT:
        raise StepRefused(Text("Kun en kladde kan rettes. Hent forslaget tilbage til kladde først."))
    if not may_decide and found.row.owner_id != actor().id:
        raise NotYours(Text("Kun forslagets ejer og budgetkonsulenterne kan ændre det."))
