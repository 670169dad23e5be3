"""Numbers of one plan in the addresses and forms of another: they are as if they didn't exist."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from tests.budget_books import Book, add_book, post
from tests.web.entry_forms import PREVIEW, RECORD, allocation, fill_pool
from tests.web.form_fields import fields, press
from tests.web.page_text import main_text
from tests.web.samples import form_for
from tests.web.site import Site
from tracker.actions import scenarios
from tracker.actions.scenarios import ScenarioWords
from tracker.domain.people import Actor, Role

PLAN = "/handleplaner/handleplan-for-oevelser"


@dataclass(frozen=True)
class Other:
    """Another plan with a decision, a proposal, and a scenario that holds it."""

    book: Book
    decision: int
    proposal: int
    scenario: int


@pytest.fixture
def other(site: Site) -> Other:
    fill_pool(site)
    officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    with site.database.writing() as session:
        book = add_book(session, officer, title="En anden plan")
        decision = post(session, book, (2020, book.source, book.reserve, 73_579_100))
        proposal = post(session, book, (2020, book.reserve, book.mentors, 73_579_100), decided_on=None)
        held = ScenarioWords("Den andens", "", frozenset({proposal}))
        return Other(book, decision, proposal, scenarios.new_scenario(session, officer, book.plan_id, held))


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer, who may see and change both plans."""
    return site.browser(site.people[Role.BUDGET_OFFICER])


def test_an_address_of_one_plan_shows_nothing_of_another(site: Site, officer: FlaskClient, other: Other) -> None:
    plan = PLAN
    theme = other.book.theme_id
    asked = {
        f"{plan}/scenarier/{other.scenario}/rediger": 404,
        f"{plan}/scenarier/sammenlign?vis={other.scenario}": 400,
        f"{plan}/scenarier/hent.xlsx?vis={other.scenario}": 400,
        f"{plan}/bilag.docx?scenarie={other.scenario}": 404,
        f"{plan}/bilag.docx?forslag={other.proposal}": 404,
        f"{plan}?med={other.proposal}": 400,
        f"{plan}?beslutning={other.decision}": 400,
        f"{plan}/budget.xlsx?med={other.proposal}": 400,
        f"{plan}/posteringer?med={other.proposal}": 400,
        f"{plan}/posteringer?tema={theme}": 400,
        f"{plan}/bro?fra_dato=01.01.2020&til_med={other.proposal}": 400,
        f"{plan}/bro?fra_beslutning={other.decision}": 400,
        f"{plan}/temaer/{theme}": 404,
    }
    answers = {address: officer.get(address, buffered=True) for address in asked}
    assert {address: answer.status_code for address, answer in answers.items()} == asked
    assert [address for address, answer in answers.items() if "735.791" in answer.text] == []


def test_a_form_of_one_plan_takes_nothing_of_another(site: Site, officer: FlaskClient, other: Other) -> None:
    plan, entry = PLAN, f"{PLAN}/beslutninger/ny"
    page = officer.get(entry).text
    of_line = press(officer, entry, page, RECORD, **allocation(site, row_0_to=str(other.book.mentors)))
    with_line = press(officer, entry, page, "add-line").text
    typed = allocation(site, row_0_to="ny-1", ny_1_title="Ny")
    forged = {**fields(press(officer, entry, with_line, PREVIEW, **typed).text), "ny-1-theme": str(other.book.theme_id)}
    before = site.rows()
    of_theme = officer.post(entry, data={**forged, "step": RECORD})
    made = fields(officer.get(f"{plan}/scenarier/nyt").text, having="title")
    of_proposal = officer.post(
        f"{plan}/scenarier/nyt", data={**made, "title": "Et nyt", "proposal_ids": str(other.proposal)}
    )
    moved = officer.post(
        f"{plan}/scenarier/{other.scenario}/plads",
        data={**form_for("scenarios.put_away", site), "csrf_token": site.token(officer)},
    )
    assert [answer.status_code for answer in (of_line, of_theme, of_proposal, moved)] == [400, 400, 400, 404]
    assert "Linjen findes ikke i planen." in main_text(of_line.text)
    assert "Temaet findes ikke i planen." in main_text(of_theme.text)
    assert "Vælg en af mulighederne på listen." in main_text(of_proposal.text)
    assert site.rows() == before
