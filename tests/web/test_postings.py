"""Forklar tallet: an amount leads to its postings, their decisions and the cells of the file they came from."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.budget_books import post
from tests.web.excel_files import read_in
from tests.web.site import Site
from tests.web.test_reconciliation import cut
from tracker.actions.decisions import reverse_transfer
from tracker.domain.decisions import DecisionKind
from tracker.domain.people import Role
from tracker.models.budget import BudgetLine
from tracker.queries.postings import ROWS_ON_A_PAGE

PLAN = "/handleplaner/handleplan-for-oevelser"
PAGE = f"{PLAN}/posteringer"


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """The browser of a budget officer."""
    return site.browser(site.people[Role.BUDGET_OFFICER])


def words(html: str) -> str:
    """Give what a piece of a page reads as."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(page: str) -> list[str]:
    """Give the rows of the postings as they are read, without when and by whom they were recorded."""
    body = page[page.index("<tbody>") : page.index("</tbody>")] if "<tbody>" in page else ""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    return [words(row.partition('<td class="posting-recorded">')[0]) for row in found]


def figure(page: str) -> str:
    """Give the amount that the page explains, as it stands at the top."""
    return words(page[page.index('class="explained-amount"') :].partition(">")[2].partition("</p>")[0])


def allocate(site: Site, amount_oere: int, *, proposal: bool = False) -> int:
    """Allocate from the pool of 2019 to the mentors."""
    book = site.book
    with site.database.writing() as session:
        moved = (2019, book.reserve, book.mentors, amount_oere)
        named = {"decided_on": None} if proposal else {}
        return post(session, book, moved, kind=DecisionKind.ALLOCATION, **named)  # type: ignore[arg-type]  # its keyword


def test_a_cell_is_explained_with_its_amount_its_decisions_and_the_sum(site: Site, officer: FlaskClient) -> None:
    decision = allocate(site, 50_000)
    page = officer.get(f"{PAGE}?linje=mentorer&aar=2019").text
    assert "<h1>Mentorer, 2019</h1>" in page
    assert figure(page) == "3.300,5 i 1.000 kr. (3.300.500 kr.)"
    assert rows(page) == [
        "12.12.2018 BIU Vedtagelse fra Ramme +3.300,0 3.300,0",
        "12.12.2018 BIU Udmøntning fra Pulje til senere udmøntning +0,5 3.300,5",
    ]
    assert words(page[page.index("<tfoot>") : page.index("</tfoot>")]) == "I alt, 2 posteringer 3.300,5"
    assert f'href="/beslutninger/{decision}#postering-' in page


def test_the_unit_can_be_chosen_and_what_is_asked_for_stays(site: Site, officer: FlaskClient) -> None:
    page = officer.get(f"{PAGE}?linje=mentorer&linje=sprog-paa-jobbet&aar=2019&art=adoption&enhed=kr").text
    assert "<h1>Mentorer og Sprog på jobbet, 2019, vedtagelse</h1>" in page
    assert figure(page) == "3.300.000 kr."
    address = f'href="{PAGE}?linje=mentorer&amp;linje=sprog-paa-jobbet&amp;aar=2019&amp;art=adoption"'
    assert address in page
    assert f'href="{PAGE}?linje=mentorer&amp;linje=sprog-paa-jobbet&amp;art=adoption&amp;enhed=kr">Vis alle år' in page


def test_a_theme_and_the_whole_plan_are_named(site: Site, officer: FlaskClient) -> None:
    assert "<h1>Job og uddannelse, 2019-2021</h1>" in officer.get(f"{PAGE}?tema={site.book.theme_id}").text
    everything = officer.get(PAGE).text
    assert "<h1>Alle linjer, 2019-2021</h1>" in everything
    assert figure(everything) == "3.301 i 1.000 kr. (3.301.000 kr.)"
    assert "<h1>Linjer uden tema, 2019-2021</h1>" in officer.get(f"{PAGE}?tema=0").text


def test_a_reversal_says_so_on_both_rows(site: Site, officer: FlaskClient) -> None:
    decision = allocate(site, 50_000)
    with site.database.writing() as session:
        transfer = site.value("SELECT max(id) FROM transfer WHERE decision_id = :id", id=decision)
        reverse_transfer(session, site.book.actor, int(str(transfer)), reason="Skulle være sprog.")
    page = officer.get(f"{PAGE}?linje=mentorer&aar=2019").text
    assert rows(page)[1:] == [
        "12.12.2018 BIU Udmøntning tilbageført fra Pulje til senere udmøntning +0,5 3.300,5",
        "12.12.2018 BIU Udmøntning tilbageførsel Skulle være sprog. til Pulje til senere udmøntning −0,5 3.300,0",
    ]
    assert page.count('<tr class="put-right">') == 1


def test_an_imported_amount_leads_to_its_cell_and_file(site: Site, officer: FlaskClient) -> None:
    plan = read_in(site, officer)
    page = officer.get(f"{plan}/posteringer?linje=mentorer&aar=2019").text
    file = site.value("SELECT max(id) FROM stored_file")
    assert re.search(rf'href="/excel/filer/{file}">Ark1!B\d+<', page)
    assert "(trykt: " in page


