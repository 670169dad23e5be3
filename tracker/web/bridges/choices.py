"""What can be chosen about a bridge by its address: its two points, the year, the line of the picture, and the unit."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from tracker.domain.money import THOUSAND_KR, UNITS, Unit
from tracker.domain.texts import Text, quoted
from tracker.queries.plans import PlanRow
from tracker.queries.points import DecidedRow, after
from tracker.web.points import ChosenPoint, is_asked_for, point_from

FROM, TO = "fra_", "til_"
# The slug of the line that a plan's frame comes from; it stands for all the plan's lines together.
ALL_LINES = "ramme"


@dataclass(frozen=True)
class BridgeChoices:
    """What was chosen. ``year`` is 0 for all years, ``line`` the slug of the picture's line or empty for the pool.

    ``problems`` are sentences about what could not be read; the usual is shown in its place.
    """

    start: ChosenPoint
    end: ChosenPoint
    year: int
    line: str
    with_all: bool
    unit: Unit
    side: int
    problems: tuple[Text, ...]

    def query(self, *, unit: Unit | None = None, side: int = 1, with_all: bool | None = None) -> dict[str, Any]:
        """Give the query of the address that changes one choice and keeps the others; the usual is left out."""
        chosen_unit = unit or self.unit
        found = {
            **self.start.query(),
            **self.end.query(),
            "aar": str(self.year) if self.year else "",
            "linje": self.line,
            "alle": "1" if (self.with_all if with_all is None else with_all) else "",
            "enhed": "" if chosen_unit == THOUSAND_KR else chosen_unit.code,
            "side": "" if side == 1 else str(side),
        }
        return {name: value for name, value in found.items() if value}

    def changes_query(self) -> dict[str, Any]:
        """Give the part of an address that asks for what lies between the points, in this unit."""
        unit = {} if self.unit == THOUSAND_KR else {"enhed": self.unit.code}
        # A point that nothing is said about would not be asked for; today is one of them.
        return {**unit, **self.start.query(), **self.end.query()}

    def point_query(self, point: ChosenPoint) -> dict[str, Any]:
        """Give the part of an address that asks for one of the points by itself, in this unit."""
        unit = {} if self.unit == THOUSAND_KR else {"enhed": self.unit.code}
        return {**unit, **point.query(prefix="")}


def choices_from(
    session: Session,
    plan: PlanRow,
    arguments: MultiDict[str, str],
    decisions: tuple[DecidedRow, ...],
) -> BridgeChoices:
    """Read the choices from an address; without any points it leads from the plan's first decision to today."""
    problems: list[Text] = []
    end = point_from(session, plan.id, arguments, prefix=TO)
    if decisions and not is_asked_for(arguments, prefix=FROM):
        start = ChosenPoint(after(decisions, decisions[0]), FROM, decision=decisions[0])
    else:
        start = point_from(session, plan.id, arguments, prefix=FROM)
    year_text = arguments.get("aar", "").strip()
    year = next((year for year in plan.years if str(year) == year_text), 0)
    if year_text and not year:
        problems.append(Text("Planen har ikke året %(year)s. Vælg et af årene på listen.", year=quoted(year_text)))
    unit_text = arguments.get("enhed", "").strip()
    unit = UNITS.get(unit_text or THOUSAND_KR.code)
    if unit is None:
        problems.append(
            Text("Enheden %(unit)s kendes ikke. Vælg kr., 1.000 kr. eller mio. kr. herunder.", unit=quoted(unit_text))
        )
    side = arguments.get("side", "").strip()
    return BridgeChoices(
        start=start,
        end=end,
        year=year,
        line=arguments.get("linje", "").strip(),
        with_all=arguments.get("alle", "") == "1",
        unit=unit or THOUSAND_KR,
        side=int(side) if side.isascii() and side.isdigit() and len(side) <= len("99999") else 1,
        problems=(*start.problems, *end.problems, *problems),
    )
