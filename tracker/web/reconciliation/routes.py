"""The page Afstemning, and recording why a printed figure doesn't tie out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.actions.published_tables import explain_difference
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.queries import budget
from tracker.queries import reconciliation as queries
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.reconciliation import PrintedTable
from tracker.web.amounts import decimals_for
from tracker.web.reconciliation.findings import Against, Reconciliation, against_ledger, against_rows
from tracker.web.reconciliation.forms import ReasonForm
from tracker.web.saving import saved_once
from tracker.web.sessions import actor, reading

blueprint = Blueprint("reconciliation", __name__, url_prefix="/handleplaner/<slug>/afstemning")

MOST_FINDINGS = 300


@blueprint.get("")
def page(slug: str) -> str:
    """Show what doesn't tie out in the plan's published tables."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        tables = queries.printed_tables(session, plan.id)
        found = tuple(
            _reconciled(session, plan, table, is_newest=position == 0) for position, table in enumerate(tables)
        )
    return render_template(
        "reconciliation/page.html",
        plan=plan,
        found=found,
        most_findings=MOST_FINDINGS,
        decimals={reconciled.table.id: _decimals(reconciled) for reconciled in found},
    )


@blueprint.route("/<int:cell_id>", methods=["GET", "POST"])
def explain(slug: str, cell_id: int) -> Response | tuple[str, int]:
    """Record why a printed figure doesn't tie out; what was recorded before stays beneath it."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        if queries.plan_of_cell(session, cell_id) != plan.id:
            raise NotFound(Text("Den trykte celle findes ikke. Gå tilbage til afstemningen."))
        tables = queries.printed_tables(session, plan.id)
    table, row, cell = next(
        (table, row, cell) for table in tables for row in table.rows for cell in row.cells if cell.id == cell_id
    )
    form = ReasonForm()

    def save(session: Session) -> str:
        explain_difference(session, actor(), cell_id, reason=form.reason.data or "")
        return url_for("reconciliation.page", slug=slug)

    if form.validate_on_submit() and (address := saved_once(form, save)):
        flash(gettext("Begrundelsen er gemt."), "success")
        return redirect(address, code=303)
    html = render_template("reconciliation/explain.html", plan=plan, form=form, table=table, row=row, cell=cell)
    return html, 400 if form.errors else 200


def _reconciled(session: Session, plan: PlanRow, table: PrintedTable, *, is_newest: bool) -> Reconciliation:
    findings, compared = against_rows(table)
    if table.decided_on is not None:
        then = budget.budget_as_of(session, plan.id, table.decided_on)
        differing, count = against_ledger(table.rows, then, Against.DECISION)
        findings, compared = [*findings, *differing], compared + count
    if is_newest:
        now = budget.budget_as_of(session, plan.id, today())
        differing, count = against_ledger(table.rows, now, Against.TODAY)
        findings, compared = [*findings, *differing], compared + count
    return Reconciliation(table, tuple(findings), compared)


def _decimals(found: Reconciliation) -> int:
    amounts = [amount for finding in found.findings for amount in (finding.printed_oere, finding.other_oere)]
    return decimals_for(amounts, found.table.unit)
