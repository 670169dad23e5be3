"""The page by which a carry-over is worked out from what is left, before it becomes a decision."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from flask_babel import gettext

from tracker.domain.carry_over import CarriedLine, pairs
from tracker.domain.decisions import DecisionKind, Permanence
from tracker.domain.money import Unit
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.working_budget import WorkingBudget, working_budget
from tracker.web.budget.choices import unit_query
from tracker.web.carry_over.forms import CarryOverForm, YearsForm, carried_name, form_for, spent_name
from tracker.web.entries.prefill import prefilled
from tracker.web.explanations import Explained
from tracker.web.sessions import reading

blueprint = Blueprint("carry_over", __name__)

_WORK_OUT, _GO_ON = "work-out", "go-on"


@blueprint.route("/handleplaner/<slug>/beslutninger/ny/overfoersel", methods=["GET", "POST"])
def page(slug: str) -> str | tuple[str, int]:
    """Show what is left of a year, or go on with it to the form of the decision; nothing is saved.

    The years stand in the address; amounts and words are sent, for a plan has more of them than an address holds.
    """
    with reading() as session:
        plan = plan_by_slug(session, slug)
        budget = working_budget(session, plan)
    if len(plan.years) == 1:
        return render_template("carry_over/page.html", plan=plan, years=None)
    years = YearsForm.of(request.args, plan, budget)
    if not years.validate():
        return render_template("carry_over/page.html", plan=plan, budget=budget, years=years, form=None), 400
    form = form_for(request.form, budget, years.fra.data)
    step = request.form.get("step", "")
    is_right = form.validate() and form.check_lines()
    filled = form.propose()
    if step == _GO_ON and is_right and form.require_words():
        carried = form.carried()
        if filled:
            form.form_errors.append(
                gettext("Det, der er tilbage, er nu skrevet under Overføres. Se det igennem, og vælg Fortsæt igen.")
            )
        elif not any(line.carried_oere for line in carried):
            form.form_errors.append(gettext("Der overføres intet. Skriv mindst ét beløb under Overføres."))
        else:
            return _go_on(plan, years, form, carried)
    return _shown(plan, budget, years, form), 400 if form.errors else 200


def _go_on(plan: PlanRow, years: YearsForm, form: CarryOverForm, carried: tuple[CarriedLine, ...]) -> str:
    from_year, to_year = years.fra.data, years.til.data
    return prefilled(
        plan,
        kind=DecisionKind.CARRY_OVER,
        transfers=pairs(carried, source_id=years.kilde.data, from_year=from_year, to_year=to_year),
        words={
            "title": str(gettext("Overførsel fra %(from_year)s til %(to_year)s", from_year=from_year, to_year=to_year)),
            "reason": form.forklaring.data or "",
            "plan_for_use": form.plan.data or "",
            "permanence": Permanence.ONE_OFF.value,
        },
    )


def _shown(plan: PlanRow, budget: WorkingBudget, years: YearsForm, form: CarryOverForm) -> str:
    carried = {line.line_id: line for line in form.carried()}
    return render_template(
        "carry_over/page.html",
        plan=plan,
        budget=budget,
        years=years,
        form=form,
        carried=carried,
        decimals=_exact_decimals(carried.values(), budget.unit),
        explained=Explained.of(plan.slug, unit_query(budget.unit)),
        spent_name=spent_name,
        carried_name=carried_name,
        work_out=_WORK_OUT,
        go_on=_GO_ON,
    )


def _exact_decimals(lines: Iterable[CarriedLine], unit: Unit) -> int:
    """Tell how many decimals show every amount to the øre: what is left may be carried over to the last one."""
    amounts = [amount for line in lines for amount in (line.budget_oere, line.left_oere, line.carried_oere) if amount]
    places = len(str(unit.oere)) - 1
    return next(
        (count for count in range(places) if all(amount * 10**count % unit.oere == 0 for amount in amounts)), places
    )
