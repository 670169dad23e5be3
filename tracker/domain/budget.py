"""Budget lines: which parts a line plays in an action plan."""

from enum import StrEnum


class LineRole(StrEnum):
    """What a line is to the plan's money."""

    SOURCE = "source"
    INITIATIVE = "initiative"
    OTHER = "other"
    RESERVE = "reserve"
