"""The annex of one proposal or decision, and of several: chosen one by one, or as a scenario."""

import logging
from io import BytesIO

from flask import Blueprint, make_response, request, send_file
from sqlmodel import Session
from werkzeug.wrappers import Response

from exports.committee_annex import write_annex
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text, quoted
from tracker.domain.years import now
from tracker.queries import annexes as queries
from tracker.queries.annexes import Annex
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.proposals import proposals
from tracker.web.sessions import actor, reading

log = logging.getLogger(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_NUMBER = 2**31 - 1

blueprint = Blueprint("annexes", __name__)


@blueprint.get("/beslutninger/<int:decision_id>/bilag.docx")
def decision_annex(decision_id: int) -> Response:
    """Give the annex of one proposal or decision."""
    with reading() as session:
        annex = queries.annex_of_decision(session, decision_id, actor=actor())
    return _sent(annex, f"{annex.plan.slug}-bilag-{decision_id}.docx")


@blueprint.get("/handleplaner/<slug>/bilag.docx")
def plan_annex(slug: str) -> Response:
    """Give the annex of the proposals or the scenario in the address; of all open proposals where it names none."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        annex = _asked_for(session, plan)
    of_scenario = f"-scenarie-{annex.scenario.id}" if annex.scenario else ""
    return _sent(annex, f"{plan.slug}-bilag{of_scenario}.docx")


def _asked_for(session: Session, plan: PlanRow) -> Annex:
    scenarios = request.args.getlist("scenarie")
    if scenarios:
        return queries.annex_of_scenario(session, plan, _number(scenarios[0]), actor=actor())
    chosen = [_number(text) for text in request.args.getlist("forslag")]
    if not chosen:
        chosen = [proposal.id for proposal in proposals(session, plan.id, actor=actor())]
    return queries.annex(session, plan, chosen, actor=actor())


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER)) else 0
    if not 0 < number <= LARGEST_NUMBER:
        raise NotFound(Text("Der er intet forslag nr. %(number)s. Se listen under Beslutninger.", number=quoted(text)))
    return number


def _sent(annex: Annex, name: str) -> Response:
    content = BytesIO()
    write_annex(annex, destination=content, made_at=now())
    content.seek(0)
    log.info(
        "annex exported",
        extra={
            "person_id": actor().id,
            "plan": annex.plan.slug,
            "decisions": [proposal.detail.row.id for proposal in annex.proposals],
        },
    )
    return make_response(send_file(content, mimetype=DOCX, as_attachment=True, download_name=name))
