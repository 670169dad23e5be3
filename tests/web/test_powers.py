"""The pages Regler for beslutninger: what they say, what an administrator types, and two of them at once."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.page_text import main_text, tables
from tests.web.samples import form_for
from tests.web.site import Site, field
from tracker.domain.people import Role

LIST = "/administration/regler"
PAGE = f"{LIST}/handleplan-for-oevelser"


@pytest.fixture
def administrator(site: Site) -> FlaskClient:
    """An administrator's browser."""
    return site.browser(site.people[Role.ADMINISTRATOR])


def change(site: Site, browser: FlaskClient, **changed: str) -> TestResponse:
    """Send the form as it stands, less the usual limits, with some fields changed."""
    usual = {"allocation_kr": "100.000", "allocation_pct": "10", "reallocation_kr": "100.000", "reallocation_pct": "10"}
    form = {**form_for("administration.edit_powers", site), **usual, **changed, "csrf_token": site.token(browser)}
    return browser.post(f"{PAGE}/rediger", data=form)


def rules(site: Site) -> list[str]:
    (table,) = tables(site.browser(site.people[Role.READER]).get(PAGE).text)
    return table.splitlines()


def test_everybody_reads_the_usual_rules_in_plain_words(site: Site) -> None:
    limit = "100.000 kr. eller 10 pct. af linjens budget i året"

    def small_and_large(name: str) -> str:
        return f"{name} på højst {limit}: forvaltningen beslutter. {name} over {limit}: udvalget beslutter."

    assert rules(site) == [
        "Beslutning | Reglen",
        "Vedtagelse af budgettet | Vedtagelse af budgettet: udvalget beslutter.",
        f"Udmøntning af puljen | {small_and_large('Udmøntning af puljen')}",
        f"Omdisponering | {small_and_large('Omdisponering')}",
        "Tillægsbevilling | Tillægsbevilling: udvalget beslutter.",
        "Besparelse | Besparelse: udvalget beslutter.",
        "Overførsel mellem år | Overførsel mellem år: udvalget beslutter.",
        "P/l-regulering | P/l-regulering: forvaltningen beslutter.",
        "Flytning mellem udvalg | Flytning mellem udvalg: Borgerrepræsentationen beslutter.",
    ]
    assert f"{PAGE}/rediger" not in site.browser(site.people[Role.READER]).get(PAGE).text


def test_a_plan_gets_rules_of_its_own_and_goes_back_to_the_usual(site: Site, administrator: FlaskClient) -> None:
    before = rules(site)
    assert change(site, administrator, cut_kr="50.000", cut_pct="2,5", cut_body="council").location == PAGE
    limit = "50.000 kr. eller 2,5 pct. af linjens budget i året"
    assert rules(site)[5] == (
        f"Besparelse | Besparelse på højst {limit}: forvaltningen beslutter. "
        f"Besparelse over {limit}: Borgerrepræsentationen beslutter."
    )
    assert "Handleplan for øvelser | BIU | BIF | Planens egne" in tables(administrator.get(LIST).text)[0]
    page = administrator.get(PAGE).text
    back = {**form_for("administration.take_usual_powers", site), "version": field(page, "version")}
    back["csrf_token"] = site.token(administrator)
    assert [administrator.post(f"{PAGE}/saedvanlige", data=back).location for _click in range(2)] == [PAGE] * 2
    assert "En anden har rettet" not in main_text(administrator.get(PAGE).text)
    assert rules(site) == before
    assert "Handleplan for øvelser | BIU | BIF | De sædvanlige" in tables(administrator.get(LIST).text)[0]


def test_the_form_shows_the_limits_as_they_are_typed(site: Site, administrator: FlaskClient) -> None:
    change(site, administrator, cut_kr="1,5 mio. kr.", cut_pct="12,50 pct.")
    page = administrator.get(f"{PAGE}/rediger").text
    assert (field(page, "cut_kr"), field(page, "cut_pct")) == ("1.500.000", "12,5")
    assert (field(page, "adoption_kr"), field(page, "adoption_pct")) == ("", "")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"cut_kr": "1,500"}, "Mener du 1.500 eller 1,5? Skriv det ene."),
        ({"cut_kr": "0"}, "Skriv et beløb over 0, eller lad feltet stå tomt."),
        ({"cut_kr": "-5"}, "Skriv et beløb over 0, eller lad feltet stå tomt."),
        ({"cut_pct": "2.5"}, "»2.5« har et punktum. Skriv decimaler efter et komma, fx 1,85."),
        ({"cut_pct": "100,01"}, "Skriv en procent over 0 og højst 100, eller lad feltet stå tomt."),
        ({"cut_pct": "0"}, "Skriv en procent over 0 og højst 100, eller lad feltet stå tomt."),
        (
            {"cut_kr": "5", "cut_body": "administration"},
            "Forvaltningen beslutter det hele. Lad feltet stå tomt, eller vælg et andet organ.",
        ),
        ({"cut_body": "everybody"}, "Vælg en af mulighederne på listen."),
    ],
)
def test_what_is_not_clear_is_asked_about_at_its_field(
    site: Site, administrator: FlaskClient, changed: dict[str, str], sentence: str
) -> None:
    answer = change(site, administrator, **changed)
    assert answer.status_code == 400
    assert main_text(answer.text).count(sentence) == 2
    assert 'href="#cut_' in answer.text
    assert site.count("decision_power") == 0


def test_the_second_of_two_administrators_sees_matter_by_matter_what_is_whose(
    site: Site, administrator: FlaskClient
) -> None:
    seen = field(administrator.get(f"{PAGE}/rediger").text, "version")
    assert change(site, administrator, cut_kr="50.000", cut_body="council").status_code == 303
    second = change(site, administrator, version=seen, cut_pct="5", cut_body="committee")
    assert second.status_code == 409
    assert tables(second.text) == [
        """\
Felt | Står der nu | Du har skrevet
Besparelse: Højst kr. i året | 50.000 | –
Besparelse: Højst pct. af linjen | – | 5
Besparelse: Ellers beslutter | Borgerrepræsentationen | Udvalget"""
    ]
    again = change(site, administrator, version=field(second.text, "version"), cut_pct="5", cut_body="committee")
    assert again.status_code == 303
    assert rules(site)[5].startswith("Besparelse | Besparelse på højst 5 pct. af linjens budget i året")


def test_who_goes_back_to_the_usual_from_an_older_page_is_shown_the_rules_first(
    site: Site, administrator: FlaskClient
) -> None:
    change(site, administrator, cut_kr="50.000")
    seen = field(administrator.get(PAGE).text, "version")
    change(site, administrator, cut_kr="60.000")
    old = {**form_for("administration.take_usual_powers", site), "version": seen}
    stale = administrator.post(f"{PAGE}/saedvanlige", data={**old, "csrf_token": site.token(administrator)})
    assert "En anden har rettet reglerne, mens du så på dem." in main_text(administrator.get(stale.location or "").text)
    assert site.count("decision_power") == 8


def test_a_name_of_a_plan_that_is_not_there_is_no_page(site: Site, administrator: FlaskClient) -> None:
    assert administrator.get(f"{LIST}/findes-ikke").status_code == 404
