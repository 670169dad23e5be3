"""The workbook of scenarios: amounts, formulas and what LibreOffice makes of them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.budget_books import Book, add_officer
from tests.databases import DatabaseUrls
from tests.exports.scenario_books import budget_book, scenario_of, workbook_of_scenarios
from tests.proposals import BARE, TKR, proposed
from tests.recalculation import converted, with_wrong_stored_value
from tracker.actions.entries import enter
from tracker.actions.proposals import Adoption, adopt, move
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.years import today
from tracker.queries.budget import AsOf
from tracker.queries.frames import frame_at
from tracker.queries.plans import plan_by_id

CANARY = "424242"
OVERDRAWN = (
    "Bo's forslag: Pulje til senere udmøntning rækker ikke til det hele: "
    "i 2021 mangler der 100 (1.000 kr.), hvis alt bliver vedtaget."
)
Cells = dict[str, object]


@pytest.fixture
def database(sqlite_urls: DatabaseUrls) -> Iterator[Database]:
    """What is written doesn't depend on the kind of database; what is read is tested with the queries."""
    opened = Database(sqlite_urls.url)
    yield opened
    opened.dispose()


@pytest.fixture
def book(database: Database) -> Book:
    return budget_book(database)


@pytest.fixture
def scenario_ids(database: Database, book: Book) -> list[int]:
    """Two alternatives: the pool for mentors, or for a new initiative and more money beside it."""
    mentors = proposed(database, book, (2020, book.reserve, book.mentors, 600), (2021, book.reserve, book.mentors, 600))
    new = EntryLine("ny", "Sprogmakkere", LineRole.INITIATIVE, book.theme_id)
    mates = proposed(database, book, (2021, book.reserve, "ny", 1100), title="Ny indsats", lines=(new,))
    grant = proposed(
        database,
        book,
        (2021, book.source, book.language, 250),
        title="Statspulje",
        kind=DecisionKind.SUPPLEMENTARY,
    )
    return [
        scenario_of(database, book, "A: Mentorer", mentors),
        scenario_of(database, book, "Bo's forslag", mates, grant, note="Noget nyt."),
    ]


def sheets_of(content: bytes, *, values: bool = True) -> dict[str, list[list[object]]]:
    """Read every sheet, with stored values or with formulas."""
    opened = openpyxl.load_workbook(BytesIO(content), data_only=values)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in opened.worksheets}


def cells_of(content: bytes) -> dict[str, Cells]:
    opened = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in opened.worksheets
    }


def test_the_sheets_are_the_comparison_today_each_scenario_and_what_it_all_is(
    database: Database, book: Book, scenario_ids: list[int]
) -> None:
    sheets = sheets_of(workbook_of_scenarios(database, book, scenario_ids))
    assert list(sheets) == ["Sammenligning", "I dag", "A Mentorer", "Bo's forslag", "Om"]
    assert ["Ark: A Mentorer", "A: Mentorer"] in [row[:2] for row in sheets["Om"]]


def test_the_comparison_shows_today_what_each_scenario_changes_and_what_is_left_of_the_pool(
    database: Database, book: Book, scenario_ids: list[int]
) -> None:
    rows = sheets_of(workbook_of_scenarios(database, book, scenario_ids))["Sammenligning"]
    gap = None
    assert rows[3][1:] == ["I dag", *[None] * 3, "A: Mentorer", *[None] * 3, "Bo's forslag", None, None]
    fits, none = ["stemmer"] * 3, [0, 0, 0]
    assert rows[4:] == [
        ["Indsatser (opgjort i 1000 kr.)", *[2019, 2020, 2021, gap] * 2, 2019, 2020, 2021],
        ["Job og uddannelse", *[None] * 11],
        ["1.1 Mentorer", 500, 500, 500, gap, 0, 600, 600, gap, *none],
        ["1.2 Sprog på jobbet", *none, gap, *none, gap, 0, 0, 250],
        ["Sprogmakkere (ny)", *none, gap, *none, gap, 0, 0, 1100],
        [None] * 12,
        ["Øvrige midler", *[None] * 11],
        ["Undersøgelse", *none, gap, *none, gap, *none],
        ["Pulje til senere udmøntning", 0, 600, 1000, gap, 0, -600, -600, gap, 0, 0, -1100],
        [None] * 12,
        ["I alt", 500, 1100, 1500, gap, *none, gap, 0, 0, 250],
        ["Rammen, som pengene kommer fra", 500, 1100, 1500, gap, *none, gap, 0, 0, 250],
        ["Kontrol: linjer og pulje er lig rammen", *fits, gap, *fits, gap, *fits],
        [None] * 12,
        ["Tilbage i puljen, hvis scenariet bliver vedtaget", *[None] * 11],
        ["Pulje til senere udmøntning", 0, 600, 1000, gap, 0, 0, 400, gap, 0, 600, -100],
        ["Rækker puljen?", "ja", "ja", "ja", gap, "ja", "ja", "ja", gap, "ja", "ja", "nej"],
        [None] * 12,
        [
            OVERDRAWN,
            *[None] * 11,
        ],
    ]


