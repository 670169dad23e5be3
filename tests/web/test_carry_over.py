"""Working out a carry-over: what is left, what is asked about, and the decision's form that it leads to."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.budget_books import close_year, post
from tests.web.page_text import main_text, tables
from tests.web.site import Site, field
from tracker.actions.budget import add_line
from tracker.domain.budget import LineRole
from tracker.domain.people import Role

PAGE = "/handleplaner/handleplan-for-oevelser/beslutninger/ny/overfoersel"
TKR = 100_000
WORDS = {"forklaring": "Forløbene blev udskudt.", "plan": "De holdes i 2021."}


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer's browser; in 2020 mentors have 800 and the pool 300 (thousand kroner)."""
    book = site.book
    with site.database.writing() as session:
        post(session, book, (2020, book.source, book.mentors, 800 * TKR), (2020, book.source, book.reserve, 300 * TKR))
    return site.browser(site.people[Role.BUDGET_OFFICER])


def send(
    site: Site, officer: FlaskClient, *, spent: str = "", carried: str = "", pool: str = "", **more: str
) -> TestResponse:
    """Send what was typed for 2020 to 2021."""
    book = site.book
    typed = {
        f"brugt-{book.mentors}": spent,
        f"overfoeres-{book.mentors}": carried,
        f"overfoeres-{book.reserve}": pool,
    }
    return officer.post(f"{PAGE}?fra=2020&til=2021", data={"csrf_token": site.token(officer), **typed, **more})


def boxes(site: Site, page: str) -> tuple[str, str]:
    """Give what stands under Overføres, for the mentors and the pool."""
    return field(page, f"overfoeres-{site.book.mentors}"), field(page, f"overfoeres-{site.book.reserve}")


def test_of_a_line_nothing_is_proposed_before_its_spending_is_known_and_of_the_pool_all_of_it(
    site: Site, officer: FlaskClient
) -> None:
    page = officer.get(f"{PAGE}?fra=2020&til=2021").text
    assert tables(page) == [
        """\
Linje | Budget 2020 | Forbrugt | Tilbage | Overføres til 2021
Mentorer | 800 | Forbrugt, Mentorer | ? ukendt, indtil forbruget er skrevet | Overføres, Mentorer
Pulje til senere udmøntning | 300 | forbruges ikke | 300 | Overføres, Pulje til senere udmøntning
I alt | 1.100 |  |  | 300"""
    ]
    assert boxes(site, page) == ("", "300")


def test_unasked_it_begins_with_the_latest_two_years_in_a_row_that_are_open(site: Site, officer: FlaskClient) -> None:
    assert "Fra 2020 til 2021" in main_text(officer.get(PAGE).text)
    with site.database.writing() as session:
        close_year(session, site.book, 2021)
    answer = officer.get(PAGE)
    assert (answer.status_code, "Fra 2019 til 2020" in main_text(answer.text)) == (200, True)
    with site.database.writing() as session:
        close_year(session, site.book, 2020)
    answer = officer.get(PAGE)
    assert (answer.status_code, "2020 er lukket." in main_text(answer.text)) == (400, True)


def test_what_is_left_is_shown_and_proposed_to_the_oere(site: Site, officer: FlaskClient) -> None:
    page = send(site, officer, spent="500,5", step="work-out").text
    assert "Mentorer | 800,0 | Forbrugt, Mentorer | 299,5 |" in tables(page)[0]
    assert boxes(site, page) == ("299,5", "300")
    assert boxes(site, send(site, officer, spent="500.000,25 kr.").text)[0] == "299.999,75 kr."


