"""The plans' pages: the budget table as a reader sees it, in every unit and as of any day, and when it is unchanged."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.budget_books import post
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions.budget import create_plan
from tracker.actions.proposals import move
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.people import Role
from tracker.models.budget import BudgetLine
from tracker.web.budget.choices import LINES_A_PAGE

PLAN = "/handleplaner/handleplan-for-oevelser"
TABLE = """\
Indsatser | 2019 | 2020 | 2021 | I alt
Job og uddannelse
1.1 Mentorer | 3.300 | – | – | 3.300
1.2 Sprog på jobbet | – | – | – | –
Øvrige midler
Undersøgelse | – | – | – | –
Pulje til senere udmøntning | 1 | – | – | 1
I alt | 3.301 | – | – | 3.301"""


def reader(site: Site) -> FlaskClient:
    return site.browser(site.people[Role.READER])


def send_proposal(site: Site) -> None:
    """Propose to give the pool's 1 to language, and send it to the committee: readers see no drafts."""
    book = site.book
    with site.database.writing() as session:
        allocation = (2019, book.reserve, book.language, 100_000)
        proposal = post(session, book, allocation, kind=DecisionKind.ALLOCATION, decided_on=None)
        move(session, book.actor, proposal, ProposalState.SENT, seen_version=1)


def test_the_table_stands_in_published_order_with_sums(site: Site) -> None:
    page = reader(site).get(PLAN)
    assert page.status_code == 200
    assert tables(page.text) == [TABLE]


@pytest.mark.parametrize(
    ("unit", "mentors", "total"),
    [
        ("kr", "1.1 Mentorer | 3.300.000 | – | – | 3.300.000", "I alt | 3.301.000 | – | – | 3.301.000"),
        ("mio", "1.1 Mentorer | 3,300 | – | – | 3,300", "I alt | 3,301 | – | – | 3,301"),
    ],
)
def test_the_unit_is_chosen_by_the_address_and_all_decimals_are_equal(
    site: Site, unit: str, mentors: str, total: str
) -> None:
    rows = tables(reader(site).get(PLAN, query_string={"enhed": unit}).text)[0].splitlines()
    assert rows[2] == mentors
    assert rows[-1] == total


def test_numbers_have_english_signs_in_english(site: Site) -> None:
    browser = reader(site)
    browser.post("/sprog", data={"csrf_token": site.token(browser), "language": "en", "next": PLAN})
    assert "3,300,000" in tables(browser.get(f"{PLAN}?enhed=kr").text)[0]


def test_the_table_of_an_earlier_day_holds_only_what_was_decided_by_then(site: Site) -> None:
    book = site.book
    with site.database.writing() as session:
        post(
            session,
            book,
            (2019, book.reserve, book.language, 100_000),
            kind=DecisionKind.ALLOCATION,
            decided_on=date(2020, 11, 15),
        )
    before, after = (tables(reader(site).get(f"{PLAN}?dato={day}").text)[0] for day in ("14.11.2020", "15.11.2020"))
    assert before == TABLE
    assert "1.2 Sprog på jobbet | 1 | – | – | 1" in after
    assert "Pulje til senere udmøntning | – | – | – | –" in after
    assert "til og med 15.11.2020" in main_text(reader(site).get(f"{PLAN}?dato=15.11.2020").text)


def test_proposals_count_only_where_they_are_asked_for(site: Site) -> None:
    send_proposal(site)
    browser = reader(site)
    assert tables(browser.get(PLAN).text) == [TABLE]
    proposed = browser.get(f"{PLAN}?forslag=1").text
    assert "1.2 Sprog på jobbet | 1 | – | – | 1" in tables(proposed)[0]
    assert "inkl. forslag" in main_text(proposed)
    assert 'href="/handleplaner/handleplan-for-oevelser?enhed=kr&amp;forslag=1"' in proposed


