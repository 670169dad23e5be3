"""Published tables: what their rows and cells can be, and how a printed sum can stand to its rows."""

from enum import StrEnum


class RowKind(StrEnum):
    """What a row of a published table is."""

    SECTION = "section"
    LINE = "line"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


class CellKind(StrEnum):
    """What stands in a cell: an amount, or one of the four kinds of nothing."""

    AMOUNT = "amount"
    NIL = "nil"
    ZERO = "zero"
    NO_ENTRY = "no_entry"
    EMPTY = "empty"


class Verdict(StrEnum):
    """How a printed sum stands to the sum of its rows."""

    EQUAL = "equal"
    ROUNDING = "rounding"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"


class Severity(StrEnum):
    """How much a problem weighs: an error blocks the import until it is answered, a warning is shown and kept."""

    ERROR = "error"
    WARNING = "warning"


class SubtotalPlace(StrEnum):
    """Where a subtotal is printed: as the section's heading itself, above the lines, or below them."""

    HEADING = "heading"
    ABOVE = "above"
    BELOW = "below"


ROW_TOTAL = "I alt"
