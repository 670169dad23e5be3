"""What can be chosen about the budget table by its address: unit, day, proposals, and which of its pages."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from tracker.domain.money import THOUSAND_KR, UNITS, Unit
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.web.points import day_from
from tracker.web.presentation import day

LINES_A_PAGE = 100
ALL_PAGES = "alle"


@dataclass(frozen=True)
class Choices:
    """What was chosen. ``as_of`` is None where no day was, ``side`` is 0 for all lines at once.

    ``problems`` are sentences about what could not be read; the usual is shown in its place.
    """

    unit: Unit
    as_of: date | None
    as_of_text: str
    side: int
    with_proposals: bool
    problems: tuple[Text, ...]

    @property
    def day(self) -> date:
        """The day that the table holds for."""
        return self.as_of or today()

    def query(self, *, unit: Unit | None = None, side: int | None = None, of_today: bool = False) -> dict[str, str]:
        """Give the query of the address that changes one choice and keeps the others; the usual is left out."""
        chosen_unit = unit or self.unit
        chosen_side = self.side if side is None else side
        query = {} if chosen_unit == THOUSAND_KR else {"enhed": chosen_unit.code}
        if self.as_of and not of_today:
            query["dato"] = day(self.as_of)
        if self.with_proposals:
            query["forslag"] = "1"
        if chosen_side != 1:
            query["side"] = str(chosen_side or ALL_PAGES)
        return query

    def budget_query(self) -> dict[str, str]:
        """Give the part of the query that says which budget is meant: its day, and whether proposals count."""
        return self.query(unit=THOUSAND_KR, side=1)


def choices_from(arguments: MultiDict[str, str]) -> Choices:
    """Read the choices from an address; what can't be read is named and replaced by the usual."""
    problems = []
    unit_text = arguments.get("enhed", "").strip()
    unit = UNITS.get(unit_text or THOUSAND_KR.code)
    if unit is None:
        problems.append(
            Text("Enheden %(unit)s kendes ikke. Vælg kr., 1.000 kr. eller mio. kr. herunder.", unit=f"»{unit_text}«")
        )
    as_of_text = arguments.get("dato", "").strip()
    as_of = day_from(as_of_text)
    if as_of_text and as_of is None:
        problems.append(
            Text("Datoen %(text)s findes ikke. Skriv den som dag.måned.år, fx 15.11.2020.", text=f"»{as_of_text}«")
        )
    side_text = arguments.get("side", "").strip()
    side = _side_from(side_text)
    if side is None:
        problems.append(Text("Siden %(text)s findes ikke. Vælg en af siderne under tabellen.", text=f"»{side_text}«"))
    return Choices(
        unit=unit or THOUSAND_KR,
        as_of=as_of,
        as_of_text=as_of_text,
        side=1 if side is None else side,
        with_proposals=arguments.get("forslag", "") == "1",
        problems=tuple(problems),
    )


def _side_from(text: str) -> int | None:
    if not text:
        return 1
    if text == ALL_PAGES:
        return 0
    return int(text) if text.isascii() and text.isdigit() and int(text[:6]) > 0 and len(text) <= 6 else None  # noqa: PLR2004 - no table has a million pages
