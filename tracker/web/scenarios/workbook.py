"""The scenarios that are side by side, as a workbook."""

import logging
from io import BytesIO

from flask import make_response, request, send_file
from werkzeug.wrappers import Response

from exports.scenarios import write_scenarios
from tracker.domain.refusals import Refusal
from tracker.domain.years import now
from tracker.queries import budget
from tracker.queries import scenarios as queries
from tracker.queries.frames import frames_of
from tracker.queries.plans import plan_by_slug
from tracker.queries.published_tables import printed_totals
from tracker.translation import said
from tracker.web.excel.files import XLSX
from tracker.web.scenarios.blueprint import blueprint
from tracker.web.scenarios.choices import MOST_COMPARED, choices_from
from tracker.web.sessions import actor, reading

log = logging.getLogger(__name__)


@blueprint.get("/hent.xlsx")
def export_workbook(slug: str) -> Response:
    """Give the workbook of the scenarios in the address, or of the first on the list where it names none."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        on_list = queries.scenarios(session, plan.id, actor=actor())
        away = queries.scenarios(session, plan.id, actor=actor(), put_away=True)
        choices = choices_from(request.args, plan, (*on_list, *away))
        if choices.problems:
            raise Refusal(choices.problems[0])
        ids = choices.scenario_ids or tuple(row.id for row in on_list[:MOST_COMPARED])
        found = queries.comparison(session, plan, ids, actor=actor())
        frames = frames_of(session, found)
        totals = printed_totals(session, found.today.layout.table_id)
        revision = budget.revision(session)
    content = BytesIO()
    write_scenarios(
        found,
        frames=frames,
        destination=content,
        made_by=actor().name,
        made_at=now(),
        printed_totals_oere=totals,
        revision=revision,
        say=said,
    )
    content.seek(0)
    name = f"{plan.slug}-scenarier-{found.day.isoformat()}.xlsx"
    log.info("scenarios exported", extra={"person_id": actor().id, "plan": plan.slug, "scenarios": list(ids)})
    return make_response(send_file(content, mimetype=XLSX, as_attachment=True, download_name=name))
