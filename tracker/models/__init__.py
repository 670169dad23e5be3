"""The tables. Importing this package registers all of them with the metadata."""

from sqlmodel import SQLModel

from tracker.models.columns import NAMING_CONVENTION

SQLModel.metadata.naming_convention = NAMING_CONVENTION

from tracker.models import (  # noqa: E402 - the naming convention must stand before the first table is made
    audit,
    budget,
    decisions,
    initiatives,
    people,
    powers,
    published_tables,
    rates,
    scenarios,
    uploads,
)

metadata = SQLModel.metadata

__all__ = [
    "audit",
    "budget",
    "decisions",
    "initiatives",
    "metadata",
    "people",
    "powers",
    "published_tables",
    "rates",
    "scenarios",
    "uploads",
]
