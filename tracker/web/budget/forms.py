"""Forms that say what plans, themes and lines are called and how they are ordered."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from tracker.actions.budget_names import LineWords, PlanWords
from tracker.domain.budget import LineRole
from tracker.domain.refusals import Conflict
from tracker.queries.plan_parts import ThemeRow
from tracker.web.forms import ChangeForm, Difference, OnceForm, PageForm, stripped
from tracker.web.words import word

FIRST_YEAR, LAST_YEAR = 1900, 2200
_ROLES = (LineRole.INITIATIVE, LineRole.OTHER, LineRole.RESERVE)
WITHOUT_THEME = 0


def _year(label: str, message: str) -> IntegerField:
    plausible = NumberRange(FIRST_YEAR, LAST_YEAR, _l("Skriv et årstal fra 1900 til 2200."))
    return IntegerField(label, validators=[InputRequired(message), plausible])


def _place(message: str) -> IntegerField:
    return IntegerField(
        _l("Plads i rækkefølgen"),
        validators=[InputRequired(message), NumberRange(1, 10_000, _l("Skriv pladsens nummer, 1 for den første."))],
    )


class PlanFields(PageForm):
    """What is said about a plan."""

    title = StringField(
        _l("Planens navn"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv planens navn.")), Length(max=200, message=_l("Brug højst 200 tegn."))],
    )
    first_year = _year(_l("Første år"), _l("Skriv planens første år, fx 2019."))
    last_year = _year(_l("Sidste år"), _l("Skriv planens sidste år, fx 2022."))
    committee = StringField(
        _l("Udvalg"), filters=[stripped], validators=[Length(max=80, message=_l("Brug højst 80 tegn."))]
    )
    administration = StringField(
        _l("Forvaltning"), filters=[stripped], validators=[Length(max=80, message=_l("Brug højst 80 tegn."))]
    )

    def words(self) -> PlanWords:
        """Give what was filled in."""
        return PlanWords(
            title=self.title.data or "",
            first_year=self.first_year.data or FIRST_YEAR,
            last_year=self.last_year.data or LAST_YEAR,
            committee=self.committee.data or "",
            administration=self.administration.data or "",
        )


class NewPlanForm(PlanFields, OnceForm):
    """A new plan."""


class EditPlanForm(PlanFields, ChangeForm):
    """A plan that exists."""


class ThemeFields(PageForm):
    """What is said about a theme."""

    title = StringField(
        _l("Temaets navn"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv temaets navn.")), Length(max=300, message=_l("Brug højst 300 tegn."))],
    )


class NewThemeForm(ThemeFields, OnceForm):
    """A new theme."""


class EditThemeForm(ThemeFields, ChangeForm):
    """A theme that exists."""

    place = _place(_l("Skriv temaets plads, 1 for det første."))


class LineFields(PageForm):
    """What is said about a line."""

    title = StringField(
        _l("Linjens navn"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv linjens navn.")), Length(max=300, message=_l("Brug højst 300 tegn."))],
    )
    outline = StringField(
        _l("Nummer"), filters=[stripped], validators=[Length(max=20, message=_l("Brug højst 20 tegn."))]
    )
    role = SelectField(_l("Rolle"), choices=[], validators=[InputRequired(_l("Vælg linjens rolle."))])
    may_be_negative = BooleanField(_l("Må være under nul (indtægt eller besparelse)"))
    theme_id = SelectField(_l("Tema"), coerce=int, choices=[], validators=[InputRequired(_l("Vælg et tema."))])
    committee = StringField(
        _l("Linjens udvalg"), filters=[stripped], validators=[Length(max=80, message=_l("Brug højst 80 tegn."))]
    )

    def offer(self, themes: Iterable[ThemeRow]) -> None:
        """Fill in what can be chosen."""
        self.role.choices = [(role.value, word(role)) for role in _ROLES]
        self.theme_id.choices = [(WITHOUT_THEME, gettext("Uden tema"))] + [(row.id, row.title) for row in themes]

    def words(self, *, place: int | None = None) -> LineWords:
        """Give what was filled in."""
        return LineWords(
            title=self.title.data or "",
            outline=self.outline.data or "",
            role=LineRole(self.role.data),
            theme_id=self.theme_id.data or None,
            place=place,
            committee=self.committee.data or "",
            may_be_negative=bool(self.may_be_negative.data),
        )


class NewLineForm(LineFields, OnceForm):
    """A new line."""


class EditLineForm(LineFields, ChangeForm):
    """A line that exists."""

    place = _place(_l("Skriv linjens plads, 1 for den første i temaet."))

    def differences(self, conflict: Conflict) -> Sequence[Difference]:
        """Tell field by field what is whose, choices by what they are called in the list."""
        found = super().differences(conflict)
        names = {
            str(field.label.text): {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
            for field in (self.role, self.theme_id)
        }
        names[str(self.may_be_negative.label.text)] = {str(True): gettext("Ja"), str(WITHOUT_THEME): gettext("Nej")}
        named = (
            Difference(row.label, _named(row.theirs, names.get(row.label)), _named(row.yours, names.get(row.label)))
            for row in found
        )
        return tuple(row for row in named if row.theirs != row.yours)


def _named(value: object, names: Mapping[str, str] | None) -> object:
    return value if names is None else names.get(str(value or WITHOUT_THEME), "")
