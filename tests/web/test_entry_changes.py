"""Writing a draft anew and putting a decision right, without a script: what stood, what is typed, and both at once."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.web.entry_forms import (
    CORRECT,
    PREVIEW,
    RECORD,
    SAVE,
    address_of,
    allocation,
    fill_pool,
    left_in_pool,
    newest_decision,
)
from tests.web.excel_files import read_in
from tests.web.form_fields import fields, press
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.domain.people import Role


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer before a plan with 600 in the pool of 2020 and 1.000 in that of 2021."""
    fill_pool(site)
    return site.browser(site.people[Role.BUDGET_OFFICER])


def draft(site: Site, client: FlaskClient) -> str:
    """Propose 600 and 1.000 for the mentors; gives the address of the form that rewrites it."""
    page = client.get(address_of(site)).text
    typed = allocation(site, reason="Gode resultater")
    if "decided_on" not in fields(page):
        del typed["decided_on"]
    assert press(client, address_of(site), page, SAVE, **typed).status_code == 303
    return f"{newest_decision(site)}/rediger"


def decided(site: Site, client: FlaskClient) -> str:
    """Decide 600 and 1.000 for the mentors; gives the address of the form that puts it right."""
    answer = press(client, address_of(site), client.get(address_of(site)).text, RECORD, **allocation(site))
    assert answer.status_code == 303
    return f"{newest_decision(site)}/ret"


def test_a_draft_comes_back_into_its_form_and_is_changed(site: Site, officer: FlaskClient) -> None:
    address = draft(site, officer)
    page = officer.get(address).text
    kept = fields(page)
    assert (kept["title"], kept["kind"], kept["reason"]) == ("Flere mentorer", "allocation", "Gode resultater")
    assert (kept["row-0-to"], kept["row-0-2020"], kept["row-0-2021"]) == (str(site.book.mentors), "600", "1.000")
    answer = press(officer, address, page, SAVE, row_0_2021="700", title="Færre mentorer")
    assert answer.status_code == 303
    assert "Forslaget er rettet." in officer.get(answer.location).text
    again = fields(officer.get(address).text)
    assert (again["title"], again["row-0-2020"], again["row-0-2021"]) == ("Færre mentorer", "600", "700")
    assert site.value("SELECT count(*) FROM transfer WHERE reverses_id IS NOT NULL") == 1


def test_a_button_of_the_form_saves_nothing_and_keeps_the_rows(site: Site, officer: FlaskClient) -> None:
    address = draft(site, officer)
    before = site.rows()
    page = press(officer, address, officer.get(address).text, "add-row", row_0_2021="700").text
    assert fields(page)["row-0-2021"] == "700"
    assert "row-1-2021" in fields(page)
    assert site.rows() == before
    refused = press(officer, address, page, SAVE, row_0_2021="1,200")
    assert refused.status_code == 400
    assert "Mener du 1.200 eller 1,2? Skriv det ene." in refused.text
    assert site.rows() == before


def empty(site: Site, _client: FlaskClient) -> str:
    """Give the address of the form of a new decision."""
    return address_of(site)


@pytest.mark.parametrize(
    ("make", "step"),
    [(draft, RECORD), (draft, CORRECT), (decided, RECORD), (decided, SAVE), (empty, CORRECT), (empty, "save")],
)
def test_a_button_of_another_form_saves_nothing_and_keeps_what_was_typed(
    site: Site, officer: FlaskClient, make: Callable[[Site, FlaskClient], str], step: str
) -> None:
    address = make(site, officer)
    before = site.rows()
    typed = {
        "row_0_from": str(site.book.reserve),
        "row_0_to": str(site.book.language),
        "row_0_2021": "70",
        "reason": "x",
    }
    answer = press(officer, address, officer.get(address).text, step, **typed)
    kept = fields(answer.text)
    assert answer.status_code == 200
    assert {name: kept[name if name in kept else name.replace("_", "-")] for name in typed} == typed
    assert site.rows() == before


