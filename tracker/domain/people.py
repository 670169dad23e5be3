"""People: the roles a person can have, and the actor that every change is made by."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

NAME_CHARACTERS = 120
EMAIL_CHARACTERS = 254
EMAIL = re.compile(r"[^@\s<>\"(),;:\\]+@[^@\s<>\"(),;:\\]+\.[^@\s<>\"(),;:\\]+")


class Role(StrEnum):
    """What a person may do here; a person can have several."""

    READER = "reader"
    PROJECT_LEAD = "project_lead"
    BUDGET_OFFICER = "budget_officer"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Actor:
    """The signed-in person on whose behalf something is done."""

    id: int
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    language: str = "da"
