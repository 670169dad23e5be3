"""Decisions: their kinds, the states of one that isn't taken yet, and the bodies that take them."""

from dataclasses import dataclass
from datetime import date
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


class ProposalState(StrEnum):
    """How far a decision has come that nobody has taken yet."""

    DRAFT = "draft"
    SENT = "sent"
    DROPPED = "dropped"


class DecisionStatus(StrEnum):
    """How far a decision has come; adopted is derived from its date, reversed from its transfers.

    The others are those of a proposal. What was reversed whole moves nothing any more.
    """

    DRAFT = "draft"
    SENT = "sent"
    ADOPTED = "adopted"
    REVERSED = "reversed"
    DROPPED = "dropped"


# From which states a proposal may go to which; it may be adopted from draft and from sent.
STEPS = {
    ProposalState.DRAFT: frozenset({ProposalState.SENT, ProposalState.DROPPED}),
    ProposalState.SENT: frozenset({ProposalState.DRAFT, ProposalState.DROPPED}),
    ProposalState.DROPPED: frozenset({ProposalState.DRAFT}),
}
OPEN_STATES = frozenset({ProposalState.DRAFT, ProposalState.SENT})


def status_of(state: ProposalState | None) -> DecisionStatus:
    """Tell a decision's status from the state of its proposal; without one it is adopted."""
    return DecisionStatus.ADOPTED if state is None else DecisionStatus(state.value)


@dataclass(frozen=True)
class NewDecision:
    """A decision as it is entered; without ``decided_on`` it is a proposal."""

    kind: DecisionKind
    body: str
    decided_on: date | None
    agenda_item: str = ""
    case_number: str = ""
    link: str = ""
    reason: str = ""
    permanence: Permanence | None = None
    title: str = ""
    plan_for_use: str = ""
    targets_touched: str = ""


class BodyLevel(StrEnum):
    """The level of a deciding body, from the narrowest power to the widest."""

    ADMINISTRATION = "administration"
    COMMITTEE = "committee"
    FINANCE_COMMITTEE = "finance_committee"
    COUNCIL = "council"


def reaches(level: BodyLevel, needed: BodyLevel) -> bool:
    """Tell whether a body of this level has at least the power that is needed."""
    levels = list(BodyLevel)
    return levels.index(level) >= levels.index(needed)
