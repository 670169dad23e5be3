"""Reconciliation: printed figures against their rows and against the ledger; only what differs is shown."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.excel_files import changed, confirm, preview_address, read_in, send, workbook
from tests.web.site import Site, field
from tracker.actions.decisions import record_decision
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Role
from tracker.domain.years import today
from tracker.queries.matching import named_lines


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """The browser of a budget officer."""
    return site.browser(site.people[Role.BUDGET_OFFICER])


def rows(page: str) -> list[str]:
    """Give the rows of the table of differences as they are read, without the last cell's link."""
    body = page[page.index("<tbody>") : page.index("</tbody>")] if "<tbody>" in page else ""
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row.rpartition("<td>")[0]).split()) for row in found]


def cut(site: Site, plan_id: int, title: str, amount_oere: int) -> None:
    """Take money from a line today."""
    with site.database.writing() as session:
        lines = {line.title: line.id for line in named_lines(session, plan_id)}
        decision = NewDecision(kind=DecisionKind.CUT, body="BIU", decided_on=today())
        moved = NewTransfer(2019, lines[title], lines["Ramme"], amount_oere)
        record_decision(session, site.book.actor, plan_id, decision, [moved])


def test_a_table_that_ties_out_says_so_with_the_number_of_figures_compared(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    page = officer.get(f"{plan}/afstemning").text
    assert "Alt stemmer" in page
    # Two totals, and six printed cells of lines against the ledger as of the decision and of today.
    assert "14 tal er holdt op mod" in page
    assert rows(page) == []


def test_a_printed_total_that_is_not_the_sum_of_its_rows_is_shown_with_both(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer, changed("I alt", 4400, 4000))
    page = officer.get(f"{plan}/afstemning").text
    assert rows(page) == ["B9 I alt 2019 4.400 rækkernes sum 4.300 +100 Stemmer ikke"]


def test_a_difference_that_rounding_explains_is_called_rounding(site: Site, officer: FlaskClient) -> None:
    table = (
        ("Handleplan",),
        ("Indsatser (opgjort i mio. kr.)", 2019, 2020),
        ("Mentorer", "1,2", "1,1"),
        ("Sprog", "1,2", "1,1"),
        ("I alt", "2,5", "2,2"),
    )
    page = officer.get(f"{read_in(site, officer, table)}/afstemning").text
    assert rows(page) == ["B5 I alt 2019 2,5 rækkernes sum 2,4 +0,1 Afrunding"]


def test_a_line_that_was_cut_since_differs_from_the_print_today_and_not_as_of_its_decision(
    site: Site, officer: FlaskClient
) -> None:
    plan = read_in(site, officer)
    cut(site, 2, "Mentorer", 30_000_000)
    page = officer.get(f"{plan}/afstemning").text
    assert rows(page) == ["B5 Mentorer 2019 3.300 hovedbogen i dag 3.000 +300 Stemmer ikke"]


def test_of_several_tables_only_the_newest_is_held_against_today(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    slug = plan.rpartition("/")[2]
    address = preview_address(send(site, officer, workbook(changed("Mentorer", 3000, 3400)), plan=slug))
    assert confirm(site, officer, address, kind="cut", decided_on="01.02.2020").status_code == 303
    page = officer.get(f"{plan}/afstemning").text
    assert page.count("Alt stemmer") == 1
    assert rows(page) == [
        "B9 I alt 2019 4.300 rækkernes sum 4.000 +300 Stemmer ikke",
    ]


def test_a_reason_is_recorded_shown_and_kept_beneath_the_next(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer, changed("I alt", 4400, 4000))
    page = officer.get(f"{plan}/afstemning").text
    address = re.search(r'href="([^"]+/afstemning/\d+)"', page)
    assert address
    events = site.count("audit_event")
    for reason in ("Trykfejl i bilaget", "Spørgeskemaet er talt med"):
        form = officer.get(address[1]).text
        data = {
            "csrf_token": site.token(officer),
            "submission_key": field(form, "submission_key"),
            "reason": reason,
        }
        assert officer.post(address[1], data=data).status_code == 303
        assert officer.post(address[1], data=data).status_code == 303
    assert site.count("audit_event") == events + 2
    assert site.count("difference_reason") == 2
    assert "Spørgeskemaet er talt med" in officer.get(f"{plan}/afstemning").text
    assert "Trykfejl i bilaget" in officer.get(address[1]).text
    reader = site.browser(site.people[Role.READER])
    assert "Spørgeskemaet er talt med" in reader.get(f"{plan}/afstemning").text
    assert reader.get(address[1]).status_code == 403


def test_an_empty_reason_is_asked_for(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer, changed("I alt", 4400, 4000))
    address = re.search(r'href="([^"]+/afstemning/\d+)"', officer.get(f"{plan}/afstemning").text)
    assert address
    key = field(officer.get(address[1]).text, "submission_key")
    answer = officer.post(address[1], data={"csrf_token": site.token(officer), "submission_key": key, "reason": " "})
    assert answer.status_code == 400
    assert "Skriv, hvorfor tallet ikke stemmer." in answer.text


def test_a_cell_of_another_plan_is_not_found(site: Site, officer: FlaskClient) -> None:
    read_in(site, officer)
    assert officer.get("/handleplaner/handleplan-for-oevelser/afstemning/1").status_code == 404


def test_a_plan_without_a_printed_table_says_what_to_do(site: Site, officer: FlaskClient) -> None:
    page = officer.get("/handleplaner/handleplan-for-oevelser/afstemning").text
    assert "Planen har ingen trykt tabel at afstemme." in page
