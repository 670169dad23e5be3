"""What can be chosen about the budget table by its address: which budget, in which unit and columns, and which page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from tracker.domain.money import THOUSAND_KR, UNITS, Unit
from tracker.domain.texts import Text, quoted
from tracker.web.points import ChosenPoint

LINES_A_PAGE = 100
ALL_PAGES = "alle"


@dataclass(frozen=True)
class Choices:
    """What was chosen. ``side`` is 0 for all lines at once; ``year`` is the one that is shown by kind, 0 for none.

    ``problems`` are sentences about what could not be read; the usual is shown in its place.
    """

    chosen: ChosenPoint
    unit: Unit = THOUSAND_KR
    year: int = 0
    side: int = 1
    problems: tuple[Text, ...] = ()

    def query(
        self, *, unit: Unit | None = None, side: int | None = None, year: int | None = None, of_today: bool = False
    ) -> dict[str, Any]:
        """Give the query of the address that changes one choice and keeps the others; the usual is left out."""
        chosen_unit = unit or self.unit
        chosen_side = self.side if side is None else side
        chosen_year = self.year if year is None else year
        query: dict[str, Any] = {**unit_query(chosen_unit), **self.chosen.query(of_today=of_today)}
        if chosen_year:
            query["kolonner"] = str(chosen_year)
        if chosen_side != 1:
            query["side"] = str(chosen_side or ALL_PAGES)
        return query

    def without_proposals(self) -> dict[str, Any]:
        """Give the query of the same budget with nothing counted that isn't decided."""
        return {name: value for name, value in self.query().items() if name not in {"forslag", "med"}}


def unit_query(unit: Unit) -> dict[str, str]:
    """Give the part of an address that asks for a unit; the usual one is left out."""
    return {} if unit == THOUSAND_KR else {"enhed": unit.code}


def choices_from(arguments: MultiDict[str, str], chosen: ChosenPoint, years: Collection[int]) -> Choices:
    """Read the choices from an address; what can't be read is named and replaced by the usual."""
    problems = list(chosen.problems)
    unit_text = arguments.get("enhed", "").strip()
    unit = UNITS.get(unit_text or THOUSAND_KR.code)
    if unit is None:
        problems.append(
            Text("Enheden %(unit)s kendes ikke. Vælg kr., 1.000 kr. eller mio. kr. herunder.", unit=quoted(unit_text))
        )
    year_text = arguments.get("kolonner", "").strip()
    year = next((year for year in years if str(year) == year_text), 0)
    if year_text and not year:
        problems.append(
            Text("Planen har ikke året %(year)s. Vælg et af årene øverst i tabellen.", year=quoted(year_text))
        )
    side_text = arguments.get("side", "").strip()
    side = _side_from(side_text)
    if side is None:
        problems.append(Text("Siden %(text)s findes ikke. Vælg en af siderne under tabellen.", text=quoted(side_text)))
    return Choices(chosen, unit or THOUSAND_KR, year, 1 if side is None else side, tuple(problems))


def _side_from(text: str) -> int | None:
    if not text:
        return 1
    if text == ALL_PAGES:
        return 0
    return int(text) if text.isascii() and text.isdigit() and int(text[:6]) > 0 and len(text) <= 6 else None  # noqa: PLR2004 - no table has a million pages
