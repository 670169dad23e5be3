"""Every amount in every table leads to the postings that it is made of, and those come to what was chosen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser

import pytest
import time_machine

from tests.budget_books import post
from tests.web.excel_files import read_in
from tests.web.page_text import main_text
from tests.web.samples import PARAMETERS
from tests.web.site import Site
from tests.web.test_reconciliation import cut
from tracker.actions.entries import correct, enter
from tracker.actions.proposals import move
from tracker.actions.scenarios import ScenarioWords, new_scenario
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryTransfer
from tracker.domain.people import Role

TKR = 100_000
PLAN = "/handleplaner/handleplan-for-oevelser"


@dataclass
class Cell:
    """A cell of numbers: where it stands, what it reads, and the first address in it with the words of that link."""

    table: str
    column: int
    is_foot: bool
    classes: list[str]
    text: str = ""
    address: str = ""
    linked: str = ""
    ids: list[str] = field(default_factory=list)


@dataclass
class _CellReader(HTMLParser):
    cells: list[Cell] = field(default_factory=list)
    table: str = ""
    column: int = 0
    is_foot: bool = False
    in_cell: bool = False
    in_link: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self.table, self.is_foot = given.get("class", ""), False
        elif tag == "tr":
            self.column = -1
        elif tag in {"td", "th"}:
            self.column += 1
            classes = given.get("class", "").split()
            self.in_cell = tag == "td" and bool({"n", "numeric"} & set(classes))
            if self.in_cell:
                self.cells.append(Cell(self.table, self.column, self.is_foot, classes))
        elif tag == "tfoot":
            self.is_foot = True
        elif self.in_cell:
            self._inside(tag, given)

    def _inside(self, tag: str, given: dict[str, str]) -> None:
        cell = self.cells[-1]
        if tag == "a" and not cell.address:
            cell.address, self.in_link = given["href"], True
        elif tag == "span":
            # Notes below an amount are read with it nowhere else.
            self.in_link = self.in_link and "cell-note" not in given.get("class", "")
        if "id" in given:
            cell.ids.append(given["id"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.in_link = False
        elif tag == "td":
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.cells[-1].text += data
            if self.in_link:
                self.cells[-1].linked += data.strip()


def amounts_on(page: str) -> Iterator[Cell]:
    """Give the cells of a page's tables in which an amount stands."""
    reader = _CellReader()
    reader.feed(page)
    return (cell for cell in reader.cells if re.search("[0-9]", cell.text))


def value(text: str) -> Fraction:
    """Read an amount as it is written on a page; a dash is nothing."""
    digits = text.strip().replace(".", "").replace(",", ".").replace("\u2212", "-").replace("–", "0")
    return Fraction(digits)


@pytest.fixture
def full(site: Site) -> Site:
    """A plan with a decision of every kind, one put right, one proposal that was sent, with a new line, and a draft."""
    book = site.book
    kinds = (
        (DecisionKind.ADOPTION, (2020, book.source, book.reserve, 600 * TKR)),
        (DecisionKind.ALLOCATION, (2020, book.reserve, book.language, 200 * TKR)),
        (DecisionKind.REALLOCATION, (2019, book.mentors, book.language, 50 * TKR)),
        (DecisionKind.SUPPLEMENTARY, (2020, book.source, book.survey, 75 * TKR)),
        (DecisionKind.CUT, (2019, book.mentors, book.source, 25 * TKR)),
        (DecisionKind.INDEXATION, (2020, book.source, book.language, 3 * TKR)),
        (DecisionKind.ALLOCATION, (2019, book.reserve, book.survey, 1 * TKR)),
    )
    for number, (kind, moved) in enumerate(kinds):
        with _moment(number), site.database.writing() as session:
            post(session, book, moved, kind=kind, decided_on=date(2020, 1, 10 + number))
    with _moment(10), site.database.writing() as session:
        carried = ((2019, book.mentors, book.source, 40 * TKR), (2020, book.source, book.mentors, 40 * TKR))
        post(session, book, *carried, kind=DecisionKind.CARRY_OVER, decided_on=date(2020, 2, 1))
    with _moment(11), site.database.writing() as session:
        wrong = int(str(site.value("SELECT id FROM decision WHERE kind = 'supplementary'")))
        right = EntryTransfer(0, 2020, book.source, book.survey, 57 * TKR)
        correct(session, book.actor, wrong, [right], reason="Byttet om", seen_version=1)
    with _moment(12), site.database.writing() as session:
        words = NewDecision(DecisionKind.ALLOCATION, "BIU", None, title="Noget nyt")
        new = EntryLine("ny", "Virksomhedsbesøg", LineRole.INITIATIVE, book.theme_id)
        rows = (
            EntryTransfer(0, 2020, book.reserve, "ny", 150 * TKR),
            EntryTransfer(1, 2020, book.reserve, book.mentors, 90 * TKR),
        )
        sent = enter(session, book.actor, book.plan_id, Entry(words, rows, (new,)))
        move(session, book.actor, sent, ProposalState.SENT, seen_version=1)
        draft = post(
            session, book, (2019, book.mentors, book.survey, 10 * TKR), kind=DecisionKind.REALLOCATION, decided_on=None
        )
        for title, held in (("Kun det nye", {sent}), ("Begge dele", {sent, draft})):
            new_scenario(session, book.actor, book.plan_id, ScenarioWords(title, "", frozenset(held)))
    return site


