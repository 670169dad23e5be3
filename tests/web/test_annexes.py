"""The committee's annex as it is downloaded: which proposals are in it, for whom, and what is answered instead."""

from datetime import date
from io import BytesIO

import docx
import pytest
from docx.document import Document
from werkzeug.test import TestResponse

from tests.web.page_text import main_text
from tests.web.site import Site
from tracker.actions.entries import enter, reverse_decision
from tracker.actions.proposals import Adoption, adopt, move
from tracker.actions.scenarios import ScenarioWords, new_scenario
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.people import Actor, Role

PLAN = "/handleplaner/handleplan-for-oevelser"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFICER, READER = Role.BUDGET_OFFICER, Role.READER


def officer(site: Site) -> Actor:
    return Actor(site.people[OFFICER], "Budgetkonsulent", frozenset({OFFICER}))


def draft(site: Site, title: str) -> int:
    """Propose 100 (1.000 kr.) of the mentors' money in 2019 for language; gives its number."""
    book = site.book
    new = NewDecision(kind=DecisionKind.REALLOCATION, body="BIU", decided_on=None, title=title)
    entry = Entry(new, (EntryTransfer(0, 2019, book.mentors, book.language, 10_000_000),))
    with site.database.writing() as session:
        return enter(session, officer(site), book.plan_id, entry)


def send(site: Site, number: int) -> None:
    with site.database.writing() as session:
        move(session, officer(site), number, ProposalState.SENT, seen_version=1)


def scenario(site: Site, title: str, *ids: int) -> int:
    with site.database.writing() as session:
        return new_scenario(session, officer(site), site.book.plan_id, ScenarioWords(title, "", frozenset(ids)))


def get(site: Site, address: str, role: Role = OFFICER) -> TestResponse:
    return site.browser(site.people[role]).get(address)


def document(answer: TestResponse) -> Document:
    assert (answer.status_code, answer.mimetype) == (200, WORD)
    return docx.Document(BytesIO(answer.data))


def headings(answer: TestResponse) -> list[str]:
    """Give the headings of the proposals, or the title where there is one alone."""
    return [one.text for one in document(answer).paragraphs if one.style and one.style.name == "Heading 1"]


def test_one_proposal_comes_as_a_word_file_of_its_own_name(site: Site) -> None:
    number = draft(site, "Mere sprog")
    answer = get(site, f"/beslutninger/{number}/bilag.docx")
    assert headings(answer) == ["Mere sprog"]
    assert f"handleplan-for-oevelser-bilag-{number}.docx" in answer.headers["Content-Disposition"]
    before, change, after = (
        [[cell.text for cell in row.cells] for row in table.rows] for table in document(answer).tables
    )
    assert before[1] == ["Mentorer", "3.300", "–", "–"]
    assert change[1:3] == [["Mentorer", "−100", "–", "–"], ["Sprog på jobbet", "+100", "–", "–"]]
    assert after[1] == ["Mentorer", "3.200", "–", "–"]


def test_the_page_of_a_proposal_and_the_list_lead_to_the_annex(site: Site) -> None:
    number = draft(site, "Mere sprog")
    assert f'href="/beslutninger/{number}/bilag.docx"' in get(site, f"/beslutninger/{number}").text
    assert f'href="{PLAN}/bilag.docx"' in get(site, f"{PLAN}/scenarier").text


def test_an_annex_holds_all_open_proposals_or_those_asked_for_in_their_order(site: Site) -> None:
    first, second, third = (draft(site, title) for title in ("Et", "To", "Tre"))
    with site.database.writing() as session:
        move(session, officer(site), third, ProposalState.DROPPED, reason="Nej.", seen_version=1)
    assert headings(get(site, f"{PLAN}/bilag.docx")) == ["Forslag 1: Et", "Forslag 2: To"]
    asked = get(site, f"{PLAN}/bilag.docx?forslag={second}&forslag={first}")
    assert headings(asked) == ["Forslag 1: To", "Forslag 2: Et"]


def test_an_annex_of_a_scenario_holds_its_proposals_and_is_named_after_it(site: Site) -> None:
    first, second, _ = (draft(site, title) for title in ("Et", "To", "Tre"))
    number = scenario(site, "A. Begge", first, second)
    answer = get(site, f"{PLAN}/bilag.docx?scenarie={number}")
    assert headings(answer) == ["Forslag 1: Et", "Forslag 2: To"]
    assert document(answer).core_properties.title == "Scenarie: A. Begge"
    assert f"bilag-scenarie-{number}.docx" in answer.headers["Content-Disposition"]


def test_a_decision_that_was_reversed_says_so_and_is_in_no_scenarios_annex(site: Site) -> None:
    first, second = (draft(site, title) for title in ("Et", "To"))
    with site.database.writing() as session:
        adopt(session, officer(site), second, Adoption("BIU", date(2020, 11, 18)), seen_version=1)
        reverse_decision(session, officer(site), second, reason="Den blev aldrig vedtaget.", seen_version=2)
    both = scenario(site, "Begge", first, second)
    assert headings(get(site, f"{PLAN}/bilag.docx?scenarie={both}")) == ["Et"]
    said = "".join(one.text for one in document(get(site, f"/beslutninger/{second}/bilag.docx")).paragraphs)
    assert "Tilbageført: beslutningen tæller ikke længere med i budgettet." in said
    assert "Beslutningen er tilbageført i budgettet, som om den ikke var registreret." in said


def test_a_draft_is_in_nobodys_annex_who_may_not_see_it(site: Site) -> None:
    hidden, shown = draft(site, "Kladden"), draft(site, "Sendt")
    send(site, shown)
    assert get(site, f"/beslutninger/{hidden}/bilag.docx", READER).status_code == 404
    assert get(site, f"{PLAN}/bilag.docx?forslag={hidden}&forslag={shown}", READER).status_code == 404
    assert headings(get(site, f"{PLAN}/bilag.docx", READER)) == ["Sendt"]
    both = scenario(site, "Begge", hidden, shown)
    answer = get(site, f"{PLAN}/bilag.docx?scenarie={both}", READER)
    assert headings(answer) == ["Sendt"]
    assert "Kladden" not in "".join(one.text for one in document(answer).paragraphs)


@pytest.mark.parametrize(
    "query", ["forslag=0", "forslag=99", "forslag=x", "forslag=9999999999", "forslag=", "scenarie=9"]
)
def test_what_does_not_exist_is_not_found(site: Site, query: str) -> None:
    draft(site, "Mere sprog")
    answer = get(site, f"{PLAN}/bilag.docx?{query}")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


def test_without_a_proposal_there_is_no_file_but_a_sentence(site: Site) -> None:
    answer = get(site, f"{PLAN}/bilag.docx")
    assert answer.status_code == 400
    assert "Der er ingen forslag at skrive i bilaget. Vælg mindst ét forslag." in main_text(answer.text)
