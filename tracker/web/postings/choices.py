"""Which amount is to be explained, by an address: lines or a theme, a year, kinds of decision, and one or two points.

``linje`` is the name of a line in addresses, ``rolle`` a line's role and ``art`` a kind, all repeated; ``tema`` is a
theme's number, 0 for the lines without one; ``aar`` a year. With the prefixes ``fra_`` and ``til_`` it is what lies
between two points, and then ``rettelser=kun`` asks for what was put right on decisions that count at both,
``rettelser=uden`` for all but that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.domain.money import THOUSAND_KR, UNITS, Unit
from tracker.domain.texts import Text, quoted
from tracker.queries.plan_parts import ThemeRow, themes
from tracker.queries.plans import PlanRow
from tracker.queries.postings import NO_THEME, Asked, NamedLine, named_lines
from tracker.web.points import PARAMETERS, ChosenPoint, is_asked_for, point_from
from tracker.web.sessions import actor

FROM, TO = "fra_", "til_"
_OWN = frozenset({"linje", "rolle", "tema", "aar", "art", "rettelser", "enhed", "side"})
_CORRECTIONS = {"kun": True, "uden": False}
_KNOWN = _OWN | {f"{prefix}{name}" for prefix in ("", FROM, TO) for name in PARAMETERS}
_MOST_DIGITS = 6
_MOST_NAMED = 20


@dataclass(frozen=True)
class PostingChoices:
    """The amount asked for. ``theme_id`` is 0 for the lines without a theme, None where no theme was named.

    ``problems`` are sentences about what could not be read; it is left out of account.
    """

    lines: tuple[NamedLine, ...]
    roles: tuple[LineRole, ...]
    theme: ThemeRow | None
    theme_id: int | None
    year: int | None
    kinds: tuple[DecisionKind, ...]
    corrections: bool | None
    point: ChosenPoint
    since: ChosenPoint | None
    unit: Unit
    side: int
    problems: tuple[Text, ...]

    def asked(self, plan_id: int) -> Asked:
        """Say it as the query wants it."""
        return Asked(
            plan_id,
            self.point.point,
            since=self.since.point if self.since else None,
            line_ids=frozenset(line.id for line in self.lines),
            roles=frozenset(self.roles),
            theme_id=self.theme_id,
            budget_year=self.year,
            kinds=frozenset(self.kinds),
            corrections=self.corrections,
        )

    def query(self, *, unit: Unit | None = None, side: int = 1, without: str = "") -> dict[str, Any]:
        """Give the query of the address that changes unit or page, or leaves one choice out; the usual is left out."""
        found: dict[str, Any] = {
            "linje": [line.slug for line in self.lines],
            "rolle": [role.value for role in self.roles],
            "tema": None if self.theme_id is None else str(self.theme_id),
            "aar": None if self.year is None else str(self.year),
            "art": [kind.value for kind in self.kinds],
            "rettelser": next((text for text, asked in _CORRECTIONS.items() if asked is self.corrections), None),
            **(self.since.query() if self.since else {}),
            **self.point.query(),
            "enhed": None if (unit or self.unit) == THOUSAND_KR else (unit or self.unit).code,
            "side": None if side == 1 else str(side),
        }
        return {name: value for name, value in found.items() if value and name != without}


def choices_from(session: Session, plan: PlanRow, arguments: MultiDict[str, str]) -> PostingChoices:
    """Read from an address which amount of a plan is meant; what can't be read is named."""
    reader = _Reader(session, plan, arguments)
    between = any(is_asked_for(arguments, prefix=prefix) for prefix in (FROM, TO))
    since = point_from(session, plan.id, arguments, prefix=FROM) if between else None
    point = point_from(session, plan.id, arguments, prefix=TO if between else "")
    theme_id, theme = reader.theme()
    lines, roles, year, kinds = reader.lines(), reader.roles(), reader.year(), reader.kinds()
    unit, side = reader.unit(), reader.side()
    corrections = reader.corrections(between=between)
    problems = (*reader.unknown(), *reader.problems, *(since.problems if since else ()), *point.problems)
    return PostingChoices(lines, roles, theme, theme_id, year, kinds, corrections, point, since, unit, side, problems)


