"""The words of an entry: kind, body, day, papers and reasons. The grid stands beside them, in ``grid``."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.domain.decisions import DecisionKind, NewDecision, Permanence
from tracker.domain.refusals import Conflict
from tracker.domain.years import today
from tracker.queries.decisions import DecisionDetail
from tracker.web.excel.forms import is_web_address
from tracker.web.forms import ChangeForm, Difference, OnceForm, PageForm, stripped
from tracker.web.points import day_from
from tracker.web.words import word

_LONG = Length(max=2000, message=_l("Brug højst 2.000 tegn."))


def _text(label: str, longest: int) -> StringField:
    return StringField(
        label, filters=[stripped], validators=[Length(max=longest, message=_l("Skriv højst %(max)d tegn."))]
    )


class EntryWords(PageForm):
    """What is said about a decision or proposal."""

    kind = SelectField(_l("Hvad er det?"), validators=[DataRequired(_l("Vælg, hvad det er."))])
    title = _text(_l("Overskrift"), 200)
    body = StringField(
        _l("Hvem beslutter?"),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv, hvem der beslutter det, fx BIU.")),
            Length(max=80, message=_l("Skriv højst %(max)d tegn.")),
        ],
    )
    permanence = RadioField(_l("Varighed"), default="")
    agenda_item = _text(_l("Dagsordenspunkt"), 40)
    case_number = _text(_l("Sagsnummer"), 80)
    link = _text(_l("Link til sagen"), 500)
    reason = TextAreaField(_l("Begrundelse"), filters=[stripped], validators=[_LONG])
    plan_for_use = TextAreaField(_l("Plan for anvendelse"), filters=[stripped], validators=[_LONG])
    targets_touched = TextAreaField(_l("Mål, det berører"), filters=[stripped], validators=[_LONG])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, word(kind)) for kind in DecisionKind]
        self.permanence.choices = [("", gettext("Ikke oplyst")), *((each.value, word(each)) for each in Permanence)]

    def validate_link(self, field: StringField) -> None:
        """Take only addresses that a click may lead to."""
        if field.data and not (field.data.startswith("https://") and is_web_address(field.data)):
            raise ValidationError(gettext("Skriv en hel adresse, der begynder med https://."))

    def chosen_kind(self) -> DecisionKind:
        """Tell the kind, also before it was checked; what is none counts as an allocation."""
        return next((kind for kind in DecisionKind if kind.value == self.kind.data), DecisionKind.ALLOCATION)

    def decision(self, *, decided_on: date | None) -> NewDecision:
        """Give what was filled in; without a day it is a proposal."""
        return NewDecision(
            kind=self.chosen_kind(),
            body=self.body.data or "",
            decided_on=decided_on,
            agenda_item=self.agenda_item.data or "",
            case_number=self.case_number.data or "",
            link=self.link.data or "",
            reason=self.reason.data or "",
            permanence=next((each for each in Permanence if each.value == self.permanence.data), None),
            title=self.title.data or "",
            plan_for_use=self.plan_for_use.data or "",
            targets_touched=self.targets_touched.data or "",
        )

    def require(self, field: Any, sentence: str) -> None:  # noqa: ANN401 - WTForms' fields carry no types
        """Ask for a field that only this button needs."""
        if not field.data and not field.errors:
            field.errors = [sentence]

    def forget_what_is_missing(self) -> None:
        """Leave only what is wrong with what was typed; while somebody still types, nothing is missing yet."""
        for field in self:
            if not field.data:
                field.errors = []


class NewEntryForm(EntryWords, OnceForm):
    """A new decision, or a new proposal where it has no day."""

    decided_on = _text(_l("Mødedato"), 10)

    def validate_decided_on(self, field: StringField) -> None:
        """Take a day as people write it here, and none that lies ahead: that would be a proposal."""
        day = day_from(field.data or "")
        if field.data and day is None:
            raise ValidationError(gettext("Skriv datoen som dag, måned og år, fx 15.11.2020."))
        if day is not None and day > today():
            raise ValidationError(gettext("Mødet er ikke holdt endnu. Gem det som forslag."))

    def day(self) -> date | None:
        """Give the day if one was typed that a decision can have."""
        day = day_from(self.decided_on.data or "")
        return day if day is not None and day <= today() else None


class RewriteForm(EntryWords, ChangeForm, OnceForm):
    """A draft that exists."""

    def differences(self, conflict: Conflict) -> Sequence[Difference]:
        """Tell field by field what is whose; choices by what they are called, and nothing as no text."""
        theirs = {name: "" if value is None else value for name, value in conflict.theirs.items()}
        found = super().differences(Conflict(conflict.text, theirs=theirs))
        names = {
            str(field.label.text): {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
            for field in (self.kind, self.permanence)
        }
        return tuple(
            Difference(
                row.label,
                names.get(row.label, {}).get(str(row.theirs), row.theirs),
                names.get(row.label, {}).get(str(row.yours), row.yours),
            )
            for row in found
        )


class CorrectForm(ChangeForm, OnceForm):
    """Why a decision is put right; its rows stand in the grid."""

    reason = TextAreaField(
        _l("Hvad var tastet forkert?"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv, hvad der var tastet forkert. Begrundelsen står i loggen.")), _LONG],
    )

    def forget_what_is_missing(self) -> None:
        """Leave only what is wrong with what was typed."""
        if not self.reason.data:
            self.reason.errors = []

    def see(self, conflict: Conflict) -> None:
        """Count the next sending as having seen what stands now."""
        self.version.data = int(str(conflict.theirs["version"]))
        self.version.raw_data = None


def words_of(found: DecisionDetail) -> dict[str, str]:
    """Give what a decision or proposal says as the fields of its form hold it, by name; the day is none of them."""
    row = found.row
    return {
        "kind": row.kind.value,
        "title": row.title,
        "body": row.body,
        "permanence": found.permanence.value if found.permanence else "",
        "agenda_item": row.agenda_item,
        "case_number": row.case_number,
        "link": found.link,
        "reason": found.reason,
        "plan_for_use": found.plan_for_use,
        "targets_touched": found.targets_touched,
    }
