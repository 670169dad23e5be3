"""A plan's scenarios, and the proposals that they can be made of."""

from flask import render_template

from tracker.queries import scenarios as queries
from tracker.queries.plans import plan_by_slug
from tracker.queries.proposals import overdrawn_together, proposals
from tracker.web.scenarios.blueprint import blueprint
from tracker.web.scenarios.choices import MOST_COMPARED
from tracker.web.scenarios.forms import PlaceForm
from tracker.web.sessions import actor, reading


@blueprint.get("")
def scenario_list(slug: str) -> str:
    """List a plan's scenarios to choose which to compare, and its open proposals."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        rows = queries.scenarios(session, plan.id, actor=actor())
        away = queries.scenarios(session, plan.id, actor=actor(), put_away=True)
        open_rows = proposals(session, plan.id, actor=actor())
        short = {row.id: overdrawn_together(session, plan, [proposal.id for proposal in row.counted]) for row in rows}
        short_together = overdrawn_together(session, plan, [proposal.id for proposal in open_rows])
    return render_template(
        "scenarios/list.html",
        plan=plan,
        scenarios=rows,
        away=away,
        proposals=open_rows,
        short=short,
        short_together=short_together,
        most=MOST_COMPARED,
        first_ids={row.id for row in rows[:MOST_COMPARED]},
        place_form=lambda row: PlaceForm(formdata=None, data={"version": row.version}),
    )
