"""Several proposals in one annex: the first page that compares them, and a scenario."""

from tests.budget_books import Book
from tests.exports.committee_annex.proposals import BIU
from tests.exports.committee_annex.reading import cells, opened, paragraphs, read, texts
from tests.exports.scenario_books import scenario_of
from tests.proposals import proposed
from tests.queries.statements import statements_of
from tracker.actions.proposals import move
from tracker.database import Database
from tracker.domain.decisions import ProposalState
from tracker.queries.annexes import annex, annex_of_scenario
from tracker.queries.plans import plan_by_id

OVERDRAWN = (
    "Pulje til senere udmøntning rækker ikke til det hele: i 2021 mangler der 300 (1.000 kr.), "
    "hvis alt bliver vedtaget."
)


def test_several_proposals_get_a_first_page_that_compares_them(database: Database, book: Book, proposal: int) -> None:
    other = proposed(database, book, (2021, book.reserve, book.language, 300), title="Sprog")
    with database.writing() as session:
        move(session, book.actor, proposal, ProposalState.SENT, seen_version=1)
    document = opened(read(database, book, proposal, other))
    assert paragraphs(document)[:6] == [
        ("Title", "Forslag til beslutning"),
        ("Subtitle", "Handleplan for øvelser"),
        ("Normal", "Bilaget har 2 forslag. Hvert af dem begynder på en ny side."),
        ("Caption", "Tabel 1. Forslagene (1000 kr.)"),
        ("Caption", "Tabel 2. Puljen (1000 kr.)"),
        (
            "Markering",
            OVERDRAWN,
        ),
    ]
    assert cells(document.tables[0]) == [
        ["Nr.", "Forslag", "Status", "Besluttes af", "2020", "2021"],
        ["1", "Mentorerne fortsætter", "Sendt til udvalget", BIU, "600", "1.000"],
        ["2", "Sprog", "Udkast", BIU, "–", "300"],
    ]
    assert cells(document.tables[1]) == [
        ["Tilbage i puljen", "2020", "2021"],
        ["I dag", "600", "1.000"],
        ["Efter forslag 1 alene", "–", "–"],
        ["Efter forslag 2 alene", "600", "700"],
        ["Efter alle forslag, der ikke er besluttet", "–", "−300"],
    ]
    assert texts(document, "Heading 1") == ["Forslag 1: Mentorerne fortsætter", "Forslag 2: Sprog"]


def test_one_more_proposal_costs_few_questions_however_often_it_was_written_anew(
    database: Database, book: Book, proposal: int
) -> None:
    others = [
        proposed(database, book, (2021, book.reserve, book.language, 10), title=title)
        for title in ("Sprog", "Mere sprog", "Endnu mere sprog")
    ]
    asked = []
    with database.reading() as session:
        plan = plan_by_id(session, book.plan_id)
        for several in ([proposal, others[0]], [proposal, *others]):
            with statements_of(session) as statements:
                annex(session, plan, several, actor=None)
            asked.append(len(statements))
            assert not [statement for statement in statements if "published_cell.printed" in statement]
    assert asked[1] - asked[0] <= 2 * 15


def test_a_scenario_is_named_with_its_note_and_leaves_out_what_was_dropped(
    database: Database, book: Book, proposal: int
) -> None:
    other = proposed(database, book, (2021, book.reserve, book.language, 300), title="Sprog")
    dropped = proposed(database, book, (2021, book.reserve, book.language, 300), title="Droppet")
    with database.writing() as session:
        move(session, book.actor, dropped, ProposalState.DROPPED, reason="Haster ikke.", seen_version=1)
    number = scenario_of(database, book, "A. Bredt", proposal, other, dropped, note="Det, der virker.")
    with database.reading() as session:
        found = annex_of_scenario(session, plan_by_id(session, book.plan_id), number, actor=None)
    document = opened(found)
    assert paragraphs(document)[:4] == [
        ("Title", "Scenarie: A. Bredt"),
        ("Subtitle", "Handleplan for øvelser"),
        ("Normal", "Det, der virker."),
        ("Normal", "Bilaget har 2 forslag. Hvert af dem begynder på en ny side. Droppede forslag er ikke med: 1."),
    ]
    assert document.core_properties.title == "Scenarie: A. Bredt"
