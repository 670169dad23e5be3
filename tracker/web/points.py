"""Which budget is meant, by an address: as decided by a day or with a decision, as known when, with which proposals.

``dato`` is a day, ``beslutning`` a decision's number, ``kendt`` the day by whose end it was known, ``offentliggjort``
as known when the decision was recorded, ``forslag`` all open proposals, ``med`` the number of one, repeated. A prefix
before all of them parts two points in one address.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from tracker.domain.decisions import DecisionStatus
from tracker.domain.texts import Text, quoted
from tracker.domain.years import COPENHAGEN, today
from tracker.queries.budget import AsOf
from tracker.queries.points import DecidedRow, after, decided, last_by
from tracker.queries.proposals import ProposalRow, open_proposals, proposals_by_id
from tracker.translation import said
from tracker.web.presentation import day as written_day
from tracker.web.presentation import moment as written_moment
from tracker.web.sessions import actor
from tracker.web.words import word

_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[./-](?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_MOST_UNKNOWN = 20  # are named, or an address could ask for a page of any length
PARAMETERS = ("dato", "beslutning", "kendt", "offentliggjort", "forslag", "med")


@dataclass(frozen=True)
class ChosenPoint:
    """The budget that an address asks for. ``day`` is None where no day was chosen: it is today's then.

    ``problems`` are sentences about what could not be read or may not be seen; the usual is meant in its place.
    """

    point: AsOf
    prefix: str = ""
    day: date | None = None
    day_text: str = ""
    decision: DecidedRow | None = None
    as_published: bool = False
    known_on: date | None = None
    known_text: str = ""
    with_proposals: bool = False
    named: tuple[ProposalRow, ...] = ()
    problems: tuple[Text, ...] = ()

    @property
    def is_today(self) -> bool:
        """Tell whether it is what is decided until today, and nothing else was chosen but proposals."""
        return self.decision is None and self.day is None and self.point.known_at is None

    def query(self, *, prefix: str | None = None, of_today: bool = False) -> dict[str, Any]:
        """Give the part of an address that asks for this budget again; the usual is left out.

        ``prefix`` puts it in another place of an address, ``of_today`` keeps nothing but the proposals.
        """
        found: dict[str, Any] = {}
        if not of_today:
            if self.decision:
                found["beslutning"] = str(self.decision.id)
            elif self.day:
                found["dato"] = written_day(self.day)
            if self.as_published:
                found["offentliggjort"] = "1"
            elif self.known_on:
                found["kendt"] = written_day(self.known_on)
        if self.with_proposals:
            found["forslag"] = "1"
        if self.named:
            found["med"] = [str(proposal.id) for proposal in self.named]
        before = self.prefix if prefix is None else prefix
        return {f"{before}{name}": value for name, value in found.items()}

    def words(self) -> str:
        """Say which budget it is, to stand above its table: "Budgettet som vedtaget til og med 15.11.2020"."""
        if self.decision:
            until = decision_words(self.decision)
            budget = gettext("Budgettet som vedtaget til og med beslutningen %(decision)s", decision=until)
        else:
            budget = gettext("Budgettet som vedtaget til og med %(point)s", point=written_day(self.point.day))
        words = [str(budget)]
        if self.as_published and self.point.known_at:
            words.append(
                str(gettext("som offentliggjort (bogført %(moment)s)", moment=written_moment(self.point.known_at)))
            )
        elif self.known_on:
            words.append(str(gettext("som bogført til og med %(day)s", day=written_day(self.known_on))))
        if self.with_proposals:
            words.append(str(gettext("inkl. forslag")))
        elif self.named:
            words.append(str(gettext("med %(proposals)s", proposals=", ".join(map(proposal_words, self.named)))))
        return " · ".join(words)


def point_from(session: Session, plan_id: int, arguments: MultiDict[str, str], *, prefix: str = "") -> ChosenPoint:
    """Read from an address which budget of a plan the signed-in person means; what can't be read is named.

    Without anything it is what is decided until today.
    """
    return _Reader(session, plan_id, arguments, prefix).read()


def is_asked_for(arguments: MultiDict[str, str], *, prefix: str = "") -> bool:
    """Tell whether an address says anything about a point."""
    return any(arguments.get(f"{prefix}{name}", "").strip() for name in PARAMETERS)


def decision_words(decision: DecidedRow) -> str:
    """Name a decision as choices list it: "15.11.2020 Udmøntning, BIU: Barselsgrupper"."""
    named = f"{written_day(decision.decided_on)} {word(decision.kind)}, {decision.body}"
    return f"{named}: {decision.title}" if decision.title else named


def proposal_words(proposal: ProposalRow) -> str:
    """Name a proposal: by its title, or by what it would do and who would decide it."""
    return said(quoted(proposal.title or f"{word(proposal.kind)}, {proposal.body}"))


def day_from(text: str) -> date | None:
    """Read a day written day first, or as 2020-11-15; None where it is neither or no day at all."""
    match = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    try:
        found = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None  # noqa: PLR2004 - as far as plans can reach


def end_of(day: date) -> datetime:
    """Tell the last moment of a day in Copenhagen, in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), COPENHAGEN)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


