"""What is chosen for an indexation; nothing of it is saved."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from tracker.domain.indexation import RATE_DECIMALS, Rounding
from tracker.domain.money import THOUSAND_KR
from tracker.domain.percentages import format_percentage
from tracker.queries.plans import PlanRow
from tracker.queries.rates import RateRow
from tracker.queries.working_budget import WorkingBudget
from tracker.web.forms import PageForm
from tracker.web.language import language
from tracker.web.words import word


class IndexationForm(PageForm):
    """Which rate, for which years and lines, from which source, and how it is rounded."""

    sats = SelectField(_l("Sats"), coerce=int, validators=[InputRequired(_l("Vælg en sats."))])
    aar = SelectMultipleField(_l("År"), coerce=int, validators=[InputRequired(_l("Vælg mindst ét år."))])
    linje = SelectMultipleField(_l("Linjer"), coerce=int, validators=[InputRequired(_l("Vælg mindst én linje."))])
    afrunding = SelectField(_l("Afrund til"), validators=[InputRequired(_l("Vælg en afrunding."))])
    kilde = SelectField(_l("Pengene kommer fra"), coerce=int, validators=[InputRequired(_l("Vælg en ramme."))])

    def __init__(self, plan: PlanRow, budget: WorkingBudget, rates: Sequence[RateRow], **values: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(meta={"csrf": False}, **values)  # each POST's token is asked for before any form
        self._closed_years = budget.closed_years
        self.sats.choices = [(rate.id, rate_name(rate)) for rate in rates]
        self.aar.choices = [(year, str(year)) for year in plan.years]
        self.linje.choices = [(line.id, line.title) for line in budget.lines]
        self.afrunding.choices = [(rounding.value, word(rounding)) for rounding in Rounding]
        self.kilde.choices = [(source.id, source.title) for source in budget.sources]

    @classmethod
    def sent(
        cls, chosen: MultiDict[str, str], plan: PlanRow, budget: WorkingBudget, rates: Sequence[RateRow]
    ) -> "IndexationForm":
        """Read what was chosen."""
        if "kilde" not in chosen:  # with one source alone, the page doesn't ask
            chosen = MultiDict(chosen)
            chosen["kilde"] = str(budget.sources[0].id)
        return cls(plan, budget, rates, formdata=chosen)

    @classmethod
    def usual(cls, plan: PlanRow, budget: WorkingBudget, rates: Sequence[RateRow]) -> "IndexationForm":
        """Choose the usual: the newest rate, the open years from its own on, and all lines."""
        rate = next((rate for rate in rates if rate.to_year in plan.years), rates[0])
        usual = {
            "sats": rate.id,
            "aar": [year for year in plan.years if year >= rate.to_year and year not in budget.closed_years],
            "linje": [line.id for line in budget.lines],
            "afrunding": (Rounding.THOUSAND_KR if budget.unit == THOUSAND_KR else Rounding.KR).value,
            "kilde": budget.sources[0].id,
        }
        return cls(plan, budget, rates, formdata=None, data=usual)

    def validate_aar(self, field: SelectMultipleField) -> None:
        """Refuse closed years where they are chosen."""
        for year in sorted(set(field.data or ()) & self._closed_years):
            raise ValidationError(
                gettext("%(year)s er lukket. Bed en administrator om at åbne året, eller fravælg det.", year=year)
            )


def rate_name(rate: RateRow) -> str:
    """Say which rate it is: its years, its percentage, and its name where it has one."""
    percentage = format_percentage(rate.rate_millionths, decimals=RATE_DECIMALS, language=language())
    text = gettext(
        "%(from_year)s til %(to_year)s: %(rate)s pct.",
        from_year=rate.from_year,
        to_year=rate.to_year,
        rate=percentage,
    )
    return f"{text} {rate.name}" if rate.name else str(text)
