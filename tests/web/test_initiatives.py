"""The page of a budget line: what each amount is made of, what is said about the line, and who may say it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.budget_books import post
from tests.web.excel_files import OTHER, PLAN, read_in
from tests.web.page_text import tables
from tests.web.site import Site, add_person
from tracker.actions.decisions import reverse_transfer
from tracker.actions.entries import enter, rewrite_proposal
from tracker.actions.proposals import move
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer
from tracker.domain.people import Role

PROFILE = ("purpose", "target_group", "basis", "activities", "follow_up", "policy_goals", "use_of_money")
MENTORS = "/handleplaner/handleplan-for-oevelser/linjer/mentorer"
LANGUAGE = "/handleplaner/handleplan-for-oevelser/linjer/sprog-paa-jobbet"


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """The browser of a budget officer."""
    return site.browser(site.people[Role.BUDGET_OFFICER])


@pytest.fixture
def lead(site: Site) -> FlaskClient:
    """The browser of the project lead who is responsible for the mentors."""
    return site.browser(site.people[Role.PROJECT_LEAD])


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def write(site: Site, client: FlaskClient, address: str, *, version: int = 0, **profile: str) -> tuple[int, str]:
    answer = client.post(
        f"{address}/profil",
        data={"csrf_token": site.token(client), "version": version, **dict.fromkeys(PROFILE, ""), **profile},
    )
    return answer.status_code, answer.text


def test_an_amount_leads_to_the_decision_and_the_cell_of_the_file_that_put_it_there(
    site: Site, officer: FlaskClient
) -> None:
    plan = read_in(site, officer)
    page = officer.get(f"{plan}/linjer/mentorer").text
    year = page[page.index('id="aar-2020"') :]
    year = year[: year.index("</tr>")]
    assert words(year).removeprefix('id="aar-2020"> ') == (
        "2020 3.400 + 3.400 fra Ramme : Vedtagelse 06.12.2018, BIU tabel.xlsx, Ark1!C5 (trykt: 3400)"
    ).replace("+ 3", "+3").replace("Ramme :", "Ramme:")
    decision = site.value("SELECT max(id) FROM decision")
    assert f'href="/beslutninger/{decision}#postering-' in year


def test_what_was_put_right_and_what_is_only_proposed_is_shown_and_not_counted(
    site: Site, officer: FlaskClient
) -> None:
    book = site.book
    with site.database.writing() as session:
        post(session, book, (2020, book.source, book.mentors, 700_000_000), decided_on=None)
        wrong = session.execute(text("SELECT id FROM transfer WHERE to_line_id = :line"), {"line": book.mentors})
        reverse_transfer(session, book.actor, wrong.scalars().first() or 0, reason="Tastefejl")
    page = words(officer.get(MENTORS).text)
    assert "Forslag, tæller ikke med" in page
    assert "Tilbageført" in page
    assert "Tilbageførsel" in page
    assert re.search(r"2019 0 \+3\.300", page)
    assert re.search(r"2020 – \+7\.000", page)
    assert "I alt 0 " in page


def test_money_that_moved_on_to_another_line_is_shown_on_both(site: Site, officer: FlaskClient) -> None:
    book = site.book
    with site.database.writing() as session:
        post(session, book, (2019, book.mentors, book.language, 30_000_000), kind=DecisionKind.REALLOCATION, body="BIF")
    assert "\u2212300 til Sprog på jobbet: Omdisponering" in words(officer.get(MENTORS).text)
    assert "+300 fra Mentorer: Omdisponering" in words(officer.get(LANGUAGE).text)


def test_the_years_stand_by_kind_too_and_each_amount_leads_to_its_postings(site: Site, officer: FlaskClient) -> None:
    book = site.book
    assert len(tables(officer.get(MENTORS).text)) == 1
    with site.database.writing() as session:
        post(session, book, (2019, book.mentors, book.source, 30_000_000), kind=DecisionKind.CUT, body="BR")
        post(
            session, book, (2020, book.mentors, book.language, 100_000), kind=DecisionKind.REALLOCATION, decided_on=None
        )
    page = officer.get(MENTORS).text
    assert (
        tables(page)[1]
        == """\
