"""The forms about plans, themes and lines: what they save, what they refuse, and two people at the same thing."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web import form_fields
from tests.web.page_text import main_text, tables
from tests.web.site import Site, field
from tracker.domain.people import Role

PLAN = "/handleplaner/handleplan-for-oevelser"
LINE = f"{PLAN}/linjer/mentorer/rediger"
PLAN_FIELDS = {"first_year": "2019", "last_year": "2021", "committee": "BIU", "administration": "BIF"}


def officer(site: Site) -> FlaskClient:
    return site.browser(site.people[Role.BUDGET_OFFICER])


def line_fields(site: Site, **changed: str) -> dict[str, str]:
    fields = {"title": "Mentorer", "outline": "1.1", "role": "initiative", "theme_id": str(site.book.theme_id)}
    return {**fields, "place": "1", "version": "1", **changed}


def send(site: Site, browser: FlaskClient, address: str, **fields: str) -> TestResponse:
    return browser.post(address, data={"csrf_token": site.token(browser), **fields})


def send_new(site: Site, browser: FlaskClient, address: str, **fields: str) -> TestResponse:
    key = field(browser.get(address).text, "submission_key")
    return send(site, browser, address, submission_key=key, **fields)


def test_a_plan_made_by_hand_gets_themes_and_lines(site: Site) -> None:
    browser = officer(site)
    fields = {**PLAN_FIELDS, "title": "Særlig plan på Ærø"}
    made = send_new(site, browser, "/ny-handleplan", **fields)
    assert (made.status_code, made.location) == (303, "/handleplaner/saerlig-plan-paa-aeroe/rediger")
    plan = "/handleplaner/saerlig-plan-paa-aeroe"
    assert send_new(site, browser, f"{plan}/nyt-tema", title="Flere i job").status_code == 303
    theme = str(site.value("SELECT max(id) FROM theme"))
    line = {"title": "Øget indsats", "outline": "1", "role": "initiative", "theme_id": theme}
    assert send_new(site, browser, f"{plan}/ny-linje", **line).status_code == 303
    pool = {"title": "Pulje", "outline": "", "role": "reserve", "theme_id": "0"}
    assert send_new(site, browser, f"{plan}/ny-linje", **pool).status_code == 303
    assert tables(browser.get(plan).text) == [
        """\
Indsatser | 2019 | 2020 | 2021 | I alt
Pulje | – | – | – | –
Flere i job
1 Øget indsats | – | – | – | –
I alt | – | – | – | –"""
    ]


def test_a_form_for_something_new_counts_once(site: Site) -> None:
    browser = officer(site)
    key = field(browser.get(f"{PLAN}/nyt-tema").text, "submission_key")
    answers = [send(site, browser, f"{PLAN}/nyt-tema", submission_key=key, title="Samfund") for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"{PLAN}/rediger")] * 2
    assert site.value("SELECT count(*) FROM theme WHERE title = 'Samfund'") == 1


def test_a_renamed_line_keeps_its_address_and_shows_its_former_name(site: Site) -> None:
    browser = officer(site)
    assert send(site, browser, LINE, **line_fields(site, title="Vejledere")).status_code == 303
    assert "1.1 Vejledere | 3.300" in tables(browser.get(PLAN).text)[0]
    page = main_text(browser.get(f"{PLAN}/linjer/mentorer").text)
    assert "Vejledere" in page
    assert "Mentorer" in page


def test_the_second_of_two_editors_sees_both_and_can_save_again(site: Site) -> None:
    first, second = officer(site), officer(site)
    assert send(site, first, LINE, **line_fields(site, title="Vejledere")).status_code == 303
    other = str(site.value("SELECT max(id) FROM theme"))
    answer = send(site, second, LINE, **line_fields(site, title="Rådgivere", theme_id=other))
    assert answer.status_code == 409
    assert tables(answer.text) == [
        """\
