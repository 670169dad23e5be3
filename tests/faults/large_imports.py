"""Imports large enough to be hurt in the middle: a table of two thousand cells, and whether all of it arrived."""

import sqlite3
from datetime import date

from sqlalchemy import NullPool, create_engine, make_url, text

from imports.budget_tables import BudgetReading, ReadCell, ReadRow, ReadTable, UnitSource
from imports.cells import column_letters
from imports.commit import ImportOrder, apply
from tests.budget_books import COMMITTEE
from tests.databases import DatabaseUrls
from tracker.actions.uploads import KeptFile
from tracker.database import Database
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.money import THOUSAND_KR
from tracker.domain.people import Actor
from tracker.domain.published_tables import CellKind, RowKind

ROWS, FIRST_YEAR, YEARS = 25, 2019, 80  # many cells on few lines, since it is cells that an import is made of
CELLS = ROWS * YEARS


def order(number: int, *, rows: int = ROWS) -> ImportOrder:
    """Order the import of a plan of its own from a file of its own."""
    years = tuple(str(FIRST_YEAR + place) for place in range(YEARS))
    table = ReadTable(
        sheet="Ark1",
        title=f"Handleplan {number}",
        head="1000 kr.",
        head_row=2,
        unit=THOUSAND_KR,
        unit_source=UnitSource.TABLE,
        price_level=None,
        years=years,
        year_columns={year: place + 2 for place, year in enumerate(years)},
        has_row_total=False,
        label_column=1,
        rows=tuple(_row(place, years) for place in range(rows)),
        checks=(),
    )
    return ImportOrder(
        reading=BudgetReading("plan.xlsx", (table,), ()),
        table=table,
        file=KeptFile("plan.xlsx", f"{number}.xlsx", f"{number:064d}", 1),
        decision=NewDecision(kind=DecisionKind.ADOPTION, body=COMMITTEE, decided_on=date(2018, 12, 12)),
        plan_title=f"Handleplan {number}",
    )


def _row(place: int, years: tuple[str, ...]) -> ReadRow:
    cells = tuple(
        ReadCell(
            year,
            f"{column_letters(column + 2)}{place + 3}",
            str(place + column + 1),
            CellKind.AMOUNT,
            (place + column + 1) * 100_000,
        )
        for column, year in enumerate(years)
    )
    label = f"Indsats {place + 1}"
    return ReadRow(f"A{place + 3}", RowKind.LINE, label, label, None, None, "Job og uddannelse", cells)


def import_whole(url: str, actor: Actor, number: int, rows: int = ROWS) -> int:
    """Import as the application does, in one transaction; gives the number back when it is committed."""
    database = Database(url)
    with database.writing() as session:
        apply(session, actor, order(number, rows=rows))
    database.dispose()
    return number


def whole_imports(urls: DatabaseUrls, *, rows: int = ROWS) -> set[int]:
    """Look at the whole database as its owner and tell which imports are in it; fails on a partial one.

    It looks at one moment: what was killed may have asked for a commit that is still under way.
    """
    engine = create_engine(urls.owner_url, poolclass=NullPool, isolation_level="SERIALIZABLE")
    with engine.connect() as connection:
        titles = connection.execute(text("SELECT title FROM action_plan")).scalars()
        numbers = {int(title.split()[-1]) for title in titles}
        found = {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - the names stand below
            for table in ("transfer", "published_cell", "published_row", "budget_line", "stored_file", "audit_event")
        }
    engine.dispose()
    whole = len(numbers)
    assert found == {
        "transfer": whole * rows * YEARS,
        "published_cell": whole * rows * YEARS,
        "published_row": whole * rows,
        "budget_line": whole * (rows + 1),  # the plan's source is a line too
        "stored_file": whole,
        "audit_event": whole,
    }
    return numbers


def assert_sound(urls: DatabaseUrls) -> None:
    """Let SQLite look through its file; PostgreSQL has no such question."""
    url = make_url(urls.url)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(url.database))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
