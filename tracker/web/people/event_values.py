"""What the values in the log of changes are called, and how they are read."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, Permanence
from tracker.domain.people import Role
from tracker.web.language import LANGUAGES
from tracker.web.presentation import day
from tracker.web.words import word

NAMES: Mapping[str, object] = {
    "active": _l("Kan logge ind"),
    "activities": _l("Aktiviteter"),
    "administration": _l("Forvaltning"),
    "agenda_item": _l("Dagsordenspunkt"),
    "alias": _l("Andet navn"),
    "basis": _l("Afsæt"),
    "body": _l("Besluttet af"),
    "case_number": _l("Sagsnummer"),
    "changes": _l("Beløb, der ændres"),
    "committee": _l("Udvalg"),
    "decided_on": _l("Mødedato"),
    "decision": _l("Beslutning"),
    "ended_sign_ins": _l("Afsluttede log-ind"),
    "file": _l("Fil"),
    "first_year": _l("Første år"),
    "follow_up": _l("Opfølgning"),
    "kind": _l("Art"),
    "language": _l("Sprog"),
    "last_year": _l("Sidste år"),
    "lines": _l("Ansvarlig for linje"),
    "link": _l("Link"),
    "name": _l("Navn"),
    "new_lines": _l("Nye linjer"),
    "outline": _l("Nummer"),
    "permanence": _l("Varighed"),
    "place": _l("Plads i rækkefølgen"),
    "plan_id": _l("Handleplan"),
    "policy_goals": _l("Bidrag til politiske mål"),
    "position": _l("Plads i rækkefølgen"),
    "price_level": _l("Prisniveau"),
    "purpose": _l("Formål"),
    "reason": _l("Begrundelse"),
    "responsible": _l("Ansvarlige personer"),
    "reversal": _l("Tilbageførsel"),
    "role": _l("Rolle"),
    "roles": _l("Roller"),
    "sha256": _l("Kontrolsum (SHA-256)"),
    "sheet": _l("Ark"),
    "sign_in_id": _l("Log-ind"),
    "target_group": _l("Målgruppe"),
    "theme_id": _l("Tema"),
    "title": _l("Navn"),
    "transfers": _l("Posteringer"),
    "use_of_money": _l("Midlerne bruges til"),
}
_KINDS: Mapping[str, type[StrEnum]] = {
    "kind": DecisionKind,
    "permanence": Permanence,
    "role": LineRole,
    "roles": Role,
}


def value_name(name: str) -> str:
    """Say what a value is called; one without a name of its own shows how it is stored."""
    return str(NAMES.get(name, name))


def value_text(name: str, value: object) -> str:
    """Write a value as people read it; nothing is a dash."""
    if isinstance(value, list):
        return ", ".join(value_text(name, part) for part in value) or "–"
    if isinstance(value, bool):
        return str(gettext("Ja") if value else gettext("Nej"))
    if value is None or value == "":
        return "–"
    if name == "language":
        return LANGUAGES.get(str(value), str(value))
    if name == "decided_on":
        return day(date.fromisoformat(str(value)))
    kind = _KINDS.get(name)
    return word(kind(str(value))) if kind else str(value)