def test_the_comparison_holds_no_amount_of_its_own_only_formulas(
    database: Database, book: Book, scenario_ids: list[int]
) -> None:
    sheet = sheets_of(workbook_of_scenarios(database, book, scenario_ids), values=False)["Sammenligning"]
    beside_the_labels = [value for row in sheet[5:] for value in row[1:] if value is not None]
    assert len(beside_the_labels) == 10 * 9
    assert [value for value in beside_the_labels if not str(value).startswith("=")] == []
    assert sheet[6][6] == "='A Mentorer'!G7"
    assert sheet[8][10] == "='Bo''s forslag'!G9"
    assert sheet[14][6] == "=SUM(G6:G14)"


def test_a_scenario_is_today_by_formula_the_change_as_numbers_and_after_by_formula(
    database: Database, book: Book, scenario_ids: list[int]
) -> None:
    content = workbook_of_scenarios(database, book, scenario_ids)
    values, formulas = sheets_of(content)["A Mentorer"], sheets_of(content, values=False)["A Mentorer"]
    assert values[3] == [None, "I dag", None, None, None, "Ændring", None, None, None, "Efter", None, None]
    assert values[6] == ["1.1 Mentorer", 500, 500, 500, None, 0, 600, 600, None, 500, 1100, 1100]
    assert formulas[6][1:] == [
        *("='I dag'!B7", "='I dag'!C7", "='I dag'!D7"),
        *(None, 0, 600, 600, None),
        *("=B7+F7", "=C7+G7", "=D7+H7"),
    ]
    assert formulas[14][1] == "=SUM(B6:B14)"
    assert formulas[16][1] == '=IF(ROUND(B15-B16,5)=0,"stemmer","stemmer ikke")'


def test_a_scenario_lists_its_proposals_and_how_far_they_have_come(database: Database, book: Book) -> None:
    draft, sent, taken, dropped = (
        proposed(database, book, (2021, book.reserve, book.mentors, 10), title=title)
        for title in ("Udkastet", "", "Det vedtagne", "Det droppede")
    )
    with database.writing() as session:
        move(session, book.actor, sent, ProposalState.SENT, seen_version=1)
        adopt(session, book.actor, taken, Adoption("BIU", today()), seen_version=1)
        move(session, book.actor, dropped, ProposalState.DROPPED, reason="Haster ikke.", seen_version=1)
    number = scenario_of(database, book, "Alt", draft, sent, taken, dropped, note="En note\ni to linjer.")
    rows = sheets_of(workbook_of_scenarios(database, book, [number]))["Alt"]
    assert [row[0] for row in rows[-9:]] == [
        None,
        "Forslag i scenariet",
        "Udkastet (Kladde)",
        f"Forslag nr. {sent} (Sendt til udvalget)",
        "Det vedtagne (Vedtaget: indgår allerede i budgettet i dag)",
        "Det droppede (Droppet: er ikke regnet med)",
        None,
        "Note",
        "En note\ni to linjer.",
    ]
    pool = next(row for row in rows if row[0] == "Pulje til senere udmøntning")
    assert pool[3::4] == [990, -20, 970]


def test_what_a_reader_may_not_see_is_not_counted_and_said(
    database: Database, book: Book, scenario_ids: list[int]
) -> None:
    with database.writing() as session:
        reader = add_officer(session, name="Læser")
    rows = sheets_of(
        workbook_of_scenarios(
            database, book, scenario_ids[:1], actor=Actor(reader.id, reader.name, frozenset({Role.READER}))
        )
    )["A Mentorer"]
    assert [row[0] for row in rows[-3:]] == [
        "Forslag i scenariet",
        "Scenariet har også forslag, som du ikke kan se (1). De er ikke regnet med.",
        "Ingen af forslagene ændrer budgettet i dag.",
    ]
    assert rows[6][5:8] == [0, 0, 0]


