"""What can be chosen about a preview by its address: the plan it is compared with, the sheet, the unit and the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from tracker.domain.money import UNITS, Unit
from tracker.queries.plans import PlanRow
from tracker.queries.uploads import WaitingFile

NEW_PLAN = "ny"


@dataclass(frozen=True)
class Choices:
    """What was chosen; ``plan`` is None for a new plan, ``unit`` where the file has to say it.

    ``page`` is the page of the grid, ``list_page`` that of the list of changes.
    """

    plan: PlanRow | None
    sheet: str
    unit: Unit | None
    page: int
    list_page: int

    def query(self, *, page: int = 1, list_page: int = 1) -> dict[str, Any]:
        """Give the query of the address that holds these choices."""
        query = {"plan": self.plan.slug if self.plan else NEW_PLAN}
        if self.sheet:
            query["ark"] = self.sheet
        if self.unit:
            query["enhed"] = self.unit.code
        if page > 1:
            query["side"] = str(page)
        if list_page > 1:
            query["liste"] = str(list_page)
        return query


def choices_from(arguments: MultiDict[str, str], file: WaitingFile, plans: Sequence[PlanRow]) -> Choices:
    """Read the choices from an address; what it doesn't say is as it was when the file was uploaded."""
    slug = arguments.get("plan")
    if slug is None:
        plan = next((plan for plan in plans if plan.id == file.plan_id), None)
    else:
        plan = next((plan for plan in plans if plan.slug == slug), None)
    return Choices(
        plan=plan,
        sheet=arguments.get("ark", file.sheet),
        unit=UNITS.get(arguments.get("enhed", file.unit)),
        page=_page(arguments.get("side", "1")),
        list_page=_page(arguments.get("liste", "1")),
    )


def _page(text: str) -> int:
    """Read the number of a page; what is none is the first."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= len("99999") else 1
