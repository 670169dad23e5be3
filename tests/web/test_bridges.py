"""The page Bro: which points it leads between, its table and picture, and that each amount leads to its postings."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.budget_books import post
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions.budget import create_plan
from tracker.actions.entries import correct
from tracker.domain.decisions import DecisionKind
from tracker.domain.entries import EntryTransfer
from tracker.domain.people import Role

BRIDGE = "/handleplaner/handleplan-for-oevelser/bro"
MEETING = date(2020, 1, 8)
TABLE = """\
Linje | Fra | Udmøntninger | Overførsler mellem år | Til
Job og uddannelse
1.1 Mentorer | 3.300.000 | – | 0 | 3.300.000
1.2 Sprog på jobbet | – | +400 | – | 400
Øvrige midler
Pulje til senere udmøntning | 1.000 | −400 | – | 600
Alle linjer | 3.301.000 | 0 | 0 | 3.301.000"""


@pytest.fixture
def changed(site: Site) -> Site:
    """A plan whose pool gives 400 kr. to language, and where mentors' money is carried over to the next year."""
    book = site.book
    with site.database.writing() as session:
        moved = (2019, book.reserve, book.language, 40_000)
        post(session, book, moved, kind=DecisionKind.ALLOCATION, decided_on=MEETING)
        pair = ((2019, book.mentors, book.source, 1_000_000), (2020, book.source, book.mentors, 1_000_000))
        post(session, book, *pair, kind=DecisionKind.CARRY_OVER, decided_on=MEETING, body="BR")
    return site


def reader(site: Site) -> FlaskClient:
    return site.browser(site.people[Role.READER])


def shown(site: Site, query: str) -> str:
    answer = reader(site).get(f"{BRIDGE}?enhed=kr&{query}")
    assert answer.status_code == 200, main_text(answer.text)
    return answer.text


def test_it_leads_from_the_first_decision_to_today_and_shows_what_changed(changed: Site) -> None:
    page = shown(changed, "")
    assert tables(page) == [TABLE]
    text = main_text(page)
    assert "Fra Budgettet som vedtaget til og med beslutningen 12.12.2018 Vedtagelse, BIU Til Budgettet" in text
    assert "1 linje uden ændringer er ikke vist." in text
    assert "Imellem ligger ingen vedtagelse, omdisponering, tillægsbevilling, besparelse eller p/l-regulering." in text


def test_one_year_is_shown_by_itself_and_unchanged_lines_where_they_are_asked_for(changed: Site) -> None:
    assert tables(shown(changed, "aar=2020&alle=1")) == [
        """\
Linje | Fra | Overførsler mellem år | Til
Job og uddannelse
1.1 Mentorer | – | +10.000 | 10.000
1.2 Sprog på jobbet | – | – | –
Øvrige midler
Undersøgelse | – | – | –
Pulje til senere udmøntning | – | – | –
Alle linjer | – | +10.000 | 10.000"""
    ]


def test_points_are_days_and_decisions(changed: Site) -> None:
    before = shown(changed, "fra_dato=01.01.2019&til_dato=07.01.2020")
    assert "De to budgetter er ens i 2019-2021. Vælg to andre punkter eller et andet år." in main_text(before)
    assert tables(before) == []
    backwards = tables(shown(changed, "fra_dato=08.01.2020&til_dato=07.01.2020&aar=2019"))[0].splitlines()
    assert backwards[3] == "1.2 Sprog på jobbet | 400 | −400 | – | –"


def words_of_picture(page: str) -> list[str]:
    """Give the words in the picture, in order."""
    return [unescape(text).strip() for text in re.findall(r'<text class="chart-text"[^>]*>([^<]*)</text>', page)]


def test_the_picture_is_of_the_pool_or_of_the_line_that_is_chosen(changed: Site) -> None:
    assert words_of_picture(shown(changed, "")) == ["Fra", "1.000", "Udmøntninger: ned", "−400", "Til", "600"]
    language = shown(changed, "linje=sprog-paa-jobbet")
    assert words_of_picture(language) == ["Fra", "0", "Udmøntninger: op", "+400", "Til", "400"]
    assert "Sprog på jobbet, 2019-2021 i kr." in main_text(language)
    all_lines = shown(changed, "linje=ramme&aar=2020")
    assert words_of_picture(all_lines) == ["Fra", "0", "Overførsler mellem år: op", "+10.000", "Til", "10.000"]
    assert "Ingen beslutning ændrer beløbet i alt." in main_text(shown(changed, "linje=mentorer"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("fra_dato=31.02.2019", "Datoen »31.02.2019« findes ikke. Skriv den som dag.måned.år, fx 15.11.2020."),
        ("til_beslutning=999", "Planen har ingen beslutning nr. »999«. Vælg en på listen."),
        ("aar=1999", "Planen har ikke året »1999«. Vælg et af årene på listen."),
        ("linje=findes-ikke", "Broen har ingen linje »findes-ikke«. Vælg en linje på listen."),
        ("enhed=euro", "Enheden »euro« kendes ikke. Vælg kr., 1.000 kr. eller mio. kr. herunder."),
    ],
)
def test_what_cannot_be_read_is_named(changed: Site, query: str, sentence: str) -> None:
    answer = reader(changed).get(f"{BRIDGE}?{query}")
    assert answer.status_code == 400
    assert sentence in main_text(answer.text)


def test_a_plan_without_decisions_says_what_is_missing(site: Site) -> None:
    with site.database.writing() as session:
        create_plan(session, site.book.actor, title="En ny plan", first_year=2023, last_year=2026)
    page = main_text(reader(site).get("/handleplaner/en-ny-plan/bro").text)
    assert "Planen har ingen beslutninger endnu" in page


def links_of_table(page: str) -> Iterator[tuple[str, str]]:
    """Give the amounts of the table with the addresses behind them."""
    table = page.partition("<table")[2].partition("</table>")[0]
    for address, text in re.findall(r'<td class="n[^"]*"><a href="([^"]*)">([^<]*)</a></td>', table):
        yield unescape(address), text


def explained(page: str) -> str:
    found = re.search(r'<span class="explained-figure">([^<]*)</span>', page)
    assert found, main_text(page)
    return found[1]


@pytest.mark.parametrize("points", ["", "til_dato=01.06.2020", "fra_beslutning={late}&fra_offentliggjort=1"])
def test_every_amount_leads_to_postings_that_come_to_it(changed: Site, points: str) -> None:
    book = changed.book
    with time_machine.travel("2120-01-01T10:00:00+00:00", tick=False), changed.database.writing() as session:
        moved = (2019, book.reserve, book.language, 20_000)
        late = post(session, book, moved, kind=DecisionKind.ALLOCATION, decided_on=date(2020, 2, 1))
    with time_machine.travel("2120-02-01T10:00:00+00:00", tick=False), changed.database.writing() as session:
        right = EntryTransfer(0, 2019, book.reserve, book.language, 15_000)
        correct(session, book.actor, late, [right], reason="Tastefejl", seen_version=1)
        moved = (2019, book.reserve, book.survey, 3_000)
        post(session, book, moved, kind=DecisionKind.ALLOCATION, decided_on=date(2020, 3, 1))
    page = shown(changed, points.format(late=late))
    links = list(links_of_table(page))
    assert len(links) >= 10
    assert ("Rettelser" in tables(page)[0].splitlines()[0]) == ("offentliggjort" in points)
    browser = reader(changed)
    for address, text in links:
        assert explained(browser.get(address).text) == text, address