def test_who_comes_second_to_a_draft_sees_both_and_loses_nothing(any_site: Site) -> None:
    site = any_site
    fill_pool(site)
    first, second = (site.browser(site.people[Role.BUDGET_OFFICER]) for _officer in range(2))
    address = draft(site, first)
    page = second.get(address).text
    theirs = {"title": "Deres", "kind": "reallocation", "reason": "Gode\nresultater"}
    saved = press(first, address, first.get(address).text, SAVE, row_0_2021="900", **theirs)
    assert saved.status_code == 303
    conflict = press(second, address, page, SAVE, row_0_2021="800", title="Mit", reason="Gode\r\nresultater")
    assert conflict.status_code == 409
    assert tables(conflict.text)[0].splitlines() == [
        "Felt | Står der nu | Du har skrevet",
        "Hvad er det? | Omdisponering | Udmøntning",
        "Overskrift | Deres | Mit",
        "Fra Pulje til senere udmøntning til Mentorer i 2021 | 900 | 800",
    ]
    assert (fields(conflict.text)["title"], fields(conflict.text)["row-0-2021"]) == ("Mit", "800")
    assert fields(first.get(address).text)["title"] == "Deres"
    assert press(second, address, conflict.text, SAVE).status_code == 303
    assert fields(first.get(address).text)["row-0-2021"] == "800"


def test_a_draft_that_was_sent_meanwhile_is_refused_with_the_rows_kept(site: Site, officer: FlaskClient) -> None:
    address = draft(site, officer)
    page = officer.get(address).text
    with site.database.writing() as session:
        session.execute(
            text("UPDATE decision SET proposal_state = 'sent', version = version + 1 WHERE decided_on IS NULL")
        )
    answer = press(officer, address, page, SAVE, row_0_2021="700")
    assert answer.status_code == 400
    assert "Kun en kladde kan rettes. Hent forslaget tilbage til kladde først." in answer.text
    assert fields(answer.text)["row-0-2021"] == "700"
    assert officer.get(address).status_code == 400


def test_a_lead_rewrites_only_own_drafts(site: Site, officer: FlaskClient) -> None:
    lead = site.browser(site.people[Role.PROJECT_LEAD])
    others = draft(site, officer)
    assert lead.get(others).status_code == 404
    own = draft(site, lead)
    page = lead.get(own).text
    assert "Du kan foreslå det, der berører dine egne indsatser" in page
    assert press(lead, own, page, SAVE, row_0_2021="700").status_code == 303
    refused = press(lead, own, lead.get(own).text, SAVE, row_0_to=str(site.book.language))
    assert refused.status_code == 400
    assert "Hver række i dit forslag skal berøre en indsats" in refused.text


def test_a_typing_error_is_reversed_and_entered_anew(any_site: Site) -> None:
    site = any_site
    fill_pool(site)
    officer = site.browser(site.people[Role.BUDGET_OFFICER])
    address = decided(site, officer)
    page = officer.get(address).text
    assert fields(page)["row-0-2021"] == "1.000"
    shown = press(officer, address, page, PREVIEW, row_0_2021="100")
    assert shown.status_code == 200
    assert "Fra Pulje til senere udmøntning til Mentorer i 2021 | 1.000 | 100" in tables(shown.text)[1]
    assert left_in_pool(site) == (1, 0, 0)
    answer = press(officer, address, shown.text, CORRECT, reason="Et nul for meget")
    assert answer.status_code == 303
    assert left_in_pool(site) == (1, 0, 900)
    assert "Beslutningen er rettet." in officer.get(answer.location).text
    assert site.value("SELECT count(*) FROM transfer WHERE reverses_id IS NOT NULL") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"row_0_2021": "100"}, "Skriv, hvad der var tastet forkert."),
        ({"reason": "Intet"}, "Der er ikke rettet noget. Ret et beløb eller en linje, eller gå tilbage."),
        ({"reason": "Mere", "row_0_2021": "1.100"}, "i 2021 ville der mangle 100 (1.000 kr.)"),
        ({"reason": "Mere", "row_0_2021": "1.5"}, "»1.5« har punktum eller komma et forkert sted."),
        ({"reason": "Forkert", "row_0_from": ""}, "Vælg, både hvor pengene kommer fra, og hvor de går hen."),
    ],
)
def test_a_correction_that_will_not_do_keeps_what_was_typed(
    site: Site, officer: FlaskClient, typed: dict[str, str], said: str
) -> None:
    address = decided(site, officer)
    before = site.rows()
    answer = press(officer, address, officer.get(address).text, CORRECT, **typed)
    kept = fields(answer.text)
    assert answer.status_code == 400
    assert said in main_text(answer.text)
    assert {name: kept[name.replace("_", "-")] for name in typed} == typed
    assert site.rows() == before


