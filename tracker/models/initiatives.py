"""Initiatives: the profile that an initiative's budget line carries, and who is responsible for it."""

from sqlmodel import Field, SQLModel


class InitiativeProfile(SQLModel, table=True):
    """What an initiative is for, in the words of those who run it."""

    __tablename__ = "initiative_profile"

    line_id: int = Field(foreign_key="budget_line.id", primary_key=True)
    purpose: str = Field(default="", max_length=4000)
    target_group: str = Field(default="", max_length=4000)
    basis: str = Field(default="", max_length=4000)
    activities: str = Field(default="", max_length=4000)
    follow_up: str = Field(default="", max_length=4000)
    policy_goals: str = Field(default="", max_length=4000)
    use_of_money: str = Field(default="", max_length=4000)
    version: int = 1


class Responsibility(SQLModel, table=True):
    """A person who is responsible for an initiative; project leads may write about no other."""

    __tablename__ = "responsibility"

    line_id: int = Field(foreign_key="budget_line.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
