"""The page Satser: entering a rate as it is typed, who may, and what is said when it isn't clear."""

import secrets

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.page_text import main_text, tables
from tests.web.site import Site, field
from tracker.domain.people import Role

PAGE = "/administration/satser"
RATE = {
    "from_year": "2020",
    "to_year": "2021",
    "rate": "1,85",
    "name": "",
    "source": "Budgetvejledning 2021",
    "published_on": "15.06.2020",
}


def enter(site: Site, browser: FlaskClient, **changed: str) -> TestResponse:
    form = {**RATE, "submission_key": field(browser.get(f"{PAGE}/ny").text, "submission_key"), **changed}
    return browser.post(f"{PAGE}/ny", data={"csrf_token": site.token(browser), **form})


def change(site: Site, browser: FlaskClient, rate_id: int, *, version: str = "1", **changed: str) -> TestResponse:
    form = {**RATE, **keys(site, browser, version=version), **changed}
    return browser.post(f"{PAGE}/{rate_id}", data=form)


def keys(site: Site, browser: FlaskClient, *, version: str) -> dict[str, str]:
    """Give what a form carries beside what is typed."""
    return {
        "csrf_token": site.token(browser),
        "submission_key": secrets.token_urlsafe(24),
        "version": version,
    }


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer's browser."""
    return site.browser(site.people[Role.BUDGET_OFFICER])


def test_an_empty_list_says_what_to_do_first(site: Site, officer: FlaskClient) -> None:
    page = main_text(officer.get(PAGE).text)
    assert "Der er ingen satser endnu. Indtast den første fra den kilde, I bruger." in page
    assert "Indtast en sats" not in main_text(site.browser(site.people[Role.READER]).get(PAGE).text)


@pytest.mark.parametrize("role", [Role.BUDGET_OFFICER, Role.ADMINISTRATOR])
def test_a_rate_stands_on_the_list_for_everybody_with_its_source(site: Site, role: Role) -> None:
    assert enter(site, site.browser(site.people[role])).location == PAGE
    (table,) = tables(site.browser(site.people[Role.READER]).get(PAGE).text)
    heading, row = table.splitlines()
    assert heading == "År | Pct. | Navn | Kilde | Kildens dato | Indtastet | Status"
    assert row.startswith("2020 til 2021 | 1,85 | – | Budgetvejledning 2021 | 15.06.2020 | ")
    assert row.endswith(f"{role.value} | Kan bruges")
    assert site.value("SELECT rate_millionths FROM index_rate") == 18_500


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rate": "1.85"}, "»1.85« har et punktum. Skriv decimaler efter et komma, fx 1,85."),
        ({"rate": "185"}, "Skriv en sats fra −50 til 100 pct."),
        ({"rate": "-51"}, "Skriv en sats fra −50 til 100 pct."),
        ({"rate": ""}, "Skriv satsen i procent, fx 1,85."),
        ({"source": " "}, "Skriv, hvor satsen står."),
        ({"published_on": "31.02.2020"}, "Skriv datoen som dag, måned og år, fx 15.11.2020."),
        ({"to_year": "2020"}, "Satsen går fra 2020 til 2020. Året, den går til, skal være det seneste."),
    ],
)
def test_what_is_not_clear_is_asked_about_and_what_was_typed_stays(
    site: Site, officer: FlaskClient, changed: dict[str, str], sentence: str
) -> None:
    answer = enter(site, officer, **changed)
    assert answer.status_code == 400
    assert sentence in main_text(answer.text)
    for name, typed in {**RATE, **changed}.items():
        assert field(answer.text, name) == typed.strip()
    assert site.count("index_rate") == 0


def test_a_form_sent_twice_enters_one_rate(site: Site, officer: FlaskClient) -> None:
    key = field(officer.get(f"{PAGE}/ny").text, "submission_key")
    answers = [enter(site, officer, submission_key=key) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, PAGE)] * 2
    assert site.count("index_rate") == 1


def test_the_second_of_two_who_change_a_rate_sees_both_as_they_are_typed(site: Site, officer: FlaskClient) -> None:
    enter(site, officer)
    assert change(site, officer, 1, rate="2,1").status_code == 303
    second = change(site, officer, 1, published_on="16.06.2020")
    assert second.status_code == 409
    assert tables(second.text) == [
        """\
Felt | Står der nu | Du har skrevet
Sats i pct. | 2,1 | 1,85
Kildens dato | 15.06.2020 | 16.06.2020"""
    ]
    again = change(site, officer, 1, version=field(second.text, "version"), published_on="16.06.2020")
    assert again.status_code == 303
    assert site.value("SELECT rate_millionths FROM index_rate") == 18_500


def test_a_withdrawn_rate_stays_on_the_list_and_its_page_leads_on(site: Site, officer: FlaskClient) -> None:
    enter(site, officer)
    withdraw = keys(site, officer, version="1")
    assert [officer.post(f"{PAGE}/1/traek-tilbage", data=withdraw).location for _click in range(2)] == [PAGE] * 2
    page = officer.get(PAGE).text
    assert tables(page)[0].endswith("Trukket tilbage")
    assert f"{PAGE}/1" not in page
    assert "Den kan ikke bruges eller rettes mere." in main_text(officer.get(f"{PAGE}/1").text)


def test_who_withdraws_a_rate_that_was_changed_meanwhile_is_shown_it_first(site: Site, officer: FlaskClient) -> None:
    enter(site, officer)
    change(site, officer, 1, rate="2,1")
    stale = officer.post(f"{PAGE}/1/traek-tilbage", data=keys(site, officer, version="1"))
    assert stale.location == f"{PAGE}/1"
    page = officer.get(stale.location).text
    assert "En anden har rettet satsen, mens du så på den." in main_text(page)
    assert field(page, "rate") == "2,1"
    assert site.value("SELECT count(*) FROM index_rate WHERE withdrawn") == 0


def test_the_log_shows_a_rate_as_people_write_it(site: Site, officer: FlaskClient) -> None:
    enter(site, officer)
    page = main_text(site.browser(site.people[Role.FINANCE]).get("/administration/log").text)
    assert "indtastede Sats 1" in page
    assert "Sats: 1,85 pct." in page
    assert "Kildens dato: 15.06.2020" in page
