"""The front page: what awaits somebody, one click from done, and how the plans stand."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.budget_books import post
from tests.databases import DatabaseUrls
from tests.web.excel_files import changed, read_in
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions import initiatives, people
from tracker.actions.budget import create_plan
from tracker.actions.decisions import post_transfers
from tracker.actions.entries import enter, rewrite_proposal
from tracker.actions.proposals import Adoption, adopt, move
from tracker.actions.published_tables import explain_difference
from tracker.app import create_app
from tracker.config import Settings
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor, Role
from tracker.domain.years import now
from tracker.models.decisions import Decision
from tracker.models.uploads import ImportPreview

STANDING = """\
1.000 kr. | 2019 | 2020 | 2021 | I alt
Ramme | 3.301 | – | – | 3.301
Fordelt | 3.300 | – | – | 3.300
Tilbage i puljen | 1 | – | – | 1"""


def front_page(site: Site, role: Role) -> str:
    page = site.browser(site.people[role]).get("/")
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_how_each_plan_stands_year_by_year(site: Site, role: Role) -> None:
    assert tables(front_page(site, role)) == [STANDING]


def test_nothing_awaiting_is_said(site: Site) -> None:
    assert "Intet venter på dig lige nu." in main_text(front_page(site, Role.READER))


def test_an_officer_is_led_to_files_plans_and_initiatives_that_wait(site: Site) -> None:
    officer = site.people[Role.BUDGET_OFFICER]
    with site.database.writing() as session:
        create_plan(session, site.book.actor, title="En ny plan", first_year=2023, last_year=2026)
        session.add(preview("a" * 43, officer, "mit budget.xlsx"))
        session.add(preview("b" * 43, site.people[Role.FINANCE], "en andens.xlsx"))
    page = front_page(site, Role.BUDGET_OFFICER)
    text = main_text(page)
    assert "»mit budget.xlsx« er sendt, men ikke indlæst." in text
    assert f'href="/excel/indlaes/{"a" * 43}"' in page
    assert "en andens.xlsx" not in text
    assert "En ny plan har intet budget endnu." in text
    # Mentors have somebody, the language lessons don't.
    assert "1 indsats i Handleplan for øvelser mangler en ansvarlig." in text
    assert text.index("mit budget.xlsx") < text.index("En ny plan har"), "the oldest comes first"


def preview(token: str, person_id: int, name: str) -> ImportPreview:
    return ImportPreview(
        token=token,
        person_id=person_id,
        sha256="0" * 64,
        name=name,
        stored_name=token,
        size_bytes=1,
        created_at=datetime(2020, 11, 15, 12, 0, tzinfo=UTC),
    )


def test_a_project_lead_is_asked_for_profiles_until_they_are_written(site: Site) -> None:
    sentence = "Mentorer mangler en beskrivelse, og du er ansvarlig."
    page = front_page(site, Role.PROJECT_LEAD)
    assert sentence in main_text(page)
    assert 'href="/handleplaner/handleplan-for-oevelser/linjer/mentorer/profil"' in page
    assert sentence not in main_text(front_page(site, Role.BUDGET_OFFICER))
    with site.database.writing() as session:
        profile = initiatives.Profile(follow_up="Hvert halve år.")
        initiatives.edit_profile(
            session, actor=site.book.actor, line_id=site.book.mentors, profile=profile, seen_version=0
        )
    assert sentence not in main_text(front_page(site, Role.PROJECT_LEAD))


def test_an_officer_is_asked_to_explain_printed_sums_that_do_not_tie_out(site: Site) -> None:
    officer = site.browser(site.people[Role.BUDGET_OFFICER])
    plan = read_in(site, officer, changed("I alt", 4400, 4000))
    page = officer.get("/").text
    assert "1 trykt sum i" in main_text(page)
    assert f'href="{plan}/afstemning"' in page
    assert "trykt sum" not in front_page(site, Role.READER)
    cell_id = site.value("SELECT id FROM published_cell WHERE printed = '4400'")
    with site.database.writing() as session:
        explain_difference(session, site.book.actor, int(str(cell_id)), reason="Trykfejl i bilaget")
    assert "trykt sum" not in main_text(officer.get("/").text)


def test_an_administrator_is_told_of_start_passwords(site: Site) -> None:
    assert "startadgangskode" not in front_page(site, Role.ADMINISTRATOR)
    with site.database.writing() as session:
        people.add_person(
            session,
            actor_id=None,
            email="ny@example.org",
            details=people.PersonDetails(name="Ny", roles=frozenset({Role.READER})),
            password_hash="",
        )
    text = main_text(front_page(site, Role.ADMINISTRATOR))
    assert "1 person har endnu ikke skiftet sin startadgangskode." in text
    assert "startadgangskode" not in front_page(site, Role.READER)


def test_the_first_officer_is_told_how_to_begin(sqlite_urls: DatabaseUrls, tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url=sqlite_urls.url, database_owner_url=sqlite_urls.url, secret_key="k" * 32
    )
    app = create_app(settings)
    database = app.extensions["database"]
    with database.writing() as session:
        person_id = people.add_person(
            session,
            actor_id=None,
            email="officer@example.org",
            details=people.PersonDetails(name="Budgetkonsulent", roles=frozenset({Role.BUDGET_OFFICER})),
            password_hash="",
            must_change_password=False,
        )
    site = Site(app=app, people={}, everything=0, without_role=0, book=None)  # type: ignore[arg-type]  # there is no plan yet
    page = site.browser(person_id).get("/").text
    assert "Begynd med at indlæse en budgettabel" in main_text(page)
    assert 'href="/excel/indlaes"' in page
    assert tables(page) == []
    database.dispose()


def proposed(site: Site, owner: Role, title: str, *lines: EntryLine) -> int:
    """Enter a draft that moves 100 (1.000 kr.) of the mentors' money in 2019."""
    new = NewDecision(kind=DecisionKind.REALLOCATION, body="BIU", decided_on=None, title=title)
    taker = lines[0].key if lines else site.book.language
    entry = Entry(new, (EntryTransfer(0, 2019, site.book.mentors, taker, 10_000_000),), lines)
    with site.database.writing() as session:
        return enter(session, Actor(site.people[owner], owner.value, frozenset({owner})), site.book.plan_id, entry)