def _moment(number: int) -> time_machine.travel:
    """Come well after everything that the site itself recorded."""
    return time_machine.travel(f"2120-01-{number + 1:02}T10:00:00+00:00", tick=False)


def pages_of(site: Site) -> Iterator[str]:
    """List the addresses of all pages that show amounts of the ledger, at several points and in every unit."""
    put_right = site.value("SELECT id FROM decision WHERE kind = 'supplementary'")
    yield from ("/", "/handleplaner", "/beslutninger", "/beslutninger?enhed=kr", f"{PLAN}/historik")
    points = (
        "",
        "enhed=kr",
        "dato=12.01.2020",
        f"beslutning={put_right}&offentliggjort=1",
        "forslag=1",
        "kendt=05.01.2120",
    )
    for point in points:
        yield f"{PLAN}?{point}"
        yield f"{PLAN}?kolonner=2020&{point}"
    yield f"{PLAN}?kolonner=2019&enhed=mio"
    for points_of_bridge in (
        "",
        "aar=2020&alle=1&enhed=kr",
        "fra_dato=01.01.2020&til_dato=20.01.2020",
        f"fra_beslutning={put_right}&fra_offentliggjort=1",
        "fra_dato=01.02.2020&til_forslag=1",
        "fra_dato=01.02.2120&til_dato=11.01.2020",
    ):
        yield f"{PLAN}/bro?{points_of_bridge}"
    for line in ("mentorer", "sprog-paa-jobbet", "undersoegelse", "pulje-til-senere-udmoentning"):
        yield f"{PLAN}/linjer/{line}"
        yield f"{PLAN}/linjer/{line}?enhed=kr"
    yield f"{PLAN}/scenarier/sammenlign?vis=1&vis=2&aar=alle"
    yield f"{PLAN}/scenarier/sammenlign?vis=1&vis=2&enhed=kr"
    proposal = site.value("SELECT id FROM decision WHERE title = 'Noget nyt'")
    yield f"/beslutninger/{proposal}"
    yield f"/beslutninger/{put_right}?enhed=kr"


@pytest.mark.parametrize("role", [Role.BUDGET_OFFICER, Role.READER])
def test_every_amount_of_every_table_leads_to_postings_that_come_to_it(full: Site, role: Role) -> None:
    with time_machine.travel("2120-02-01T10:00:00+00:00", tick=False):
        browser = full.browser(full.people[role])
        followed: dict[str, Fraction] = {}
        for address in pages_of(full):
            answer = browser.get(address)
            assert answer.status_code == 200, address
            cells = list(amounts_on(answer.text))
            assert cells, address
            for cell in cells:
                # The transfers themselves stand in a decision's own table, and its sums are of what stands beside them.
                if cell.ids or ("transfer-table" in cell.table and (cell.is_foot or "row-sum" in cell.classes)):
                    continue
                assert cell.address, f"{address}: {cell.text} leads nowhere"
                if cell.address not in followed:
                    followed[cell.address] = _comes_to(browser.get(cell.address).text)
                assert value(cell.linked) == followed[cell.address], f"{address}: {cell.linked} at {cell.address}"
        assert len(followed) > 150


