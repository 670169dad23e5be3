"""Entering a decision or proposal without a script: what was typed stays, what it does shows, and it is saved once."""

import sqlite3
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.budget_books import close_year, post
from tests.databases import DatabaseUrls
from tests.web.form_fields import chosen, fields, press
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions.budget import add_line
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.domain.entries import EntryTransfer
from tracker.domain.people import Role
from tracker.domain.years import today
from tracker.queries.budget import budget_as_of, plan_by_id
from tracker.web.entries.prefill import prefilled

TKR = 100_000
SAVE, RECORD, PREVIEW = "save-proposal", "record-decision", "preview"


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer before a plan with 600 in the pool of 2020 and 1.000 in that of 2021."""
    fill_pool(site)
    return site.browser(site.people[Role.BUDGET_OFFICER])


def fill_pool(site: Site) -> None:
    book = site.book
    with site.database.writing() as session:
        post(session, book, (2020, book.source, book.reserve, 600 * TKR), (2021, book.source, book.reserve, 1000 * TKR))


def address_of(site: Site) -> str:
    slug = site.value("SELECT slug FROM action_plan")
    return f"/handleplaner/{slug}/beslutninger/ny"


def newest_decision(site: Site) -> str:
    """Tell the address of the decision that was made last."""
    newest = site.value("SELECT max(id) FROM decision")
    return f"/beslutninger/{newest}"


def allocation(site: Site, **instead: str) -> dict[str, str]:
    """Type the allocation of 600 and 1.000 to the mentors."""
    return {
        "row_0_to": str(site.book.mentors),
        "row_0_2020": "600",
        "row_0_2021": "1.000",
        "title": "Flere mentorer",
        "decided_on": "15.11.2020",
        **instead,
    }


def left_in_pool(site: Site) -> tuple[int, ...]:
    """Tell what is left in the pool of each year, in thousand kroner."""
    with site.database.reading() as session:
        found = budget_as_of(session, site.book.plan_id, today())
    return tuple(found.get((site.book.reserve, year), 0) // TKR for year in (2019, 2020, 2021))


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
    assert "Mødet har ikke været endnu. Gem det som forslag." in refused.text
    assert fields(refused.text)["decided_on"] == tomorrow
    assert press(officer, address, refused.text, SAVE).status_code == 303
    assert site.value("SELECT count(*) FROM decision WHERE decided_on IS NULL") == 1


@pytest.mark.parametrize(
    ("step", "row"),
    [
        ("add-row", {"row-3-from": "", "row-3-to": "", "row-3-2020": ""}),
        ("add-rows-2", {"row-4-from": "", "row-4-2021": ""}),
        ("preview", {"row-2-2021": "1,2 mio. kr."}),
    ],
)
def test_every_button_keeps_what_was_typed(site: Site, officer: FlaskClient, step: str, row: dict[str, str]) -> None:
    address = address_of(site)
    typed = allocation(site, row_2_2021="1,2 mio. kr.", reason="Gode\nresultater", link="kk.dk", body="Et udvalg")
    before = site.rows()
    answer = press(officer, address, officer.get(address).text, step, **typed)
    kept = fields(answer.text)
    assert answer.status_code == 200
    assert {name: kept[name if name in kept else name.replace("_", "-")] for name in typed} == typed
    assert row.items() <= kept.items()
    assert site.rows() == before


def test_a_row_in_the_middle_is_removed_and_the_others_move_up(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    typed = {f"row_{number}_2020": str(number + 1) for number in range(3)}
    answer = press(officer, address, officer.get(address).text, "remove-row-1", **typed)
    kept = fields(answer.text)
    assert [kept[f"row-{number}-2020"] for number in range(2)] == ["1", "3"]
    assert "row-2-2020" not in kept


def test_the_last_row_that_is_removed_leaves_an_empty_one(site: Site, officer: FlaskClient) -> None:
    page = officer.get(address_of(site)).text
    for _row in range(4):
        page = press(officer, address_of(site), page, "remove-row-0").text
    assert fields(page)["row-0-2020"] == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.5", "»1.5« har punktum eller komma et forkert sted. Skriv fx 1.500 eller 1,5."),
        ("1,200", "Mener du 1.200 eller 1,2? Skriv det ene."),
        ("12 000,5.3", "»12 000,5.3« er ikke sikkert ét beløb. Skriv fx 1.200 eller 1,2 mio. kr."),
        ("-600", "Beløbet skal være større end 0. Byt om på Fra og Til, hvis pengene går den anden vej."),
        ("0", "Beløbet skal være større end 0. Byt om på Fra og Til, hvis pengene går den anden vej."),
        ("1.001", "Pulje til senere udmøntning rækker ikke: i 2021 ville der mangle 1 (1.000 kr.)"),
    ],
)
@pytest.mark.parametrize("step", [PREVIEW, RECORD])
def test_an_amount_that_will_not_do_is_told_at_its_field(
    site: Site, officer: FlaskClient, step: str, typed: str, said: str
) -> None:
    address = address_of(site)
    answer = press(officer, address, officer.get(address).text, step, **allocation(site, row_0_2021=typed))
    kept = fields(answer.text)
    assert answer.status_code == (400 if step == RECORD else 200)
    assert said in main_text(answer.text)
    marked = answer.text.partition('name="row-0-2021"')[2].partition(">")[0]
    assert 'aria-invalid="true"' in marked
    assert 'aria-describedby="row-0-problems"' in marked
    assert (kept["row-0-2020"], kept["row-0-2021"]) == ("600", typed)
    assert left_in_pool(site) == (1, 600, 1000)
    assert ('href="#row-0-2021"' in answer.text) == (step == RECORD), "the summary leads to the field"


@pytest.mark.parametrize("typed", ["0,6 mio. kr.", "600.000 kr.", "600 t.kr.", "600,0", " 600 "])
def test_an_amount_may_name_its_own_unit(site: Site, officer: FlaskClient, typed: str) -> None:
    address = address_of(site)
    press(officer, address, officer.get(address).text, RECORD, **allocation(site, row_0_2020=typed))
    assert left_in_pool(site) == (1, 0, 0)


def test_a_row_without_a_line_or_without_an_amount_is_asked_about(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    rows = {"row_0_to": "", "row_1_to": str(site.book.language)}
    answer = press(officer, address, officer.get(address).text, RECORD, **allocation(site, **rows))
    words = main_text(answer.text)
    assert "Række 1: Vælg, både hvor pengene kommer fra, og hvor de går hen." in words
    assert "Række 2: Skriv et beløb, eller fjern rækken." in words
    assert 'href="#row-0-to"' in answer.text


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
    assert "2020: 2020 er lukket. Bed en administrator om at åbne året" in main_text(answer.text)
    assert fields(answer.text)["row-0-2021"] == "1.000"


def test_a_line_of_another_plan_is_not_taken(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    answer = press(officer, address, officer.get(address).text, RECORD, **allocation(site, row_0_to="2147483646"))
    assert answer.status_code == 400
    assert "Linjen findes ikke i planen. Vælg en linje på listen." in answer.text


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
    assert "Advarsel: 2021: Pulje til senere udmøntning rækker ikke" in main_text(shown.text)
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


def test_a_new_initiative_is_made_in_the_same_step(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line", row_0_2020="600").text
    assert fields(page)["row-0-2020"] == "600"
    assert chosen(page, "Ny linje 1") == "ny-1"
    page = press(officer, address, page, PREVIEW, ny_1_title="Lektiehjælp", row_0_to="ny-1").text
    assert chosen(page, "Lektiehjælp") == "ny-1"
    assert "Lektiehjælp | – | – | – | – | +600 | – | – | 600 | –" in tables(page)[-1]
    answer = press(officer, address, page, RECORD, decided_on="15.11.2020", ny_1_theme=str(site.book.theme_id))
    assert answer.status_code == 303
    made = "SELECT {} FROM budget_line WHERE title = 'Lektiehjælp'"
    assert site.value(made.format("theme_id")) == site.book.theme_id
    assert site.value(made.format("role")) == "initiative"
    assert left_in_pool(site) == (1, 0, 1000)


def test_a_supplement_is_covered_by_a_source_of_its_own_name(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(f"{address}?art=supplementary").text, "add-line").text
    typed = {
        "ny_1_title": "Integrationspuljen",
        "ny_1_role": "source",
        "row_0_from": "ny-1",
        "row_0_to": str(site.book.mentors),
        "row_0_2020": "1.000",
        "decided_on": "15.11.2020",
    }
    shown = tables(press(officer, address, page, PREVIEW, **typed).text)[-1]
    assert "Integrationspuljen uden for planen |  | – | −1.000 | – | " in shown
    assert press(officer, address, page, RECORD, **typed).status_code == 303
    assert site.value("SELECT role FROM budget_line WHERE title = 'Integrationspuljen'") == "source"


def test_a_new_line_is_asked_for_its_name_and_goes_again_with_its_rows(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    typed = allocation(site, row_0_to="ny-1", ny_1_theme="999")
    refused = press(officer, address, page, RECORD, **typed).text
    assert "Skriv, hvad den nye linje hedder." in refused
    assert 'href="#ny-1-title"' in refused
    without = fields(press(officer, address, refused, "remove-line-ny-1").text)
    assert without["row-0-to"] == ""
    assert without["row-0-2020"] == "600"
    assert "ny-1-title" not in without


def test_a_new_line_that_gets_no_money_is_asked_about(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    answer = press(officer, address, page, RECORD, **allocation(site, ny_1_title="Lektiehjælp"))
    assert answer.status_code == 400
    assert "Lektiehjælp får ingen penge. Vælg den i en række, eller fjern den igen." in answer.text
    assert site.value("SELECT count(*) FROM budget_line WHERE title = 'Lektiehjælp'") == 0


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
    others = press(lead, address, page, SAVE, **{**typed, "row_0_to": str(site.book.language)})
    assert others.status_code == 400
    assert "Hver række i dit forslag skal røre en indsats, du er ansvarlig for." in others.text
    assert fields(others.text)["row-0-2020"] == "600"
    forged = lead.post(address, data={**fields(others.text), "step": RECORD, "decided_on": "15.11.2020"})
    assert forged.status_code == 400
    assert "Kun en budgetkonsulent kan registrere en beslutning." in forged.text
    assert press(lead, address, page, SAVE, **typed).status_code == 303
    assert site.value("SELECT owner_id FROM decision WHERE title = 'Flere mentorer'") == site.people[Role.PROJECT_LEAD]


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


def test_many_rows_offer_fewer_lines_and_all_of_them_on_demand(site: Site, officer: FlaskClient) -> None:
    address = address_of(site)
    page = officer.get(address).text
    for _time in range(4):
        page = press(officer, address, page, "add-rows-200", row_0_to=str(site.book.mentors)).text
    filled = page.partition('id="row-0-to"')[2].partition("</select>")[0]
    empty = page.partition('id="row-1-to"')[2].partition("</select>")[0]
    assert ("Mentorer" in filled, "Sprog på jobbet" in filled, "Pulje" in filled) == (True, False, True)
    assert "Sprog på jobbet" in empty
    assert "Sprog på jobbet" in page.partition('<template id="entry-lines">')[2].partition("</template>")[0]
    assert fields(page)["row-0-to"] == str(site.book.mentors)


def test_in_a_long_plan_only_what_is_touched_is_shown(site: Site, officer: FlaskClient) -> None:
    book = site.book
    with site.database.writing() as session:
        for number in range(60):
            add_line(session, book.plan_id, theme_id=book.theme_id, title=f"Hold {number}", role=LineRole.INITIATIVE)
    address = address_of(site)
    shown = press(officer, address, officer.get(address).text, PREVIEW, **allocation(site)).text
    assert [line.partition(" | ")[0] for line in tables(shown)[-1].splitlines()[2:]] == [
        "Job og uddannelse",
        "Mentorer",
        "Øvrige midler",
        "Pulje til senere udmøntning",
        "I alt",
    ]
    assert "62 linjer er uændrede." in main_text(shown)