def test_the_workbook_holds_the_budget_that_its_button_stood_under(site: Site) -> None:
    send_proposal(site)
    amounts = {}
    for choices in ("?dato=31.12.2025", "?dato=31.12.2025&forslag=1"):
        button = re.search(r'href="([^"]*budget\.xlsx[^"]*)"', reader(site).get(f"{PLAN}{choices}").text)
        assert button
        sheet = load_workbook(BytesIO(reader(site).get(unescape(button[1])).data))["Budget"]
        rows = sheet.iter_rows(max_col=2, values_only=True)
        amounts[choices] = [amount for label, amount in rows if label == "1.2 Sprog på jobbet"]
    assert amounts == {"?dato=31.12.2025": ["–"], "?dato=31.12.2025&forslag=1": [1]}


def test_before_the_first_decision_the_page_says_so(site: Site) -> None:
    page = reader(site).get(f"{PLAN}?dato=01.01.2018")
    assert "Ingen beslutninger til og med denne dag" in page.text
    assert tables(page.text)[0].splitlines()[-1] == "I alt | – | – | – | –"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("dato=31.02.2019", "Datoen »31.02.2019« findes ikke. Skriv den som dag.måned.år, fx 15.11.2020."),
        ("dato=02/15/2019", "Datoen »02/15/2019« findes ikke. Skriv den som dag.måned.år, fx 15.11.2020."),
        ("dato=15.11.20", "Datoen »15.11.20« findes ikke. Skriv den som dag.måned.år, fx 15.11.2020."),
        ("enhed=euro", "Enheden »euro« kendes ikke. Vælg kr., 1.000 kr. eller mio. kr. herunder."),
        ("side=x", "Siden »x« findes ikke. Vælg en af siderne under tabellen."),
        ("side=0", "Siden »0« findes ikke. Vælg en af siderne under tabellen."),
        ("side=²", "Siden »²« findes ikke. Vælg en af siderne under tabellen."),
    ],
)
def test_a_choice_that_cannot_be_read_is_named_and_the_usual_table_is_shown(
    site: Site, query: str, sentence: str
) -> None:
    page = reader(site).get(f"{PLAN}?{query}")
    assert page.status_code == 400
    assert sentence in main_text(page.text)
    assert tables(page.text) == [TABLE]
    assert "ETag" not in page.headers


@pytest.mark.parametrize("day", ["15.11.2020", "15-11-2020", "15/11/2020", "2020-11-15", "15.11.2020 "])
def test_a_day_can_be_written_as_people_write_it(site: Site, day: str) -> None:
    page = reader(site).get(PLAN, query_string={"dato": day})
    assert page.status_code == 200
    assert "til og med 15.11.2020" in main_text(page.text)


def test_each_amount_leads_to_what_it_is_made_of(site: Site) -> None:
    page = reader(site).get(PLAN).text
    explained = f"{PLAN}/posteringer"
    for address in (f"{explained}?linje=mentorer&amp;aar=2019", f"{explained}?linje=mentorer"):
        assert f'<a href="{address}">3.300</a>' in page
    for address in (f"{explained}?aar=2019", explained):
        assert f'<a href="{address}">3.301</a>' in page
    assert f'<a href="{PLAN}/linjer/mentorer">Mentorer</a>' in page


def test_a_name_that_looks_like_a_tag_is_shown_as_it_was_written(site: Site) -> None:
    with site.database.writing() as session:
        line = session.get_one(BudgetLine, site.book.mentors)
        line.title, line.outline = "<script>alert(1)</script> & co.", "<b>"
    page = reader(site).get(PLAN).text
    assert "&lt;b&gt;</span> <a href" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co." in page
    assert "<script>alert" not in page


def test_long_tables_come_in_pages_with_sums_of_all_lines(site: Site) -> None:
    add_many_lines(site, 230)
    browser = reader(site)
    first, last = (tables(browser.get(f"{PLAN}?side={side}").text)[0].splitlines() for side in (1, 3))
    everything = tables(browser.get(f"{PLAN}?side=alle").text)[0].splitlines()
    assert first[-1] == last[-1] == everything[-1] == TABLE.splitlines()[-1]
    # Head, two themes and the sum stand besides the lines.
    assert len(first) == LINES_A_PAGE + 4
    assert last[1] == "Øvrige midler (fortsat)"
    assert len(everything) == 230 + 4 + 4
    assert "Linje 201-234 af 234" in main_text(browser.get(f"{PLAN}?side=3").text)


