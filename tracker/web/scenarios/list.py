"""A plan's scenarios, and the proposals that they can be made of."""

from flask import render_template

from tracker.queries import scenarios as queries
from tracker.queries.plans import plan_by_slug
from tracker.queries.proposals import overdrawn_in_each, proposals
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
        sets = [*(row.counted for row in rows), open_rows]
        *short, short_together = overdrawn_in_each(session, plan, [[proposal.id for proposal in one] for one in sets])
    return render_template(
        "scenarios/list.html",
        plan=plan,
        scenarios=rows,
        away=away,
        proposals=open_rows,
        short={row.id: found for row, found in zip(rows, short, strict=True)},
        short_together=short_together,
        most=MOST_COMPARED,
        first_ids={row.id for row in rows[:MOST_COMPARED]},
        place_form=lambda row: PlaceForm(formdata=None, data={"version": row.version}),
    )
