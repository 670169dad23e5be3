"""People: the roles a person can have."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do here; a person can have several."""

    READER = "reader"
    PROJECT_LEAD = "project_lead"
    BUDGET_OFFICER = "budget_officer"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"