def test_what_was_typed_is_not_written_over(site: Site, officer: FlaskClient) -> None:
    assert boxes(site, send(site, officer, spent="500", carried="100", pool="0").text) == ("100", "0")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"spent": "500", "carried": "301"}, "Mentorer har kun 300 (1.000 kr.) tilbage. Skriv højst det."),
        ({"spent": "900", "carried": "1"}, "Mentorer har kun 0 (1.000 kr.) tilbage. Skriv højst det."),
        ({"pool": "301"}, "Pulje til senere udmøntning har kun 300 (1.000 kr.) tilbage. Skriv højst det."),
        ({"carried": "1"}, "Skriv, hvad der er forbrugt af Mentorer, 0 hvis intet."),
        ({"spent": "1,200"}, "Mener du 1.200 eller 1,2? Skriv det ene."),
        ({"spent": "-5"}, "Skriv et beløb uden minus."),
        ({"spent": "500", "carried": "-5"}, "Skriv et beløb uden minus."),
    ],
)
def test_what_does_not_add_up_is_said_at_its_field_and_in_the_summary(
    site: Site, officer: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    for step in ("work-out", "go-on"):
        answer = send(site, officer, **typed, **WORDS, step=step)
        assert answer.status_code == 400
        assert main_text(answer.text).count(sentence) == 2
        assert "Ny beslutning</h1>" not in answer.text


def test_going_on_asks_for_the_explanation_and_the_plan(site: Site, officer: FlaskClient) -> None:
    page = main_text(send(site, officer, spent="500", carried="300", pool="0", step="go-on").text)
    assert "Skriv, hvorfor pengene ikke blev brugt." in page
    assert "Skriv, hvad pengene skal bruges til." in page
    working_out = send(site, officer, spent="500", carried="300", step="work-out")
    assert working_out.status_code == 200
    assert "Skriv, hvorfor" not in working_out.text


def test_a_proposal_that_nobody_has_seen_yet_is_shown_before_it_goes_on(site: Site, officer: FlaskClient) -> None:
    answer = send(site, officer, spent="500", pool="300", **WORDS, step="go-on")
    assert answer.status_code == 400
    assert "Det, der er tilbage, er nu skrevet under Overføres." in main_text(answer.text)
    assert boxes(site, answer.text) == ("300", "300")


def test_going_on_fills_in_pairs_under_one_decision_and_saves_nothing(site: Site, officer: FlaskClient) -> None:
    before = site.rows()
    answer = send(site, officer, spent="500", carried="250", pool="300", **WORDS, step="go-on")
    page = answer.text
    assert answer.status_code == 200
    assert site.rows() == before
    assert [field(page, f"row-{row}-{year}") for row, year in ((0, 2020), (1, 2021), (2, 2020), (3, 2021))] == [
        "250",
        "250",
        "300",
        "300",
    ]
    assert field(page, "title") == "Overførsel fra 2020 til 2021"
    for words in WORDS.values():
        assert words in page
    assert "Overførsel mellem år: udvalget beslutter." in main_text(page)


def test_a_plan_may_have_more_lines_than_an_address_can_hold(site: Site, officer: FlaskClient) -> None:
    book = site.book
    with site.database.writing() as session:
        lines = [
            add_line(session, book.plan_id, theme_id=None, title=f"Linje {number}", role=LineRole.INITIATIVE)
            for number in range(400)
        ]
        post(session, book, *((2020, book.source, line, 5 * TKR) for line in lines))
    typed = {f"brugt-{line}": "4" for line in lines} | {f"overfoeres-{line}": "1" for line in lines}
    page = send(site, officer, spent="800", pool="0", step="go-on", **WORDS, **typed).text
    assert main_text(page).count("Fjern række") == 800
    assert set(re.findall(r'name="row-[0-9]+-202[01]" value="([^"]+)"', page)) == {"1"}


def test_nothing_carried_over_goes_nowhere(site: Site, officer: FlaskClient) -> None:
    answer = send(site, officer, spent="800", pool="0", **WORDS, step="go-on")
    assert "Der overføres intet. Skriv mindst ét beløb under Overføres." in main_text(answer.text)


@pytest.mark.parametrize(
    ("years", "closed", "sentence"),
    [
        ("fra=2020&til=2021", 2020, "2020 er lukket. Bed en administrator om at åbne året, eller vælg et andet."),
        ("fra=2020&til=2021", 2021, "2021 er lukket. Bed en administrator om at åbne året, eller vælg et andet."),
        ("fra=2020&til=2020", 2019, "Penge overføres frem i tiden. Vælg et år efter 2020."),
        ("fra=2017&til=2021", 2019, "Vælg en af mulighederne på listen."),
    ],
)
def test_years_that_do_not_fit_are_refused_at_their_fields(
    site: Site, officer: FlaskClient, years: str, closed: int, sentence: str
) -> None:
    with site.database.writing() as session:
        close_year(session, site.book, closed)
    answer = officer.get(f"{PAGE}?{years}")
    assert answer.status_code == 400
    assert main_text(answer.text).count(sentence) == 2


def test_a_year_without_money_says_so(site: Site) -> None:
    page = site.browser(site.people[Role.BUDGET_OFFICER]).get(f"{PAGE}?fra=2020&til=2021").text
    assert "Ingen linje har penge i 2020" in main_text(page)


def test_a_plan_of_one_year_has_nowhere_to_carry_to(site: Site, officer: FlaskClient) -> None:
    officer.post(
        "/ny-handleplan",
        data={
            "csrf_token": site.token(officer),
            "submission_key": field(officer.get("/ny-handleplan").text, "submission_key"),
            "title": "Ét år",
            "first_year": "2020",
            "last_year": "2020",
        },
    )
    assert "Planen har kun ét år" in main_text(officer.get(PAGE.replace("handleplan-for-oevelser", "et-aar")).text)