class _Reader:
    """Reads one choice after the other, and keeps a sentence for everything that isn't as it should be."""

    def __init__(self, session: Session, plan: PlanRow, arguments: MultiDict[str, str]) -> None:
        self._session = session
        self._plan = plan
        self._arguments = arguments
        self.problems: list[Text] = []

    def unknown(self) -> Sequence[Text]:
        """Name what no page of ours puts into the address: a misspelt choice would explain another amount."""
        names = [name for name in self._arguments if name not in _KNOWN]
        return [
            Text("Siden kender ikke %(name)s i adressen. Vælg et beløb i en tabel i stedet.", name=quoted(name))
            for name in names[:_MOST_NAMED]
        ]

    def lines(self) -> tuple[NamedLine, ...]:
        """Find the lines by their names in addresses."""
        wanted = dict.fromkeys(self._texts("linje"))
        if not wanted:
            return ()
        by_slug = {line.slug: line for line in named_lines(self._session, self._plan.id, actor=actor())}
        for slug in [slug for slug in wanted if slug not in by_slug][:_MOST_NAMED]:
            self._miss(Text("Planen har ingen linje %(line)s. Vælg beløbet i budgettabellen igen.", line=quoted(slug)))
        return tuple(line for slug, line in by_slug.items() if slug in wanted)

    def roles(self) -> tuple[LineRole, ...]:
        """Read which roles the lines have."""
        wanted = dict.fromkeys(self._texts("rolle"))
        for text in [text for text in wanted if text not in set(LineRole)][:_MOST_NAMED]:
            self._miss(Text("Linjer har ingen rolle, der hedder %(role)s. Vælg beløbet igen.", role=quoted(text)))
        return tuple(role for role in LineRole if role in wanted)

    def theme(self) -> tuple[int | None, ThemeRow | None]:
        """Find the theme by its number."""
        text = self._text("tema")
        if not text:
            return None, None
        number = self._number(text)
        if number == NO_THEME:
            return NO_THEME, None
        found = next((theme for theme in themes(self._session, self._plan.id) if theme.id == number), None)
        if found is None:
            self._miss(Text("Planen har intet tema nr. %(number)s. Vælg beløbet igen.", number=quoted(text)))
            return None, None
        return found.id, found

    def year(self) -> int | None:
        """Read the year, which must be one of the plan's."""
        text = self._text("aar")
        number = self._number(text)
        if number in self._plan.years:
            return number
        if text:
            self._miss(
                Text(
                    "Planen har ikke året %(year)s. Vælg et år fra %(first)s til %(last)s.",
                    year=quoted(text),
                    first=self._plan.first_year,
                    last=self._plan.last_year,
                )
            )
        return None

    def kinds(self) -> tuple[DecisionKind, ...]:
        """Read the kinds of decision."""
        wanted = dict.fromkeys(self._texts("art"))
        for text in [text for text in wanted if text not in set(DecisionKind)][:_MOST_NAMED]:
            self._miss(
                Text("Der er ingen slags beslutning, der hedder %(kind)s. Den er ikke regnet med.", kind=quoted(text))
            )
        return tuple(kind for kind in DecisionKind if kind in wanted)

    def corrections(self, *, between: bool) -> bool | None:
        """Read whether corrections alone are meant, or all but those; that is asked between two points alone."""
        text = self._text("rettelser")
        if text and (text not in _CORRECTIONS or not between):
            self._miss(Text("Rettelser kan kun vises mellem to budgetter. Vælg beløbet på siden Bro igen."))
        return _CORRECTIONS.get(text) if between else None

    def unit(self) -> Unit:
        """Read the unit to show amounts in."""
        text = self._text("enhed")
        if text and text not in UNITS:
            self._miss(
                Text("Enheden %(unit)s kendes ikke. Vælg kr., 1.000 kr. eller mio. kr. herunder.", unit=quoted(text))
            )
        return UNITS.get(text, THOUSAND_KR)

    def side(self) -> int:
        """Read which page of the list is meant."""
        text = self._text("side")
        number = self._number(text)
        if number:
            return number
        if text:
            self._miss(Text("Siden %(text)s findes ikke. Vælg en af siderne under tabellen.", text=quoted(text)))
        return 1

    def _text(self, name: str) -> str:
        return self._arguments.get(name, "").strip()

    def _texts(self, name: str) -> list[str]:
        return [text.strip() for text in self._arguments.getlist(name) if text.strip()]

    def _number(self, text: str) -> int | None:
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None

    def _miss(self, text: Text) -> None:
        self.problems.append(text)