def test_beside_a_form_the_amounts_lead_to_their_postings_in_a_window_of_their_own(full: Site) -> None:
    with time_machine.travel("2120-02-01T10:00:00+00:00", tick=False):
        officer = full.browser(full.people[Role.BUDGET_OFFICER])
        put_right = full.value("SELECT id FROM decision WHERE kind = 'supplementary'")
        sent = full.value("SELECT id FROM decision WHERE title = 'Noget nyt'")
        draft = full.value("SELECT id FROM decision WHERE proposal_state = 'draft'")
        typed = {"row-0-from": str(full.book.reserve), "row-0-to": str(full.book.mentors), "row-0-2020": "9"}
        form = {"csrf_token": full.token(officer), "kind": "allocation", "body": "BIU", "decided_on": "20.01.2020"}
        adopting = {"csrf_token": full.token(officer), "version": "2", "body": "BIU", "decided_on": "15.01.2020"}
        keys = {"submission_key": "k" * 24}
        pages = {
            "new": officer.get(f"{PLAN}/beslutninger/ny").text,
            "typed": officer.post(f"{PLAN}/beslutninger/ny", data={**form, **typed, **keys, "step": "preview"}).text,
            "rewrite": officer.get(f"/beslutninger/{draft}/rediger").text,
            "correct": officer.get(f"/beslutninger/{put_right}/ret").text,
            "adopt": officer.get(f"/beslutninger/{sent}/vedtag").text,
            "adopt on a day": officer.post(
                f"/beslutninger/{sent}/vedtag", data={**adopting, **keys, "preview": "1"}
            ).text,
        }
        for name, page in pages.items():
            cells = [cell for cell in amounts_on(page) if "entry-effect-table" in cell.table]
            assert len(cells) > 5, name
            assert page.count('target="_blank"') == sum(bool(cell.address) for cell in cells), name
            for cell in cells:
                # What is only typed yet has no postings.
                if {"change", "after"} & set(cell.classes) and "adopt" not in name:
                    assert not cell.address
                    continue
                assert cell.address, f"{name}: {cell.text} leads nowhere"
                assert value(cell.linked.removeprefix("+")) == _comes_to(officer.get(cell.address).text), cell.address


def test_what_is_worked_out_leads_from_its_budget_to_the_postings(full: Site) -> None:
    officer = full.browser(full.people[Role.BUDGET_OFFICER])
    PARAMETERS["rate_id"](full, 0)
    for name in ("pl-regulering", "overfoersel?fra=2020&til=2021"):
        cells = [cell for cell in amounts_on(officer.get(f"{PLAN}/beslutninger/ny/{name}").text) if cell.address]
        assert len(cells) >= 3, name
        for cell in cells:
            assert value(cell.linked) == _comes_to(officer.get(cell.address).text), cell.address


def _comes_to(page: str) -> Fraction:
    """Read what the page behind an amount comes to: the figure that it explains, or all that a decision moves."""
    figure = re.search(r'<span class="explained-figure">([^<]*)</span>', page)
    if figure:
        return value(figure[1])
    sums = [cell for cell in amounts_on(page) if "transfer-table" in cell.table and cell.is_foot]
    assert sums, main_text(page)
    return value(sums[-1].text)


def test_the_ledgers_side_of_the_reconciliation_leads_to_postings_that_come_to_it(site: Site) -> None:
    officer = site.browser(site.people[Role.BUDGET_OFFICER])
    plan = read_in(site, officer)
    plan_id = int(str(site.value("SELECT max(id) FROM action_plan")))
    cut(site, plan_id, "Mentorer", 3000 * TKR)
    cells = [cell for cell in amounts_on(officer.get(f"{plan}/afstemning").text) if cell.column == 5]
    assert [cell.linked for cell in cells] == ["300"]
    assert value(cells[0].linked) == _comes_to(officer.get(cells[0].address).text)
