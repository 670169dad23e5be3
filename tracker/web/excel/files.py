"""Files out: the list of what was read in, each file as it was, and the budget table as a new workbook."""

import logging
from io import BytesIO

from flask import make_response, render_template, request, send_file
from werkzeug.wrappers import Response

from exports.budget_table import write_budget_table
from tracker.domain.refusals import NotFound, Refusal
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.queries import budget
from tracker.queries import uploads as queries
from tracker.queries.plans import plan_by_slug
from tracker.queries.printed_subtotals import printed_subtotals
from tracker.queries.published_tables import printed_totals
from tracker.translation import said
from tracker.web.excel.blueprint import blueprint
from tracker.web.excel.upload import files_dir
from tracker.web.points import point_from
from tracker.web.sessions import actor, reading

log = logging.getLogger(__name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A file from outside may do nothing at all in the browser that opens it.
NOTHING_ALLOWED = "sandbox; default-src 'none'"


@blueprint.get("/excel/filer")
def imported_files() -> str:
    """List the files that were read in, and what is still waiting for oneself."""
    with reading() as session:
        files = queries.imported_files(session)
        waiting = queries.waiting_files(session, person_id=actor().id)
    return render_template("excel/files.html", files=files, waiting=waiting)


@blueprint.get("/excel/filer/<int:file_id>")
def original_file(file_id: int) -> Response:
    """Give a file back exactly as it was uploaded."""
    with reading() as session:
        file = queries.file_to_send(session, file_id)
    path = files_dir() / file.stored_name
    if not path.is_file():
        raise NotFound(Text("Filen er ikke længere på serveren. Spørg administratoren efter en sikkerhedskopi."))
    response = make_response(send_file(path, mimetype=XLSX, as_attachment=True, download_name=file.name))
    response.headers["Content-Security-Policy"] = NOTHING_ALLOWED
    log.info("file sent", extra={"person_id": actor().id, "file_id": file_id})
    return response


@blueprint.get("/handleplaner/<slug>/budget.xlsx")
def export_budget_table(slug: str) -> Response:
    """Give the budget table as a workbook, at the point that the address asks for."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        chosen = point_from(session, plan.id, request.args)
        if chosen.problems:
            raise Refusal(chosen.problems[0])
        table = budget.budget_table(session, plan, chosen.point)
        totals = printed_totals(session, table.layout.table_id)
        subtotals = printed_subtotals(session, table.layout.table_id)
        revision = budget.revision(session)
    content = BytesIO()
    write_budget_table(
        table,
        destination=content,
        made_by=actor().name,
        made_at=now(),
        printed_totals_oere=totals,
        subtotals=subtotals,
        revision=revision,
        say=said,
    )
    content.seek(0)
    name = f"{plan.slug}-budget-{table.as_of.isoformat()}.xlsx"
    log.info("budget table exported", extra={"person_id": actor().id, "plan": plan.slug, "as_of": str(table.as_of)})
    return make_response(send_file(content, mimetype=XLSX, as_attachment=True, download_name=name))
