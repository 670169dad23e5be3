"""The forms of scenarios: what one is called and holds, and whether it is on the list."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from tracker.actions.scenarios import ScenarioWords
from tracker.domain.refusals import Conflict
from tracker.queries.proposals import ProposalRow
from tracker.web.forms import ChangeForm, Difference, OnceForm, PageForm, stripped
from tracker.web.points import proposal_words
from tracker.web.words import word


class ScenarioFields(PageForm):
    """What a scenario is called, what is noted about it, and which proposals it holds."""

    title = StringField(
        _l("Scenariets navn"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv scenariets navn.")), Length(max=200, message=_l("Brug højst 200 tegn."))],
    )
    note = TextAreaField(
        _l("Note"), filters=[stripped], validators=[Length(max=2000, message=_l("Brug højst 2.000 tegn."))]
    )
    proposal_ids = SelectMultipleField(_l("Forslag i scenariet"), coerce=int, choices=[])

    def offer(self, proposals: Iterable[ProposalRow]) -> None:
        """Fill in which proposals can be chosen, each with its status."""
        self.proposal_ids.choices = [
            (row.id, f"{proposal_words(row)}, {word(row.status).lower()}") for row in proposals
        ]

    def words(self) -> ScenarioWords:
        """Give what was filled in."""
        return ScenarioWords(self.title.data or "", self.note.data or "", frozenset(self.proposal_ids.data or ()))


class NewScenarioForm(ScenarioFields, OnceForm):
    """A new scenario."""


class EditScenarioForm(ScenarioFields, ChangeForm, OnceForm):
    """A scenario that exists."""

    def differences(self, conflict: Conflict) -> Sequence[Difference]:
        """Tell field by field what is whose, proposals by what they are called in the list."""
        names = {int(value): str(name) for value, name, *_more in self.proposal_ids.iter_choices()}
        label = str(self.proposal_ids.label.text)
        return tuple(
            Difference(row.label, _named(row.theirs, names), _named(row.yours, names)) if row.label == label else row
            for row in super().differences(conflict)
        )


class PlaceForm(ChangeForm, OnceForm):
    """Whether a scenario is on the list or put away."""

    away = HiddenField(validators=[AnyOf(["0", "1"])])


def _named(ids: Any, names: dict[int, str]) -> str:  # noqa: ANN401 - a difference's values carry no types
    return ", ".join(names[number] for number in ids if number in names)
