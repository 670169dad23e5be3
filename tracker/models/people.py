"""People: who they are, what they may do, where they are signed in, and how often sign-in failed."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from tracker.domain.people import Role
from tracker.models.columns import moment, one_of, word


class Person(SQLModel, table=True):
    """Somebody who can sign in; never deleted, because the ledger names who recorded what."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    password_hash: str = Field(default="", max_length=255)
    language: str = Field(default="da", max_length=2)
    active: bool = True
    must_change_password: bool = False
    version: int = 1
    created_at: datetime = Field(sa_column=moment())


class PersonRole(SQLModel, table=True):
    """A role that a person has."""

    __tablename__ = "person_role"
    __table_args__ = (one_of("role", Role),)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: Role = Field(sa_column=word(Role, primary_key=True))


class SignIn(SQLModel, table=True):
    """One sign-in of one browser; only the token's SHA-256 is kept, and it can be ended from here."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())
    ended_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    browser: str = Field(default="", max_length=200)


class SignInFailure(SQLModel, table=True):
    """A failed sign-in, by which the next ones are slowed; the address tried is kept as a hash only."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_account_sha256_at", "account_sha256", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    account_sha256: str = Field(max_length=64)
    client_sha256: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_column=moment())
