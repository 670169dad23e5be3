"""What is typed for a carry-over; nothing of it is saved."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from tracker.domain.budget import LineRole
from tracker.domain.carry_over import CarriedLine, years_fit
from tracker.domain.danish_numbers import AmountUnclear, parse_typed_amount, write_typed_amount
from tracker.domain.money import Unit
from tracker.domain.years import today
from tracker.queries.entries import ChosenLine
from tracker.queries.plans import PlanRow
from tracker.queries.working_budget import WorkingBudget
from tracker.translation import said
from tracker.web.forms import PageForm, stripped
from tracker.web.presentation import unit_name

_LONG = Length(max=2000, message=_l("Brug højst 2.000 tegn."))


class YearsForm(PageForm):
    """From which year to which, and by which source."""

    fra = SelectField(_l("Fra år"), coerce=int, validators=[InputRequired(_l("Vælg et år."))])
    til = SelectField(_l("Til år"), coerce=int, validators=[InputRequired(_l("Vælg et år."))])
    kilde = SelectField(_l("Gennem rammen"), coerce=int, validators=[InputRequired(_l("Vælg en ramme."))])

    def __init__(self, plan: PlanRow, budget: WorkingBudget, **values: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(meta={"csrf": False}, **values)
        self._closed_years = budget.closed_years
        self.fra.choices = [(year, _year_name(year, budget)) for year in plan.years[:-1]]
        self.til.choices = [(year, _year_name(year, budget)) for year in plan.years[1:]]
        self.kilde.choices = [(source.id, source.title) for source in budget.sources]

    @classmethod
    def of(cls, arguments: MultiDict[str, str], plan: PlanRow, budget: WorkingBudget) -> "YearsForm":
        """Read which years were chosen, or take the usual ones."""
        from_year, to_year = _usual_years(plan, budget)
        usual = {"fra": str(from_year), "til": str(to_year), "kilde": str(budget.sources[0].id)}
        given = {name: arguments.get(name, text) for name, text in usual.items()}
        return cls(plan, budget, formdata=MultiDict(given))

    def validate_fra(self, field: SelectField) -> None:
        """Refuse a closed year."""
        self._check_open(field)

    def validate_til(self, field: SelectField) -> None:
        """Refuse a closed year, and one that doesn't come after the other."""
        self._check_open(field)
        if self.fra.data is not None and not years_fit(self.fra.data, field.data):
            raise ValidationError(
                gettext("Penge overføres frem i tiden. Vælg et år efter %(year)s.", year=self.fra.data)
            )

    def _check_open(self, field: SelectField) -> None:
        if field.data in self._closed_years:
            raise ValidationError(
                gettext(
                    "%(year)s er lukket. Bed en administrator om at åbne året, eller vælg et andet.", year=field.data
                )
            )


def _usual_years(plan: PlanRow, budget: WorkingBudget) -> tuple[int, int]:
    """Take last year and this one, as far as the plan reaches; where one is closed, the latest two that are open."""
    last = min(max(today().year - 1, plan.first_year), plan.last_year - 1)
    pairs = [(last, last + 1), *((year, year + 1) for year in reversed(plan.years[:-1]))]
    return next((pair for pair in pairs if budget.closed_years.isdisjoint(pair)), pairs[0])