class _Reader:
    """Reads one point from an address, and keeps a sentence for everything that isn't as it should be."""

    def __init__(self, session: Session, plan_id: int, arguments: MultiDict[str, str], prefix: str) -> None:
        self._session = session
        self._plan_id = plan_id
        self._prefix = prefix
        self._texts = {name: arguments.get(f"{prefix}{name}", "").strip() for name in PARAMETERS}
        self._named = dict.fromkeys(text.strip() for text in arguments.getlist(f"{prefix}med") if text.strip())
        self._problems: list[Text] = []

    def read(self) -> ChosenPoint:
        """Read what is asked for, one choice after the other."""
        texts = self._texts
        usual = ChosenPoint(AsOf(today()), self._prefix, day_text=texts["dato"], known_text=texts["kendt"])
        chosen = self._with_proposals(self._as_known(self._by_day_or_decision(usual)))
        return replace(chosen, problems=tuple(self._problems))

    def _by_day_or_decision(self, chosen: ChosenPoint) -> ChosenPoint:
        day = self._day(self._texts["dato"])
        by_day = chosen if day is None else replace(chosen, point=AsOf(day), day=day)
        text = self._texts["beslutning"]
        if not text:
            return by_day
        rows = decided(self._session, self._plan_id)
        decision = next((row for row in rows if row.id == _number(text)), None)
        if decision is None:
            self._problems.append(self._no_such_decision(text))
            return by_day
        # The field of the day holds today's date until somebody writes another; only that is a second wish.
        if day not in {None, today(), decision.decided_on}:
            self._problems.append(
                Text("Vælg enten en dag eller en beslutning. Her vises budgettet, som det var efter beslutningen.")
            )
        return replace(chosen, point=after(rows, decision), decision=decision)

    def _no_such_decision(self, text: str) -> Text:
        for proposal in self._proposals([text]).values():
            return Text(
                "%(proposal)s er et forslag, der ikke er vedtaget. Vælg »inkl. forslag« for at regne det med.",
                proposal=proposal_words(proposal),
            )
        return Text("Planen har ingen beslutning nr. %(number)s. Vælg en på listen.", number=quoted(text))

    def _as_known(self, chosen: ChosenPoint) -> ChosenPoint:
        known_on = self._day(self._texts["kendt"])
        if self._texts["offentliggjort"] == "1":
            if known_on:
                self._problems.append(
                    Text("Vælg enten »som offentliggjort« eller »som bogført«. Her vises det som offentliggjort.")
                )
            last = chosen.decision or last_by(decided(self._session, self._plan_id), chosen.point.day)
            point = replace(chosen.point, known_at=last.taken_at if last else None)
            return replace(chosen, point=point, as_published=True)
        if known_on:
            return replace(chosen, point=replace(chosen.point, known_at=end_of(known_on)), known_on=known_on)
        return chosen

    def _with_proposals(self, chosen: ChosenPoint) -> ChosenPoint:
        with_all = self._texts["forslag"] == "1"
        if not with_all and not self._named:
            return chosen
        counted = open_proposals(self._session, self._plan_id, actor=actor()) if with_all else frozenset()
        found = self._proposals(self._named)
        by_text = {text: found.get(_number(text) or 0) for text in self._named}
        for text in [text for text, proposal in by_text.items() if proposal is None][:_MOST_UNKNOWN]:
            self._problems.append(
                Text("Planen har intet forslag nr. %(number)s. Det er ikke regnet med.", number=quoted(text))
            )
        named = []
        for proposal in filter(None, by_text.values()):
            if proposal.status is DecisionStatus.DROPPED:
                self._problems.append(
                    Text("%(proposal)s er droppet og er ikke regnet med.", proposal=proposal_words(proposal))
                )
            else:
                named.append(proposal)
        point = replace(chosen.point, proposals=counted | {proposal.id for proposal in named})
        return replace(chosen, point=point, with_proposals=with_all, named=tuple(named))

    def _proposals(self, texts: Iterable[str]) -> dict[int, ProposalRow]:
        """Find the plan's proposals with these numbers, adopted ones too, as far as the person may see them."""
        wanted = {number for text in texts if (number := _number(text))}
        rows = proposals_by_id(self._session, wanted, actor=actor())
        return {row.id: row for row in rows if row.plan_id == self._plan_id}

    def _day(self, text: str) -> date | None:
        found = day_from(text)
        if text and found is None:
            self._problems.append(
                Text("Datoen %(text)s findes ikke. Skriv den som dag.måned.år, fx 15.11.2020.", text=quoted(text))
            )
        return found
