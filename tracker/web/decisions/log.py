"""The decision log: the decisions of all plans, or of one."""

from flask import render_template, request

from tracker.queries import budget
from tracker.queries import decisions as queries
from tracker.web.decisions.blueprint import blueprint
from tracker.web.sessions import actor, reading


@blueprint.get("/beslutninger")
def decisions() -> str:
    """List the decisions of all plans, or of the plan named in the address."""
    with reading() as session:
        plans = budget.plans(session)
        chosen = budget.plan_by_slug(session, request.args["plan"]) if request.args.get("plan") else None
        found = queries.decisions(session, actor=actor(), plan_id=chosen.id if chosen else None)
    return render_template("decisions/decisions.html", decisions=found, plans=plans, chosen=chosen)


@blueprint.get("/handleplaner/<slug>/historik")
def plan_decisions(slug: str) -> str:
    """List what was decided about one plan."""
    with reading() as session:
        plan = budget.plan_by_slug(session, slug)
        found = queries.decisions(session, actor=actor(), plan_id=plan.id)
    return render_template("decisions/plan_decisions.html", decisions=found, plan=plan)