def test_proposals_count_where_they_are_asked_for_and_are_marked(site: Site, officer: FlaskClient) -> None:
    proposal = allocate(site, 50_000, proposal=True)
    assert "Kladde" not in officer.get(f"{PAGE}?linje=mentorer&aar=2019").text
    for asked in ("forslag=1", f"med={proposal}"):
        page = officer.get(f"{PAGE}?linje=mentorer&aar=2019&{asked}").text
        assert figure(page).startswith("3.300,5 ")
        assert rows(page)[1].startswith("ikke endnu BIU Udmøntning Kladde fra Pulje")
    reader = site.browser(site.people[Role.READER]).get(f"{PAGE}?linje=mentorer&aar=2019&forslag=1").text
    assert figure(reader).startswith("3.300 ")


def test_between_two_points_is_what_came_in_between(site: Site, officer: FlaskClient) -> None:
    page = officer.get(f"{PAGE}?linje=mentorer&aar=2019&fra_dato=01.01.2018&til_dato=31.12.2018").text
    assert figure(page).startswith("+3.300 ")
    assert "Forskellen fra »Budgettet som vedtaget til og med 01.01.2018«" in page
    assert (
        'href="/handleplaner/handleplan-for-oevelser/posteringer?linje=mentorer&amp;aar=2019&amp;fra_dato=01.01.2018'
        in page
    )


def test_an_amount_without_postings_says_what_to_do(officer: FlaskClient) -> None:
    page = officer.get(f"{PAGE}?linje=mentorer&aar=2021").text
    assert figure(page).startswith("0 ")
    assert "Der er ingen posteringer bag tallet." in page


def test_a_long_list_has_pages_and_the_sum_of_all(site: Site, officer: FlaskClient) -> None:
    with site.database.writing() as session:
        moved = [(2020, site.book.source, site.book.survey, 100_000)] * (ROWS_ON_A_PAGE + 1)
        post(session, site.book, *moved)
    second = officer.get(f"{PAGE}?linje=undersoegelse&aar=2020&side=2").text
    assert "Postering 201-201 af 201. Summen nederst er for dem alle." in second
    assert figure(second).startswith("201 ")
    assert rows(second) == ["12.12.2018 BIU Vedtagelse fra Ramme +1 201"]
    assert f'href="{PAGE}?linje=undersoegelse&amp;aar=2020"' in second


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("linje=findes-ikke", "Planen har ingen linje »findes-ikke«."),
        ("rolle=chef", "Linjer har ingen rolle, der hedder »chef«."),
        ("tema=99999", "Planen har intet tema nr. »99999«."),
        ("tema=et", "Planen har intet tema nr. »et«."),
        ("aar=2031", "Planen har ikke året »2031«. Vælg et år fra 2019 til 2021."),
        ("aar=²", "Planen har ikke året »²«."),
        ("art=gave", "Der er ingen slags beslutning, der hedder »gave«."),
        ("enhed=usd", "Enheden »usd« kendes ikke."),
        ("side=0", "Siden »0« findes ikke."),
        ("dato=31.02.2020", "Datoen »31.02.2020« findes ikke."),
        ("til_dato=i+går", "Datoen »i går« findes ikke."),
        ("linie=mentorer", "Siden kender ikke »linie« i adressen."),
    ],
)
def test_what_can_not_be_read_is_named(officer: FlaskClient, query: str, problem: str) -> None:
    answer = officer.get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert problem in unescape(answer.text)


def test_a_line_that_comes_with_somebody_elses_draft_is_not_there(site: Site, officer: FlaskClient) -> None:
    proposal = allocate(site, 50_000, proposal=True)
    with site.database.writing() as session:
        session.get_one(BudgetLine, site.book.survey).introduced_by_id = proposal
    assert officer.get(f"{PAGE}?linje=undersoegelse").status_code == 200
    assert site.browser(site.people[Role.READER]).get(f"{PAGE}?linje=undersoegelse").status_code == 400


def test_the_ledgers_figures_on_the_reconciliation_page_lead_to_their_postings(
    site: Site, officer: FlaskClient
) -> None:
    plan = read_in(site, officer)
    plan_id = int(str(site.value("SELECT max(id) FROM action_plan")))
    cut(site, plan_id, "Mentorer", 10_000)
    page = officer.get(f"{plan}/afstemning").text
    (address,) = re.findall(rf'href="({plan}/posteringer\?[^"]*)"', page)
    assert address == f"{plan}/posteringer?linje=mentorer&amp;aar=2019&amp;enhed=tkr"
    shown = re.search(rf'href="{re.escape(address)}">([^<]+)<', page)
    assert shown
    assert figure(officer.get(unescape(address)).text).startswith(f"{shown[1]} ")


def test_the_lines_of_a_role_are_explained_together(site: Site, officer: FlaskClient) -> None:
    allocate(site, 50_000)
    pool = officer.get(f"{PAGE}?rolle=reserve&aar=2019").text
    assert "<h1>Tilbage i puljen, 2019</h1>" in pool
    assert figure(pool) == "0,5 i 1.000 kr. (500 kr.)"
    given = officer.get(f"{PAGE}?rolle=initiative&rolle=other").text
    assert "<h1>Fordelt til linjerne, 2019-2021</h1>" in given
    assert figure(given) == "3.300,5 i 1.000 kr. (3.300.500 kr.)"
    assert f'<a href="{PAGE}?aar=2019">Vis alle linjer</a>' in pool
    assert "<h1>Indsats, 2019-2021</h1>" in officer.get(f"{PAGE}?rolle=initiative").text
