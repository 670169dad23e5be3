"""What the words of the rules are called on screen: roles, kinds, verdicts."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionKind, DecisionStatus, Permanence
from tracker.domain.indexation import Rounding
from tracker.domain.people import Role
from tracker.domain.published_tables import CellKind, RowKind, Severity, Verdict

# By type first, because members of different types can have the same value.
WORDS: Mapping[type[StrEnum], Mapping[StrEnum, object]] = {
    LineRole: {
        LineRole.SOURCE: _l("Ramme"),
        LineRole.INITIATIVE: _l("Indsats"),
        LineRole.OTHER: _l("Øvrige midler"),
        LineRole.RESERVE: _l("Pulje til senere udmøntning"),
    },
    Role: {
        Role.READER: _l("Læser"),
        Role.PROJECT_LEAD: _l("Projektleder"),
        Role.BUDGET_OFFICER: _l("Budgetkonsulent"),
        Role.FINANCE: _l("Økonomi"),
        Role.ADMINISTRATOR: _l("Administrator"),
    },
    DecisionKind: {
        DecisionKind.ADOPTION: _l("Vedtagelse"),
        DecisionKind.ALLOCATION: _l("Udmøntning"),
        DecisionKind.REALLOCATION: _l("Omdisponering"),
        DecisionKind.SUPPLEMENTARY: _l("Tillægsbevilling"),
        DecisionKind.CUT: _l("Besparelse"),
        DecisionKind.CARRY_OVER: _l("Overførsel mellem år"),
        DecisionKind.INDEXATION: _l("P/l-regulering"),
    },
    DecisionStatus: {
        DecisionStatus.DRAFT: _l("Kladde"),
        DecisionStatus.SENT: _l("Sendt til udvalget"),
        DecisionStatus.ADOPTED: _l("Vedtaget"),
        DecisionStatus.REVERSED: _l("Tilbageført"),
        DecisionStatus.DROPPED: _l("Droppet"),
    },
    BodyLevel: {
        BodyLevel.ADMINISTRATION: _l("Forvaltningen"),
        BodyLevel.COMMITTEE: _l("Udvalget"),
        BodyLevel.FINANCE_COMMITTEE: _l("Økonomiudvalget"),
        BodyLevel.COUNCIL: _l("Borgerrepræsentationen"),
    },
    Rounding: {
        Rounding.OERE: _l("hele øre"),
        Rounding.KR: _l("hele kr."),
        Rounding.THOUSAND_KR: _l("hele 1.000 kr."),
    },
    Permanence: {
        Permanence.PERMANENT: _l("Varig"),
        Permanence.ONE_OFF: _l("Engangs"),
    },
    RowKind: {
        RowKind.SECTION: _l("Overskrift"),
        RowKind.LINE: _l("Linje"),
        RowKind.SUBTOTAL: _l("Delsum"),
        RowKind.TOTAL: _l("I alt"),
    },
    CellKind: {
        CellKind.AMOUNT: _l("Beløb"),
        CellKind.NIL: _l("Intet beløb"),
        CellKind.ZERO: _l("Nul"),
        CellKind.NO_ENTRY: _l("Ingen oplysning"),
        CellKind.EMPTY: _l("Tom"),
    },
    Verdict: {
        Verdict.EQUAL: _l("Stemmer"),
        Verdict.ROUNDING: _l("Afrunding"),
        Verdict.DIFFERS: _l("Stemmer ikke"),
        Verdict.UNREADABLE: _l("Kan ikke læses"),
    },
    Severity: {
        Severity.ERROR: _l("Fejl"),
        Severity.WARNING: _l("Advarsel"),
    },
}


def word(member: StrEnum | None) -> str:
    """Give the word that people read for a member of one of our enumerations; nothing for None."""
    return "" if member is None else str(WORDS[type(member)][member])
