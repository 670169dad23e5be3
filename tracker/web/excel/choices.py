"""What can be chosen about a preview by its address: the plan it is compared with, the sheet, the unit and the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from tracker.domain.money import UNITS, Unit
from tracker.queries.budget import PlanRow
from tracker.queries.uploads import WaitingFile

NEW_PLAN = "ny"


@dataclass(frozen=True)
class Choices:
    """What was chosen; ``plan`` is None for a new plan, ``unit`` where the file has to say it."""

    plan: PlanRow | None
    sheet: str
    unit: Unit | None
    page: int

    def query(self, *, page: int = 1) -> dict[str, Any]:
        """Give the query of the address that holds these choices."""
        query = {"plan": self.plan.slug if self.plan else NEW_PLAN}
        if self.sheet:
            query["ark"] = self.sheet
        if self.unit:
            query["enhed"] = self.unit.code
        if page > 1:
            query["side"] = str(page)
        return query


def choices_from(arguments: MultiDict[str, str], file: WaitingFile, plans: Sequence[PlanRow]) -> Choices:
    """Read the choices from an address; what it doesn't say is as it was when the file was uploaded."""
    slug = arguments.get("plan")
    if slug is None:
        plan = next((plan for plan in plans if plan.id == file.plan_id), None)
    else:
        plan = next((plan for plan in plans if plan.slug == slug), None)
    page = arguments.get("side", "1")
    return Choices(
        plan=plan,
        sheet=arguments.get("ark", file.sheet),
        unit=UNITS.get(arguments.get("enhed", file.unit)),
        page=int(page) if page.isascii() and page.isdigit() and len(page) <= len("99999") and int(page) else 1,
    )