def test_a_title_is_never_a_formula_and_one_too_long_for_its_place_is_cut_there_alone(
    database: Database, book: Book
) -> None:
    long = "Barselsgrupper med fokus på job og uddannelse i alle seks områder"
    ids = [scenario_of(database, book, "=1+1"), scenario_of(database, book, long)]
    content = workbook_of_scenarios(database, book, ids)
    opened = openpyxl.load_workbook(BytesIO(content))
    assert opened["=1+1"]["A1"].data_type == "s"
    assert opened["Sammenligning"]["F4"].value == "=1+1"
    assert opened["Sammenligning"]["F4"].data_type == "s"
    assert opened["Sammenligning"]["J4"].value == "Barselsgrupper med fokus på job og u…"
    assert opened["Barselsgrupper med fokus på job"]["A1"].value == long


def test_changes_show_their_sign_and_every_amount_as_many_decimals_as_the_smallest_needs(
    database: Database, book: Book
) -> None:
    number = scenario_of(database, book, "Hele")
    formats = _formats(workbook_of_scenarios(database, book, [number]))["Hele"]
    assert (formats["B7"], formats["F7"]) == (
        '[$-406]#,##0;[$-406]"−"#,##0;"–"',
        '[$-406]+#,##0;[$-406]"−"#,##0;"–"',
    )
    small = Entry(BARE, (EntryTransfer(0, 2021, book.reserve, book.mentors, TKR // 2),))
    with database.writing() as session:
        half = enter(session, book.actor, book.plan_id, small)
    formats = _formats(workbook_of_scenarios(database, book, [scenario_of(database, book, "Halve", half)]))["Halve"]
    assert formats["F7"] == '[$-406]+#,##0.0;[$-406]"−"#,##0.0;"–"'


def test_heads_stay_in_view_and_are_printed_on_every_page(
    database: Database, book: Book, scenario_ids: list[int]
) -> None:
    opened = openpyxl.load_workbook(BytesIO(workbook_of_scenarios(database, book, scenario_ids)))
    for name in opened.sheetnames[:-1]:
        assert opened[name].freeze_panes == "B6"
        assert opened[name].print_title_rows == "$4:$5"
        assert opened[name].page_setup.fitToHeight == 0


def test_the_same_scenarios_give_the_same_bytes(database: Database, book: Book, scenario_ids: list[int]) -> None:
    first = workbook_of_scenarios(database, book, scenario_ids)
    assert first == workbook_of_scenarios(database, book, scenario_ids)


@pytest.mark.libreoffice
def test_libreoffice_calculates_what_is_stored(
    database: Database, book: Book, scenario_ids: list[int], soffice: Path, tmp_path: Path
) -> None:
    content = workbook_of_scenarios(database, book, scenario_ids)
    poisoned = with_wrong_stored_value(content, right="1500", wrong=CANARY)
    assert cells_of(poisoned)["Sammenligning"]["D15"] == int(CANARY)
    folder = tmp_path / "office"
    folder.mkdir()
    assert cells_of(converted(soffice, poisoned, folder=folder)) == cells_of(content)


@pytest.mark.libreoffice
def test_a_change_that_is_typed_over_moves_the_comparison_and_fails_the_check(
    database: Database, book: Book, scenario_ids: list[int], soffice: Path, tmp_path: Path
) -> None:
    opened = openpyxl.load_workbook(BytesIO(workbook_of_scenarios(database, book, scenario_ids)))
    assert opened["A Mentorer"]["H13"].value == -600
    opened["A Mentorer"]["H13"].value = -1200
    written = BytesIO()
    opened.save(written)
    folder = tmp_path / "office"
    folder.mkdir()
    cells = cells_of(converted(soffice, written.getvalue(), folder=folder))["Sammenligning"]
    assert (cells["H13"], cells["H20"], cells["H21"]) == (-1200, -200, "nej")
    assert (cells["G17"], cells["H17"]) == ("stemmer", "stemmer ikke")


def test_the_frame_is_read_from_the_sources_alone(database: Database, book: Book, scenario_ids: list[int]) -> None:
    with database.reading() as session:
        plan = plan_by_id(session, book.plan_id)
        assert frame_at(session, plan, AsOf(today())) == (500 * TKR, 1100 * TKR, 1500 * TKR)


def _formats(content: bytes) -> dict[str, dict[str, str]]:
    opened = openpyxl.load_workbook(BytesIO(content))
    return {
        sheet.title: {cell.coordinate: cell.number_format for row in sheet.iter_rows() for cell in row}
        for sheet in opened.worksheets
    }
