"""The plan's page as of a decision, as published, with proposals, and one year by what changed it."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.budget_books import close_year, post
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions.entries import correct
from tracker.actions.proposals import move
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.entries import EntryTransfer
from tracker.domain.people import Role

PLAN = "/handleplaner/handleplan-for-oevelser"
PUBLISHED, CORRECTED = "2120-01-10T09:00:00+00:00", "2120-02-01T09:00:00+00:00"
MEETING = date(2020, 1, 8)


def officer(site: Site) -> FlaskClient:
    return site.browser(site.people[Role.BUDGET_OFFICER])


def rows(page: str) -> dict[str, str]:
    """Give the table's rows by their names."""
    return dict(row.split(" | ", 1) for row in tables(page)[0].splitlines() if " | " in row)


@pytest.fixture
def decision(site: Site) -> int:
    """An allocation of 20 kr. that was typed as 40 and put right three weeks after it was published."""
    book = site.book
    with time_machine.travel(PUBLISHED, tick=False), site.database.writing() as session:
        moved = (2019, book.reserve, book.language, 4_000)
        number = post(session, book, moved, kind=DecisionKind.ALLOCATION, decided_on=MEETING)
    with time_machine.travel(CORRECTED, tick=False), site.database.writing() as session:
        right = EntryTransfer(0, 2019, book.reserve, book.language, 2_000)
        correct(session, book.actor, number, [right], reason="Tastefejl", seen_version=1)
    return number


def test_the_table_after_a_decision_is_right_now_and_as_it_was_published(site: Site, decision: int) -> None:
    browser = officer(site)
    now = browser.get(f"{PLAN}?enhed=kr&beslutning={decision}").text
    then = browser.get(f"{PLAN}?enhed=kr&beslutning={decision}&offentliggjort=1").text
    assert (rows(now)["1.2 Sprog på jobbet"], rows(then)["1.2 Sprog på jobbet"]) == (
        "20 | – | – | 20",
        "40 | – | – | 40",
    )
    assert "Budgettet som vedtaget til og med beslutningen 08.01.2020 Udmøntning, BIU · kr." in main_text(now)
    assert "som offentliggjort (bogført 10.01.2120 kl. 10:00)" in main_text(then)
    assert f'<option value="{decision}" selected>08.01.2020 Udmøntning, BIU</option>' in then


def test_the_amounts_and_the_workbook_are_of_the_same_point_as_the_table(site: Site, decision: int) -> None:
    browser = officer(site)
    page = browser.get(f"{PLAN}?beslutning={decision}&offentliggjort=1").text
    point = f"beslutning={decision}&amp;offentliggjort=1"
    assert f'<a href="{PLAN}/posteringer?linje=mentorer&amp;aar=2019&amp;{point}">' in page
    assert f'<a href="{PLAN}/posteringer?linje=mentorer&amp;{point}">' in page
    assert f'<a href="{PLAN}/posteringer?{point}">' in page
    button = re.search(r'href="([^"]*budget\.xlsx[^"]*)"', page)
    assert button
    book = load_workbook(BytesIO(browser.get(unescape(button[1])).data))
    amounts = {row[0]: row[1] for row in book["Budget"].iter_rows(max_col=2, values_only=True)}
    assert amounts["1.2 Sprog på jobbet"] == 0.04
    about = {row[0]: row[1] for row in book["Om"].iter_rows(max_col=2, values_only=True)}
    assert about["Som det var bogført"] == "10.01.2120 kl. 10.00 (dansk tid)"
    assert (
        "Budget som besluttet til og med 08.01.2020, som det var bogført 10.01.2120 kl. 10.00 (dansk tid)." in amounts
    )


def test_a_workbook_is_refused_for_a_point_that_cannot_be_read(site: Site) -> None:
    answer = officer(site).get(f"{PLAN}/budget.xlsx?beslutning=99999")
    assert answer.status_code == 400
    assert "Planen har ingen beslutning nr. »99999«. Vælg en på listen." in main_text(answer.text)


