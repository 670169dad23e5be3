"""The decision log: the decisions of all plans, or of one, searched and filtered by the address."""

from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from flask import make_response, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker.domain.people import Role
from tracker.queries import decision_log as queries
from tracker.queries.decision_log import LogFilter, LogPage
from tracker.queries.plans import PlanRow, all_plans, plan_by_slug
from tracker.queries.postings import named_lines
from tracker.web.amounts import decimals_for
from tracker.web.decisions.blueprint import blueprint
from tracker.web.decisions.log_form import LogForm, page_number
from tracker.web.sessions import actor, reading


@dataclass(frozen=True)
class AskedLog:
    """What is asked of the log: the form as it was filled in, the plan it is about, and the filter it means."""

    form: LogForm
    plan: PlanRow | None
    filter: LogFilter


@blueprint.get("/beslutninger")
def decisions() -> Response:
    """List the decisions of all plans that fit what the address asks for."""
    with reading() as session:
        asked = asked_log(session)
        found = queries.logged(session, asked.filter, actor=actor(), page=page_number(request.args.get("side", "")))
    return _page("decisions/decisions.html", asked, found)


@blueprint.get("/handleplaner/<slug>/historik")
def plan_decisions(slug: str) -> Response:
    """List what was decided about one plan, as far as it fits what the address asks for."""
    with reading() as session:
        asked = asked_log(session, plan=plan_by_slug(session, slug))
        found = queries.logged(session, asked.filter, actor=actor(), page=page_number(request.args.get("side", "")))
    return _page("decisions/plan_decisions.html", asked, found, of_plan=True)


def asked_log(session: Session, *, plan: PlanRow | None = None) -> AskedLog:
    """Read from the address what is asked for, about a plan or about all."""
    plans = all_plans(session)
    plan = plan or next((found for found in plans if found.slug == request.args.get("plan", "")), None)
    plan_id = plan.id if plan else None
    lines = named_lines(session, plan.id, actor=actor()) if plan else ()
    bodies = queries.bodies(session, actor=actor(), plan_id=plan_id)
    form = LogForm.of(request.args, plans=plans, plan=plan, bodies=bodies, lines=lines)
    form.validate()
    return AskedLog(form, plan, form.filter(plan=plan, lines=lines, person_id=actor().id))


def _page(template: str, asked: AskedLog, found: LogPage, *, of_plan: bool = False) -> Response:
    form, plan = asked.form, asked.plan
    here = url_for("decisions.plan_decisions", slug=plan.slug) if of_plan and plan else url_for("decisions.decisions")
    query = form.query(without_plan=of_plan)
    amounts = [row.decision.moved_oere for row in found.rows]
    by_year = chain.from_iterable((amount for _, amount in row.moved_by_year) for row in found.rows)
    html = render_template(
        template,
        form=form,
        plan=plan,
        found=found,
        here=here,
        is_filtered=bool({name for name in query if name != "enhed"}),
        more_chosen=[name for name in query if name not in {"tekst", "plan", "art", "enhed"}],
        may_have_own=Role.PROJECT_LEAD in actor().roles,
        unit=form.shown_unit,
        decimals=decimals_for([*amounts, *by_year], form.shown_unit),
        download=url_for("decisions.download", **{**query, **({"plan": plan.slug} if plan else {})}),
        page_address=lambda number: f"{here}?{urlencode({**query, 'side': number}, doseq=True)}",
    )
    return make_response(html, 400 if form.errors else 200)
