"""Audit events: who did what, when, and how it was before and after; rows are only ever added."""

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from tracker.models.columns import moment


class AuditEvent(SQLModel, table=True):
    """One change, or one attempt that was refused. ``before`` and ``after`` are JSON objects."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject_subject_id", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=moment())
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=40)
    subject_id: str = Field(default="", max_length=80)
    before: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    after: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class Revision(SQLModel, table=True):
    """One row that counts every change to the data; pages use it to say that nothing is new."""

    __tablename__ = "revision"

    id: int = Field(default=1, primary_key=True)
    number: int = 0