def test_an_officer_is_told_what_was_sent_what_is_not_sent_and_what_project_leads_propose(site: Site) -> None:
    sent, mine = (proposed(site, Role.BUDGET_OFFICER, title) for title in ("Sendt", "Min egen"))
    theirs = proposed(site, Role.PROJECT_LEAD, "Mere sprog")
    officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    with site.database.writing() as session:
        move(session, officer, sent, ProposalState.SENT, seen_version=1)
    page = front_page(site, Role.BUDGET_OFFICER)
    text = main_text(page)
    assert "»Sendt« er sendt til BIU og venter på en beslutning." in text
    assert f'href="/beslutninger/{sent}/vedtag"' in page
    assert "»Min egen« er en kladde, der ikke er sendt til udvalget." in text
    assert f'href="/beslutninger/{mine}"' in page
    assert "project_lead foreslår »Mere sprog«." in text
    assert f'href="/beslutninger/{theirs}"' in page


def test_proposals_that_the_pool_has_no_money_for_are_marked_as_such(site: Site) -> None:
    book = site.book
    short = "puljen rækker ikke til det"
    assert short not in main_text(front_page(site, Role.BUDGET_OFFICER))
    new = NewDecision(kind=DecisionKind.ALLOCATION, body="BIU", decided_on=None, title="Mere sprog")
    entry = Entry(new, (EntryTransfer(0, 2019, book.reserve, book.language, 10_000_000),))
    officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    with site.database.writing() as session:
        enter(session, officer, book.plan_id, entry)
    assert short in main_text(front_page(site, Role.BUDGET_OFFICER))


def test_a_project_lead_is_told_of_own_drafts_and_of_what_was_decided_about_own_initiatives(site: Site) -> None:
    proposed(site, Role.BUDGET_OFFICER, "Budgetkontorets")
    mine = proposed(site, Role.PROJECT_LEAD, "Mere sprog")
    page = front_page(site, Role.PROJECT_LEAD)
    text = main_text(page)
    assert "»Mere sprog« er en kladde. En budgetkonsulent sender den til udvalget." in text
    assert "Budgetkontorets" not in text
    officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    with site.database.writing() as session:
        adopt(session, officer, mine, Adoption("BIU", date(2020, 11, 15)), seen_version=1)
    page = front_page(site, Role.PROJECT_LEAD)
    text = main_text(page)
    assert "For nylig besluttet om dine indsatser" in text
    assert "Mere sprog: Mentorer besluttet af BIU den 15.11.2020 Se beslutningen" in text
    assert f'href="/beslutninger/{mine}"' in page
    assert "ikke er sendt" not in text
    assert "Besluttet om dine indsatser" not in main_text(front_page(site, Role.READER))


