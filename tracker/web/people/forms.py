"""The forms of the pages about people: their shape, not their rules."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Regexp

from tracker.domain.passwords import MOST_BYTES
from tracker.domain.people import EMAIL, EMAIL_CHARACTERS, NAME_CHARACTERS, Role
from tracker.domain.refusals import Conflict
from tracker.web.forms import ChangeForm, Difference, OnceForm, PageForm, stripped
from tracker.web.language import LANGUAGES
from tracker.web.people.words import ROLE_HINTS
from tracker.web.words import word


class SignInForm(PageForm):
    """Who is it, and which password."""

    email = StringField(_l("E-mail"), validators=[InputRequired(), Length(max=EMAIL_CHARACTERS)])
    password = PasswordField(_l("Adgangskode"), validators=[InputRequired(), Length(max=MOST_BYTES)])


class OwnDetailsForm(ChangeForm):
    """What everybody may change about themselves."""

    name = StringField(_l("Navn"), filters=[stripped], validators=[DataRequired(), Length(max=NAME_CHARACTERS)])
    language = SelectField(_l("Sprog"), choices=LANGUAGES, validators=[InputRequired()])


class PasswordForm(PageForm):
    """A new password, shown to be its owner's by the old one."""

    current_password = PasswordField(_l("Nuværende adgangskode"), validators=[InputRequired(), Length(max=MOST_BYTES)])
    new_password = PasswordField(_l("Ny adgangskode"), validators=[InputRequired(), Length(max=MOST_BYTES)])
    repeated_password = PasswordField(
        _l("Gentag den nye adgangskode"),
        validators=[InputRequired(), EqualTo("new_password", message=_l("De to nye adgangskoder er ikke ens."))],
    )


class DetailsForm(PageForm):
    """What an administrator decides about a person."""

    name = StringField(_l("Navn"), filters=[stripped], validators=[DataRequired(), Length(max=NAME_CHARACTERS)])
    roles = SelectMultipleField(_l("Roller"), validators=[InputRequired(message=_l("Vælg mindst én rolle."))])
    line_ids = SelectMultipleField(_l("Ansvarlig for"), coerce=int)

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(*arguments, **values)
        self.roles.choices = [(role.value, f"{word(role)}: {ROLE_HINTS[role]}") for role in Role]


class AddPersonForm(DetailsForm, OnceForm):
    """A new person."""

    email = StringField(
        _l("E-mail"),
        filters=[stripped],
        validators=[
            InputRequired(),
            Length(max=EMAIL_CHARACTERS),
            Regexp(
                rf"^(?:{EMAIL.pattern})\Z",
                message=_l("Skriv en hel e-mailadresse, fx navn@kommune.dk."),
            ),
        ],
    )


class EditPersonForm(DetailsForm, ChangeForm):
    """Changes to a person; the address stays, because it is how they are known."""

    active = BooleanField(_l("Kan logge ind"))

    def shown_differences(self, conflict: Conflict) -> tuple[Difference, ...]:
        """Tell what is whose, in words."""
        names = {int(choice[0]): str(choice[1]) for choice in self.line_ids.choices or ()}
        return tuple(
            Difference(difference.label, _words(difference.theirs, names), _words(difference.yours, names))
            for difference in self.differences(conflict)
        )


def _words(value: object, line_names: dict[int, str]) -> str:
    if isinstance(value, bool):
        return str(gettext("Ja") if value else gettext("Nej"))
    if isinstance(value, list | frozenset):
        return ", ".join(sorted(line_names[part] if part in line_names else _role_word(part) for part in value)) or "–"
    return str(value)


def _role_word(value: object) -> str:
    return word(Role(str(value))) if str(value) in set(Role) else str(value)
