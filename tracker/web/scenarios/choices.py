"""What can be chosen about a comparison by its address: which scenarios, which years, and the unit.

``vis`` is a scenario's number, repeated; ``aar`` a year, ``alle``, or nothing for the years that something changes in.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from tracker.domain.money import THOUSAND_KR, UNITS, Unit
from tracker.domain.texts import Text, quoted
from tracker.queries.plans import PlanRow
from tracker.queries.scenarios import ScenarioRow

MOST_COMPARED = 4
ALL_YEARS, CHANGED_YEARS = "alle", ""


@dataclass(frozen=True)
class Choices:
    """What was chosen; ``problems`` are sentences about what could not be read or was too much."""

    scenario_ids: tuple[int, ...]
    years: str
    unit: Unit
    problems: tuple[Text, ...]

    def query(self, *, unit: Unit | None = None) -> dict[str, Any]:
        """Give the query of the address that shows the same in a unit; the usual is left out."""
        chosen = unit or self.unit
        found = {
            "vis": list(self.scenario_ids),
            "aar": self.years,
            "enhed": "" if chosen == THOUSAND_KR else chosen.code,
        }
        return {name: value for name, value in found.items() if value}

    def columns(self, years: Sequence[int], changed: Collection[int]) -> tuple[int, ...]:
        """Tell which of the plan's years are shown, by their places; all where nothing changes in any."""
        if self.years == ALL_YEARS:
            return tuple(range(len(years)))
        wanted = changed if self.years == CHANGED_YEARS else {int(self.years)}
        return tuple(place for place, year in enumerate(years) if year in wanted) or tuple(range(len(years)))


def choices_from(arguments: MultiDict[str, str], plan: PlanRow, known: Sequence[ScenarioRow]) -> Choices:
    """Read the choices from an address; what can't be shown is named and left out."""
    by_number = {str(row.id): row.id for row in known}
    texts = dict.fromkeys(text.strip() for text in arguments.getlist("vis") if text.strip())
    problems = [
        Text("Planen har intet scenarie nr. %(number)s. Vælg et på listen.", number=quoted(text))
        for text in [text for text in texts if text not in by_number][:MOST_COMPARED]
    ]
    chosen = [by_number[text] for text in texts if text in by_number]
    if len(chosen) > MOST_COMPARED:
        problems.append(
            Text("Du kan se højst %(most)s scenarier ved siden af hinanden. Her er de første.", most=MOST_COMPARED)
        )
    years = arguments.get("aar", "").strip()
    if years not in {CHANGED_YEARS, ALL_YEARS, *map(str, plan.years)}:
        problems.append(Text("Planen har ikke året %(year)s. Vælg et på listen.", year=quoted(years)))
        years = CHANGED_YEARS
    unit_text = arguments.get("enhed", "").strip()
    unit = UNITS.get(unit_text or THOUSAND_KR.code)
    if unit is None:
        problems.append(
            Text("Enheden %(unit)s kendes ikke. Vælg kr., 1.000 kr. eller mio. kr. herunder.", unit=quoted(unit_text))
        )
    return Choices(tuple(chosen[:MOST_COMPARED]), years, unit or THOUSAND_KR, tuple(problems))
