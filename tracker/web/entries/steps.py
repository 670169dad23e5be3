"""The buttons of the form that save nothing: they change the grid, and the page comes again with all that was typed."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from tracker.domain.decisions import NewDecision
from tracker.web.entries.grid import Grid, grid_from
from tracker.web.entries.page import Typed, missing_amount
from tracker.web.entries.setting import Setting

SAVE_PROPOSAL, RECORD_DECISION, CORRECT = "save-proposal", "record-decision", "correct"
_SAVING = frozenset({SAVE_PROPOSAL, RECORD_DECISION, CORRECT})
_STEP = re.compile(r"(?P<verb>add-rows|remove-row)-(?P<number>[0-9]{1,5})|remove-line-(?P<key>ny-[0-9]{1,3})", re.ASCII)


def step_of(form: Mapping[str, str], *saving: str) -> str:
    """Tell which button sent a form; one that saves, but not in this form, counts as one that shows the page again."""
    step = form.get("step", "")
    return "" if is_saving(step) and step not in saving else step


def is_saving(step: str) -> bool:
    """Tell whether a button saves; any other only shows the page again."""
    return step in _SAVING


def after(grid: Grid, step: str) -> Grid:
    """Give the grid as a button leaves it; a button that isn't known leaves it as it is."""
    if step == "add-row":
        return grid.with_rows(1)
    if step == "add-line":
        return grid.with_new_line()
    match = _STEP.fullmatch(step)
    if match is None:
        return grid
    if match["key"]:
        return grid.without_new_line(match["key"])
    number = int(match["number"])
    return grid.with_rows(number) if match["verb"] == "add-rows" else grid.without_row(number)


def typed_in(form: Mapping[str, str], setting: Setting, decision: NewDecision, *, step: str) -> Typed:
    """Read what was typed in a form that was sent, with the step of the button that sent it."""
    grid = after(grid_from(form, setting.plan.years), step)
    return typed_as(grid, setting, decision, is_final=is_saving(step))


def typed_as(grid: Grid, setting: Setting, decision: NewDecision, *, is_final: bool = False) -> Typed:
    """Read a grid; one that is to be saved may have no row that names two lines and no amount."""
    meant = grid.meant(setting.unit, setting.theme_ids)
    if is_final:
        lacking = tuple(
            missing_amount(number)
            for number, row in enumerate(grid.rows)
            if row.from_key and row.to_key and not row.has_amounts
        )
        meant = meant.with_problems(lacking)
    return Typed(grid, meant, decision, is_final)


def check_words(form: Any, step: str) -> bool:  # noqa: ANN401 - WTForms' forms carry no types
    """Check the words that a button needs, and tell whether they will do; while somebody types, nothing is missing."""
    form.validate()
    if not is_saving(step):
        form.forget_what_is_missing()
    elif step == SAVE_PROPOSAL:
        form.require(form.title, gettext("Skriv en overskrift, som forslaget kan kendes på."))
        if "decided_on" in form:
            form.decided_on.errors = []  # a proposal has no day, so whatever stands there doesn't matter
    elif step == RECORD_DECISION:
        form.require(form.decided_on, gettext("Skriv mødedatoen, fx 15.11.2020, eller gem det som forslag."))
    return not form.errors
