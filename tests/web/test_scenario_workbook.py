"""Scenarios as a workbook: which are in it, for whom, and what is answered instead."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl import Workbook
from werkzeug.test import TestResponse

from tests.web.page_text import main_text
from tests.web.site import Site
from tracker.actions.entries import enter
from tracker.actions.proposals import move
from tracker.actions.scenarios import ScenarioWords, new_scenario
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.years import today

ADDRESS = "/handleplaner/handleplan-for-oevelser/scenarier/hent.xlsx"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICER, READER = Role.BUDGET_OFFICER, Role.READER


def officer(site: Site) -> Actor:
    return Actor(site.people[OFFICER], "Budgetkonsulent", frozenset({OFFICER}))


def scenario(site: Site, title: str, amount: int, *, sent: bool = False) -> int:
    """Make a scenario of one proposal that moves so many thousand kroner from mentors to language in 2019."""
    book = site.book
    new = NewDecision(kind=DecisionKind.REALLOCATION, body="BIU", decided_on=None, title=f"Forslag {title}")
    entry = Entry(new, (EntryTransfer(0, 2019, book.mentors, book.language, amount * 100_000),))
    with site.database.writing() as session:
        number = enter(session, officer(site), book.plan_id, entry)
        if sent:
            move(session, officer(site), number, ProposalState.SENT, seen_version=1)
        return new_scenario(session, officer(site), book.plan_id, ScenarioWords(title, "", frozenset({number})))


def get(site: Site, query: str = "", role: Role = OFFICER) -> TestResponse:
    return site.browser(site.people[role]).get(f"{ADDRESS}?{query}")


def workbook(answer: TestResponse, *, values: bool = True) -> Workbook:
    assert (answer.status_code, answer.mimetype) == (200, EXCEL)
    return openpyxl.load_workbook(BytesIO(answer.data), data_only=values)


def row_of(book: Workbook, sheet: str, label: str) -> list[object]:
    """Give what stands beside a label, without the empty columns between the blocks."""
    found = next(row for row in book[sheet].iter_rows(values_only=True) if row[0] == label)
    return [value for value in found[1:] if value is not None]


def test_the_chosen_scenarios_have_a_sheet_each_and_one_that_compares_them_by_formula(site: Site) -> None:
    small, large, _ = (scenario(site, title, amount) for title, amount in (("Lidt", 100), ("Meget", 900), ("Andet", 5)))
    answer = get(site, f"vis={small}&vis={large}")
    book = workbook(answer)
    assert book.sheetnames == ["Sammenligning", "I dag", "Lidt", "Meget", "Om"]
    assert row_of(book, "Sammenligning", "1.1 Mentorer") == [3300, 0, 0, -100, 0, 0, -900, 0, 0]
    assert row_of(book, "Meget", "1.2 Sprog på jobbet") == [0, 0, 0, 900, 0, 0, 900, 0, 0]
    formulas = row_of(workbook(answer, values=False), "Sammenligning", "1.1 Mentorer")
    assert all(str(formula).startswith("=") for formula in formulas)
    assert f"handleplan-for-oevelser-scenarier-{today().isoformat()}.xlsx" in answer.headers["Content-Disposition"]


def test_without_a_choice_the_first_four_on_the_list_are_in_it(site: Site) -> None:
    for number in range(1, 6):
        scenario(site, f"S{number}", number)
    assert workbook(get(site)).sheetnames[2:-1] == ["S1", "S2", "S3", "S4"]


def test_what_a_reader_may_not_see_is_neither_named_nor_counted(site: Site) -> None:
    hidden, shown = scenario(site, "Kladder", 100), scenario(site, "Sendte", 200, sent=True)
    book = workbook(get(site, f"vis={hidden}&vis={shown}", READER))
    texts = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    }
    assert row_of(book, "Kladder", "1.1 Mentorer")[3] == 0
    assert row_of(book, "Sendte", "1.1 Mentorer")[3] == -200
    assert "Forslag Sendte (Sendt til udvalget)" in texts
    assert not [text for text in texts if "Forslag Kladder" in text]
    assert "Scenariet har også forslag, som du ikke kan se (1). De er ikke regnet med." in texts


@pytest.mark.parametrize("query", ["vis=99", "vis=x", "vis=1&vis=2&vis=3&vis=4&vis=5", "aar=2050"])
def test_a_choice_that_can_not_be_is_answered_with_a_sentence_and_no_file(site: Site, query: str) -> None:
    for number in range(1, 6):
        scenario(site, f"S{number}", number)
    answer = get(site, query)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert len(main_text(answer.text)) > 40


def test_a_plan_without_scenarios_says_what_to_do_first(site: Site) -> None:
    answer = get(site)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "Planen har ingen scenarier at sammenligne. Lav det første, og hent filen igen." in main_text(answer.text)
