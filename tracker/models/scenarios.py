"""Scenarios: named sets of proposals, to be seen side by side."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from tracker.models.columns import moment


class Scenario(SQLModel, table=True):
    """A named set of proposals of one plan. It is put away rather than deleted."""

    __tablename__ = "scenario"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="action_plan.id", index=True)
    title: str = Field(max_length=200)
    note: str = Field(default="", max_length=2000)
    owner_id: int = Field(foreign_key="person.id")
    put_away: bool = False
    version: int = 1
    created_at: datetime = Field(sa_column=moment())


class ScenarioProposal(SQLModel, table=True):
    """A proposal that a scenario holds; adopted or dropped later, it stays in the set and says so."""

    __tablename__ = "scenario_proposal"

    scenario_id: int = Field(foreign_key="scenario.id", primary_key=True)
    decision_id: int = Field(foreign_key="decision.id", primary_key=True, index=True)
