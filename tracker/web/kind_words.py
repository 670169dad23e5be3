"""What the kinds of decision are called at the head of a column: how a budget comes about, from left to right."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from tracker.domain.decisions import DecisionKind

_HEADS: Mapping[DecisionKind, object] = {
    DecisionKind.ADOPTION: _l("Vedtaget"),
    DecisionKind.ALLOCATION: _l("Udmøntninger"),
    DecisionKind.REALLOCATION: _l("Omdisponeringer"),
    DecisionKind.SUPPLEMENTARY: _l("Tillæg"),
    DecisionKind.CUT: _l("Besparelser"),
    DecisionKind.CARRY_OVER: _l("Overførsler mellem år"),
    DecisionKind.INDEXATION: _l("P/l"),
}


def head(kind: DecisionKind) -> str:
    """Give the head of a kind's column."""
    return str(_HEADS[kind])