def test_who_comes_second_to_a_correction_sees_what_stands_now(site: Site, officer: FlaskClient) -> None:
    address = decided(site, officer)
    page = officer.get(address).text
    assert press(officer, address, page, CORRECT, row_0_2021="900", reason="Først").status_code == 303
    conflict = press(officer, address, page, CORRECT, row_0_2021="800", reason="Bagefter")
    assert conflict.status_code == 409
    assert "En anden har rettet det samme, mens du skrev." in conflict.text
    assert "Fra Pulje til senere udmøntning til Mentorer i 2021 | 900 | 800" in tables(conflict.text)[1]
    assert fields(conflict.text)["reason"] == "Bagefter"
    assert press(officer, address, conflict.text, CORRECT).status_code == 303
    assert left_in_pool(site) == (1, 0, 200)


def test_an_imported_adoption_is_put_right_and_keeps_the_cells_it_came_from(site: Site, officer: FlaskClient) -> None:
    read_in(site, officer)
    address = f"{newest_decision(site)}/ret"
    page = officer.get(address).text
    assert [fields(page)[f"row-{row}-2019"] for row in range(3)] == ["3.300", "1.000", ""]
    assert "row-3-2019" not in fields(page)
    assert press(officer, address, page, CORRECT, row_0_2019="3.200", reason="Trykfejl").status_code == 303
    assert fields(officer.get(address).text)["row-0-2019"] == "3.200"
    assert site.value("SELECT count(*) FROM transfer WHERE published_cell_id IS NOT NULL") == 4
    assert site.value("SELECT count(*) FROM transfer WHERE reverses_id IS NOT NULL") == 1


def test_only_a_decision_that_was_taken_is_put_right(site: Site, officer: FlaskClient) -> None:
    address = draft(site, officer).replace("/rediger", "/ret")
    answer = officer.get(address)
    assert answer.status_code == 400
    assert "Et forslag rettes i sin egen formular." in answer.text
    assert site.browser(site.people[Role.PROJECT_LEAD]).get(decided(site, officer)).status_code == 403


@pytest.mark.parametrize(("make", "step"), [(draft, SAVE), (decided, CORRECT)])
def test_a_change_that_is_sent_twice_counts_once_and_leads_to_the_same_page(
    any_site: Site, make: Callable[[Site, FlaskClient], str], step: str
) -> None:
    site = any_site
    fill_pool(site)
    client = site.browser(site.people[Role.BUDGET_OFFICER])
    address = make(site, client)
    page = client.get(address).text
    typed = {"row_0_2021": "700", "reason": "Det var 700."}
    answers = [press(client, address, page, step, **typed) for _click in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, newest_decision(site))] * 2
    assert site.value("SELECT count(*) FROM transfer WHERE reverses_id IS NOT NULL") == 1
    assert site.value("SELECT version FROM decision WHERE id = (SELECT max(id) FROM decision)") == 2


@pytest.mark.parametrize(("make", "step"), [(draft, SAVE), (decided, CORRECT)])
def test_who_goes_back_and_sends_the_same_page_with_something_else_is_shown_what_counts(
    site: Site, officer: FlaskClient, make: Callable[[Site, FlaskClient], str], step: str
) -> None:
    address = make(site, officer)
    page = officer.get(address).text
    assert press(officer, address, page, step, row_0_2021="700", reason="Det var 700.").status_code == 303
    again = press(officer, address, page, step, row_0_2021="800", reason="Det var 800.")
    assert again.status_code == 409
    assert any("i 2021 | 700 | 800" in table for table in tables(again.text))
    assert press(officer, address, again.text, step).status_code == 303
    assert site.value("SELECT max(version) FROM decision") == 3
