"""Taking a decision back whole, and recording it again with what was wrong put right."""

import pytest
from flask.testing import FlaskClient

from tests.web.entry_forms import (
    CORRECT,
    RECORD,
    SAVE,
    address_of,
    allocation,
    fill_pool,
    left_in_pool,
    newest_decision,
)
from tests.web.form_fields import fields, press
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.domain.people import Role

REVERSED = "Hele beslutningen er tilbageført, og budgettet er, som om den ikke var registreret."


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer before a plan with 600 in the pool of 2020 and 1.000 in that of 2021."""
    fill_pool(site)
    return site.browser(site.people[Role.BUDGET_OFFICER])


def decided(site: Site, client: FlaskClient, **typed: str) -> str:
    """Decide 600 and 1.000 for the mentors; gives the address of the decision's page."""
    page = client.get(address_of(site)).text
    if "row_0_to" in typed and typed["row_0_to"].startswith("ny"):
        page = press(client, address_of(site), page, "add-line").text
    assert press(client, address_of(site), page, RECORD, **allocation(site, **typed)).status_code == 303
    return newest_decision(site)


def reverse(client: FlaskClient, page: str, reason: str = "Forkert mødedato", version: str = "1") -> str:
    """Reverse a decision by the form on its page; gives the page that follows."""
    opened = client.get(page).text
    form = {**fields(opened), "version": version, "reason": reason}
    return client.post(f"{page}/tilbagefoer", data=form, follow_redirects=True).text


def test_a_decision_of_a_wrong_day_is_reversed_and_recorded_again(any_site: Site) -> None:
    site = any_site
    fill_pool(site)
    officer = site.browser(site.people[Role.BUDGET_OFFICER])
    page = decided(site, officer, reason="Gode resultater", decided_on="15.11.2019", agenda_item="7")
    number = page.rpartition("/")[2]
    reversed_page = reverse(officer, page)
    assert REVERSED in reversed_page
    after = main_text(reversed_page)
    assert "Tilbageført · tæller ikke med i budgettet" in after
    assert "Hele beslutningen tilbageført: 2 posteringer" in after
    assert "Forkert mødedato" in after
    assert "Ret en tastefejl" not in after
    assert left_in_pool(site) == (1, 600, 1000)
    again = f"{address_of(site)}?som={number}"
    assert again in officer.get(page).text.replace("&amp;", "&")
    opened = officer.get(again).text
    kept = fields(opened)
    assert (kept["title"], kept["reason"], kept["decided_on"], kept["agenda_item"]) == (
        "Flere mentorer",
        "Gode resultater",
        "15.11.2019",
        "7",
    )
    assert (kept["row-0-to"], kept["row-0-2020"], kept["row-0-2021"]) == (str(site.book.mentors), "600", "1.000")
    assert press(officer, again, opened, RECORD, decided_on="15.11.2020").status_code == 303
    assert left_in_pool(site) == (1, 0, 0)
    assert newest_decision(site) != page


def test_a_line_that_came_with_a_reversed_decision_is_used_again(site: Site, officer: FlaskClient) -> None:
    theme = str(site.book.theme_id)
    page = decided(site, officer, row_0_to="ny-1", ny_1_title="Naboskaber", ny_1_theme=theme)
    line = site.value("SELECT id FROM budget_line WHERE title = 'Naboskaber'")
    reverse(officer, page)
    without = officer.get(address_of(site)).text
    assert f'action="{address_of(site)}"' in without
    assert "Naboskaber" not in without, "the line that nothing uses is in nobody's way"
    again = f"{address_of(site)}?som={page.rpartition('/')[2]}"
    opened = officer.get(again).text
    assert fields(opened)["row-0-to"] == str(line)
    assert f'action="{again}"' in opened
    shown = press(officer, again, opened, "preview").text
    assert any("Naboskaber | – | – | – | – | +600" in table for table in tables(shown))
    assert fields(shown)["row-0-to"] == str(line)
    assert press(officer, again, shown, RECORD).status_code == 303
    assert site.value("SELECT count(*) FROM budget_line WHERE title = 'Naboskaber'") == 1
    slug = site.value("SELECT slug FROM action_plan")
    assert "Naboskaber" in officer.get(f"/handleplaner/{slug}").text


@pytest.mark.parametrize("som", ["0", "999999", "x", "{standing}", "{draft}"])
def test_only_a_reversed_decision_fills_the_form_in(site: Site, officer: FlaskClient, som: str) -> None:
    standing = decided(site, officer).rpartition("/")[2]
    page = officer.get(address_of(site)).text
    assert press(officer, address_of(site), page, SAVE, **allocation(site, decided_on="")).status_code == 303
    draft = newest_decision(site).rpartition("/")[2]
    answer = officer.get(f"{address_of(site)}?som={som.format(standing=standing, draft=draft)}")
    assert answer.status_code in {200, 404}
    assert answer.status_code == 404 or not fields(answer.text)["title"]


def test_to_reverse_asks_for_a_reason_and_for_what_was_seen(site: Site, officer: FlaskClient) -> None:
    page = decided(site, officer)
    before = site.rows()
    refused = reverse(officer, page, reason=" ")
    assert "Skriv, hvorfor beslutningen tilbageføres. Begrundelsen står i loggen." in refused
    assert '<details class="step-more" open>' in refused
    conflict = reverse(officer, page, version="7")
    assert "Nogen har rettet beslutningen, siden du åbnede siden." in conflict
    assert site.rows() == before


def test_a_decision_that_others_build_on_says_what_would_be_lacking(site: Site, officer: FlaskClient) -> None:
    page = decided(site, officer)
    moved = allocation(site, kind="reallocation", title="Videre", row_0_from=str(site.book.mentors))
    moved["row_0_to"] = str(site.book.language)
    assert press(officer, address_of(site), officer.get(address_of(site)).text, RECORD, **moved).status_code == 303
    before = site.rows()
    assert "Mentorer rækker ikke: i 2020 ville der mangle 600" in main_text(reverse(officer, page))
    assert site.rows() == before


def test_the_log_tells_and_finds_what_was_reversed(site: Site, officer: FlaskClient) -> None:
    page = decided(site, officer)
    reverse(officer, page)
    assert "Tilbageført Flere mentorer" in main_text(officer.get("/beslutninger").text)
    assert "Flere mentorer" in main_text(officer.get("/beslutninger?status=reversed").text)
    assert "Flere mentorer" not in main_text(officer.get("/beslutninger?status=adopted").text)
    assert officer.get(f"{page}/bilag.docx").status_code == 200


def test_the_form_of_corrections_leads_to_reversing_when_nothing_is_left(site: Site, officer: FlaskClient) -> None:
    page = decided(site, officer)
    without_rows = press(officer, f"{page}/ret", officer.get(f"{page}/ret").text, "remove-row-0").text
    refused = press(officer, f"{page}/ret", without_rows, CORRECT, reason="Alt")
    assert refused.status_code == 400
    assert "Tilbagefør hele beslutningen på dens egen side" in refused.text


@pytest.mark.parametrize("role", [Role.FINANCE, Role.READER, Role.PROJECT_LEAD, Role.ADMINISTRATOR])
def test_only_budget_officers_are_offered_it(site: Site, officer: FlaskClient, role: Role) -> None:
    page = decided(site, officer)
    assert "Tilbagefør hele beslutningen" in officer.get(page).text
    assert "Tilbagefør hele beslutningen" not in site.browser(site.people[role]).get(page).text
