"""What the values in the log of changes are called, and how they are read."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionKind, DecisionStatus, Permanence
from tracker.domain.indexation import RATE_DECIMALS
from tracker.domain.people import Role
from tracker.domain.percentages import format_percentage
from tracker.domain.powers import Matter, Power, rulings
from tracker.translation import said
from tracker.web.language import LANGUAGES, language
from tracker.web.presentation import day
from tracker.web.words import word

NAMES: Mapping[str, object] = {
    "active": _l("Kan logge ind"),
    "activities": _l("Aktiviteter"),
    "across_committees": _l("Flytning mellem udvalg"),
    "administration": _l("Forvaltning"),
    "adoption": _l("Vedtagelse"),
    "agenda_item": _l("Dagsordenspunkt"),
    "alias": _l("Andet navn"),
    "allocation": _l("Udmøntning"),
    "basis": _l("Afsæt"),
    "body": _l("Besluttet af"),
    "carry_over": _l("Overførsel mellem år"),
    "case_number": _l("Sagsnummer"),
    "changes": _l("Beløb, der ændres"),
    "committee": _l("Udvalg"),
    "cut": _l("Besparelse"),
    "decided_on": _l("Mødedato"),
    "decision": _l("Beslutning"),
    "ended_sign_ins": _l("Afsluttede log-ind"),
    "file": _l("Fil"),
    "first_year": _l("Første år"),
    "follow_up": _l("Opfølgning"),
    "from_year": _l("Fra år"),
    "indexation": _l("P/l-regulering"),
    "kind": _l("Art"),
    "language": _l("Sprog"),
    "last_year": _l("Sidste år"),
    "lines": _l("Ansvarlig for linje"),
    "link": _l("Link"),
    "name": _l("Navn"),
    "new_lines": _l("Nye linjer"),
    "note": _l("Note"),
    "outline": _l("Nummer"),
    "owner_id": _l("Ejer"),
    "permanence": _l("Varighed"),
    "place": _l("Plads i rækkefølgen"),
    "plan_for_use": _l("Plan for anvendelse"),
    "plan_id": _l("Handleplan"),
    "policy_goals": _l("Bidrag til politiske mål"),
    "position": _l("Plads i rækkefølgen"),
    "price_level": _l("Prisniveau"),
    "proposal_state": _l("Forslagets status"),
    "proposals": _l("Forslag"),
    "published_on": _l("Kildens dato"),
    "purpose": _l("Formål"),
    "put_away": _l("Lagt væk"),
    "rate_millionths": _l("Sats"),
    "reallocation": _l("Omdisponering"),
    "reason": _l("Begrundelse"),
    "responsible": _l("Ansvarlige personer"),
    "reversal": _l("Tilbageførsel"),
    "reversals": _l("Tilbageførsler"),
    "role": _l("Rolle"),
    "roles": _l("Roller"),
    "sha256": _l("Kontrolsum (SHA-256)"),
    "sheet": _l("Ark"),
    "sign_in_id": _l("Log-ind"),
    "source": _l("Kilde"),
    "supplementary": _l("Tillægsbevilling"),
    "target_group": _l("Målgruppe"),
    "targets_touched": _l("Mål, det berører"),
    "theme_id": _l("Tema"),
    "title": _l("Navn"),
    "to_year": _l("Til år"),
    "transfers": _l("Posteringer"),
    "use_of_money": _l("Midlerne bruges til"),
    "withdrawn": _l("Trukket tilbage"),
    "year": _l("Budgetår"),
}
_KINDS: Mapping[str, type[StrEnum]] = {
    "kind": DecisionKind,
    "permanence": Permanence,
    "proposal_state": DecisionStatus,
    "role": LineRole,
    "roles": Role,
}


def _day(value: str) -> str:
    return day(date.fromisoformat(value))


def _rate(value: str) -> str:
    rate = format_percentage(int(value), decimals=RATE_DECIMALS, language=language())
    return str(gettext("%(rate)s pct.", rate=rate))


def _rules(matter: str, value: Mapping[str, Any]) -> str:
    power = Power(Matter(matter), BodyLevel(value["otherwise"]), value["most_oere"], value["most_share"])
    return " ".join(said(ruling.text) for ruling in rulings(power))


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "decided_on": _day,
    "language": lambda value: LANGUAGES.get(value, value),
    "published_on": _day,
    "rate_millionths": _rate,
}


def value_name(name: str) -> str:
    """Say what a value is called; one without a name of its own shows how it is stored."""
    return str(NAMES.get(name, name))


def value_text(name: str, value: object) -> str:
    """Write a value as people read it; nothing is a dash."""
    if isinstance(value, dict):
        return _rules(name, value)
    if isinstance(value, list):
        return ", ".join(value_text(name, part) for part in value) or "–"
    if isinstance(value, bool):
        return str(gettext("Ja") if value else gettext("Nej"))
    if value is None or value == "":
        return "–"
    if name in _WRITERS:
        return _WRITERS[name](str(value))
    kind = _KINDS.get(name)
    return word(kind(str(value))) if kind else str(value)