Felt | Står der nu | Du har skrevet
Linjens navn | Vejledere | Rådgivere
Tema | Job og uddannelse | Øvrige midler"""
    ]
    assert field(answer.text, "title") == "Rådgivere"
    version = field(answer.text, "version")
    again = send(site, second, LINE, **line_fields(site, title="Rådgivere", theme_id=other, version=version))
    assert again.status_code == 303
    assert site.value("SELECT title FROM budget_line WHERE id = :id", id=site.book.mentors) == "Rådgivere"


def test_two_editors_of_a_plan_are_told_apart_too(site: Site) -> None:
    browser = officer(site)
    for title, status in (("Første", 303), ("Anden", 409)):
        fields = {**PLAN_FIELDS, "title": title, "version": "1"}
        assert send(site, browser, f"{PLAN}/rediger", **fields).status_code == status
    theme = f"{PLAN}/temaer/{site.book.theme_id}"
    for title, status in (("Første", 303), ("Anden", 409)):
        assert send(site, browser, theme, title=title, place="1", version="1").status_code == status


def test_what_is_missing_is_said_at_the_field_and_in_the_summary(site: Site) -> None:
    answer = send(site, officer(site), LINE, **line_fields(site, title="  ", place="nul"))
    assert answer.status_code == 400
    for name, sentence in (("title", "Skriv linjens navn."), ("place", "Skriv et helt tal, fx 4.")):
        assert f'<a class="function-link" href="#{name}">{sentence}</a>' in answer.text
        assert f'id="{name}-error"><span class="sr-only">Fejl: </span>{sentence}</span>' in answer.text


def test_a_line_is_marked_as_income_and_a_pool_is_refused_at_the_mark(site: Site) -> None:
    browser = officer(site)
    refused = send(site, browser, LINE, **line_fields(site, role="reserve", may_be_negative="y"))
    assert refused.status_code == 400
    sentence = "En pulje må aldrig være under nul. Fjern krydset, eller vælg en anden rolle."
    assert f'<a class="function-link" href="#may_be_negative">{sentence}</a>' in refused.text
    assert f'id="may_be_negative-error"><span class="sr-only">Fejl: </span>{sentence}' in refused.text
    assert form_fields.fields(refused.text)["may_be_negative"] == "y"
    assert send(site, browser, LINE, **line_fields(site, may_be_negative="y")).status_code == 303
    assert form_fields.fields(browser.get(LINE).text)["may_be_negative"] == "y"
    assert "Indsats, må være under nul" in tables(browser.get(f"{PLAN}/rediger").text)[1]
    late = send(site, officer(site), LINE, **line_fields(site))
    assert "Må være under nul (indtægt eller besparelse) | Ja | Nej" in tables(late.text)[0]
    new = {"role": "other", "theme_id": "0", "may_be_negative": "y", "outline": ""}
    assert send_new(site, browser, f"{PLAN}/ny-linje", title="Refusion", **new).status_code == 303
    assert site.value("SELECT count(*) FROM budget_line WHERE may_be_negative AND title = 'Refusion'") == 1


def test_years_that_would_cut_money_off_are_refused_in_a_sentence(site: Site) -> None:
    fields = {**PLAN_FIELDS, "first_year": "2020", "title": "Handleplan for øvelser", "version": "1"}
    answer = send(site, officer(site), f"{PLAN}/rediger", **fields)
    assert answer.status_code == 400
    assert "Der står penge i 2019 til 2019. Planens år skal rumme dem; vælg et bredere spænd." in main_text(answer.text)


def test_a_theme_of_another_plan_is_not_found(site: Site) -> None:
    browser = officer(site)
    fields = {**PLAN_FIELDS, "title": "En anden plan"}
    send_new(site, browser, "/ny-handleplan", **fields)
    assert browser.get(f"/handleplaner/en-anden-plan/temaer/{site.book.theme_id}").status_code == 404
    assert browser.get("/handleplaner/en-anden-plan/linjer/mentorer/rediger").status_code == 404


def test_editing_names_never_moves_money(site: Site) -> None:
    browser, before = officer(site), site.rows()["transfer"]
    send(site, browser, LINE, **line_fields(site, title="Vejledere", amount_oere="1", role="other"))
    send(site, browser, f"{PLAN}/rediger", **PLAN_FIELDS, title="Ny titel", version="1", price_level="2030 p/l")
    assert site.rows()["transfer"] == before
    assert site.value("SELECT price_level FROM action_plan WHERE id = :id", id=site.book.plan_id) == ""
