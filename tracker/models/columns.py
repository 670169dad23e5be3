"""Column types that mean the same on SQLite and on PostgreSQL: money, UTC times, and words from a fixed list."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Dialect, String, TypeDecorator

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone, so it is put back on the way out; naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Turn any zone into UTC before it is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a time zone can't be stored"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Give every moment its zone back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Oere(TypeDecorator[int]):
    """An amount in whole øre; 64 bits, because 32 end at 21 million kroner.

    PostgreSQL would round a fraction without a word, so everything but an integer is refused before it gets there.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Refuse floats, text and everything else that is no integer."""
        if value is not None and type(value) is not int:
            message = f"an amount is whole øre, not {value!r}"
            raise TypeError(message)
        return value


class Word(TypeDecorator[StrEnum]):
    """One of an enumeration's values, stored as the value itself so that a database can be read without us."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum], length: int = 24) -> None:
        super().__init__(length)
        self.words = words
        self.length = length

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Refuse what isn't one of the words."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Give the enumeration's member back."""
        return None if value is None else self.words(value)


def word(words: type[StrEnum], *, nullable: bool = False, **options: Any) -> Column[Any]:  # noqa: ANN401 - handed on to Column
    """Make a column for one of an enumeration's values."""
    return Column(Word(words), nullable=nullable, **options)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Make the check by which the database itself refuses any other word."""
    listed = ", ".join(f"'{member.value}'" for member in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def oere(*, nullable: bool = False) -> Column[Any]:
    """Make a column for an amount in whole øre."""
    return Column(Oere, nullable=nullable)


def whole_oere(column: str) -> Any:  # noqa: ANN401 - ddl_if gives back the constraint it was called on
    """Make the check that keeps SQLite, which stores anything anywhere, to integers."""
    return CheckConstraint(f"{column} IS NULL OR typeof({column}) = 'integer'", name=f"{column}_whole").ddl_if(
        dialect="sqlite"
    )


def moment(*, nullable: bool = False) -> Column[Any]:
    """Make a column for a moment in UTC."""
    return Column(UtcDateTime, nullable=nullable)
