"""Entering a decision or proposal without a script: what was typed stays, what it does shows, and it is saved once."""

import re
import secrets
import sqlite3
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.budget_books import close_year
from tests.databases import DatabaseUrls
from tests.web.entry_forms import (
    PREVIEW,
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
from tracker.domain.decisions import DecisionKind
from tracker.domain.entries import EntryTransfer
from tracker.domain.people import Role
from tracker.domain.years import today
from tracker.queries.plans import plan_by_id
from tracker.web.entries.prefill import prefilled


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer before a plan with 600 in the pool of 2020 and 1.000 in that of 2021."""
    fill_pool(site)
    return site.browser(site.people[Role.BUDGET_OFFICER])


def test_the_pool_is_allocated_and_the_page_of_the_decision_says_so(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = officer.get(f"{address}?art=allocation").text
    assert fields(page)["row-0-from"] == str(site.book.reserve), "an allocation comes from the pool"
    answer = press(officer, address, page, RECORD, **allocation(site))
    assert answer.status_code == 303
    assert answer.location == newest_decision(site)
    shown = main_text(officer.get(answer.location).text)
    assert "Beslutningen af 15.11.2020 er registreret, og budgettet er ændret." in shown
    assert left_in_pool(site) == (1, 0, 0)


def test_before_change_and_after_stand_beside_each_other_and_nothing_is_saved(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    before = site.rows()
    answer = press(officer, address, officer.get(address).text, PREVIEW, **allocation(site))
    assert answer.status_code == 200
    assert site.rows() == before
    assert tables(answer.text)[-1].splitlines() == [
        "Linje | Før | Ændring | Efter",
        "2019 | 2020 | 2021 | 2019 | 2020 | 2021 | 2019 | 2020 | 2021",
        "Job og uddannelse",
        "Mentorer | 3.300 | – | – | – | +600 | +1.000 | 3.300 | 600 | 1.000",
        "Sprog på jobbet | – | – | – | – | – | – | – | – | –",
        "Øvrige midler",
        "Undersøgelse | – | – | – | – | – | – | – | – | –",
        "Pulje til senere udmøntning | 1 | 600 | 1.000 | – | −600 | −1.000 | 1 | – | –",
        "I alt | 3.301 | 600 | 1.000 | – | – | – | 3.301 | 600 | 1.000",
    ]
    words = main_text(answer.text)
    assert "Tilbage: Pulje til senere udmøntning 1.000 kr. 2019 1 2020 0 før 600 2021 0 før 1.000" in words
    assert "udvalget beslutter. BIU kan beslutte det." in words
    assert "Registrér beslutning af 15.11.2020" in words


def test_the_first_button_is_the_one_that_fits_the_day(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = officer.get(address).text
    without, dated = (press(officer, address, page, PREVIEW, decided_on=day).text for day in ("", "15.11.2020"))
    primary = re.compile(r'class="button button-primary"[^>]*id="([a-z-]+)"')
    assert (primary.findall(without), primary.findall(dated)) == (["save-button"], ["record-button"])


def test_a_proposal_needs_no_date_and_counts_nowhere(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    typed = allocation(site, decided_on="")
    answer = press(officer, address, officer.get(address).text, SAVE, **typed)
    assert answer.status_code == 303
    assert left_in_pool(site) == (1, 600, 1000)
    assert site.value("SELECT proposal_state FROM decision WHERE title = 'Flere mentorer'") == "draft"
    assert "Forslaget er gemt som kladde." in officer.get(answer.location).text


def test_a_meeting_in_the_future_can_only_be_proposed(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    tomorrow = f"{today() + timedelta(days=1):%d.%m.%Y}"
    typed = allocation(site, decided_on=tomorrow)
    refused = press(officer, address, officer.get(address).text, RECORD, **typed)
    assert refused.status_code == 400
    assert "Mødet er ikke holdt endnu. Gem det som forslag." in refused.text
    assert fields(refused.text)["decided_on"] == tomorrow
    assert press(officer, address, refused.text, SAVE).status_code == 303
    assert site.value("SELECT count(*) FROM decision WHERE decided_on IS NULL") == 1


def test_an_empty_form_says_what_is_missing(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    words = main_text(press(officer, address, officer.get(address).text, RECORD, body="").text)
    for sentence in (
        "Skriv, hvem der beslutter det, fx BIU.",
        "Skriv mødedatoen, fx 15.11.2020, eller gem det som forslag.",
        "Skriv mindst ét beløb i tabellen.",
    ):
        assert sentence in words
    assert "Skriv en overskrift" in main_text(press(officer, address, officer.get(address).text, SAVE).text)


@pytest.mark.parametrize("step", [PREVIEW, SAVE, RECORD])
def test_a_body_that_nobody_knows_is_told_at_its_field_with_what_to_write(
    site: Site, officer: FlaskClient, step: str
) -> None:
    address = address_of(site)
    before = site.rows()
    answer = press(officer, address, officer.get(address).text, step, **allocation(site, body="Kaffeklubben"))
    assert site.rows() == before
    said = "Kaffeklubben er ikke et organ, der kan beslutte noget her. Skriv forvaltningen, BIU, Økonomiudvalget,"
    assert re.search(rf'id="body-error">.*?{re.escape(said)}', answer.text, re.DOTALL)
    assert fields(answer.text)["body"] == "Kaffeklubben"
    in_summary = 0 if step == PREVIEW else 1
    assert main_text(answer.text).count(said) == 1 + in_summary
    assert press(officer, address, answer.text, RECORD, body="biu").status_code == 303


def test_while_somebody_types_nothing_is_missing_yet(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, PREVIEW, body="", decided_on="32.1.2020").text
    assert "Skriv, hvem der beslutter det" not in page
    assert "Skriv mindst ét beløb" not in page
    assert "Skriv datoen som dag, måned og år, fx 15.11.2020." in page


@pytest.mark.parametrize("link", ["kk.dk/sag", "http://www.kk.dk", "javascript:alert(1)", "https://a b"])
def test_only_a_whole_secure_address_is_taken(site: Site, officer: FlaskClient, link: str) -> None:
    address = address_of(site)
    answer = press(officer, address, officer.get(address).text, RECORD, **allocation(site, link=link))
    assert answer.status_code == 400
    assert "Skriv en hel adresse, der begynder med https://." in answer.text


def test_a_body_that_may_not_is_told_at_once_and_refused(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    typed = allocation(site, body="BIF")
    shown = main_text(press(officer, address, officer.get(address).text, PREVIEW, **typed).text)
    assert "over 100.000 kr. eller 10 pct. af linjens budget i året: udvalget beslutter." in shown
    assert "BIF kan ikke beslutte det." in shown
    refused = press(officer, address, officer.get(address).text, RECORD, **typed)
    assert refused.status_code == 400
    assert "Vælg det organ, der har besluttet det." in refused.text
    small = allocation(site, body="BIF", row_0_2020="", row_0_2021="0,1 mio.")
    assert press(officer, address, officer.get(address).text, RECORD, **small).status_code == 303


def test_a_closed_year_is_told_at_its_field(site: Site, officer: FlaskClient) -> None:
    with site.database.writing() as session:
        close_year(session, site.book, 2020)
    address = address_of(site)
    answer = press(officer, address, officer.get(address).text, RECORD, **allocation(site))
    assert answer.status_code == 400
    words = main_text(answer.text)
    assert "Række 1: 2020 er lukket. Bed en administrator om at åbne året" in words
    assert "Fejl: 2020 er lukket. Bed en administrator om at åbne året" in words
    assert fields(answer.text)["row-0-2021"] == "1.000"


def test_who_comes_second_to_the_pool_sees_what_is_left_and_keeps_the_rows(any_site: Site) -> None:
    site = any_site
    fill_pool(site)
    address = address_of(site)
    first, second = (site.browser(site.people[Role.BUDGET_OFFICER]) for _officer in range(2))
    page = second.get(address).text
    assert (
        press(first, address, first.get(address).text, RECORD, **allocation(site, row_0_2021="900")).status_code == 303
    )
    answer = press(second, address, page, RECORD, **allocation(site, row_0_2020="", row_0_2021="200"))
    assert answer.status_code == 400
    assert "i 2021 ville der mangle 100 (1.000 kr.)" in main_text(answer.text)
    assert "Pulje til senere udmøntning | 1 | – | 100 | – | – | −200 | 1 | – | −100" in tables(answer.text)[-1]
    assert fields(answer.text)["row-0-2021"] == "200"
    assert left_in_pool(site) == (1, 0, 100)


def test_a_proposal_may_ask_for_more_than_there_is_and_is_warned(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    typed = allocation(site, row_0_2021="1.500", decided_on="")
    shown = press(officer, address, officer.get(address).text, PREVIEW, **typed)
    assert "Advarsel: Pulje til senere udmøntning rækker ikke" in main_text(shown.text)
    assert press(officer, address, shown.text, SAVE).status_code == 303


def test_a_form_that_is_sent_twice_counts_once(any_site: Site) -> None:
    site = any_site
    fill_pool(site)
    client = site.browser(site.people[Role.BUDGET_OFFICER])
    address = address_of(site)
    page = client.get(address).text
    typed = allocation(site, row_0_2020="100", row_0_2021="100")
    decisions = site.count("decision")
    places = {press(client, address, page, RECORD, **typed).location for _click in range(2)}
    assert places == {newest_decision(site)}
    assert site.count("decision") == decisions + 1
    assert left_in_pool(site) == (1, 500, 900)
    other = press(client, address, page, RECORD, **allocation(site, row_0_2020="50"))
    assert other.status_code == 409
    assert fields(other.text)["row-0-2020"] == "50"
    assert left_in_pool(site) == (1, 500, 900)


def test_a_project_lead_proposes_what_touches_own_initiatives_and_decides_nothing(
    site: Site, officer: FlaskClient
) -> None:
    lead = site.browser(site.people[Role.PROJECT_LEAD])
    address = address_of(site)
    page = lead.get(address).text
    assert "Hver række skal gå fra eller til: Mentorer." in main_text(page)
    assert {"decided_on", "ny-1-title"}.isdisjoint(fields(page))
    assert RECORD not in page
    assert "add-line" not in page
    typed = allocation(site)
    del typed["decided_on"]
    while_typing = press(lead, address, page, PREVIEW, **{**typed, "row_0_to": str(site.book.language)})
    beyond = "Hver række i dit forslag skal berøre en indsats, du er ansvarlig for."
    assert f"Fejl: {beyond}" in main_text(while_typing.text)
    others = press(lead, address, page, SAVE, **{**typed, "row_0_to": str(site.book.language)})
    assert others.status_code == 400
    assert f"Række 1: {beyond}" in main_text(others.text)
    assert fields(others.text)["row-0-2020"] == "600"
    forged = lead.post(address, data={**fields(others.text), "step": RECORD, "decided_on": "15.11.2020"})
    assert forged.status_code == 400
    assert "Kun en budgetkonsulent kan registrere en beslutning." in forged.text
    assert press(lead, address, page, SAVE, **typed).status_code == 303
    assert site.value("SELECT owner_id FROM decision WHERE title = 'Flere mentorer'") == site.people[Role.PROJECT_LEAD]


def test_a_new_line_of_a_title_that_is_there_is_told_at_its_field(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    typed = allocation(site, row_0_to="ny-1", ny_1_title="Mentorer", ny_1_theme=str(site.book.theme_id))
    refused = press(officer, address, page, RECORD, **typed)
    assert refused.status_code == 400
    sentence = "Temaet har allerede en linje, der hedder Mentorer. Vælg den i rækken, eller skriv et andet navn."
    assert f'<a class="function-link" href="#ny-1-title">{sentence}</a>' in refused.text
    assert f'id="ny-1-title-error"><span class="sr-only">Fejl: </span>{sentence}' in refused.text
    kept = fields(refused.text)
    assert (kept["ny-1-title"], kept["row-0-to"], kept["row-0-2021"]) == ("Mentorer", "ny-1", "1.000")
    marked = officer.post(address, data={**kept, "ny-1-negative": "y", "step": PREVIEW})
    assert fields(marked.text)["ny-1-negative"] == "y"
    assert press(officer, address, refused.text, RECORD, ny_1_title="Naboskaber").status_code == 303


def test_a_new_line_may_be_marked_as_one_that_goes_below_zero(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    for title, marks in (("Brugerbetaling", {"ny-1-negative": "y"}), ("Naboskaber", {})):
        typed = {**fields(page), "ny-1-title": title, "ny-1-theme": str(site.book.theme_id), "title": title, **marks}
        typed |= {"row-0-to": "ny-1", "row-0-2021": "100", "decided_on": "15.11.2020", "step": RECORD}
        typed["submission_key"] = secrets.token_urlsafe(24)
        assert officer.post(address, data=typed).status_code == 303
        query = "SELECT may_be_negative FROM budget_line WHERE title = :title"
        assert bool(site.value(query, title=title)) is bool(marks)


def test_what_was_adopted_before_is_adopted_twice_only_knowingly(site: Site, officer: FlaskClient) -> None:
    address, source = address_of(site), str(site.book.source)
    page = officer.get(address).text
    typed = allocation(site, kind="adoption", row_0_from=source, row_0_to=str(site.book.reserve))
    warned = press(officer, address, page, PREVIEW, **typed)
    warning = "Pulje til senere udmøntning fik penge for 2020 ved vedtagelsen af 12.12.2018. Beløbet her lægges oveni."
    assert main_text(warned.text).count(warning) == 1
    others = press(officer, address, page, PREVIEW, **{**typed, "row_0_to": str(site.book.language)})
    assert "lægges oveni" not in others.text
    supplement = press(officer, address, page, PREVIEW, **{**typed, "kind": "supplementary"})
    assert "lægges oveni" not in supplement.text
    assert press(officer, address, page, RECORD, **typed).status_code == 303


def test_a_locked_database_keeps_the_form_for_a_reload(
    site: Site, officer: FlaskClient, sqlite_urls: DatabaseUrls
) -> None:
    address = address_of(site)
    page = officer.get(address).text
    other = sqlite3.connect(sqlite_urls.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    locked = press(officer, address, page, RECORD, **allocation(site))
    other.execute("ROLLBACK")
    other.close()
    assert locked.status_code == 503
    assert "genindlæs siden for at sende det igen" in locked.text
    assert press(officer, address, page, RECORD, **allocation(site)).status_code == 303
    assert left_in_pool(site) == (1, 0, 0)


def test_rows_that_were_worked_out_elsewhere_stand_in_the_grid_unsaved(site: Site, officer: FlaskClient) -> None:
    book = site.book
    rows = (
        EntryTransfer(0, 2020, book.reserve, book.source, 60_050_000),
        EntryTransfer(1, 2021, book.source, book.reserve, 60_050_000),
    )
    words = {"title": "Overførsel", "plan_for_use": "Et hold mere", "decided_on": "15.11.2020"}

    def work_out() -> str:
        with site.database.reading() as session:
            plan = plan_by_id(session, book.plan_id)
        return prefilled(plan, kind=DecisionKind.CARRY_OVER, transfers=rows, words=words)

    site.app.view_functions["people.my_page"] = work_out
    before = site.rows()
    page = officer.get("/min-side").text
    assert site.rows() == before
    kept = fields(page)
    assert {name: kept[name] for name in words} == words
    assert (kept["kind"], kept["body"]) == ("carry_over", "BIU")
    assert (kept["row-0-from"], kept["row-0-2020"], kept["row-1-2021"]) == (str(book.reserve), "600,5", "600,5")
    assert "Registrér beslutning af 15.11.2020" in page
    short = press(officer, address_of(site), page, RECORD)
    assert "rækker ikke: i 2020 ville der mangle 500 kr." in main_text(short.text)
    assert press(officer, address_of(site), short.text, RECORD, row_0_2020="600", row_1_2021="600").status_code == 303
    assert left_in_pool(site) == (1, 0, 1600)
