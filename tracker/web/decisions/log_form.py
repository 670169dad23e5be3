"""What the decision log can be asked for: a form whose fields live in the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from tracker.domain.danish_numbers import AmountUnclear, parse_typed_amount
from tracker.domain.decisions import DecisionKind, DecisionStatus
from tracker.domain.money import THOUSAND_KR, UNITS, Unit
from tracker.domain.names import searchable
from tracker.queries.decision_log import USUAL_STATUSES, LogFilter, SearchedWord
from tracker.queries.plans import PlanRow
from tracker.queries.postings import NamedLine
from tracker.translation import said
from tracker.web.forms import PageForm, stripped
from tracker.web.points import day_from
from tracker.web.presentation import unit_name
from tracker.web.words import word

MOST_WORDS = 10
_MOST_DIGITS = 6


class LogForm(PageForm):
    """The filters of the log; every field may be left empty."""

    class Meta(PageForm.Meta):
        """It is sent by GET and changes nothing, so it carries no token."""

        csrf = False

    text = StringField(_l("Søg"), name="tekst", filters=[stripped], validators=[Length(max=200)])
    plan = SelectField(_l("Handleplan"))
    kind = SelectField(_l("Art"), name="art")
    body = SelectField(_l("Besluttet af"), name="organ")
    year = SelectField(_l("Budgetår"), name="aar")
    line = SelectField(_l("Linje"), name="linje")
    least = StringField(_l("Beløb fra"), name="fra", filters=[stripped])
    most = StringField(_l("Beløb til"), name="til", filters=[stripped])
    unit = SelectField(_l("Beløb i"), name="enhed")
    first_day = StringField(_l("Besluttet fra og med"), name="fra_dato", filters=[stripped])
    last_day = StringField(_l("Besluttet til og med"), name="til_dato", filters=[stripped])
    statuses = SelectMultipleField(_l("Status"), name="status")
    own = BooleanField(_l("Kun mine indsatser"), name="mine")

    @classmethod
    def of(
        cls,
        arguments: MultiDict[str, str],
        *,
        plans: Sequence[PlanRow],
        plan: PlanRow | None,
        bodies: Sequence[str],
        lines: Sequence[NamedLine],
    ) -> "LogForm":
        """Read the form from an address; ``plan`` is the one chosen or shown, whose lines and years can be chosen."""
        form = cls(formdata=arguments)
        years = plan.years if plan else sorted({year for found in plans for year in found.years})
        everything = ("", gettext("Alle"))
        form.plan.choices = [everything, *((found.slug, found.title) for found in plans)]
        form.kind.choices = [everything, *((kind.value, word(kind)) for kind in DecisionKind)]
        form.body.choices = [everything, *((body, body) for body in bodies)]
        form.year.choices = [everything, *((str(year), str(year)) for year in years)]
        form.line.choices = [everything, *((line.slug, line.title) for line in lines)]
        form.unit.choices = [(unit.code, unit_name(unit)) for unit in (UNITS["tkr"], UNITS["mio"], UNITS["kr"])]
        form.statuses.choices = [(status.value, word(status)) for status in DecisionStatus]
        form.unit.data = form.unit.data or THOUSAND_KR.code
        form.statuses.data = form.statuses.data or sorted(USUAL_STATUSES)
        for field in (form.plan, form.kind, form.body, form.year, form.line):
            field.data = field.data or ""
        return form

    def validate_least(self, field: Any) -> None:  # noqa: ANN401 - WTForms' fields carry no types
        """Let the lower end be an amount."""
        self._amount(field.data)

    def validate_most(self, field: Any) -> None:  # noqa: ANN401 - as above
        """Let the upper end be an amount, and not below the lower."""
        most, least = self._amount(field.data), self.amount_oere(self.least.data)
        if most is not None and least is not None and most < least:
            raise ValidationError(gettext("»Beløb til« er mindre end »Beløb fra«. Byt om på dem."))

    def validate_first_day(self, field: Any) -> None:  # noqa: ANN401 - as above
        """Let the first day be a day."""
        _day(field.data)

    def validate_last_day(self, field: Any) -> None:  # noqa: ANN401 - as above
        """Let the last day be a day, and not before the first."""
        last, first = _day(field.data), day_from(self.first_day.data or "")
        if last and first and last < first:
            raise ValidationError(gettext("Den sidste dag ligger før den første. Byt om på dem."))

    @property
    def shown_unit(self) -> Unit:
        """Tell the unit that amounts are typed and shown in."""
        return UNITS.get(self.unit.data or "", THOUSAND_KR)

    def amount_oere(self, text: str | None) -> int | None:
        """Read a typed amount; None where there is none that can be read."""
        try:
            return parse_typed_amount(text, self.shown_unit) if text else None
        except AmountUnclear:
            return None

    def filter(self, *, plan: PlanRow | None, lines: Sequence[NamedLine], person_id: int) -> LogFilter:
        """Say it as the query wants it; ask after it was validated. What couldn't be read is left out of account."""

        def chosen(field: Any) -> Any:  # noqa: ANN401 - as above
            return None if field.errors else field.data or None

        kind, year, slug = chosen(self.kind), chosen(self.year), chosen(self.line)
        statuses = frozenset(DecisionStatus(value) for value in chosen(self.statuses) or ())
        return LogFilter(
            words=_words(chosen(self.text) or ""),
            plan_id=plan.id if plan else None,
            kind=DecisionKind(kind) if kind else None,
            body=chosen(self.body),
            budget_year=int(year) if year else None,
            line_id=next((line.id for line in lines if line.slug == slug), None),
            least_oere=self.amount_oere(chosen(self.least)),
            most_oere=self.amount_oere(chosen(self.most)),
            first_day=day_from(chosen(self.first_day) or ""),
            last_day=day_from(chosen(self.last_day) or ""),
            statuses=statuses or USUAL_STATUSES,
            responsible_id=person_id if self.own.data else None,
        )

    def query(self, *, without_plan: bool = False) -> dict[str, Any]:
        """Give the query of the address that asks for the same; what is as usual is left out."""
        found = {field.name: field.data for field in self if field.data}
        if set(self.statuses.data or ()) == USUAL_STATUSES:
            del found["status"]
        if self.unit.data == THOUSAND_KR.code:
            del found["enhed"]
        if without_plan:
            found.pop("plan", None)
        return found | ({"mine": "1"} if self.own.data else {})

    def _amount(self, text: str) -> int | None:
        if not text:
            return None
        try:
            amount = parse_typed_amount(text, self.shown_unit)
        except AmountUnclear as unclear:
            raise ValidationError(said(unclear.text)) from None
        if amount < 0:
            raise ValidationError(gettext("Skriv beløbet uden minus. Det, der flyttes, er altid større end 0."))
        return amount


def page_number(text: str) -> int:
    """Read which page of the log is meant; the first where it can't be read."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 1


def _day(text: str | None) -> date | None:
    found = day_from(text or "")
    if text and found is None:
        raise ValidationError(gettext("Skriv datoen som dag.måned.år, fx 15.11.2020."))
    return found


def _words(text: str) -> tuple[SearchedWord, ...]:
    """Part a text into the words that all have to be found; a kind is found by its own name too."""
    return tuple(
        SearchedWord(part, frozenset(kind for kind in DecisionKind if searchable(part) in searchable(word(kind))))
        for part in text.split()[:MOST_WORDS]
    )
