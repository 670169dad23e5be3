"""The page of one decision: who, when, why, and what it moved from where to where."""

from flask import render_template, request, url_for
from flask_babel import gettext

from tracker.domain.money import UNITS, Unit
from tracker.queries import decisions as queries
from tracker.web.amounts import decimals_for
from tracker.web.decisions.blueprint import blueprint
from tracker.web.decisions.transfer_table import transfer_table
from tracker.web.sessions import actor, reading

ROWS_ON_A_PAGE = 200


@blueprint.get("/beslutninger/<int:decision_id>")
def decision_page(decision_id: int) -> str:
    """Show one decision: who, when, why, and what it moved from where to where."""
    with reading() as session:
        found = queries.decision(session, decision_id, actor=actor())
    table = transfer_table(found.transfers)
    unit = UNITS.get(request.args.get("enhed", ""), UNITS["tkr"])
    page = max(request.args.get("side", 1, type=int), 1)
    first = (page - 1) * ROWS_ON_A_PAGE
    return render_template(
        "decisions/decision.html",
        decision=found,
        title=title_of(found.row),
        table=table,
        rows=table.rows[first : first + ROWS_ON_A_PAGE],
        page=page,
        page_count=-(-len(table.rows) // ROWS_ON_A_PAGE),
        page_address=lambda number: url_for(".decision_page", decision_id=decision_id, side=number, enhed=unit.code),
        unit=unit,
        decimals=_decimals(found, unit),
    )


def title_of(row: queries.DecisionRow) -> str:
    """Give a decision its heading: what the body did and when, or that it is only proposed."""
    if row.decided_on is None:
        return str(gettext("Forslag til %(body)s", body=row.body))
    day = f"{row.decided_on:%d.%m.%Y}"
    return str(gettext("Beslutning i %(body)s den %(day)s", body=row.body, day=day))


def _decimals(found: queries.DecisionDetail, unit: Unit) -> int:
    return decimals_for((transfer.amount_oere for transfer in found.transfers), unit)
