"""What happened to a decision, as sentences: its steps as a proposal, and what was put right later."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext, ngettext
from sqlmodel import Session

from tracker.domain.decisions import ProposalState
from tracker.queries import audit, people
from tracker.queries.audit import Event
from tracker.queries.decisions import DecisionDetail
from tracker.web.people.event_values import value_name
from tracker.web.people.words import action_word
from tracker.web.presentation import day

# What the log keeps of a rewriting that isn't one of the proposal's words.
_COUNTS = frozenset({"transfers", "reversals", "new_lines"})


@dataclass(frozen=True)
class Happened:
    """One thing that happened: as what the log names it, when, by whom, in words, and what they gave as the reason."""

    action: str
    at: datetime
    who: str
    what: str
    reason: str


def history_of(session: Session, found: DecisionDetail) -> tuple[Happened, ...]:
    """Read what happened to a decision, the earliest first."""
    put_right = [transfer.id for transfer in found.transfers if transfer.reversed_by_id]
    events = [
        *audit.events_about(session, "decision", [found.row.id]),
        *audit.events_about(session, "transfer", put_right),
    ]
    names = people.names_of(session, set(_owners(events)))
    return tuple(_happened(event, names) for event in sorted(events, key=lambda event: event.id))


def _owners(events: Iterable[Event]) -> Iterable[int]:
    for event in events:
        owner = event.after.get("owner_id")
        if isinstance(owner, int):
            yield owner


def _happened(event: Event, names: Mapping[int, str]) -> Happened:
    write = _SENTENCES.get(event.action)
    reason = event.after.get("reason", "") if event.action in {"move", "correct", "reverse"} else ""
    return Happened(
        action=event.action,
        at=event.at,
        who=event.person_name,
        what=write(event, names) if write else action_word(event.action).capitalize(),
        reason=str(reason),
    )


def _recorded(event: Event, _names: Mapping[int, str]) -> str:
    return str(gettext("Registreret") if event.after.get("decided_on") else gettext("Oprettet som forslag"))


def _rewritten(event: Event, _names: Mapping[int, str]) -> str:
    changed = sorted(value_name(name).lower() for name in event.after.keys() - _COUNTS)
    parts = [", ".join(changed)] if changed else []
    if _count(event, "transfers") or _count(event, "reversals"):
        parts.append(gettext("beløb"))
    return str(gettext("Rettet: %(what)s", what=", ".join(parts)))


def _moved(event: Event, _names: Mapping[int, str]) -> str:
    to = event.after.get("proposal_state")
    if to == ProposalState.SENT:
        return str(gettext("Sendt til udvalget"))
    if to == ProposalState.DROPPED:
        return str(gettext("Droppet"))
    was_dropped = event.before.get("proposal_state") == ProposalState.DROPPED
    return str(gettext("Taget op igen som kladde") if was_dropped else gettext("Hentet tilbage til kladde"))


def _handed_over(event: Event, names: Mapping[int, str]) -> str:
    owner = event.after.get("owner_id")
    return str(gettext("Givet videre til %(person)s", person=names.get(owner, "") if isinstance(owner, int) else ""))


def _adopted(event: Event, _names: Mapping[int, str]) -> str:
    decided_on = day(date.fromisoformat(str(event.after["decided_on"])))
    return str(gettext("Registreret som vedtaget den %(day)s", day=decided_on))


def _corrected(event: Event, _names: Mapping[int, str]) -> str:
    count = _count(event, "reversals")
    return str(
        ngettext(
            "Tastefejl rettet: %(num)s postering tilbageført",
            "Tastefejl rettet: %(num)s posteringer tilbageført",
            count,
        )
    )


def _reversed(event: Event, _names: Mapping[int, str]) -> str:
    if event.subject == "transfer":
        return str(gettext("Tastefejl rettet: en postering tilbageført"))
    count = _count(event, "reversals")
    return str(
        ngettext(
            "Hele beslutningen tilbageført: %(num)s postering",
            "Hele beslutningen tilbageført: %(num)s posteringer",
            count,
        )
    )


def _count(event: Event, name: str) -> int:
    found = event.after.get(name)
    return found if isinstance(found, int) else 0


_SENTENCES: Mapping[str, Callable[[Event, Mapping[int, str]], str]] = {
    "record": _recorded,
    "rewrite": _rewritten,
    "move": _moved,
    "hand-over": _handed_over,
    "adopt": _adopted,
    "correct": _corrected,
    "reverse": _reversed,
}