def test_a_page_holds_no_section_that_has_no_line_on_it(site: Site) -> None:
    add_many_lines(site, LINES_A_PAGE - 2, beside=site.book.mentors)
    browser = reader(site)
    first, second = (tables(browser.get(f"{PLAN}?side={side}").text)[0].splitlines() for side in (1, 2))
    assert len(first) == LINES_A_PAGE + 3
    assert second[1:] == TABLE.splitlines()[4:]


def test_a_page_behind_the_last_shows_the_last(site: Site) -> None:
    add_many_lines(site, 120)
    assert "Linje 101-124 af 124" in main_text(reader(site).get(f"{PLAN}?side=99").text)


def add_many_lines(site: Site, count: int, *, beside: int | None = None) -> None:
    with site.database.writing() as session:
        theme = session.get_one(BudgetLine, beside or site.book.reserve).theme_id
        session.add_all(
            BudgetLine(
                plan_id=site.book.plan_id,
                theme_id=theme,
                position=number + 10,
                slug=f"linje-{number}",
                title=f"Linje {number}",
                role=LineRole.OTHER,
            )
            for number in range(count)
        )


def test_an_unchanged_page_answers_304_and_any_change_makes_it_new(site: Site) -> None:
    browser = reader(site)
    first = browser.get(PLAN)
    known = {"If-None-Match": first.headers["ETag"]}
    again = browser.get(PLAN, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "private, no-cache"
    with site.database.writing() as session:
        post(session, site.book, (2020, site.book.source, site.book.mentors, 200_000))
    changed = browser.get(PLAN, headers=known)
    assert changed.status_code == 200
    assert "1.1 Mentorer | 3.300 | 2 | – | 3.302" in tables(changed.text)[0]


def test_the_mark_of_a_page_differs_by_reader_language_and_choice(site: Site) -> None:
    browser = reader(site)
    other = site.browser(site.people[Role.BUDGET_OFFICER])
    marks = [browser.get(PLAN).headers["ETag"], browser.get(f"{PLAN}?enhed=kr").headers["ETag"]]
    marks += [other.get(PLAN).headers["ETag"], site.browser(site.people[Role.READER]).get(PLAN).headers["ETag"]]
    browser.post("/sprog", data={"csrf_token": site.token(browser), "language": "en", "next": PLAN})
    marks.append(browser.get(PLAN).headers["ETag"])
    assert len(set(marks)) == len(marks)


def test_what_is_kept_for_one_role_is_not_shown_to_another(site: Site) -> None:
    officer = site.browser(site.people[Role.BUDGET_OFFICER])
    edit = f'href="{PLAN}/rediger"'
    assert edit in officer.get(PLAN).text
    assert edit not in reader(site).get(PLAN).text
    assert edit in officer.get(PLAN).text


def test_the_list_tells_frame_allocated_and_left_for_each_plan(site: Site) -> None:
    with site.database.writing() as session:
        create_plan(session, site.book.actor, title="En ny plan", first_year=2023, last_year=2026)
    assert tables(reader(site).get("/handleplaner").text) == [
        """\
Plan | År | Udvalg | Ramme i alt | Fordelt | Tilbage i puljen
En ny plan | 2023-2026 |  | – | – | –
Handleplan for øvelser | 2019-2021 | BIU | 3.301 | 3.300 | 1"""
    ]


def test_a_plan_without_lines_says_what_to_do_first(site: Site) -> None:
    with site.database.writing() as session:
        create_plan(session, site.book.actor, title="En ny plan", first_year=2023, last_year=2026)
    page = main_text(site.browser(site.people[Role.BUDGET_OFFICER]).get("/handleplaner/en-ny-plan").text)
    assert "Planen har ingen linjer endnu" in page
    assert "Indlæs en tabel" in page


def test_a_plan_that_does_not_exist_is_not_found(site: Site) -> None:
    page = reader(site).get("/handleplaner/findes-ikke")
    assert page.status_code == 404
    assert "Der er ingen handleplan med navnet findes-ikke. Se listen under Handleplaner." in main_text(page.text)
