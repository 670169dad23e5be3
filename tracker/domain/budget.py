"""Budget lines: which parts a line plays in an action plan."""

from enum import StrEnum


class LineRole(StrEnum):
    """What a line is to the plan's money."""

    SOURCE = "source"
    INITIATIVE = "initiative"
    OTHER = "other"
    RESERVE = "reserve"


# The roles of lines that money is given to; what isn't given out lies in the reserve.
GIVEN_OUT = frozenset({LineRole.INITIATIVE, LineRole.OTHER})
