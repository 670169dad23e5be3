"""Showing the form of an entry: the grid with what is wrong in it, and beside it what the entry does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template

from tracker.domain.decisions import NewDecision
from tracker.domain.entries import BEYOND_OWN, Entry, EntryProblem, changes, rows_beyond
from tracker.domain.refusals import Refusal
from tracker.domain.rewriting import StandingTransfer, as_entered
from tracker.domain.texts import Text
from tracker.queries.entries import Weighed, weigh
from tracker.translation import said
from tracker.web.entries.addresses import EffectAddresses
from tracker.web.entries.effect import beside, effect_of
from tracker.web.entries.grid import Grid, Meant, PlacedProblem, field_name
from tracker.web.entries.setting import Setting
from tracker.web.sessions import reading

NEW_TEMPLATE = "entries/new.html"
# So many choices in all of a page's lists are more than a browser likes; then filled rows offer fewer lines.
MOST_CHOICES = 6_000


@dataclass(frozen=True)
class Typed:
    """What was typed in a form: the grid, what it means, and what is said about it."""

    grid: Grid
    meant: Meant
    decision: NewDecision
    is_final: bool = False

    @property
    def entry(self) -> Entry:
        """The entry as far as it can be read."""
        return Entry(self.decision, self.meant.transfers, self.meant.new_lines)

    @property
    def day(self) -> date | None:
        """The decision's day, or None for a proposal."""
        return self.decision.decided_on


def show(
    template: str,
    setting: Setting,
    form: Any,  # noqa: ANN401 - WTForms' forms carry no types
    typed: Typed,
    *,
    refused: Refusal | None = None,
    standing: Sequence[StandingTransfer] = (),
    **more: Any,  # noqa: ANN401 - what a template needs besides
) -> str:
    """Render the form with everything that was typed and what it does now.

    ``refused`` is why it wasn't saved. ``standing`` are the rows that a correction takes the place of: what they do
    is part of what was there before.
    """
    with reading() as session:
        weighed = weigh(session, setting.plan, typed.entry, decision_id=setting.decision_id)
    problems = (*_problems(typed, weighed), *_beyond_own(typed, setting))
    _say_at_words(form, problems)
    if standing:
        weighed = beside(weighed, changes(as_entered(standing)))
    body, unit = typed.decision.body, setting.unit
    return render_template(
        template,
        setting=setting,
        plan=setting.plan,
        unit=unit,
        form=form,
        grid=typed.grid,
        final=typed.is_final,
        summary=_summary(problems, refused),
        general=tuple(placed for placed in problems if placed.problem.row is None and not placed.field),
        by_row=_by_row(problems),
        by_field={placed.field: placed.problem for placed in problems if placed.field},
        effect=effect_of(weighed, setting.themes, unit, body=body, day=typed.day),
        addresses=EffectAddresses(setting.plan.slug, setting.lines, unit, day=typed.day, beside_a_form=True),
        compact=_is_compact(setting, typed.grid),
        field_name=field_name,
        **more,
    )


def _problems(typed: Typed, weighed: Weighed) -> tuple[PlacedProblem, ...]:
    """Gather what is wrong: what can't be read first, then what the rules say to what can."""
    found = typed.meant.problems
    # While nobody has typed an amount, or none that can be read, it is no use to say that there is none.
    quiet = not typed.meant.transfers and (not typed.is_final or bool(found))
    of_rules = (PlacedProblem(problem, _field_of(problem, typed.grid)) for problem in weighed.problems)
    return tuple(dict.fromkeys(found if quiet else (*found, *of_rules)))


def _beyond_own(typed: Typed, setting: Setting) -> tuple[PlacedProblem, ...]:
    """Say at a project lead's row that it touches none of the lead's initiatives."""
    if setting.may_decide:
        return ()
    rows = rows_beyond(typed.meant.transfers, {line.id for line in setting.own})
    return tuple(PlacedProblem(EntryProblem(BEYOND_OWN, row), field_name(row, "from")) for row in rows)


def _summary(problems: Sequence[PlacedProblem], refused: Refusal | None) -> tuple[PlacedProblem, ...]:
    """List what keeps the form from being saved; what it was refused for comes first where nothing else says it."""
    blocking = [placed for placed in problems if placed.problem.blocking]
    found = tuple(placed for placed in blocking if not placed.problem.field)  # the form lists those of its own fields
    if refused is None or said(refused.text) in {said(placed.problem.text) for placed in blocking}:
        return found
    return (PlacedProblem(EntryProblem(refused.text)), *found)


def _say_at_words(form: Any, problems: Sequence[PlacedProblem]) -> None:  # noqa: ANN401 - WTForms' forms carry no types
    """Say at a word of the decision what is wrong with it; one that isn't there yet is asked for by the form."""
    for placed in problems:
        name = placed.problem.field
        if name and form[name].data:
            form[name].errors = [*form[name].errors, said(placed.problem.text)]


def _field_of(problem: EntryProblem, grid: Grid) -> str:
    """Tell which field a problem is about; none where it is about the whole of it."""
    if problem.new_line:
        return f"{problem.new_line}-title"
    if problem.row is None:
        return problem.field
    if problem.budget_year is not None:
        return field_name(problem.row, problem.budget_year)
    row = grid.rows[problem.row]
    return field_name(problem.row, "to" if row.from_key and not row.to_key else "from")


def _by_row(problems: Sequence[PlacedProblem]) -> dict[int, list[EntryProblem]]:
    """Sort the problems to their rows; a row says the same only once."""
    found: dict[int, list[EntryProblem]] = {}
    for placed in problems:
        row = placed.problem.row
        if row is not None and placed.problem not in found.setdefault(row, []):
            found[row].append(placed.problem)
    return found


def _is_compact(setting: Setting, grid: Grid) -> bool:
    return 2 * len(grid.rows) * len(setting.lines) > MOST_CHOICES


def missing_amount(row: int) -> PlacedProblem:
    """Say that a row has its lines and no amount."""
    text = Text("Skriv et beløb, eller fjern rækken.")
    return PlacedProblem(EntryProblem(text, row), field_name(row, "from"))
