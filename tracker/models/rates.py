"""Rates of indexation, as somebody entered them: none comes with the application."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Integer
from sqlmodel import Field, SQLModel

from tracker.models.columns import moment


class IndexRate(SQLModel, table=True):
    """By how much prices and wages rise from one year to the next, with where it is written."""

    __tablename__ = "index_rate"
    __table_args__ = (
        CheckConstraint("to_year > from_year", name="years_in_order"),
        CheckConstraint("from_year >= 1900 AND to_year <= 2200", name="years_plausible"),
        CheckConstraint("rate_millionths BETWEEN -500000 AND 1000000", name="rate_plausible"),
    )

    id: int | None = Field(default=None, primary_key=True)
    from_year: int
    to_year: int
    # 1,85 pct. is 18500.
    rate_millionths: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = Field(default="", max_length=120)
    source: str = Field(max_length=500)
    published_on: date
    withdrawn: bool = False
    version: int = 1
    entered_at: datetime = Field(sa_column=moment())
    entered_by_id: int = Field(foreign_key="person.id")
