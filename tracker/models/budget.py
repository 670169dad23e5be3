"""Action plans with their themes and budget lines: what money is given to, in the order it is published."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.domain.budget import LineRole
from tracker.models.columns import moment, one_of, word


class ActionPlan(SQLModel, table=True):
    """An action plan: a frame of money over some years, split over lines."""

    __tablename__ = "action_plan"
    __table_args__ = (
        CheckConstraint("first_year <= last_year", name="years_in_order"),
        CheckConstraint("first_year >= 1900 AND last_year <= 2200", name="years_plausible"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    title: str = Field(max_length=200)
    first_year: int
    last_year: int
    committee: str = Field(default="", max_length=80)
    administration: str = Field(default="", max_length=80)
    price_level: str = Field(default="", max_length=40)
    version: int = 1
    created_at: datetime = Field(sa_column=moment())


class Theme(SQLModel, table=True):
    """A section of the plan's table; a theme of initiatives, or the section for other money."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("plan_id", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="action_plan.id", index=True)
    position: int
    title: str = Field(max_length=300)
    version: int = 1


class BudgetLine(SQLModel, table=True):
    """A line that money moves from and to. The source stands outside the table; the others in published order."""

    __tablename__ = "budget_line"
    __table_args__ = (
        one_of("role", LineRole),
        UniqueConstraint("plan_id", "slug"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="action_plan.id", index=True)
    theme_id: int | None = Field(default=None, foreign_key="theme.id", index=True)
    position: int
    slug: str = Field(max_length=80)
    outline: str = Field(default="", max_length=20)
    title: str = Field(max_length=300)
    role: LineRole = Field(sa_column=word(LineRole))
    may_be_negative: bool = False
    # Empty where the line belongs to the plan's own committee.
    committee: str = Field(default="", max_length=80)
    # The decision that the line came with: before that day, and while it is a proposal, there is no such line.
    introduced_by_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("decision.id"), nullable=True, index=True)
    )
    version: int = 1


class LineAlias(SQLModel, table=True):
    """A name that a line had before, or has elsewhere, and is still found by."""

    __tablename__ = "line_alias"
    __table_args__ = (UniqueConstraint("line_id", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="budget_line.id", index=True)
    title: str = Field(max_length=300)


class ClosedYear(SQLModel, table=True):
    """A budget year of a plan that takes no more transfers."""

    __tablename__ = "closed_year"

    plan_id: int = Field(foreign_key="action_plan.id", primary_key=True)
    year: int = Field(primary_key=True)
    closed_at: datetime = Field(sa_column=moment())
    closed_by_id: int = Field(foreign_key="person.id")
    reason: str = Field(default="", max_length=500)
