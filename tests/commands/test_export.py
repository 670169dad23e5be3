"""``flask export``: scenarios and the log as workbooks, the annex as a Word document, and misuse on one line."""

from pathlib import Path

import docx
import openpyxl
import pytest

from tests.budget_books import Book, add_book, add_officer, post
from tests.commands.command_line import Answer, Installation
from tracker.actions.entries import enter
from tracker.actions.proposals import move
from tracker.actions.scenarios import ScenarioWords, new_scenario
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor, Role
from tracker.models.people import PersonRole

PLAN = "handleplan-for-oevelser"


@pytest.fixture
def book(office: Installation) -> Book:
    """A plan with 600 (1.000 kr.) in the pool of 2021, and an adoption behind it."""
    assert office.run("migrate").status == 0
    with office.database.writing() as session:
        found = add_officer(session)
        session.add(PersonRole(person_id=found.id, role=Role.BUDGET_OFFICER))
        actor = Actor(found.id, found.name, frozenset({Role.BUDGET_OFFICER}))
        made = add_book(session, actor)
        post(session, made, (2021, made.source, made.reserve, 60_000_000))
    return made


def proposed(office: Installation, book: Book, title: str, amount: int) -> int:
    """Propose so many thousand kroner of the pool of 2021 for language; gives the number."""
    new = NewDecision(kind=DecisionKind.ALLOCATION, body="BIU", decided_on=None, title=title)
    entry = Entry(new, (EntryTransfer(0, 2021, book.reserve, book.language, amount * 100_000),))
    with office.database.writing() as session:
        return enter(session, book.actor, book.plan_id, entry)


def scenario(office: Installation, book: Book, title: str, *ids: int) -> None:
    with office.database.writing() as session:
        new_scenario(session, book.actor, book.plan_id, ScenarioWords(title, "", frozenset(ids)))


def headings(file: Path) -> list[str]:
    return [one.text for one in docx.Document(str(file)).paragraphs if one.style and one.style.name == "Heading 1"]


def one_line(answer: Answer) -> str:
    assert (answer.status, answer.output) == (1, "")
    assert answer.errors.count("\n") == 1, answer.errors
    assert "Traceback" not in answer.errors
    return answer.errors.strip()


def test_scenarios_are_written_a_sheet_each_or_those_that_are_named(office: Installation, book: Book) -> None:
    scenario(office, book, "A. Lidt", proposed(office, book, "Lidt", 100))
    scenario(office, book, "B. Alt", proposed(office, book, "Alt", 600))
    file = office.folder / "ud.xlsx"
    answer = office.run("export", "scenarios", PLAN, "-o", file)
    assert (answer.status, answer.output) == (0, f"{file} er skrevet.\n")
    assert openpyxl.load_workbook(file).sheetnames == ["Sammenligning", "I dag", "A. Lidt", "B. Alt", "Om"]
    assert office.run("export", "scenarios", PLAN, "-o", file, "--scenario", " b. alt ").status == 0
    assert openpyxl.load_workbook(file).sheetnames == ["Sammenligning", "I dag", "B. Alt", "Om"]


def test_the_annex_holds_all_open_proposals_or_those_asked_for(office: Installation, book: Book) -> None:
    first, second, dropped = (proposed(office, book, title, 100) for title in ("Et", "To", "Tre"))
    with office.database.writing() as session:
        move(session, book.actor, dropped, ProposalState.DROPPED, reason="Nej.", seen_version=1)
    scenario(office, book, "Kun to", second)
    file = office.folder / "ud.docx"
    assert office.run("export", "annex", PLAN, "-o", file).status == 0
    assert headings(file) == ["Forslag 1: Et", "Forslag 2: To"]
    assert office.run("export", "annex", PLAN, "-o", file, "--proposal", second, "--proposal", first).status == 0
    assert headings(file) == ["Forslag 1: To", "Forslag 2: Et"]
    assert office.run("export", "annex", PLAN, "-o", file, "--scenario", "Kun to").status == 0
    assert headings(file) == ["To"]