År | Vedtaget | Besparelser | Korrigeret
2019 | 3.300 | −300 | 3.000
2020 | – | – | –
2021 | – | – | –
I alt | 3.300 | −300 | 3.000"""
    )
    explained = f"{MENTORS.partition('/linjer')[0]}/posteringer?aar=2019&amp;art=cut&amp;linje=mentorer"
    assert f'<a href="{explained}">−300</a>' in page


def test_proposals_stand_below_what_is_decided_and_what_a_draft_said_before_is_left_out(
    site: Site, officer: FlaskClient
) -> None:
    book = site.book
    with site.database.writing() as session:
        words = NewDecision(DecisionKind.REALLOCATION, "BIU", None, title="Sprog frem for mentorer")
        rows = (EntryTransfer(0, 2019, book.mentors, book.language, 100_000),)
        draft = enter(session, book.actor, book.plan_id, Entry(words, rows))
        again = (EntryTransfer(0, 2019, book.mentors, book.language, 200_000),)
        rewrite_proposal(session, book.actor, draft, Entry(words, again), seen_version=1)
    year = tables(officer.get(MENTORS).text)[0].splitlines()[1]
    assert year == (
        "2019 | 3.300 | +3.300 fra Ramme: Vedtagelse 12.12.2018, BIU"
        " −2 til Sprog på jobbet: Omdisponering, BIU: Sprog frem for mentorer Forslag, tæller ikke med"
    )
    with site.database.writing() as session:
        move(session, book.actor, draft, ProposalState.DROPPED, seen_version=2, reason="Ikke nu")
    assert "Sprog frem for mentorer" not in officer.get(MENTORS).text


@pytest.mark.parametrize("line", ["mentorer", "sprog-paa-jobbet", "pulje-til-senere-udmoentning"])
def test_every_line_of_the_table_has_a_page(site: Site, officer: FlaskClient, line: str) -> None:
    plan = read_in(site, officer)
    assert officer.get(f"{plan}/linjer/{line}").status_code == 200


@pytest.mark.parametrize("line", ["ramme", "findes-ikke"])
def test_the_source_and_what_does_not_exist_have_none(site: Site, officer: FlaskClient, line: str) -> None:
    assert officer.get(f"/handleplaner/handleplan-for-oevelser/linjer/{line}").status_code == 404


def test_money_that_goes_to_another_source_leads_to_no_page_that_is_not_there(site: Site, officer: FlaskClient) -> None:
    book, other = site.book, EntryLine("ny-1", "Anden ramme", LineRole.SOURCE)
    cut = NewDecision(kind=DecisionKind.CUT, body="BIU", decided_on=date(2020, 1, 1))
    with site.database.writing() as session:
        post(session, book, (2019, book.source, book.mentors, 100), (2019, book.source, book.language, 100))
        rows = EntryTransfer(0, 2019, book.mentors, "ny-1", 40), EntryTransfer(1, 2019, book.mentors, book.language, 7)
        given = enter(session, book.actor, book.plan_id, Entry(cut, rows[:1], (other,)))
        moved = replace(cut, kind=DecisionKind.REALLOCATION)
        led = enter(session, book.actor, book.plan_id, Entry(moved, rows[1:]))
    pages = [officer.get(f"/beslutninger/{made}").text for made in (given, led)]
    addresses = [set(re.findall(r'href="(/handleplaner/[^"]+/linjer/[^"?#]+)"', page)) for page in pages]
    assert addresses == [set(), {LANGUAGE}]
    assert "Anden ramme" in pages[0]


def test_a_responsible_project_lead_writes_the_profile_and_leaves_one_event(site: Site, lead: FlaskClient) -> None:
    events = site.count("audit_event")
    status, _ = write(site, lead, MENTORS, purpose="Flere i job.\r\nOg i uddannelse.", target_group="Ledige <b>")
    assert status == 303
    page = lead.get(MENTORS).text
    assert "Flere i job.\nOg i uddannelse." in page
    assert "Ledige &lt;b&gt;" in page
    assert site.count("audit_event") == events + 1


def test_another_project_lead_finds_no_form_and_no_way_past_it(site: Site) -> None:
    with site.database.writing() as session:
        person = add_person(session, "anden@example.org", frozenset({Role.PROJECT_LEAD}))
    other = site.browser(person)
    before = site.rows()
    assert "Ret profilen" not in other.get(MENTORS).text
    assert other.get(f"{MENTORS}/profil").status_code == 404
    assert write(site, other, MENTORS, purpose="Mit")[0] == 404
    assert site.rows()["initiative_profile"] == before["initiative_profile"]


def test_a_profile_that_somebody_else_wrote_meanwhile_shows_both_and_keeps_what_was_typed(
    site: Site, officer: FlaskClient, lead: FlaskClient
) -> None:
    assert write(site, lead, MENTORS, purpose="Projektlederens")[0] == 303
    status, page = write(site, officer, MENTORS, purpose="Konsulentens")
    assert status == 409
    assert "Projektlederens" in page
    assert "Konsulentens" in page
    assert 'name="version" type="hidden" value="1"' in page
    assert write(site, officer, MENTORS, version=1, purpose="Konsulentens")[0] == 303
    assert "Konsulentens" in officer.get(MENTORS).text


def test_a_text_that_is_too_long_is_named_and_kept_in_the_form(site: Site, officer: FlaskClient) -> None:
    status, page = write(site, officer, MENTORS, purpose="a" * 4_001)
    assert status == 400
    assert "Skriv højst 4000 tegn." in page
    assert "a" * 4_001 in page


def test_a_budget_officer_names_who_is_responsible(site: Site, officer: FlaskClient) -> None:
    events = site.count("audit_event")
    answer = officer.post(
        f"{MENTORS}/ansvarlige",
        data={"csrf_token": site.token(officer), "version": 0, "person_ids": [str(site.everything)]},
    )
    assert answer.status_code == 303
    assert "everything" in officer.get(MENTORS).text
    assert site.count("audit_event") == events + 1


def test_another_name_finds_the_line_when_a_table_is_read_in_until_it_is_removed(
    site: Site, officer: FlaskClient
) -> None:
    events = site.count("audit_event")
    data = {"csrf_token": site.token(officer), "title": "  Virksomheds\u00admentorer "}
    assert officer.post(f"{MENTORS}/navne", data=data).status_code == 303
    assert officer.post(f"{MENTORS}/navne", data=data).status_code == 303
    assert site.count("line_alias") == 1
    assert site.count("audit_event") == events + 1
    name_id = site.value("SELECT id FROM line_alias")
    assert (
        officer.post(f"{LANGUAGE}/navne/{name_id}/fjern", data={"csrf_token": site.token(officer)}).status_code == 404
    )
    assert officer.post(f"{MENTORS}/navne/{name_id}/fjern", data={"csrf_token": site.token(officer)}).status_code == 303
    assert site.count("line_alias") == 0
    assert site.count("audit_event") == events + 2


def test_an_empty_name_is_asked_for(site: Site, officer: FlaskClient) -> None:
    answer = officer.post(f"{MENTORS}/navne", data={"csrf_token": site.token(officer), "title": "  "})
    assert answer.status_code == 400
    assert "Skriv det navn" in answer.text


def test_a_reader_reads_and_finds_nothing_to_change(site: Site) -> None:
    reader = site.browser(site.people[Role.READER])
    page = reader.get(MENTORS).text
    assert "Ret profilen" not in page
    assert "Tilføj navn" not in page
    assert "Vælg ansvarlige" not in page
    assert reader.get(f"{MENTORS}/profil").status_code == 403


def test_a_decision_shows_what_it_moved_by_line_and_year_with_the_cells(site: Site, officer: FlaskClient) -> None:
    read_in(site, officer, link="https://www.kk.dk/punkt-4", reason="Vedtaget", permanence="permanent")
    decision = site.value("SELECT max(id) FROM decision")
    page = officer.get(f"/beslutninger/{decision}").text
    for part in (
        PLAN,
        "Vedtagelse, varig",
        "06.12.2018",
        "2018-0123456",
        'href="https://www.kk.dk/punkt-4"',
        "Vedtaget",
        'href="/excel/filer/1"',
        "Ark1!B5",
        "budget_officer",
    ):
        assert part in page, part
    assert "Ramme Pulje til senere udmøntning – 600 Ark1!C8 600" in words(page)
    assert "Flyttet i alt 4.300 4.000 8.300" in words(page)


def test_a_reversal_is_shown_beside_what_it_put_right_and_the_sums_leave_both_out(
    site: Site, officer: FlaskClient
) -> None:
    book = site.book
    with site.database.writing() as session:
        reverse_transfer(session, book.actor, 1, reason="Tastefejl")
    page = words(officer.get("/beslutninger/1").text)
    assert "Mentorer Tilbageførsel Ramme 3.300" in page
    assert "Flyttet i alt 1 1" in page


def decisions_on(page: str) -> int:
    """Count the decisions that a list leads to."""
    return len(set(re.findall(r'href="/beslutninger/([0-9]+)"', page)))


def test_decisions_are_listed_for_all_plans_and_for_one(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    everything = officer.get("/beslutninger").text
    assert decisions_on(everything) == 2
    one = officer.get(f"/beslutninger?plan={plan.rpartition('/')[2]}").text
    assert decisions_on(one) == 1
    history = officer.get(f"{plan}/historik").text
    assert decisions_on(history) == 1
    assert OTHER not in history


@pytest.mark.parametrize("address", ["/beslutninger/4711", "/handleplaner/x/historik"])
def test_what_does_not_exist_is_not_found(officer: FlaskClient, address: str) -> None:
    assert officer.get(address).status_code == 404