class CarryOverForm(PageForm):
    """What was spent of each line and what is carried over, and why; ``form_for`` makes the lines' fields."""

    forklaring = TextAreaField(_l("Forklaring"), filters=[stripped], validators=[_LONG])
    plan = TextAreaField(_l("Plan for anvendelse"), filters=[stripped], validators=[_LONG])

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - handed on to WTForms
        super().__init__(*arguments, **values)
        for field in (self.forklaring, self.plan):  # asked for by one of the two buttons alone
            field.flags.required = True

    lines: Sequence[ChosenLine] = ()
    unit: Unit
    budgets_oere: dict[int, int]

    def carried(self) -> tuple[CarriedLine, ...]:
        """Give each line with what was typed at it; what can't be read counts as not typed."""
        return tuple(
            CarriedLine(
                line.id,
                line.role,
                self.budgets_oere[line.id],
                None if line.role is LineRole.RESERVE else self._typed(spent_name(line.id)),
                self._typed(carried_name(line.id)),
            )
            for line in self.lines
        )

    def check_lines(self) -> bool:
        """Hold each line to what it has left, and say what is wrong at its field."""
        titles = {line.id: line.title for line in self.lines}
        for line in self.carried():
            spent, carried = self._fields.get(spent_name(line.line_id)), self[carried_name(line.line_id)]
            title = titles[line.line_id]
            if line.lacks_spending and spent is not None and not spent.errors:
                spent.errors = [gettext("Skriv, hvad der er forbrugt af %(line)s, 0 hvis intet.", line=title)]
            elif line.carries_too_much and line.left_oere is not None and not carried.errors:
                left = f"{write_typed_amount(line.proposed_oere or 0, self.unit)} ({unit_name(self.unit)})"
                carried.errors = [gettext("%(line)s har kun %(left)s tilbage. Skriv højst det.", line=title, left=left)]
        return not self.errors

    def propose(self) -> bool:
        """Fill in what is left where nothing was typed; tells whether something was filled in."""
        filled = False
        for line in self.carried():
            field = self[carried_name(line.line_id)]
            if not field.data and not field.errors and line.proposed_oere:
                field.data = write_typed_amount(line.proposed_oere, self.unit)
                filled = True
        return filled

    def require_words(self) -> bool:
        """Ask for the explanation and the plan, which a carry-over is decided by."""
        if not self.forklaring.data:
            self.forklaring.errors = [gettext("Skriv, hvorfor pengene ikke blev brugt.")]
        if not self.plan.data:
            self.plan.errors = [gettext("Skriv, hvad pengene skal bruges til.")]
        return not self.errors

    def _typed(self, name: str) -> int | None:
        text = self[name].data
        try:
            return parse_typed_amount(text, self.unit) if text else None
        except AmountUnclear:
            return None


def form_for(typed: MultiDict[str, str], budget: WorkingBudget, year: int) -> CarryOverForm:
    """Make the form with two fields for each line that has money in the year, one for a reserve, and fill it in."""
    lines = budget.with_money(year)

    class LinesForm(CarryOverForm):
        """The form for just these lines."""

    for line in lines:
        if line.role is not LineRole.RESERVE:
            setattr(
                LinesForm, spent_name(line.id), _amount_field(gettext("Forbrugt, %(line)s", line=line.title), budget)
            )
        setattr(
            LinesForm, carried_name(line.id), _amount_field(gettext("Overføres, %(line)s", line=line.title), budget)
        )
    form = LinesForm(formdata=typed, meta={"csrf": False})  # each POST's token is asked for before any form
    form.lines = lines
    form.unit = budget.unit
    form.budgets_oere = {line.id: budget.budget_oere(line.id, year) for line in lines}
    return form


def spent_name(line_id: int) -> str:
    """Tell what the field of a line's spending is called."""
    return f"brugt-{line_id}"


def carried_name(line_id: int) -> str:
    """Tell what the field of what a line carries over is called."""
    return f"overfoeres-{line_id}"


def _amount_field(label: str, budget: WorkingBudget) -> StringField:
    def is_clear(_form: object, field: StringField) -> None:
        try:
            amount = parse_typed_amount(field.data, budget.unit) if field.data else 0
        except AmountUnclear as unclear:
            raise ValidationError(said(unclear.text)) from None
        if amount < 0:
            raise ValidationError(gettext("Skriv et beløb uden minus."))

    return StringField(label, filters=[stripped], validators=[Length(max=40), is_clear])


def _year_name(year: int, budget: WorkingBudget) -> str:
    return str(gettext("%(year)s (lukket)", year=year)) if year in budget.closed_years else str(year)
