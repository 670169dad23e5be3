"""The form for a new decision, filled in by something that worked out its rows; nothing is saved by it."""

from collections.abc import Mapping, Sequence

from tracker.domain.decisions import DecisionKind
from tracker.domain.entries import EntryTransfer
from tracker.queries.plans import PlanRow
from tracker.web.entries.forms import NewEntryForm
from tracker.web.entries.grid import grid_of
from tracker.web.entries.page import NEW_TEMPLATE, show
from tracker.web.entries.setting import setting_of
from tracker.web.entries.steps import typed_as
from tracker.web.sessions import actor, reading


def prefilled(
    plan: PlanRow, *, kind: DecisionKind, transfers: Sequence[EntryTransfer], words: Mapping[str, str]
) -> str:
    """Give the page of a new decision with the grid filled in; it is sent to ``entries.new`` as any other.

    Transfers of the same ``row`` and pair of lines share a row of the grid. ``words`` fill the fields of the form by
    name: title, body, decided_on, agenda_item, case_number, link, reason, permanence, plan_for_use, targets_touched.
    """
    with reading() as session:
        setting = setting_of(session, plan, actor())
    form = NewEntryForm(formdata=None, data={"body": plan.committee, **words, "kind": kind.value})
    typed = typed_as(grid_of(transfers, setting.unit), setting, form.decision(decided_on=form.day()))
    return show(NEW_TEMPLATE, setting, form, typed)
