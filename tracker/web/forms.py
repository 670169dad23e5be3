"""What all forms here have in common: Danish messages, no odd characters, versions, and forms that count once."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from tracker.domain.refusals import Conflict

# WTForms has no Danish, and asking it for some raises. Its messages come here, where the catalogue knows them.
MESSAGES: Mapping[str, object] = {
    "This field is required.": _l("Feltet skal udfyldes."),
    "Not a valid choice.": _l("Vælg en af mulighederne på listen."),
    "Not a valid choice": _l("Vælg en af mulighederne på listen."),
    "Invalid Choice: could not coerce.": _l("Vælg en af mulighederne på listen."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Vælg blandt mulighederne på listen."),
    "'%(value)s' is not a valid choice for this field.": _l("Vælg en af mulighederne på listen."),
    "'%(value)s' are not valid choices for this field.": _l("Vælg blandt mulighederne på listen."),
    "Choices cannot be None.": _l("Der er intet at vælge imellem."),
    "Not a valid integer value.": _l("Skriv et helt tal, fx 4."),
    "Not a valid decimal value.": _l("Skriv et tal, fx 4,5."),
    "Not a valid float value.": _l("Skriv et tal, fx 4,5."),
    "Not a valid date value.": _l("Skriv datoen som dag, måned og år, fx 15.11.2020."),
    "Not a valid datetime value.": _l("Skriv datoen som dag, måned og år, fx 15.11.2020."),
    "Not a valid time value.": _l("Skriv klokkeslættet som timer og minutter, fx 14:30."),
    "Not a valid week value.": _l("Skriv ugen som år og uge."),
    "Invalid email address.": _l("Skriv en hel e-mailadresse, fx navn@kommune.dk."),
    "Invalid input.": _l("Det kan ikke bruges her. Ret det, og prøv igen."),
    "Invalid value, must be one of: %(values)s.": _l("Vælg en af mulighederne: %(values)s."),
    "Invalid value, can't be any of: %(values)s.": _l("Det kan ikke bruges her. Skriv noget andet end %(values)s."),
    "Field must be equal to %(other_name)s.": _l("De to felter skal være ens."),
    "Invalid field name '%s'.": _l("Feltet '%s' kendes ikke. Genindlæs siden."),
    "Invalid URL.": _l("Skriv en hel adresse, der begynder med https://."),
    "Invalid IP address.": _l("Skriv en IP-adresse."),
    "Invalid Mac address.": _l("Skriv en MAC-adresse."),
    "Invalid UUID.": _l("Adressen er ikke hel. Kopiér den igen."),
    "Number must be between %(min)s and %(max)s.": _l("Skriv et tal fra %(min)s til %(max)s."),
    "Number must be at least %(min)s.": _l("Skriv et tal, der er mindst %(min)s."),
    "Number must be at most %(max)s.": _l("Skriv et tal, der er højst %(max)s."),
    "Field must be at least %(min)d character long.": _l("Skriv mindst %(min)d tegn."),
    "Field must be at least %(min)d characters long.": _l("Skriv mindst %(min)d tegn."),
    "Field cannot be longer than %(max)d character.": _l("Skriv højst %(max)d tegn."),
    "Field cannot be longer than %(max)d characters.": _l("Skriv højst %(max)d tegn."),
    "Field must be exactly %(max)d character long.": _l("Skriv præcis %(max)d tegn."),
    "Field must be exactly %(max)d characters long.": _l("Skriv præcis %(max)d tegn."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Skriv fra %(min)d til %(max)d tegn."),
    "This field is disabled and cannot have a value.": _l("Feltet er låst. Genindlæs siden."),
    "This field cannot be edited.": _l("Feltet kan ikke ændres her. Genindlæs siden."),
    "Invalid CSRF Token.": _l("Formularen er for gammel. Genindlæs siden, og send den igen."),
    "CSRF token missing.": _l("Formularen er for gammel. Genindlæs siden, og send den igen."),
    "CSRF failed.": _l("Formularen er for gammel. Genindlæs siden, og send den igen."),
    "CSRF token expired.": _l("Formularen er for gammel. Genindlæs siden, og send den igen."),
}
_ODD = {code for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F} | set(range(0xD800, 0xE000))


class _Messages:
    """Hands WTForms' messages over in the page's language."""

    def gettext(self, message: str) -> str:
        return str(MESSAGES.get(message, message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


class PageForm(FlaskForm):
    """A form of a page."""

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(*arguments, **values)

    class Meta(FlaskForm.Meta):
        """Where the messages come from."""

        def get_translations(self, form: object) -> _Messages:  # noqa: ARG002 - fixed by WTForms
            """Give our own messages, in the page's language."""
            return _Messages()

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check the form; characters that nobody types are refused in every text, before a database sees them."""
        checks = {name: list(more) for name, more in (extra_validators or {}).items()}
        for name, field in self._fields.items():
            if isinstance(field, StringField):
                checks.setdefault(name, []).append(_no_odd_characters)
        valid: bool = super().validate(extra_validators=checks)
        return valid

    def hidden_tag(self, *fields: str) -> Markup:
        """Write the hidden fields without ids, so that two forms on a page don't share any."""
        hidden = [field for field in self if isinstance(field.widget, HiddenInput)]
        return Markup("\n").join(field(id=False) for field in hidden if not fields or field.short_name in fields)

    def values(self) -> dict[str, Any]:
        """Give what was filled in, without the fields that only carry the form itself."""
        return {name: value for name, value in self.data.items() if name not in _CARRYING}


class Difference(NamedTuple):
    """A field that two people filled in differently."""

    label: str
    theirs: object
    yours: object


class ChangeForm(PageForm):
    """A form that changes something that exists; it says which version was seen."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)])

    @property
    def seen_version(self) -> int:
        """Tell which version the form was filled in on; ask after it was validated."""
        return self.version.data or 0

    def differences(self, conflict: Conflict) -> Sequence[Difference]:
        """After a conflict: tell field by field what is whose, and make the next sending count as having seen it."""
        self.version.data = int(str(conflict.theirs["version"]))
        self.version.raw_data = None
        return tuple(
            Difference(label=str(field.label.text), theirs=conflict.theirs[name], yours=field.data)
            for name, field in self._fields.items()
            if name in conflict.theirs and name != "version" and not _same(field.data, conflict.theirs[name])
        )


class OnceForm(PageForm):
    """A form that makes something new; its key makes a second click, or a reload, count as the first."""

    submission_key = HiddenField(
        default=lambda: secrets.token_urlsafe(24),
        validators=[InputRequired(), Length(min=22, max=64), Regexp(r"^[A-Za-z0-9_-]+\Z")],
    )


def _same(yours: object, theirs: object) -> bool:
    """Compare what a field holds with what stands there; the order of several choices means nothing."""
    if isinstance(yours, list) and isinstance(theirs, Collection):
        return set(yours) == set(theirs)
    return yours == theirs


_CARRYING = frozenset({"csrf_token", "version", "submission_key"})


def _no_odd_characters(_form: object, field: Any) -> None:  # noqa: ANN401 - WTForms' fields carry no types
    if isinstance(field.data, str) and any(ord(sign) in _ODD for sign in field.data):
        raise ValidationError(
            str(_l("Teksten har et usynligt tegn, der ikke kan gemmes. Skriv den selv i stedet for at indsætte den."))
        )


def stripped(text: str | None) -> str:
    """Take the blanks around a text away, and the carriage returns that browsers send; a filter for fields."""
    return (text or "").replace("\r\n", "\n").strip()
