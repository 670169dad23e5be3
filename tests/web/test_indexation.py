"""Working out an indexation: what is shown line by line, and the decision's form that it leads to."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.budget_books import close_year, post
from tests.web.page_text import main_text, tables
from tests.web.samples import PARAMETERS
from tests.web.site import Site, field
from tracker.actions.budget import add_line
from tracker.domain.budget import LineRole
from tracker.domain.people import Role

PAGE = "/handleplaner/handleplan-for-oevelser/beslutninger/ny/pl-regulering"
TKR = 100_000


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer's browser, beside a rate of 1,85 pct. from 2019 to 2020 and money in 2020 and 2021."""
    PARAMETERS["rate_id"](site, 0)
    book = site.book
    with site.database.writing() as session:
        post(
            session,
            book,
            (2020, book.source, book.mentors, 800 * TKR),
            (2020, book.source, book.reserve, 300 * TKR),
            (2021, book.source, book.language, 500 * TKR),
        )
    return site.browser(site.people[Role.BUDGET_OFFICER])


def send(
    site: Site,
    officer: FlaskClient,
    *,
    years: tuple[int, ...] = (2020,),
    lines: tuple[int, ...] | None = None,
    **more: str,
) -> TestResponse:
    """Send a choice, to be worked out or to go on with."""
    book = site.book
    ids = (book.mentors, book.language, book.survey, book.reserve) if lines is None else lines
    listed = {"aar": [str(year) for year in years], "linje": [str(line) for line in ids]}
    chosen = {"csrf_token": site.token(officer), "sats": "1", "afrunding": "kr", "step": "work-out", **more}
    return officer.post(PAGE, data={**listed, **chosen})


def test_first_come_the_newest_rate_the_years_from_its_own_on_and_all_lines(officer: FlaskClient) -> None:
    assert tables(officer.get(PAGE).text) == [
        """\
Linje | 2020 | 2021
Før | P/l | Efter | Før | P/l | Efter
Mentorer | 800 | +15 | 815 | – | – | –
Sprog på jobbet | – | – | – | 500 | +9 | 509
Undersøgelse | – | – | – | – | – | –
Pulje til senere udmøntning | 300 | +5 | 305 | – | – | –
I alt, regulerede linjer | 1.100 | +20 | 1.120 | 500 | +9 | 509"""
    ]


def test_chosen_lines_and_rounding_are_shown_exactly_and_the_others_left_alone(
    site: Site, officer: FlaskClient
) -> None:
    page = send(site, officer, lines=(site.book.mentors,), afrunding="kr").text
    assert tables(page)[0].splitlines()[2:4] == [
        "Mentorer | 800,0 | +14,8 | 814,8",
        "Sprog på jobbet | reguleres ikke",
    ]
    with site.database.writing() as session:
        post(session, site.book, (2020, site.book.source, site.book.mentors, 5))
    oere = tables(send(site, officer, lines=(site.book.mentors,), afrunding="oere").text)[0]
    assert "Mentorer | 800.000,05 | +14.800,00 | 814.800,05" in oere


def test_a_lower_price_level_takes_from_the_lines(site: Site, officer: FlaskClient) -> None:
    with site.database.writing() as session:
        session.execute(text("UPDATE index_rate SET rate_millionths = -18500"))
    assert "Mentorer | 800 | −15 | 785" in tables(send(site, officer, afrunding="tkr").text)[0]
    page = send(site, officer, afrunding="tkr", step="go-on").text
    assert f'<option value="{site.book.source}" selected>Ramme' in page.split('name="row-0-to"')[1]


def test_going_on_fills_in_the_form_of_the_decision_and_saves_nothing(site: Site, officer: FlaskClient) -> None:
    before = site.rows()
    page = send(site, officer, years=(2020, 2021), afrunding="tkr", step="go-on").text
    assert site.rows() == before
    assert (field(page, "row-0-2020"), field(page, "row-1-2021"), field(page, "row-2-2020")) == ("15", "9", "5")
    assert field(page, "title") == "P/l-regulering af 2020 og 2021"
    assert "P/l-regulering af 2020 og 2021 med 1,85 pct., fra pris- og lønniveau 2019 til 2020. Kilde: " in page
    assert "Budgetvejledningen, 15.06.2019." in page
    assert "P/l-regulering: forvaltningen beslutter." in main_text(page)


@pytest.mark.parametrize(
    ("rate", "rounding", "sentence"),
    [
        ("77", "kr", "Vælg en af mulighederne på listen."),
        ("", "kr", "Vælg en sats."),
        ("1", "mio", "Vælg en af mulighederne på listen."),
    ],
)
def test_a_choice_that_is_none_is_asked_about(
    site: Site, officer: FlaskClient, rate: str, rounding: str, sentence: str
) -> None:
    for step in ("work-out", "go-on"):
        answer = send(site, officer, sats=rate, afrunding=rounding, step=step)
        assert answer.status_code == 400
        assert sentence in main_text(answer.text)


def test_no_year_and_no_line_are_asked_for_at_their_fields(site: Site, officer: FlaskClient) -> None:
    said = main_text(send(site, officer, years=()).text)
    assert "Vælg mindst ét år." in said
    assert "Beløbene under Før" not in said, "there are none"
    assert "Beløbene under Før" in main_text(send(site, officer).text)
    assert "Vælg mindst én linje." in main_text(send(site, officer, lines=()).text)


def test_a_closed_year_is_refused_at_its_field_and_not_chosen_to_begin_with(site: Site, officer: FlaskClient) -> None:
    with site.database.writing() as session:
        close_year(session, site.book, 2020)
    assert tables(officer.get(PAGE).text)[0].startswith("Linje | 2021\n")
    answer = send(site, officer, step="go-on")
    assert answer.status_code == 400
    assert "2020 er lukket. Bed en administrator om at åbne året, eller fravælg det." in main_text(answer.text)


def test_a_rate_that_gives_nobody_anything_goes_nowhere(site: Site, officer: FlaskClient) -> None:
    answer = send(site, officer, lines=(site.book.survey,), step="go-on")
    assert answer.status_code == 400
    assert "Satsen giver ingen af linjerne noget. Vælg andre år eller linjer." in main_text(answer.text)


def test_a_plan_may_have_more_lines_than_an_address_can_hold(site: Site, officer: FlaskClient) -> None:
    book = site.book
    with site.database.writing() as session:
        lines = tuple(
            add_line(session, book.plan_id, theme_id=None, title=f"Linje {number}", role=LineRole.INITIATIVE)
            for number in range(600)
        )
        post(session, book, *((2020, book.source, line, 100 * TKR) for line in lines))
    page = send(site, officer, lines=lines, step="go-on").text
    assert set(re.findall(r'name="row-[0-9]+-2020" value="([^"]+)"', page)) == {"1,85"}
    assert main_text(page).count("Fjern række") == 600


def test_without_a_rate_the_page_leads_to_entering_one(site: Site) -> None:
    browser = site.browser(site.people[Role.BUDGET_OFFICER])
    page = browser.get(PAGE).text
    assert "Der er ingen satser at regulere med endnu" in main_text(page)
    assert "/administration/satser/ny" in page


def test_a_withdrawn_rate_can_not_be_chosen(site: Site, officer: FlaskClient) -> None:
    with site.database.writing() as session:
        session.execute(text("UPDATE index_rate SET withdrawn = true"))
    assert "Der er ingen satser at regulere med endnu" in main_text(officer.get(PAGE).text)