def test_a_year_is_shown_by_what_changed_it_with_the_revised_budget_last(site: Site) -> None:
    book = site.book
    with site.database.writing() as session:
        allocated = (2019, book.reserve, book.mentors, 100_000)
        post(session, book, allocated, kind=DecisionKind.ALLOCATION, decided_on=MEETING)
        moved = (2019, book.mentors, book.language, 5_000_000)
        post(session, book, moved, kind=DecisionKind.REALLOCATION, decided_on=MEETING, body="BR")
        post(session, book, (2019, book.source, book.survey, 700_000), kind=DecisionKind.SUPPLEMENTARY, body="BR")
        post(session, book, (2019, book.mentors, book.source, 200_000), kind=DecisionKind.CUT, decided_on=MEETING)
        post(session, book, (2020, book.source, book.mentors, 300_000), kind=DecisionKind.INDEXATION)
    page = officer(site).get(f"{PLAN}?kolonner=2019").text
    assert tables(page) == [
        """\
Indsatser | Vedtaget | Udmøntninger | Omdisponeringer | Tillæg | Besparelser | Overførsler mellem år | P/l | Korrigeret
Job og uddannelse
1.1 Mentorer | 3.300 | 1 | −50 | – | −2 | – | – | 3.249
1.2 Sprog på jobbet | – | – | 50 | – | – | – | – | 50
Øvrige midler
Undersøgelse | – | – | – | 7 | – | – | – | 7
Pulje til senere udmøntning | 1 | −1 | – | – | – | – | – | –
I alt | 3.301 | 0 | 0 | 7 | −2 | – | – | 3.306"""
    ]
    explained = f"{PLAN}/posteringer?linje=mentorer&amp;aar=2019"
    assert f'<a href="{explained}&amp;art=cut">−2</a>' in page
    assert f'<a href="{explained}">3.249</a>' in page
    years = tables(officer(site).get(PLAN).text)[0].splitlines()
    assert years[2] == "1.1 Mentorer | 3.249 | 3 | – | 3.252"


def test_a_year_that_the_plan_has_not_is_named(site: Site) -> None:
    answer = officer(site).get(f"{PLAN}?kolonner=2030")
    assert answer.status_code == 400
    assert "Planen har ikke året »2030«. Vælg et af årene øverst i tabellen." in main_text(answer.text)


def test_a_closed_year_is_marked_in_the_head(site: Site) -> None:
    with site.database.writing() as session:
        close_year(session, site.book, 2019)
    head = tables(officer(site).get(PLAN).text)[0].splitlines()[0]
    assert head == "Indsatser | 2019 lukket | 2020 | 2021 | I alt"


def propose(site: Site, amount: int, *, by: Role, state: ProposalState | None = None) -> int:
    """Propose to give money from the pool of 2019 to language."""
    book = site.book
    with site.database.writing() as session:
        moved = (2019, book.reserve, book.language, amount)
        number = post(session, book, moved, kind=DecisionKind.ALLOCATION, decided_on=None)
        session.connection().exec_driver_sql(
            f"UPDATE decision SET owner_id = {site.people[by]} WHERE id = {number}"  # noqa: S608 - two numbers
        )
        if state:
            move(session, book.actor, number, state, seen_version=1)
    return number


def test_proposals_that_overdraw_the_pool_together_are_warned_about(site: Site) -> None:
    first = propose(site, 60_000, by=Role.BUDGET_OFFICER)
    second = propose(site, 70_000, by=Role.BUDGET_OFFICER)
    browser = officer(site)
    warning = "Forslagene kan ikke alle vedtages"
    alone = main_text(browser.get(f"{PLAN}?med={first}").text)
    together = main_text(browser.get(f"{PLAN}?med={first}&med={second}").text)
    assert (warning in alone, warning in together) == (False, True)
    assert "Pulje til senere udmøntning" in together.partition(warning)[2][:200]
    assert warning not in main_text(browser.get(PLAN).text)


def test_ones_own_draft_is_counted_for_oneself_and_kept_for_nobody_else(site: Site) -> None:
    propose(site, 60_000, by=Role.PROJECT_LEAD)
    lead, reader = (site.browser(site.people[role]) for role in (Role.PROJECT_LEAD, Role.READER))
    address = f"{PLAN}?forslag=1&enhed=kr"
    for browser, amount in ((lead, "600"), (reader, "–"), (lead, "600")):
        assert rows(browser.get(address).text)["1.2 Sprog på jobbet"].startswith(f"{amount} |")


def test_those_who_may_decide_or_propose_get_a_button_for_it(site: Site) -> None:
    button = f'href="{PLAN}/beslutninger/ny"'
    seen = {role: button in site.browser(site.people[role]).get(PLAN).text for role in Role}
    assert {role for role, shown in seen.items() if shown} == {Role.BUDGET_OFFICER, Role.PROJECT_LEAD}