def test_what_a_draft_gave_up_before_it_was_decided_is_no_news(site: Site) -> None:
    made = proposed(site, Role.BUDGET_OFFICER, "Først mentorer")
    officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    rows = (EntryTransfer(0, 2019, site.book.survey, site.book.language, 100),)
    new = NewDecision(kind=DecisionKind.REALLOCATION, body="BIU", decided_on=None, title="Nu undersøgelsen")
    with site.database.writing() as session:
        post(session, site.book, (2019, site.book.source, site.book.survey, 100))
        rewrite_proposal(session, officer, made, Entry(new, rows), seen_version=1)
        adopt(session, officer, made, Adoption("BIU", date(2020, 11, 15)), seen_version=2)
    assert "Nu undersøgelsen" not in main_text(front_page(site, Role.PROJECT_LEAD))
    lead = site.browser(site.people[Role.PROJECT_LEAD])
    assert "Nu undersøgelsen" not in main_text(lead.get("/beslutninger?mine=1").text)
    assert "Nu undersøgelsen" in main_text(lead.get("/beslutninger").text)


def test_what_was_decided_long_ago_is_no_news(site: Site) -> None:
    then = now() - timedelta(days=90)
    with site.database.writing() as session:
        old = Decision(
            plan_id=site.book.plan_id,
            kind=DecisionKind.REALLOCATION,
            body="BIU",
            decided_on=then.date(),
            title="Gammelt nyt",
            state_since=then,
            taken_at=then,
            owner_id=site.everything,
            recorded_at=then,
            recorded_by_id=site.everything,
        )
        session.add(old)
        session.flush()
        moved = NewTransfer(2019, site.book.mentors, site.book.language, 100)
        post_transfers(session, site.book.actor, old.id or 0, [moved])
    page = front_page(site, Role.PROJECT_LEAD)
    assert "Gammelt nyt" not in page
    assert "Vedtagelse: Mentorer" in main_text(page), "what the site itself was filled with is of today"


def test_what_is_left_with_proposals_counts_those_that_the_person_may_see(site: Site) -> None:
    with site.database.writing() as session:
        post(session, site.book, (2020, site.book.source, site.book.reserve, 60_000_000))
    new = NewDecision(kind=DecisionKind.ALLOCATION, body="BIU", decided_on=None, title="Mentorer")
    rows = (EntryTransfer(0, 2020, site.book.reserve, site.book.mentors, 40_000_000),)
    officer = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    with site.database.writing() as session:
        number = enter(session, officer, site.book.plan_id, Entry(new, rows))
    with_proposals = "Tilbage med 1 åbent forslag | 1 | 200 | – | 201"
    assert with_proposals in tables(front_page(site, Role.BUDGET_OFFICER))[0]
    assert with_proposals in tables(front_page(site, Role.FINANCE))[0]
    assert "åbent forslag" not in tables(front_page(site, Role.READER))[0]
    with site.database.writing() as session:
        move(session, officer, number, ProposalState.SENT, seen_version=1)
    assert with_proposals in tables(front_page(site, Role.READER))[0]


def test_a_line_that_comes_with_a_proposal_is_nobodys_task_and_is_seen_by_those_who_see_the_proposal(
    site: Site,
) -> None:
    missing = "1 indsats i Handleplan for øvelser mangler en ansvarlig."
    assert missing in main_text(front_page(site, Role.BUDGET_OFFICER))
    new = EntryLine("ny", "Virksomhedsbesøg", LineRole.INITIATIVE, site.book.theme_id)
    number = proposed(site, Role.BUDGET_OFFICER, "Besøg", new)
    assert missing in main_text(front_page(site, Role.BUDGET_OFFICER))
    address = "/handleplaner/handleplan-for-oevelser/linjer/virksomhedsbesoeg"
    officer, reader = (site.browser(site.people[role]) for role in (Role.BUDGET_OFFICER, Role.READER))
    assert "Foreslået, ikke vedtaget" in main_text(officer.get(address).text)
    assert reader.get(address).status_code == 404
    assert "Besøg" not in reader.get("/handleplaner/handleplan-for-oevelser/linjer/mentorer").text
    assert "Foreslået, ikke vedtaget" in officer.get("/handleplaner/handleplan-for-oevelser/rediger").text
    administrator = site.browser(site.people[Role.ADMINISTRATOR])
    people_page = f"/administration/personer/{site.people[Role.PROJECT_LEAD]}"
    assert "Virksomhedsbesøg" not in administrator.get(people_page).text
    actor = Actor(site.people[Role.BUDGET_OFFICER], "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    with site.database.writing() as session:
        adopt(session, actor, number, Adoption("BIU", date(2020, 11, 15)), seen_version=1)
    assert "2 indsatser i Handleplan for øvelser mangler en ansvarlig." in main_text(
        front_page(site, Role.BUDGET_OFFICER)
    )
    assert reader.get(address).status_code == 200
    assert "Virksomhedsbesøg" in administrator.get(people_page).text