def test_the_log_holds_every_decision_and_open_proposal_or_those_of_one_plan(office: Installation, book: Book) -> None:
    proposed(office, book, "Et", 100)
    with office.database.writing() as session:
        other = add_book(session, book.actor, title="En anden plan")
        post(session, other, (2019, other.source, other.mentors, 500_000))
    file = office.folder / "ud.xlsx"
    assert office.run("export", "decisions", "-o", file).status == 0
    assert plans_in(file) == ["Handleplan for øvelser", "En anden plan", "Handleplan for øvelser"]
    assert office.run("export", "decisions", "-o", file, "--plan", PLAN).status == 0
    assert plans_in(file) == ["Handleplan for øvelser"] * 2
    about = {row[0]: row[1] for row in openpyxl.load_workbook(file)["Om"].iter_rows(values_only=True)}
    assert about["Handleplan"] == "Handleplan for øvelser"
    assert about["Status"] == "Kladde, Sendt til udvalget, Vedtaget, Tilbageført"
    assert about["Lavet af"] == "Kommandolinje"


def plans_in(file: Path) -> list[object]:
    heads, *rows = list(openpyxl.load_workbook(file)["Beslutninger"].iter_rows(min_row=4, values_only=True))
    return [row[heads.index("Handleplan")] for row in rows]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scenarios", "ukendt", "-o", "ud.xlsx"), "ukendt"),
        (("scenarios", PLAN), "--output mangler"),
        (("scenarios", PLAN, "-o", "ud.xlsx"), "Planen har ingen scenarier at sammenligne."),
        (("scenarios", PLAN, "-o", "ud.xlsx", "--scenario", "C"), "Scenariet »C« findes ikke."),
        (("annex", "ukendt", "-o", "ud.docx"), "ukendt"),
        (("annex", PLAN, "-o", "ud.docx"), "Der er ingen forslag at skrive i bilaget."),
        (("annex", PLAN, "-o", "ud.docx", "--proposal", "99"), "Der er intet forslag nr. 99."),
        (("annex", PLAN, "-o", "ud.docx", "--proposal", "-1"), "Der er intet forslag nr. -1."),
        (("annex", PLAN, "-o", "ud.docx", "--proposal", "9" * 30), "Der er intet forslag nr. 999"),
        (("annex", PLAN, "-o", "ud.docx", "--proposal", "et"), "--proposal kan ikke læses."),
        (("annex", PLAN, "-o", "ud.docx", "--proposal", "1", "--scenario", "A"), "enten --proposal eller --scenario"),
        (("annex", PLAN, "-o", "ud.docx", "--scenario", "C"), "Scenariet »C« findes ikke."),
        (("decisions",), "--output mangler"),
        (("decisions", "-o", "ud.xlsx", "--plan", "ukendt"), "ukendt"),
        (("decisions", "ekstra", "-o", "ud.xlsx"), "et ord for meget"),
        (("beslutninger", "-o", "ud.xlsx"), "Vælg en af: annex, budget-table, decisions, scenarios"),
    ],
)
def test_misuse_is_answered_in_one_line_and_writes_nothing(
    office: Installation, book: Book, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert book.plan_id
    monkeypatch.chdir(office.folder)
    assert said in one_line(office.run("export", *words))
    assert not list(office.folder.glob("ud.*"))


@pytest.mark.parametrize("words", [("scenarios", PLAN), ("annex", PLAN), ("decisions",)])
def test_a_file_that_can_not_be_written_is_named(office: Installation, book: Book, words: tuple[str, ...]) -> None:
    scenario(office, book, "A", proposed(office, book, "Et", 100))
    gone = office.folder / "ingen-mappe" / "ud.xlsx"
    said = one_line(office.run("export", *words, "-o", gone))
    assert said == f"Det kan ikke lade sig gøre: {gone} eller mappen, den ligger i, findes ikke"
    assert "--output kan ikke læses" in one_line(office.run("export", *words, "-o", office.folder))


@pytest.mark.parametrize("name", ["budget-table", "scenarios", "annex", "decisions"])
def test_every_export_explains_itself(office: Installation, name: str) -> None:
    answer = office.run("export", name, "--help")
    assert (answer.status, answer.errors) == (0, "")
    assert "--output" in answer.output
    assert f"  {name} " in office.run("export", "--help").output
