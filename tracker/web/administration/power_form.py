"""The form by which an administrator says who may decide what: three fields for every matter."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from tracker.domain.danish_numbers import AmountUnclear, parse_typed_amount, write_typed_amount
from tracker.domain.decisions import BodyLevel
from tracker.domain.money import KR
from tracker.domain.percentages import PercentageUnclear, format_percentage, parse_percentage
from tracker.domain.powers import MATTER_NAMES, SHARE_DECIMALS, WHOLE_SHARE, Matter, Power
from tracker.domain.refusals import Conflict
from tracker.translation import said
from tracker.web.forms import ChangeForm, Difference, OnceForm, stripped
from tracker.web.words import word

_LONGEST = Length(max=40, message=_l("Brug højst 40 tegn."))


class PowersForm(ChangeForm, OnceForm):
    """Who may decide what. Its fields are made below: for each matter a limit in kr., one in pct., and a body."""

    @classmethod
    def of(cls, powers: Mapping[Matter, Power], *, version: int) -> "PowersForm":
        """Fill the form in with the powers as they stand."""
        values: dict[str, object] = {"version": version}
        for power in powers.values():
            values |= _typed(power)
        return cls(data=values)

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(*arguments, **values)
        choices = [(level.value, word(level)) for level in BodyLevel]
        for field in self:
            if isinstance(field, SelectField):
                field.choices = choices

    def powers(self) -> Mapping[Matter, Power]:
        """Give what was filled in; ask after it was validated."""
        return {
            matter: Power(
                matter,
                BodyLevel(self[f"{matter.value}_body"].data),
                _read_amount(self[f"{matter.value}_kr"].data or ""),
                _read_share(self[f"{matter.value}_pct"].data or ""),
            )
            for matter in Matter
        }

    def differences(self, conflict: Conflict) -> Sequence[Difference]:
        """Tell matter by matter what is whose, and make the next sending count as having seen it."""
        theirs: dict[str, Any] = dict(conflict.theirs)
        standing: Mapping[Matter, Power] = theirs.pop("powers")
        super().differences(Conflict(conflict.text, theirs=theirs))
        found = []
        for matter, power in standing.items():
            for name, text in _typed(power).items():
                field = self[name]
                if field.data != text:
                    label = f"{said(MATTER_NAMES[matter])}: {field.label.text}"
                    found.append(Difference(label, _shown(name, text), _shown(name, field.data)))
        return tuple(found)


def _amount_is_clear(form: PowersForm, field: StringField) -> None:
    _check_is_limited(form, field)
    try:
        found = _read_amount(field.data or "")
    except AmountUnclear as unclear:
        raise ValidationError(said(unclear.text)) from None
    if found is not None and found <= 0:
        raise ValidationError(gettext("Skriv et beløb over 0, eller lad feltet stå tomt."))


def _share_is_clear(form: PowersForm, field: StringField) -> None:
    _check_is_limited(form, field)
    try:
        found = _read_share(field.data or "")
    except PercentageUnclear as unclear:
        raise ValidationError(said(unclear.text)) from None
    if found is not None and not 0 < found <= WHOLE_SHARE:
        raise ValidationError(gettext("Skriv en procent over 0 og højst 100, eller lad feltet stå tomt."))


def _check_is_limited(form: PowersForm, field: StringField) -> None:
    """Refuse a limit where the administration decides all of it."""
    body = form[f"{field.short_name.rpartition('_')[0]}_body"]
    if field.data and body.data == BodyLevel.ADMINISTRATION:
        raise ValidationError(
            gettext("Forvaltningen beslutter det hele. Lad feltet stå tomt, eller vælg et andet organ.")
        )


for _matter in Matter:
    setattr(
        PowersForm,
        f"{_matter.value}_kr",
        StringField(_l("Højst kr. i året"), filters=[stripped], validators=[_LONGEST, _amount_is_clear]),
    )
    setattr(
        PowersForm,
        f"{_matter.value}_pct",
        StringField(_l("Højst pct. af linjen"), filters=[stripped], validators=[_LONGEST, _share_is_clear]),
    )
    setattr(
        PowersForm,
        f"{_matter.value}_body",
        SelectField(_l("Ellers beslutter"), choices=[], validators=[InputRequired(_l("Vælg, hvem der beslutter."))]),
    )


def _read_amount(text: str) -> int | None:
    return parse_typed_amount(text, KR) if text else None


def _read_share(text: str) -> int | None:
    return parse_percentage(text, decimals=SHARE_DECIMALS) if text else None


def _typed(power: Power) -> dict[str, str]:
    """Write a power as its fields hold it."""
    name = power.matter.value
    share = power.most_share
    return {
        f"{name}_kr": "" if power.most_oere is None else write_typed_amount(power.most_oere, KR),
        f"{name}_pct": "" if share is None else format_percentage(share, decimals=SHARE_DECIMALS),
        f"{name}_body": power.otherwise.value,
    }


def _shown(name: str, text: str) -> str:
    """Write a field's value as people read it."""
    return word(BodyLevel(text)) if name.endswith("_body") else text or "–"
