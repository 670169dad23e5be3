"""Where a published table prints its subtotals is told from its rows alone."""

import pytest

from tests.budget_books import Book, open_book
from tracker.actions.published_tables import NewRow, NewTable, keep_table
from tracker.database import Database
from tracker.domain.money import THOUSAND_KR
from tracker.domain.published_tables import RowKind, SubtotalPlace
from tracker.domain.years import now
from tracker.models.uploads import StoredFile
from tracker.queries.printed_subtotals import PrintedSubtotal, printed_subtotals

HEADING, ABOVE, BELOW = SubtotalPlace.HEADING, SubtotalPlace.ABOVE, SubtotalPlace.BELOW


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param(
            ["section Job", "line Praktik in Job", "subtotal I alt, job in Job", "total I alt"],
            [PrintedSubtotal("Job", "I alt, job", BELOW)],
            id="below the lines",
        ),
        pytest.param(
            ["section Job", "subtotal Job i alt", "line Praktik in Job", "total I alt"],
            [PrintedSubtotal("Job", "Job i alt", ABOVE)],
            id="above the lines, under their heading",
        ),
        pytest.param(
            ["subtotal Job", "line Praktik in Job", "subtotal Samfund", "line Dialog in Samfund", "total I alt"],
            [PrintedSubtotal("Job", "Job", HEADING), PrintedSubtotal("Samfund", "Samfund", HEADING)],
            id="as the headings themselves, also right after the lines before",
        ),
        pytest.param(["section Job", "line Praktik in Job", "total I alt"], [], id="none"),
        pytest.param(["line Praktik", "subtotal Sum", "total I alt"], [], id="of lines without a section"),
    ],
)
def test_subtotals_are_found_by_their_neighbours(
    database: Database, rows: list[str], found: list[PrintedSubtotal]
) -> None:
    book = open_book(database)
    table_id = _publish(database, book, rows)
    with database.reading() as session:
        assert list(printed_subtotals(session, table_id)) == found


def test_a_plan_without_a_published_table_has_none(database: Database) -> None:
    with database.reading() as session:
        assert printed_subtotals(session, None) == ()


def _publish(database: Database, book: Book, rows: list[str]) -> int:
    """Keep a table; a row is written as its kind, its label, and after "in" its section."""
    with database.writing() as session:
        file = StoredFile(
            sha256="0" * 64, name="x.xlsx", stored_name="0", size_bytes=1, stored_at=now(), stored_by_id=book.actor.id
        )
        session.add(file)
        session.flush()
        made = []
        for number, row in enumerate(rows, 5):
            kind, _, rest = row.partition(" ")
            label, _, section = rest.partition(" in ")
            made.append(NewRow(RowKind(kind), f"A{number}", label, label, section=section))
        table = NewTable("Ark1", "Tabel", "Indsatser", THOUSAND_KR, "", tuple(made))
        assert file.id is not None
        keep_table(session, book.plan_id, table, file_id=file.id, decision_id=None)
    return 1
