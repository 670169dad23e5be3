"""The decision log as a workbook: a row for each decision and transfer, and sums that LibreOffice gets too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from exports.decisions import write_decisions
from tests.budget_books import Book
from tests.databases import DatabaseUrls
from tests.exports.scenario_books import budget_book
from tests.exports.tables import MADE_AT
from tests.proposals import BARE
from tests.recalculation import converted, with_wrong_stored_value
from tracker.actions.entries import correct, enter
from tracker.database import Database
from tracker.domain.entries import Entry, EntryTransfer
from tracker.queries.decision_log import LogFilter, all_logged, logged_transfers

KR = 100
CANARY = "424242"
Rows = list[tuple[object, ...]]


@pytest.fixture
def database(sqlite_urls: DatabaseUrls) -> Iterator[Database]:
    """What is written doesn't depend on the kind of database."""
    opened = Database(sqlite_urls.url)
    yield opened
    opened.dispose()


@pytest.fixture
def book(database: Database) -> Book:
    """A plan where 60.000 kr. were recorded for the mentors of 2020, and put right to 600.000 kr."""
    book = budget_book(database)
    typed, meant = ((EntryTransfer(0, 2020, book.reserve, book.mentors, amount * KR),) for amount in (60_000, 600_000))
    taken = replace(BARE, decided_on=date(2020, 11, 15), title="Flere mentorer")
    with database.writing() as session:
        made = enter(session, book.actor, book.plan_id, Entry(taken, typed))
    with database.writing() as session:
        correct(session, book.actor, made, meant, reason="Et nul for lidt.", seen_version=1)
    return book


def workbook_of_log(database: Database) -> bytes:
    asked = LogFilter()
    with database.reading() as session:
        rows = all_logged(session, asked, actor=None)
        transfers = logged_transfers(session, asked, actor=None)
    file = BytesIO()
    write_decisions(
        rows, transfers, destination=file, chosen=[], made_by="Budgetkonsulent", made_at=MADE_AT, revision=7
    )
    return file.getvalue()


def list_of(content: bytes, sheet: str) -> tuple[dict[str, object], list[dict[str, object]]]:
    """Read a list by its heads: the sums above them, and the rows below."""
    rows: Rows = list(openpyxl.load_workbook(BytesIO(content), data_only=True)[sheet].iter_rows(values_only=True))
    heads = [str(head) for head in rows[3]]
    return dict(zip(heads, rows[2], strict=True)), [dict(zip(heads, row, strict=True)) for row in rows[4:]]


def test_what_was_put_right_and_what_puts_it_right_count_no_more(database: Database, book: Book) -> None:
    assert book.plan_id
    sums, rows = list_of(workbook_of_log(database), "Posteringer")
    corrected = [row for row in rows if row["Beslutning"] == "Flere mentorer"]
    assert [(row["Fra"], row["Beløb"], row["Heraf gældende"]) for row in corrected] == [
        ("Pulje til senere udmøntning", 60_000, 0),
        ("Mentorer", 60_000, 0),
        ("Pulje til senere udmøntning", 600_000, 600_000),
    ]
    assert corrected[0]["Tilbageført af"] == corrected[1]["Postering"]
    assert corrected[1]["Tilbagefører"] == corrected[0]["Postering"]
    assert sums["Heraf gældende"] == sum(int(str(row["Heraf gældende"])) for row in rows) == 3_100_000 + 600_000


def test_a_decision_stands_once_with_what_it_moves_now(database: Database, book: Book) -> None:
    assert book.plan_id
    sums, rows = list_of(workbook_of_log(database), "Beslutninger")
    (corrected,) = [row for row in rows if row["Beslutning"] == "Flere mentorer"]
    assert (corrected["2020"], corrected["Flyttet i alt"], corrected["Status"]) == (600_000, 600_000, "Vedtaget")
    assert sums["Flyttet i alt"] == 3_100_000 + 600_000


def test_the_lists_are_printed_on_the_larger_paper(database: Database, book: Book) -> None:
    assert book.plan_id
    sheets = openpyxl.load_workbook(BytesIO(workbook_of_log(database)))
    setups = [sheets[name].page_setup for name in ("Beslutninger", "Posteringer")]
    assert [(setup.orientation, setup.paperSize, setup.fitToHeight) for setup in setups] == [("landscape", 8, 0)] * 2


@pytest.mark.libreoffice
def test_libreoffice_calculates_what_is_stored(database: Database, book: Book, soffice: Path, tmp_path: Path) -> None:
    assert book.plan_id
    content = workbook_of_log(database)
    poisoned = with_wrong_stored_value(content, right="3700000", wrong=CANARY)
    assert list_of(poisoned, "Beslutninger")[0]["Flyttet i alt"] == int(CANARY)
    folder = tmp_path / "office"
    folder.mkdir()
    calculated = converted(soffice, poisoned, folder=folder)
    for sheet in ("Beslutninger", "Posteringer"):
        assert list_of(calculated, sheet) == list_of(content, sheet)
