"""The decision log's pages: its filters in the address, problems at their field, and the workbook of what is shown."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.budget_books import post
from tests.web.site import Site
from tests.web.test_postings import words
from tracker.domain.decisions import DecisionKind
from tracker.domain.people import Role
from tracker.models.decisions import Decision
from tracker.queries.decision_log import ROWS_ON_A_PAGE

HISTORY = "/handleplaner/handleplan-for-oevelser/historik"


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """The browser of a budget officer."""
    return site.browser(site.people[Role.BUDGET_OFFICER])


def entered(site: Site, title: str, amount_oere: int = 50_000, *, taken: bool = True, to_language: bool = False) -> int:
    """Allocate from the pool of 2019 under a title."""
    book = site.book
    with site.database.writing() as session:
        moved = (2019, book.reserve, book.language if to_language else book.mentors, amount_oere)
        named = {} if taken else {"decided_on": None}
        decision = post(session, book, moved, kind=DecisionKind.ALLOCATION, **named)  # type: ignore[arg-type]  # its keyword
        session.get_one(Decision, decision).title = title
    return decision


def rows(page: str) -> list[str]:
    """Give the rows of the list as they are read."""
    body = page[page.index("<tbody>") : page.index("</tbody>")] if "<tbody>" in page else ""
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)]


def field_error(page: str, name: str) -> str:
    """Give the message that stands at a field."""
    found = re.search(rf'id="{name}-error">(.*?)</span>\s*(?:<input|<select)', page, re.DOTALL)
    return words(found[1]) if found else ""


def test_the_log_shows_date_status_title_body_and_what_was_moved_in_each_year(site: Site, officer: FlaskClient) -> None:
    entered(site, "Flere mentorer", taken=False)
    assert rows(officer.get("/beslutninger").text) == [
        "ikke endnu Kladde Flere mentorer Udmøntning BIU Handleplan for øvelser 0,5 i 2019",
        "12.12.2018 Vedtaget Vedtagelse 12.12.2018 BIU BIU Handleplan for øvelser 3.301,0 i 2019",
    ]
    assert rows(officer.get(HISTORY).text)[0] == "ikke endnu Kladde Flere mentorer Udmøntning BIU 0,5 i 2019"


@pytest.mark.parametrize(
    "query",
    [
        "tekst=MENTORER&art=allocation",
        "tekst=flere+udmønt",
        "tekst=bIU&art=allocation",
        "plan=handleplan-for-oevelser&linje=mentorer&art=allocation",
        "art=allocation&aar=2019&organ=BIU",
        "fra=0,5&til=0,5",
        "fra=500+kr.&til=500+kr.",
        "enhed=kr&fra=500&til=999,99",
        "fra_dato=12.12.2018&til_dato=2018-12-12&til=0,9",
        "status=adopted&art=allocation",
        "side=99&art=allocation",
    ],
)
def test_every_filter_finds_it_by_the_address_alone(site: Site, officer: FlaskClient, query: str) -> None:
    entered(site, "Flere mentorer")
    answer = officer.get(f"/beslutninger?{query}")
    assert answer.status_code == 200
    assert "1 beslutning" in words(answer.text)
    (row,) = rows(answer.text)
    assert "Flere mentorer" in row


def test_the_form_keeps_what_was_chosen(site: Site, officer: FlaskClient) -> None:
    page = officer.get(f"{HISTORY}?tekst=<b>&linje=mentorer&fra=1.000&enhed=kr&status=dropped").text
    assert 'name="tekst" value="&lt;b&gt;"' in page
    assert '<option value="mentorer" selected>' in page
    assert 'name="fra" value="1.000"' in page
    assert '<option value="kr" selected>' in page
    assert re.findall(r'name="status" value="(\w+)" checked', page) == ["dropped"]
    assert "Ingen beslutninger passer til det valgte." in page
    assert '<details class="more-filters" open>' in page
    untouched = officer.get(HISTORY).text
    assert re.findall(r'name="status" value="(\w+)" checked', untouched) == ["draft", "sent", "adopted", "reversed"]
    assert '<details class="more-filters">' in untouched


@pytest.mark.parametrize(
    ("query", "name", "problem"),
    [
        ("fra=1.5", "fra", "Fejl: »1.5«"),
        ("fra=-5", "fra", "Fejl: Skriv beløbet uden minus."),
        ("til=mange", "til", "Fejl: »mange« er ikke et beløb."),
        ("fra=2&til=1", "til", "Fejl: »Beløb til« er mindre end »Beløb fra«."),
        ("fra_dato=31.02.2020", "fra_dato", "Fejl: Skriv datoen som dag.måned.år"),
        ("til_dato=i+dag", "til_dato", "Fejl: Skriv datoen som dag.måned.år"),
        ("fra_dato=02.01.2020&til_dato=01.01.2020", "til_dato", "Fejl: Den sidste dag ligger før den første."),
        ("art=gave", "art", "Fejl: Vælg en af mulighederne på listen."),
        ("plan=findes-ikke", "plan", "Fejl: Vælg en af mulighederne på listen."),
        ("linje=mentorer", "linje", "Fejl: Vælg en af mulighederne på listen."),
        ("aar=2031", "aar", "Fejl: Vælg en af mulighederne på listen."),
        ("enhed=usd", "enhed", "Fejl: Vælg en af mulighederne på listen."),
    ],
)
def test_what_can_not_be_read_is_named_at_its_field(
    site: Site, officer: FlaskClient, query: str, name: str, problem: str
) -> None:
    answer = officer.get(f"/beslutninger?{query}")
    assert answer.status_code == 400
    assert field_error(answer.text, name).startswith(problem)
    assert f'href="#{name}"' in answer.text
    download = officer.get(f"/beslutninger/hent.xlsx?{query}")
    assert download.status_code == 400
    assert "Ret det på siden Beslutninger, og hent filen igen." in download.text


def test_a_project_lead_can_choose_own_initiatives(site: Site) -> None:
    lead = site.browser(site.people[Role.PROJECT_LEAD])
    entered(site, "Om mentorer")
    entered(site, "Om sprog", to_language=True)
    page = lead.get("/beslutninger?mine=1&art=allocation").text
    assert [row.split()[3] for row in rows(page)] == ["mentorer"]
    assert 'name="mine"' in page
    assert 'name="mine"' not in site.browser(site.people[Role.READER]).get("/beslutninger").text


def test_a_reader_sees_no_draft_and_none_in_the_workbook(site: Site) -> None:
    entered(site, "En hemmelig kladde", taken=False)
    reader = site.browser(site.people[Role.READER])
    assert "hemmelig" not in reader.get("/beslutninger?tekst=kladde").text.partition("<tbody>")[2]
    assert "hemmelig" not in str(_cells(reader, "/beslutninger/hent.xlsx"))


def test_a_long_log_comes_in_pages_that_keep_the_filter(site: Site, officer: FlaskClient) -> None:
    with site.database.writing() as session:
        for _ in range(ROWS_ON_A_PAGE + 1):
            moved = (2019, site.book.reserve, site.book.mentors, 1)
            post(session, site.book, moved, kind=DecisionKind.ALLOCATION)
    page = officer.get("/beslutninger?art=allocation&status=adopted&status=dropped").text
    assert len(rows(page)) == ROWS_ON_A_PAGE
    assert "101 beslutninger, side 1 af 2" in words(page)
    second = "/beslutninger?art=allocation&status=adopted&status=dropped&side=2"
    assert f'href="{second}"' in unescape(page)
    assert len(rows(officer.get(second).text)) == 1


def test_the_workbook_holds_what_the_page_shows_under_the_same_address(site: Site, officer: FlaskClient) -> None:
    entered(site, "=Flere mentorer")
    entered(site, "Sprog", to_language=True)
    page = officer.get(f"{HISTORY}?tekst=mentorer&art=allocation").text
    (address,) = re.findall(r'href="(/beslutninger/hent\.xlsx[^"]*)"', page)
    cells = _cells(officer, unescape(address))
    assert [row[3] for row in cells["Beslutninger"][4:]] == ["=Flere mentorer"]
    assert [row[9:12] for row in cells["Posteringer"][4:]] == [("Pulje til senere udmøntning", "Mentorer", 500)]
    about = {row[0]: row[1] for row in cells["Om"]}
    assert about["Søg"] == "mentorer"
    assert about["Art"] == "Udmøntning"
    assert about["Handleplan"] == "Handleplan for øvelser"
    assert about["Status"] == "Kladde, Sendt til udvalget, Vedtaget, Tilbageført"


def _cells(browser: FlaskClient, address: str) -> dict[str, list[tuple[object, ...]]]:
    with browser.get(address) as answer:
        assert answer.status_code == 200
        assert re.search(r"filename=beslutninger-[a-z0-9-]+\.xlsx", answer.headers["Content-Disposition"])
        book = load_workbook(BytesIO(answer.data), data_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
