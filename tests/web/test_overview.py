"""The front page: what awaits somebody, one click from done, and how the plans stand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.databases import DatabaseUrls
from tests.web.excel_files import changed, read_in
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions import initiatives, people
from tracker.actions.budget import create_plan
from tracker.actions.published_tables import explain_difference
from tracker.app import create_app
from tracker.config import Settings
from tracker.domain.people import Role
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
