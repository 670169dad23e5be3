"""The forms by which a table comes in: their shape, not their rules."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, Permanence
from tracker.domain.years import today
from tracker.web.forms import OnceForm, PageForm, stripped
from tracker.web.points import day_from
from tracker.web.words import word

NEW_PLAN = ""
ROLE_PREFIX = "role-"
# What a line that comes with a table can be; the source is made with the plan.
ROLES = (LineRole.INITIATIVE, LineRole.OTHER, LineRole.RESERVE)


class UploadForm(OnceForm):
    """A file, and where its table is meant to go."""

    file = FileField(_l("Excel-fil"), validators=[FileRequired(_l("Vælg en fil."))])
    plan = SelectField(_l("Hvor skal tabellen hen?"), default=NEW_PLAN)
    plan_title = StringField(_l("Den nye handleplans titel"), filters=[stripped], validators=[Length(max=200)])
    sheet = StringField(_l("Ark"), filters=[stripped], validators=[Length(max=40)])


class ConfirmForm(PageForm):
    """The decision behind a table, and what was seen before it was confirmed."""

    plan_title = StringField(_l("Handleplanens titel"), filters=[stripped], validators=[Length(max=200)])
    administration = StringField(_l("Forvaltning"), filters=[stripped], validators=[Length(max=80)])
    kind = SelectField(_l("Beslutningens art"), default=DecisionKind.ADOPTION.value)
    body = StringField(
        _l("Besluttet af"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv, hvilket udvalg der har besluttet det, fx BIU.")), Length(max=80)],
    )
    decided_on = StringField(
        _l("Mødedato"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv mødedatoen, fx 15.11.2020.")), Length(max=10)],
    )
    agenda_item = StringField(_l("Dagsordenspunkt"), filters=[stripped], validators=[Length(max=40)])
    case_number = StringField(_l("Sagsnummer"), filters=[stripped], validators=[Length(max=80)])
    link = StringField(_l("Link til referatet"), filters=[stripped], validators=[Length(max=500)])
    reason = TextAreaField(_l("Begrundelse"), filters=[stripped], validators=[Length(max=2000)])
    permanence = RadioField(_l("Varighed"), default="")
    ledger_mark = HiddenField(validators=[Length(max=64)])
    sha256 = HiddenField(validators=[Length(max=64)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, word(kind)) for kind in DecisionKind]
        self.permanence.choices = [("", str(_l("Ikke oplyst"))), *((kind.value, word(kind)) for kind in Permanence)]

    def validate_decided_on(self, field: StringField) -> None:
        """Take a day as people write it here, and none that lies ahead: that would be a proposal."""
        day = day_from(field.data or "")
        if day is None:
            raise ValidationError(str(_l("Skriv datoen som dag, måned og år, fx 15.11.2020.")))
        if day > today():
            raise ValidationError(str(_l("Datoen ligger i fremtiden. Skriv den dag, beslutningen blev truffet.")))

    def validate_link(self, field: StringField) -> None:
        """Take only addresses that a click may lead to."""
        if field.data and not is_web_address(field.data):
            raise ValidationError(str(_l("Skriv en hel adresse, der begynder med https:// eller http://.")))


def is_web_address(text: str) -> bool:
    """Tell whether a text is the whole address of a page on the web."""
    if any(sign.isspace() or not sign.isprintable() for sign in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None


def roles_from(form: Mapping[str, str]) -> dict[str, LineRole]:
    """Read which role was chosen for each new line, by its row's cell; what is no role isn't taken."""
    known = {role.value: role for role in ROLES}
    return {
        name.removeprefix(ROLE_PREFIX): known[value]
        for name, value in form.items()
        if name.startswith(ROLE_PREFIX) and value in known
    }
