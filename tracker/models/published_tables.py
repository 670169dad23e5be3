"""Published tables as data: rows and cells as they were printed, never repaired, and the reasons for what differs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.domain.published_tables import CellKind, RowKind
from tracker.models.columns import moment, oere, one_of, whole_oere, word


class PublishedTable(SQLModel, table=True):
    """One table of one file, with the decision that its amounts were posted under."""

    __tablename__ = "published_table"
    __table_args__ = (UniqueConstraint("plan_id", "file_id", "sheet"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="action_plan.id", index=True)
    file_id: int = Field(foreign_key="stored_file.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    sheet: str = Field(max_length=40)
    title: str = Field(default="", max_length=500)
    head: str = Field(default="", max_length=500)
    unit: str = Field(max_length=8)
    price_level: str = Field(default="", max_length=40)
    read_at: datetime = Field(sa_column=moment())


class PublishedRow(SQLModel, table=True):
    """A row as printed; a row that is a line points to the budget line it was read into."""

    __tablename__ = "published_row"
    __table_args__ = (one_of("kind", RowKind), UniqueConstraint("table_id", "position"))

    id: int | None = Field(default=None, primary_key=True)
    table_id: int = Field(foreign_key="published_table.id")
    position: int
    kind: RowKind = Field(sa_column=word(RowKind))
    cell: str = Field(max_length=12)
    printed_label: str = Field(max_length=600)
    label: str = Field(max_length=600)
    outline: str = Field(default="", max_length=20)
    footnote: str = Field(default="", max_length=20)
    section: str = Field(default="", max_length=600)
    line_id: int | None = Field(default=None, foreign_key="budget_line.id", index=True)


class PublishedCell(SQLModel, table=True):
    """A cell as printed: its text, and its amount or which kind of nothing it is."""

    __tablename__ = "published_cell"
    __table_args__ = (
        one_of("kind", CellKind),
        CheckConstraint("(kind IN ('amount', 'zero')) = (amount_oere IS NOT NULL)", name="amount_where_due"),
        whole_oere("amount_oere"),
        Index("ix_published_cell_row_id_position", "row_id", "position", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    row_id: int = Field(foreign_key="published_row.id")
    position: int
    column: str = Field(max_length=40)
    cell: str = Field(max_length=12)
    printed: str = Field(max_length=200)
    kind: CellKind = Field(sa_column=word(CellKind))
    amount_oere: int | None = Field(default=None, sa_column=oere(nullable=True))


class DifferenceReason(SQLModel, table=True):
    """Why a printed figure doesn't tie out; the newest one stands, the older ones are kept."""

    __tablename__ = "difference_reason"

    id: int | None = Field(default=None, primary_key=True)
    cell_id: int = Field(foreign_key="published_cell.id", index=True)
    reason: str = Field(max_length=1000)
    recorded_at: datetime = Field(sa_column=moment())
    recorded_by_id: int = Field(foreign_key="person.id")
