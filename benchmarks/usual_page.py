"""The control of the page's benchmark: the same page with its table as it is usually written.

Rows are objects of the ORM, sums are made from them, Jinja writes each cell by itself, and Babel formats each number.
All around the table, from sign-in to the picture, is the application's own.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template, request, url_for
from flask_babel import format_decimal
from jinja2 import Template
from markupsafe import Markup
from sqlmodel import Session, col, select

from tracker.domain.budget import LineRole
from tracker.domain.money import THOUSAND_KR
from tracker.domain.years import today
from tracker.models.budget import ActionPlan, BudgetLine, Theme
from tracker.models.decisions import Decision, Transfer
from tracker.queries import budget
from tracker.queries.budget import AsOf
from tracker.queries.plans import plan_by_slug
from tracker.web import freshness
from tracker.web.budget.choices import choices_from
from tracker.web.charts import Part, stacked_chart
from tracker.web.points import ChosenPoint
from tracker.web.sessions import reading

_ROWS = """
{% for line in lines %}
<tr><th scope="row" class="outlined"><span class="line-outline">{{ line.outline }}</span>
  <a href="{{ url_for('initiatives.line_page', slug=plan.slug, line_slug=line.slug) }}">{{ line.title }}</a></th>
  {% for year in years %}
  {% if amounts[line.id, year] %}
  <td class="n"><a href="{{ url_for('postings.explain', slug=plan.slug, linje=line.slug, aar=year) }}">
    {{- amounts[line.id, year] | in_thousands }}</a></td>
  {% else %}
  <td class="n nothing">–</td>
  {% endif %}
  {% endfor %}
  <td class="n row-sum"><a href="{{ url_for('postings.explain', slug=plan.slug, linje=line.slug) }}">
    {{- sums[line.id] | in_thousands }}</a></td>
</tr>
{% endfor %}
"""
_TOTALS = """
{% for total in totals %}
<td class="n"><a href="{{ url_for('postings.explain', slug=plan.slug, aar=years[loop.index0]) }}">
  {{- total | in_thousands }}</a></td>
{% endfor %}
<td class="n row-sum"><a href="{{ url_for('postings.explain', slug=plan.slug) }}">
  {{- sum_of_all | in_thousands }}</a></td>
"""


def put_in_place(app: Flask) -> None:
    """Let an application answer with this page where its own plan page was."""
    app.jinja_env.filters["in_thousands"] = lambda amount: format_decimal(amount / THOUSAND_KR.oere, format="#,##0")
    rows, totals = app.jinja_env.from_string(_ROWS), app.jinja_env.from_string(_TOTALS)
    app.view_functions["budget.plan_page"] = lambda slug: _page(rows, totals, slug)


def _page(row_template: Template, total_template: Template, slug: str) -> str:
    with reading() as session:
        freshness.mark(session)
        plan = session.exec(select(ActionPlan).where(ActionPlan.slug == slug)).one()
        choices = choices_from(request.args, ChosenPoint(AsOf(today())), range(plan.first_year, plan.last_year + 1))
        themes = session.exec(select(Theme).where(Theme.plan_id == plan.id).order_by(col(Theme.position))).all()
        lines = session.exec(
            select(BudgetLine)
            .where(BudgetLine.plan_id == plan.id, BudgetLine.role != LineRole.SOURCE)
            .order_by(col(BudgetLine.position))
        ).all()
        decisions = session.exec(
            select(Decision)
            .where(Decision.plan_id == plan.id, col(Decision.decided_on) <= choices.chosen.point.day)
            .order_by(col(Decision.decided_on))
        ).all()
        layout = budget.layout_of(session, plan_by_slug(session, slug))
        amounts, sums, totals = _sums(session, decisions)
        years = range(plan.first_year, plan.last_year + 1)

        def rows(lines: Sequence[BudgetLine], _addresses: str) -> Markup:
            return Markup(row_template.render(lines=lines, years=years, amounts=amounts, sums=sums, plan=plan))  # noqa: S704 - a template's output

        def last_row(totals: Sequence[int], sum_of_all: int) -> Markup:
            return Markup(total_template.render(totals=totals, sum_of_all=sum_of_all, years=years, plan=plan))  # noqa: S704 - the same

        table = SimpleNamespace(
            line_count=len(lines),
            as_of=choices.chosen.point.day,
            last_decision_id=decisions[-1].id,
            last_decided_on=decisions[-1].decided_on,
            years=years,
            layout=layout,
            totals_oere=[totals[year] for year in years],
            total_oere=sum(totals.values()),
        )
        sections = [
            SimpleNamespace(
                title=theme.title, continued=False, lines=[line for line in lines if line.theme_id == theme.id]
            )
            for theme in themes
        ]
        view = SimpleNamespace(
            sections=sections,
            rows=rows,
            totals=last_row,
            chart=_chart(sections, years, amounts, totals),
            side=1,
            side_count=1,
            rounded=False,
        )
        content = render_template(
            "budget/table.html",
            plan=plan,
            table=table,
            view=view,
            sums=(table.totals_oere, table.total_oere),
            choices=choices,
            kind_heads=(),
            decisions=[(decision.id, decision.body) for decision in decisions],
            closed_years=(),
            overdrawn=(),
            line_address="",
            year_address="?kolonner=",
            side_address=partial(url_for, "budget.plan_page"),
        )
        return render_template("budget/plan.html", plan=plan, content=Markup(content), choices=choices)  # noqa: S704 - the same


def _sums(session: Session, decisions: Sequence[Decision]) -> tuple[dict[Any, int], dict[Any, int], dict[int, int]]:
    amounts: dict[Any, int] = defaultdict(int)
    sums: dict[Any, int] = defaultdict(int)
    totals: dict[int, int] = defaultdict(int)
    for decision in decisions:
        for transfer in session.exec(select(Transfer).where(Transfer.decision_id == decision.id)):
            amounts[transfer.to_line_id, transfer.budget_year] += transfer.amount_oere
            amounts[transfer.from_line_id, transfer.budget_year] -= transfer.amount_oere
            sums[transfer.to_line_id] += transfer.amount_oere
            totals[transfer.budget_year] += transfer.amount_oere
    return amounts, sums, totals


def _chart(sections: Sequence[Any], years: Sequence[int], amounts: dict[Any, int], totals: dict[int, int]) -> object:
    parts = [
        Part(
            section.title,
            str(number),
            tuple(sum(amounts[line.id, year] for line in section.lines) for year in years),
        )
        for number, section in enumerate(sections)
    ]
    texts = [format_decimal(totals[year] / THOUSAND_KR.oere, format="#,##0") for year in years]
    return stacked_chart([str(year) for year in years], parts, total_texts=texts)
