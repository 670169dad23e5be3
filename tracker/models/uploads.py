"""Uploaded files, the previews of what would be read from them, and forms that may be sent only once."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from tracker.models.columns import moment


class StoredFile(SQLModel, table=True):
    """A file that was read in, kept under a random name; the user's name for it is text only."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=255)
    stored_name: str = Field(max_length=64, unique=True)
    size_bytes: int
    stored_at: datetime = Field(sa_column=moment())
    stored_by_id: int = Field(foreign_key="person.id")


class ImportPreview(SQLModel, table=True):
    """A file that waits for confirmation: what was asked of it, and what the ledger stood at when it was shown."""

    __tablename__ = "import_preview"

    token: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    sha256: str = Field(max_length=64)
    name: str = Field(max_length=255)
    stored_name: str = Field(max_length=64)
    size_bytes: int
    plan_id: int | None = Field(default=None, foreign_key="action_plan.id")
    plan_title: str = Field(default="", max_length=200)
    sheet: str = Field(default="", max_length=40)
    unit: str = Field(default="", max_length=8)
    ledger_mark: str = Field(default="", max_length=64)
    created_at: datetime = Field(sa_column=moment())


class Submission(SQLModel, table=True):
    """A form that was carried out; its key can't come a second time, so a double click does nothing twice."""

    __tablename__ = "submission"

    key: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id")
    endpoint: str = Field(max_length=80)
    content_hash: str = Field(max_length=64)
    location: str = Field(default="", max_length=300)
    at: datetime = Field(sa_column=moment())
