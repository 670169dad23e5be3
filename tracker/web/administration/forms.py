"""The forms by which rates are entered and years closed and opened."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from tracker.actions.rates import LEAST_MILLIONTHS, MOST_MILLIONTHS, RateWords
from tracker.domain.indexation import RATE_DECIMALS
from tracker.domain.percentages import PercentageUnclear, format_percentage, parse_percentage
from tracker.domain.refusals import Conflict
from tracker.queries.rates import RateRow
from tracker.translation import said
from tracker.web.forms import ChangeForm, Difference, OnceForm, PageForm, stripped
from tracker.web.points import day_from
from tracker.web.presentation import day

FIRST_YEAR, LAST_YEAR = 1900, 2200


def _year(label: str, message: str) -> IntegerField:
    plausible = NumberRange(FIRST_YEAR, LAST_YEAR, _l("Skriv et årstal fra 1900 til 2200."))
    return IntegerField(label, validators=[InputRequired(message), plausible])


class RateFields(PageForm):
    """What is said about a rate; the percentage and the day are typed the Danish way."""

    from_year = _year(_l("Fra pris- og lønniveau (år)"), _l("Skriv det år, satsen går fra, fx 2020."))
    to_year = _year(_l("Til pris- og lønniveau (år)"), _l("Skriv det år, satsen går til, fx 2021."))
    rate = StringField(
        _l("Sats i pct."), filters=[stripped], validators=[DataRequired(_l("Skriv satsen i procent, fx 1,85."))]
    )
    name = StringField(_l("Navn"), filters=[stripped], validators=[Length(max=120, message=_l("Brug højst 120 tegn."))])
    source = StringField(
        _l("Kilde"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv, hvor satsen står.")),
            Length(max=500, message=_l("Brug højst 500 tegn.")),
        ],
    )
    published_on = StringField(
        _l("Kildens dato"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv kildens dato, fx 15.11.2020."))],
    )

    def validate_rate(self, field: StringField) -> None:
        """Take only what is surely one percentage, and one that prices can rise by."""
        try:
            found = parse_percentage(field.data or "", decimals=RATE_DECIMALS)
        except PercentageUnclear as unclear:
            raise ValidationError(said(unclear.text)) from None
        if not LEAST_MILLIONTHS <= found <= MOST_MILLIONTHS:
            raise ValidationError(gettext("Skriv en sats fra −50 til 100 pct."))

    def validate_published_on(self, field: StringField) -> None:
        """Take a day as people write it here."""
        if day_from(field.data or "") is None:
            raise ValidationError(gettext("Skriv datoen som dag, måned og år, fx 15.11.2020."))

    def words(self) -> RateWords:
        """Give what was filled in; ask after it was validated."""
        return RateWords(
            from_year=self.from_year.data or FIRST_YEAR,
            to_year=self.to_year.data or FIRST_YEAR,
            rate_millionths=parse_percentage(self.rate.data or "", decimals=RATE_DECIMALS),
            name=self.name.data or "",
            source=self.source.data or "",
            published_on=day_from(self.published_on.data or "") or date.min,
        )


class NewRateForm(RateFields, OnceForm):
    """A new rate."""


class EditRateForm(RateFields, ChangeForm, OnceForm):
    """A rate that exists."""

    @classmethod
    def of(cls, rate: RateRow) -> "EditRateForm":
        """Fill the form in with a rate as it stands."""
        words = {name: getattr(rate, name) for name in ("from_year", "to_year", "name", "source", "version")}
        return cls(data={**words, **_typed(rate.rate_millionths, rate.published_on)})

    def differences(self, conflict: Conflict) -> Sequence[Difference]:
        """Tell field by field what is whose, percentage and day as they are typed."""
        theirs: dict[str, Any] = dict(conflict.theirs)
        typed = _typed(theirs.pop("rate_millionths"), theirs.pop("published_on"))
        return super().differences(Conflict(conflict.text, theirs={**theirs, **typed}))


class WithdrawRateForm(ChangeForm, OnceForm):
    """A rate that is taken out of use: only which version was seen."""


class YearReasonForm(OnceForm):
    """Why a year is closed or opened."""

    reason = TextAreaField(
        _l("Begrundelse"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv en begrundelse. Den står i loggen.")),
            Length(max=500, message=_l("Brug højst 500 tegn.")),
        ],
    )


def _typed(rate_millionths: int, published_on: date) -> dict[str, str]:
    return {
        "rate": format_percentage(rate_millionths, decimals=RATE_DECIMALS),
        "published_on": day(published_on),
    }
