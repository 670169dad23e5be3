"""The page by which an indexation is worked out, line by line, before it becomes a decision."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask_babel import gettext

from tracker.domain.decisions import DecisionKind, Permanence
from tracker.domain.indexation import RATE_DECIMALS, Rounding
from tracker.domain.percentages import format_percentage
from tracker.queries.plans import plan_by_slug
from tracker.queries.rates import RateRow, standing_rates
from tracker.queries.working_budget import working_budget
from tracker.web.budget.choices import unit_query
from tracker.web.entries.prefill import prefilled
from tracker.web.explanations import Explained
from tracker.web.indexation.forms import IndexationForm
from tracker.web.indexation.view import IndexationView, view_of
from tracker.web.language import language
from tracker.web.presentation import day
from tracker.web.sessions import reading

blueprint = Blueprint("indexation", __name__)

_WORK_OUT, _GO_ON = "work-out", "go-on"


@blueprint.route("/handleplaner/<slug>/beslutninger/ny/pl-regulering", methods=["GET", "POST"])
def page(slug: str) -> str | tuple[str, int]:
    """Show what a rate gives each line, or go on with it to the form of the decision; nothing is saved.

    What is chosen is sent, for a plan has more lines than an address holds.
    """
    with reading() as session:
        plan = plan_by_slug(session, slug)
        budget = working_budget(session, plan)
        rates = standing_rates(session)
    if not rates or not budget.lines:
        return render_template("indexation/page.html", plan=plan, form=None, rates=rates)
    is_sent = request.method == "POST"
    form = (
        IndexationForm.sent(request.form, plan, budget, rates) if is_sent else IndexationForm.usual(plan, budget, rates)
    )
    view: IndexationView | None = None
    is_valid = form.validate() if is_sent else bool(form.aar.data)
    if is_valid:
        rate = next(rate for rate in rates if rate.id == form.sats.data)
        view = view_of(
            budget,
            years=sorted(form.aar.data or ()),
            line_ids=frozenset(form.linje.data or ()),
            rate_millionths=rate.rate_millionths,
            rounding=Rounding(form.afrunding.data),
        )
        if request.form.get("step") == _GO_ON:
            if view.moves_money:
                transfers = view.transfers(form.kilde.data)
                return prefilled(plan, kind=DecisionKind.INDEXATION, transfers=transfers, words=_words(rate, view))
            form.form_errors.append(gettext("Satsen giver ingen af linjerne noget. Vælg andre år eller linjer."))
    html = render_template(
        "indexation/page.html",
        plan=plan,
        form=form,
        rates=rates,
        budget=budget,
        view=view,
        explained=Explained.of(plan.slug, unit_query(view.unit) if view else {}),
        work_out=_WORK_OUT,
        go_on=_GO_ON,
    )
    return html, 400 if form.errors else 200


def _words(rate: RateRow, view: IndexationView) -> dict[str, str]:
    """Say in the decision's own words which rate it follows."""
    percentage = format_percentage(rate.rate_millionths, decimals=RATE_DECIMALS, language=language())
    years = _listed([str(year) for year in view.years])
    source = f"{rate.name}, {rate.source}" if rate.name else rate.source
    return {
        "title": str(gettext("P/l-regulering af %(years)s", years=years)),
        "reason": str(
            gettext(
                "P/l-regulering af %(years)s med %(rate)s pct., fra pris- og lønniveau %(from_year)s til %(to_year)s. "
                "Kilde: %(source)s, %(day)s.",
                years=years,
                rate=percentage,
                from_year=rate.from_year,
                to_year=rate.to_year,
                source=source,
                day=day(rate.published_on),
            )
        ),
        "permanence": Permanence.PERMANENT.value,
    }


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return str(gettext("%(first)s og %(last)s", first=", ".join(words[:-1]), last=words[-1]))
