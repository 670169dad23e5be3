"""The page that explains an amount: what it is, and every posting that it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.budget import GIVEN_OUT, LineRole
from tracker.queries import postings as queries
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.web.amounts import decimals_for, is_rounded
from tracker.web.postings.choices import PostingChoices, choices_from
from tracker.web.sessions import reading
from tracker.web.words import word

blueprint = Blueprint("postings", __name__, url_prefix="/handleplaner/<slug>/posteringer")

MOST_NAMED_LINES = 3


@dataclass(frozen=True)
class Wider:
    """A way to the amount that leaves one of the choices out."""

    text: str
    address: str


@blueprint.get("")
def explain(slug: str) -> Response:
    """Show what an amount is made of, in order of decision."""
    with reading() as session:
        plan = plan_by_slug(session, slug)
        choices = choices_from(session, plan, request.args)
        made_of = queries.made_of(session, choices.asked(plan.id), page=choices.side)
    shown = [*chain.from_iterable((row.amount_oere, row.running_oere) for row in made_of.rows), made_of.sum_oere]
    decimals = decimals_for(shown, choices.unit)
    html = render_template(
        "postings/explain.html",
        plan=plan,
        choices=choices,
        made_of=made_of,
        what=what_is_asked(plan, choices),
        wider=_wider(plan, choices),
        decimals=decimals,
        rounded=is_rounded(shown, choices.unit, decimals=decimals),
        first_row=(made_of.page - 1) * queries.ROWS_ON_A_PAGE + 1,
        page_address=lambda number: _address(plan, choices, side=number),
    )
    return make_response(html, 400 if choices.problems else 200)


def what_is_asked(plan: PlanRow, choices: PostingChoices) -> str:
    """Name the amount: its lines, its years, and the kinds of decision where only some are asked for."""
    years = str(choices.year) if choices.year else f"{plan.first_year}-{plan.last_year}"
    parts = [_lines_in_words(choices), years]
    if choices.kinds:
        parts.append(_listed([word(kind).lower() for kind in choices.kinds]))
    if choices.corrections is not None:
        parts.append(str(gettext("rettelser") if choices.corrections else gettext("uden rettelser")))
    return ", ".join(parts)


def _lines_in_words(choices: PostingChoices) -> str:
    titles = [line.title for line in choices.lines]
    if titles:
        few = len(titles) <= MOST_NAMED_LINES
        return _listed(titles) if few else str(ngettext("%(num)s linje", "%(num)s linjer", len(titles)))
    if choices.theme:
        return choices.theme.title
    if choices.roles:
        return _roles_in_words(frozenset(choices.roles))
    return str(gettext("Linjer uden tema") if choices.theme_id == queries.NO_THEME else gettext("Alle linjer"))


def _roles_in_words(roles: frozenset[LineRole]) -> str:
    """Name the lines of some roles, the pool and what is given out of it as the overview calls them."""
    if roles == {LineRole.RESERVE}:
        return str(gettext("Tilbage i puljen"))
    if roles == GIVEN_OUT:
        return str(gettext("Fordelt til linjerne"))
    return _listed([word(role) for role in LineRole if role in roles])


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return str(gettext("%(first)s og %(last)s", first=", ".join(words[:-1]), last=words[-1]))


def _wider(plan: PlanRow, choices: PostingChoices) -> Sequence[Wider]:
    ways = (
        (choices.year is not None, gettext("alle år"), "aar"),
        (bool(choices.lines), gettext("alle linjer"), "linje"),
        (bool(choices.roles), gettext("alle linjer"), "rolle"),
        (choices.theme_id is not None, gettext("alle temaer"), "tema"),
        (bool(choices.kinds), gettext("alle arter"), "art"),
        (choices.corrections is not None, gettext("alle ændringer"), "rettelser"),
    )
    return tuple(Wider(text, _address(plan, choices, without=name)) for is_chosen, text, name in ways if is_chosen)


def _address(plan: PlanRow, choices: PostingChoices, *, side: int = 1, without: str = "") -> str:
    return url_for("postings.explain", slug=plan.slug, **choices.query(side=side, without=without))
