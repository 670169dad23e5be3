"""The forms about a line: their shape, not their rules."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from tracker.actions.initiatives import LONGEST_NAME, LONGEST_TEXT
from tracker.web.forms import ChangeForm, PageForm, stripped


class _ProfileChange(ChangeForm):
    """A change of a profile; the one that nobody has written yet has version 0."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])


def _text(label: str) -> TextAreaField:
    return TextAreaField(label, filters=[stripped], validators=[Length(max=LONGEST_TEXT)])


class ProfileForm(_ProfileChange):
    """What an initiative is for."""

    purpose = _text(_l("Formål"))
    target_group = _text(_l("Målgruppe"))
    basis = _text(_l("Afsæt"))
    activities = _text(_l("Aktiviteter"))
    follow_up = _text(_l("Opfølgning"))
    policy_goals = _text(_l("Bidrag til politiske mål"))
    use_of_money = _text(_l("Midlerne bruges til"))


class ResponsibleForm(_ProfileChange):
    """Who is responsible for an initiative."""

    person_ids = SelectMultipleField(_l("Ansvarlige"), coerce=int)


class NameForm(PageForm):
    """Another name that the line is found by."""

    title = StringField(
        _l("Andet navn"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv det navn, linjen også skal kunne findes under.")), Length(max=LONGEST_NAME)],
    )
