"""The page Åbne og lukkede år: which years are open, and closing and opening one with a reason."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.page_text import main_text, tables
from tests.web.site import Site, field
from tracker.domain.people import Role

PAGE = "/administration/budgetaar"
PLAN = f"{PAGE}/handleplan-for-oevelser"


@pytest.fixture
def administrator(site: Site) -> FlaskClient:
    """An administrator's browser."""
    return site.browser(site.people[Role.ADMINISTRATOR])


def send(site: Site, browser: FlaskClient, address: str, *, reason: str, key: str = "") -> TestResponse:
    key = key or field(browser.get(address).text, "submission_key")
    return browser.post(address, data={"csrf_token": site.token(browser), "submission_key": key, "reason": reason})


def years(site: Site, role: Role) -> list[str]:
    (table,) = tables(site.browser(site.people[role]).get(PAGE).text)
    return table.splitlines()


def test_everybody_reads_which_years_are_closed_by_whom_and_why_and_only_administrators_are_offered_to_change_it(
    site: Site, administrator: FlaskClient
) -> None:
    assert send(site, administrator, f"{PLAN}/2019/luk", reason="Regnskabet er godkendt").location == PAGE
    assert "2019 er lukket for Handleplan for øvelser." in main_text(administrator.get(PAGE).text)
    heading, first, *others = years(site, Role.READER)
    assert heading == "År | Status"
    assert first.startswith("2019 | Lukket ")
    assert first.endswith(", administrator Regnskabet er godkendt")
    assert others == ["2020 | Åbent", "2021 | Åbent"]
    assert years(site, Role.ADMINISTRATOR)[1].endswith("Åbn 2019 for Handleplan for øvelser")
    assert years(site, Role.ADMINISTRATOR)[2].endswith("Luk 2020 for Handleplan for øvelser")


def test_a_year_is_opened_again_with_a_reason_and_the_log_has_both(site: Site, administrator: FlaskClient) -> None:
    send(site, administrator, f"{PLAN}/2019/luk", reason="Regnskabet er godkendt")
    page = administrator.get(f"{PLAN}/2019/aabn").text
    assert "Begrundelse Regnskabet er godkendt" in main_text(page)
    assert send(site, administrator, f"{PLAN}/2019/aabn", reason="Revisionen fandt en fejl").location == PAGE
    assert years(site, Role.READER)[1] == "2019 | Åbent"
    log = main_text(site.browser(site.people[Role.FINANCE]).get("/administration/log").text)
    assert "åbnede et budgetår Handleplan 1 Begrundelse: Revisionen fandt en fejl Budgetår: 2019" in log
    assert "lukkede et budgetår Handleplan 1 Begrundelse: Regnskabet er godkendt Budgetår: 2019" in log


def test_without_a_reason_nothing_is_closed(site: Site, administrator: FlaskClient) -> None:
    answer = send(site, administrator, f"{PLAN}/2019/luk", reason="  ")
    assert answer.status_code == 400
    assert "Skriv en begrundelse. Den står i loggen." in main_text(answer.text)
    assert site.count("closed_year") == 0


def test_a_second_click_closes_once_and_a_second_administrator_is_told(site: Site, administrator: FlaskClient) -> None:
    key = field(administrator.get(f"{PLAN}/2019/luk").text, "submission_key")
    answers = [send(site, administrator, f"{PLAN}/2019/luk", reason="Godkendt", key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    late = send(site, administrator, f"{PLAN}/2019/luk", reason="Godkendt nu")
    assert late.status_code == 400
    assert "2019 er allerede lukket. Se listen under Åbne og lukkede år." in main_text(late.text)
    open_one = send(site, administrator, f"{PLAN}/2020/aabn", reason="Godkendt nu")
    assert "2020 er ikke lukket. Se listen under Åbne og lukkede år." in main_text(open_one.text)


@pytest.mark.parametrize("year", [2018, 2022])
def test_a_year_that_the_plan_does_not_have_is_no_page(site: Site, administrator: FlaskClient, year: int) -> None:
    for what in ("luk", "aabn"):
        assert administrator.get(f"{PLAN}/{year}/{what}").status_code == 404
