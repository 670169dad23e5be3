"""The forms of a proposal's steps, to record that it was adopted, and to take a decision back whole."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from tracker.actions.proposals import Adoption
from tracker.domain.decisions import ProposalState
from tracker.domain.years import today
from tracker.queries.people import NamedPerson
from tracker.web.excel.forms import is_web_address
from tracker.web.forms import ChangeForm, OnceForm, stripped
from tracker.web.points import day_from


def _text(label: str, longest: int) -> StringField:
    return StringField(
        label, filters=[stripped], validators=[Length(max=longest, message=_l("Skriv højst %(max)d tegn."))]
    )


class MoveForm(ChangeForm, OnceForm):
    """One step of a proposal; only dropping it asks for a reason."""

    to = HiddenField(validators=[AnyOf([state.value for state in ProposalState])])
    reason = TextAreaField(
        _l("Hvorfor droppes forslaget?"),
        filters=[stripped],
        validators=[Length(max=500, message=_l("Skriv højst %(max)d tegn."))],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask why a proposal is dropped."""
        if self.to.data == ProposalState.DROPPED and not field.data:
            raise ValidationError(gettext("Skriv, hvorfor forslaget droppes. Begrundelsen står i loggen."))


class ReverseForm(ChangeForm, OnceForm):
    """Why a decision is taken back whole."""

    reason = TextAreaField(
        _l("Hvad er der galt med beslutningen?"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv, hvorfor beslutningen tilbageføres. Begrundelsen står i loggen.")),
            Length(max=500, message=_l("Skriv højst %(max)d tegn.")),
        ],
    )


class HandOverForm(ChangeForm, OnceForm):
    """Who is to own a proposal."""

    owner_id = SelectField(
        _l("Ny ejer"), coerce=int, choices=[], validators=[InputRequired(_l("Vælg, hvem der skal eje forslaget."))]
    )

    def offer(self, people: Iterable[NamedPerson]) -> None:
        """Fill in who can be chosen."""
        self.owner_id.choices = [(person.id, person.name) for person in people]


class AdoptForm(ChangeForm, OnceForm):
    """By whom and when a proposal was adopted, and where that is written."""

    body = StringField(
        _l("Besluttet af"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv, hvilket udvalg der har besluttet det, fx BIU.")),
            Length(max=80, message=_l("Skriv højst %(max)d tegn.")),
        ],
    )
    decided_on = StringField(
        _l("Mødedato"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv mødedatoen, fx 15.11.2020.")),
            Length(max=10, message=_l("Skriv højst %(max)d tegn.")),
        ],
    )
    agenda_item = _text(_l("Dagsordenspunkt"), 40)
    case_number = _text(_l("Sagsnummer"), 80)
    link = _text(_l("Link til referatet"), 500)

    def validate_decided_on(self, field: StringField) -> None:
        """Take a day as people write it here, and none that lies ahead."""
        day = day_from(field.data or "")
        if day is None:
            raise ValidationError(gettext("Skriv datoen som dag, måned og år, fx 15.11.2020."))
        if day > today():
            raise ValidationError(gettext("Mødet er ikke holdt endnu. Registrér beslutningen, når den er truffet."))

    def validate_link(self, field: StringField) -> None:
        """Take only addresses that a click may lead to."""
        if field.data and not is_web_address(field.data):
            raise ValidationError(gettext("Skriv en hel adresse, der begynder med https:// eller http://."))

    def adoption(self) -> Adoption:
        """Give what was filled in; what isn't a day yet counts as today, to show the effect for."""
        day = day_from(self.decided_on.data or "")
        return Adoption(
            body=self.body.data or "",
            decided_on=day if day is not None and day <= today() else today(),
            agenda_item=self.agenda_item.data or "",
            case_number=self.case_number.data or "",
            link=self.link.data or "",
        )
