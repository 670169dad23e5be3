"""The decision log as a workbook: what the same address shows as a page."""

import logging
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import make_response, send_file
from werkzeug.wrappers import Response

from exports.decisions import write_decisions
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.domain.years import now, today
from tracker.queries import decision_log as queries
from tracker.queries.budget import revision
from tracker.translation import said
from tracker.web.decisions.blueprint import blueprint
from tracker.web.decisions.log import asked_log
from tracker.web.decisions.log_form import LogForm
from tracker.web.sessions import actor, reading

log = logging.getLogger(__name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/beslutninger/hent.xlsx")
def download() -> Response:
    """Give the decisions that fit what the address asks for as a workbook, with all their transfers."""
    with reading() as session:
        asked = asked_log(session)
        for field in asked.form:
            if field.errors:
                raise Refusal(
                    Text("%(problem)s Ret det på siden Beslutninger, og hent filen igen.", problem=field.errors[0])
                )
        rows = queries.all_logged(session, asked.filter, actor=actor())
        transfers = queries.logged_transfers(session, asked.filter, actor=actor())
        number = revision(session)
    content = BytesIO()
    write_decisions(
        rows,
        transfers,
        destination=content,
        chosen=_in_words(asked.form),
        made_by=actor().name,
        made_at=now(),
        revision=number,
        say=said,
    )
    content.seek(0)
    parts = ["beslutninger", *([asked.plan.slug] if asked.plan else []), today().isoformat()]
    log.info("decisions exported", extra={"person_id": actor().id, "decisions": len(rows)})
    return make_response(send_file(content, mimetype=XLSX, as_attachment=True, download_name=f"{'-'.join(parts)}.xlsx"))


def _in_words(form: LogForm) -> Sequence[tuple[str, str]]:
    """Say which filters the decisions were found by, each with its value as the page shows it."""
    asked = {*form.query(), "status"}
    return [(str(field.label.text), _value(field)) for field in form if field.name in asked]


def _value(field: Any) -> str:  # noqa: ANN401 - WTForms' fields carry no types
    choices = getattr(field, "choices", None)
    if choices:
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(text) for value, text in choices if value in chosen)
    return "✓" if field.data is True else str(field.data)
