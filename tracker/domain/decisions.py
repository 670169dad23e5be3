"""Decisions: their kinds, the bodies that take them, and which body may take which kind."""

from enum import StrEnum


class DecisionKind(StrEnum):
    """What a decision does to the budget (the events of the ledger)."""

    ADOPTION = "adoption"
    ALLOCATION = "allocation"
    REALLOCATION = "reallocation"
    SUPPLEMENTARY = "supplementary"
    CUT = "cut"
    CARRY_OVER = "carry_over"
    INDEXATION = "indexation"


class Permanence(StrEnum):
    """Whether the money is given for good or once."""

    PERMANENT = "permanent"
    ONE_OFF = "one_off"


class BodyLevel(StrEnum):
    """The level of a deciding body, from the narrowest power to the widest."""

    ADMINISTRATION = "administration"
    COMMITTEE = "committee"
    FINANCE_COMMITTEE = "finance_committee"
    COUNCIL = "council"


_LEVEL_BY_NAME = {
    "forvaltningen": BodyLevel.ADMINISTRATION,
    "administrationen": BodyLevel.ADMINISTRATION,
    "økonomiudvalget": BodyLevel.FINANCE_COMMITTEE,
    "øu": BodyLevel.FINANCE_COMMITTEE,
    "borgerrepræsentationen": BodyLevel.COUNCIL,
    "br": BodyLevel.COUNCIL,
    "kommunalbestyrelsen": BodyLevel.COUNCIL,
    "byrådet": BodyLevel.COUNCIL,
}

# A plan's frame is given by a political body; everything else the administration may be trusted with.
_NARROWEST_LEVEL = {
    DecisionKind.ADOPTION: BodyLevel.COMMITTEE,
    DecisionKind.ALLOCATION: BodyLevel.ADMINISTRATION,
    DecisionKind.REALLOCATION: BodyLevel.ADMINISTRATION,
    DecisionKind.SUPPLEMENTARY: BodyLevel.COMMITTEE,
    DecisionKind.CUT: BodyLevel.COMMITTEE,
    DecisionKind.CARRY_OVER: BodyLevel.COMMITTEE,
    DecisionKind.INDEXATION: BodyLevel.ADMINISTRATION,
}


def body_level(body: str, *, administration: str) -> BodyLevel:
    """Tell a body's level by its name; a name that is no known body's is taken for a committee's."""
    name = body.strip().casefold()
    if name and name == administration.strip().casefold():
        return BodyLevel.ADMINISTRATION
    return _LEVEL_BY_NAME.get(name, BodyLevel.COMMITTEE)


def may_decide(kind: DecisionKind, level: BodyLevel) -> bool:
    """Tell whether a body of this level may take a decision of this kind."""
    levels = list(BodyLevel)
    return levels.index(level) >= levels.index(_NARROWEST_LEVEL[kind])
