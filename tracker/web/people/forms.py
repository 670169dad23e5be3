"""The forms of the pages about people: their shape, not their rules."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from tracker.domain.passwords import MOST_BYTES
from tracker.web.forms import ChangeForm, PageForm, stripped
from tracker.web.language import LANGUAGES

EMAIL_CHARACTERS = 254
NAME_CHARACTERS = 120


class SignInForm(PageForm):
    """Who is it, and which password."""

    email = StringField(_l("E-mail"), validators=[InputRequired(), Length(max=EMAIL_CHARACTERS)])
    password = PasswordField(_l("Adgangskode"), validators=[InputRequired(), Length(max=MOST_BYTES)])


class OwnDetailsForm(ChangeForm):
    """What everybody may change about themselves."""

    name = StringField(_l("Navn"), filters=[stripped], validators=[InputRequired(), Length(max=NAME_CHARACTERS)])
    language = SelectField(_l("Sprog"), choices=list(LANGUAGES.items()), validators=[InputRequired()])


class PasswordForm(PageForm):
    """A new password, shown to be its owner's by the old one."""

    current_password = PasswordField(_l("Nuværende adgangskode"), validators=[InputRequired(), Length(max=MOST_BYTES)])
    new_password = PasswordField(_l("Ny adgangskode"), validators=[InputRequired(), Length(max=MOST_BYTES)])
    repeated_password = PasswordField(
        _l("Gentag den nye adgangskode"),
        validators=[InputRequired(), EqualTo("new_password", message=_l("De to nye adgangskoder er ikke ens."))],
    )
