"""The pages about people as they are used: adding, changing, one's own page, the log, and the language."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.web.samples import PARAMETERS
from tests.web.site import PASSWORD, Site, field
from tracker.domain.people import Role


@pytest.fixture
def administrator(site: Site) -> FlaskClient:
    return site.browser(site.people[Role.ADMINISTRATOR])


def add(site: Site, client: FlaskClient, **form: object) -> str:
    page = client.get("/administration/personer/ny").text
    data = {
        "csrf_token": site.token(client),
        "submission_key": field(page, "submission_key"),
        "name": "Ny læser",
        "email": "ny@kommune.example",
        "roles": ["reader"],
        **form,
    }
    return client.post("/administration/personer/ny", data=data).text


def start_password_on(page: str) -> str:
    return page.partition('<code id="start-password">')[2].partition("</code>")[0]


def test_a_new_person_signs_in_with_the_start_password_and_chooses_another(
    site: Site, administrator: FlaskClient
) -> None:
    start_password = start_password_on(add(site, administrator))
    client = site.browser()
    form = {"csrf_token": site.token(client), "email": "ny@kommune.example", "password": start_password}
    assert client.post("/log-ind?next=/administration/log", data=form).location == "/administration/log"
    assert client.get("/administration/log").status_code == 403, "it is no page of a reader"
    assert client.get("/").location == "/min-side"
    assert "Vælg din egen, før du går videre" in client.get("/min-side").text
    form = {
        "csrf_token": site.token(client),
        "current_password": start_password,
        "new_password": "tolv små skibe sejler",
        "repeated_password": "tolv små skibe sejler",
    }
    assert client.post("/min-side/adgangskode", data=form).location == "/min-side"
    assert client.get("/").status_code == 200


def test_a_start_password_is_shown_once(site: Site, administrator: FlaskClient) -> None:
    password = start_password_on(add(site, administrator))
    assert len(password) == 24
    for address in ("/administration/personer", "/administration/personer/9", "/administration/log", "/min-side"):
        assert password not in administrator.get(address).text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"email": "READER@example.org"}, "allerede en person med den e-mailadresse"),
        ({"email": "ny"}, "Skriv en hel e-mailadresse"),
        ({"email": "ny@kommune"}, "Skriv en hel e-mailadresse"),
        ({"email": "ny@kommune.example\nBcc: alle@kommune.example"}, "Skriv en hel e-mailadresse"),
        ({"name": "   "}, "Feltet skal udfyldes"),
        ({"name": "a" * 121}, "Skriv højst 120 tegn"),
        ({"roles": []}, "Vælg mindst én rolle"),
        ({"roles": ["chef"]}, "Vælg"),
        ({"line_ids": ["999"]}, "Vælg"),
    ],
)
def test_what_can_not_be_added_is_told_why_and_keeps_what_was_typed(
    site: Site, administrator: FlaskClient, form: dict[str, object], sentence: str
) -> None:
    before = site.count("person")
    page = add(site, administrator, **form)
    assert sentence in page
    assert site.count("person") == before
    assert "Ny læser" in page or "name" in form


def test_a_project_leads_initiatives_are_chosen_from_the_plans(site: Site, administrator: FlaskClient) -> None:
    page = administrator.get("/administration/personer/ny").text
    assert "Handleplan for øvelser: Mentorer" in page
    assert "Pulje til senere udmøntning" not in page
    add(site, administrator, roles=["project_lead"], line_ids=[str(site.book.language)])
    newest = site.value("SELECT max(id) FROM person")
    assert site.value("SELECT line_id FROM responsibility WHERE person_id = :id", id=newest) == site.book.language


def test_whoever_comes_second_sees_both_and_can_save_knowingly(site: Site, administrator: FlaskClient) -> None:
    person_id = PARAMETERS["person_id"](site, 0)
    address = f"/administration/personer/{person_id}"
    form = {"csrf_token": site.token(administrator), "version": "1", "roles": ["reader"], "active": "y"}
    assert administrator.post(address, data={**form, "name": "Første"}).status_code == 303
    second = administrator.post(address, data={**form, "name": "Anden", "roles": ["finance"]})
    assert second.status_code == 409
    rows = second.text.partition('<table class="conflict-table">')[2].partition("</table>")[0]
    assert re.findall(r"<td[^>]*>(.*?)</td>", rows) == ["Første", "Anden", "Læser", "Økonomi"]
    assert field(second.text, "version") == "2"
    assert field(second.text, "name") == "Anden"
    knowingly = {**form, "version": field(second.text, "version"), "name": "Anden"}
    assert administrator.post(address, data=knowingly).status_code == 303
    assert site.value("SELECT name FROM person WHERE id = :id", id=person_id) == "Anden"


def test_the_last_administrator_is_told_to_name_another_first(site: Site, administrator: FlaskClient) -> None:
    with site.database.writing() as session:
        session.execute(text("UPDATE person SET active = false WHERE id = :id"), {"id": site.everything})
    address = f"/administration/personer/{site.people[Role.ADMINISTRATOR]}"
    form = {"csrf_token": site.token(administrator), "version": "1", "name": "A", "roles": ["reader"], "active": "y"}
    answer = administrator.post(address, data=form)
    assert answer.status_code == 400
    assert "Gør en anden til administrator, før du ændrer denne" in answer.text
    assert administrator.get("/administration/personer").status_code == 200


def change_password(site: Site, client: FlaskClient, current: str, new: str, repeated: str | None = None) -> str:
    form = {
        "csrf_token": site.token(client),
        "current_password": current,
        "new_password": new,
        "repeated_password": new if repeated is None else repeated,
    }
    return client.post("/min-side/adgangskode", data=form).text


def test_a_new_password_has_to_be_a_good_one_and_the_old_one_known(site: Site) -> None:
    client = site.browser(site.people[Role.READER])
    sentences = {
        "Det er ikke din nuværende adgangskode": change_password(site, client, "en anden kode", "tolv små skibe"),
        "De to nye adgangskoder er ikke ens": change_password(site, client, PASSWORD, "tolv små skibe", "tolv skibe"),
        "Adgangskoden er for kort": change_password(site, client, PASSWORD, "kort"),
        "er den samme som den gamle": change_password(site, client, PASSWORD, PASSWORD),
    }
    assert [sentence for sentence, page in sentences.items() if sentence not in page] == []
    assert client.get("/min-side").status_code == 200


def test_guessing_the_old_password_on_ones_own_page_is_slowed_like_signing_in(site: Site) -> None:
    client = site.browser(site.people[Role.READER])
    for _guess in range(5):
        change_password(site, client, "en anden kode", "tolv små skibe")
    assert "Der har været for mange forsøg" in change_password(site, client, PASSWORD, "tolv små skibe")


def test_the_log_is_read_in_pages_and_by_what_and_who(site: Site, administrator: FlaskClient) -> None:
    reader = site.people[Role.READER]
    for number in range(60):
        client = site.browser(reader)
        form = {"csrf_token": site.token(client), "version": str(number + 1), "name": f"R{number}", "language": "da"}
        assert client.post("/min-side/oplysninger", data=form).status_code == 303
    first = administrator.get(f"/administration/log?person={reader}").text
    assert first.count("rettede sine oplysninger") == 50
    assert "<del>R58</del> <ins>R59</ins>" in first
    older = first.partition(f"person={reader}&amp;before=")[2].partition('"')[0]
    rest = administrator.get(f"/administration/log?person={reader}&before={older}").text
    assert rest.count("rettede sine oplysninger") == 10
    assert "Ældre ændringer" not in rest
    assert "Der er ingen ændringer at vise" in administrator.get("/administration/log?subject=transfer&person=1").text


@pytest.mark.parametrize(
    "query", ["person=x", "before=-1", "before=1e9", "person=99999999999999999999", "subject=' OR 1=1"]
)
def test_a_filter_that_makes_no_sense_is_no_fault(administrator: FlaskClient, query: str) -> None:
    assert administrator.get(f"/administration/log?{query}").status_code == 200


def switch(site: Site, client: FlaskClient, language: str) -> None:
    client.post("/sprog", data={"csrf_token": site.token(client), "language": language, "next": "/log-ind"})


def language_of(client: FlaskClient, address: str = "/min-side") -> str:
    return client.get(address).text.partition('<html lang="')[2][:2]


def test_the_language_chosen_before_signing_in_is_remembered_by_the_browser(site: Site) -> None:
    client = site.browser()
    assert language_of(client, "/log-ind") == "da"
    switch(site, client, "en")
    assert language_of(client, "/log-ind") == "en"
    switch(site, client, "klingon")
    assert language_of(client, "/log-ind") == "en"


def test_the_language_of_a_person_follows_them_to_every_browser(site: Site) -> None:
    reader = site.people[Role.READER]
    switch(site, site.browser(reader), "en")
    other = site.browser(reader)
    other.set_cookie("language", "da")
    assert language_of(other) == "en"
    assert language_of(site.browser(site.people[Role.FINANCE])) == "da"


def test_a_switch_to_the_same_language_leaves_no_event(site: Site) -> None:
    client = site.browser(site.people[Role.READER])
    before = site.count("audit_event")
    switch(site, client, "da")
    assert site.count("audit_event") == before
    switch(site, client, "en")
    assert site.count("audit_event") == before + 1
