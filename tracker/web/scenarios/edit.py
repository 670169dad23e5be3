"""Making a scenario, changing it, putting it away and taking it out again."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from tracker.actions import scenarios as actions
from tracker.queries import scenarios as queries
from tracker.queries.plans import plan_by_slug
from tracker.queries.proposals import ProposalRow, proposals
from tracker.web.saving import apply_change, changed, saved_once
from tracker.web.scenarios.blueprint import blueprint
from tracker.web.scenarios.forms import EditScenarioForm, NewScenarioForm, PlaceForm
from tracker.web.sessions import actor, reading


@blueprint.route("/nyt", methods=["GET", "POST"])
def new(slug: str) -> Response | str | tuple[str, int]:
    """Name a set of proposals."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        offered = proposals(session, plan.id, actor=actor())
    form = NewScenarioForm()
    form.offer(offered)
    address = url_for(".scenario_list", slug=slug)

    def save(session: Session) -> str:
        actions.new_scenario(session, actor(), plan.id, form.words())
        return address

    if form.validate_on_submit() and saved_once(form, save):
        flash(gettext("Scenariet er gemt."), "success")
        return redirect(address, code=303)
    html = render_template("scenarios/new.html", plan=plan, form=form)
    return html, 400 if form.is_submitted() else 200


@blueprint.route("/<int:scenario_id>/rediger", methods=["GET", "POST"])
def edit(slug: str, scenario_id: int) -> Response | str | tuple[str, int]:
    """Change what a scenario is called and which proposals it holds."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        scenario = queries.scenario(session, plan.id, scenario_id, actor=actor())
        offered = _offered(scenario, proposals(session, plan.id, actor=actor()))
    form = EditScenarioForm(obj=scenario)
    form.offer(offered)
    if not form.is_submitted():
        form.proposal_ids.data = [proposal.id for proposal in scenario.proposals]

    def save(session: Session) -> None:
        actions.edit_scenario(session, actor(), scenario_id, form.words(), seen_version=form.seen_version)

    outcome = changed(form, save)
    if outcome.is_saved:
        flash(gettext("Scenariet er gemt."), "success")
        return redirect(url_for(".scenario_list", slug=slug), code=303)
    html = render_template("scenarios/edit.html", plan=plan, scenario=scenario, form=form, outcome=outcome)
    return html, outcome.status


@blueprint.post("/<int:scenario_id>/plads")
def put_away(slug: str, scenario_id: int) -> Response:
    """Take a scenario off the list, or put it back on."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        scenario = queries.scenario(session, plan.id, scenario_id, actor=actor())
    form = PlaceForm()
    away = form.away.data == "1"
    if not form.validate_on_submit():
        raise BadRequest
    address = url_for(".scenario_list", slug=slug)

    def save(session: Session) -> None:
        actions.put_away(session, actor(), scenario_id, away=away, seen_version=form.seen_version)

    # Another page may have put it there already.
    if scenario.put_away is not away:
        apply_change(form, save)
    done = gettext("»%(title)s« er lagt væk. Det ligger nederst på siden.", title=scenario.title)
    flash(done if away else gettext("»%(title)s« er på listen igen.", title=scenario.title), "success")
    return redirect(address, code=303)


def _offered(scenario: queries.ScenarioRow, of_plan: Sequence[ProposalRow]) -> tuple[ProposalRow, ...]:
    """Offer the plan's open proposals and whatever the scenario holds already, adopted and dropped ones too."""
    found = {proposal.id: proposal for proposal in (*scenario.proposals, *of_plan)}
    return tuple(found[number] for number in sorted(found))
