"""Words that are meant for another program: they are shown and handed out as they stand, and do nothing anywhere."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import pytest
import xlsxwriter
from flask.testing import FlaskClient

from tests.web.entry_forms import RECORD, SAVE, address_of, allocation, fill_pool, newest_decision
from tests.web.form_fields import fields, press
from tests.web.site import Site
from tracker.domain.people import Role

# What is written as title, reason, plan for use, and targets.
HOSTILE = (
    ('=HYPERLINK("http://ond.example","Se")', "+kanariefugl", "@SUM(A1:A9)", "\uff1d1+1"),
    ("-2+3+cmd|' /C calc'!A0", "{ DDEAUTO c:\\windows\\cmd }", "</w:t><w:fldSimple w:instr='x'/>", "\t=1+1"),
    (
        "<script>alert(1)</script>",
        "\u202eesrever\u202c \ufeff \ufffe \uffff",
        "%(x)s {{ 7*7 }} {0}",
        "\u2028 \U0001f426",
    ),
)
PLACES = ("title", "reason", "plan_for_use", "targets_touched")


@pytest.fixture
def officer(site: Site) -> FlaskClient:
    """A budget officer before a plan with 600 in the pool of 2020 and 1.000 in that of 2021."""
    fill_pool(site)
    return site.browser(site.people[Role.BUDGET_OFFICER])


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_written_stays_words_on_every_page_and_in_every_file(
    site: Site, officer: FlaskClient, words: tuple[str, ...]
) -> None:
    proposed = entered(site, officer, words, SAVE)
    decided = entered(site, officer, words, RECORD)
    plan = address_of(site).removesuffix("/beslutninger/ny")
    scenario = officer.get(f"{plan}/scenarier/nyt").text
    number = proposed.rpartition("/")[2]
    form = {**fields(scenario, having="title"), "title": words[0], "note": words[1], "proposal_ids": number}
    assert officer.post(f"{plan}/scenarier/nyt", data=form).status_code == 303
    pages = (
        "/",
        plan,
        f"{plan}?forslag=1",
        f"{plan}/posteringer?forslag=1",
        f"{plan}/bro",
        f"{plan}/historik",
        f"{plan}/scenarier",
        f"{plan}/scenarier/sammenlign?vis=1",
        "/beslutninger",
        proposed,
        f"{proposed}/rediger",
        f"{proposed}/vedtag",
        decided,
        f"{decided}/ret",
    )
    for address in pages:
        answer = officer.get(address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text
        assert "fldSimple w:instr='x'" not in answer.text
    files = (
        "/beslutninger/hent.xlsx",
        f"{plan}/scenarier/hent.xlsx",
        f"{plan}/budget.xlsx?forslag=1",
        f"{plan}/bilag.docx",
        f"{plan}/bilag.docx?scenarie=1",
        f"{decided}/bilag.docx",
    )
    for address in files:
        answer = officer.get(address, buffered=True)
        assert answer.status_code == 200, address
        assert list(what_would_act(answer.data)) == [], address


def entered(site: Site, officer: FlaskClient, words: tuple[str, ...], step: str) -> str:
    """Enter an allocation that says so, and makes a line of the same name as its title; gives its address."""
    address = address_of(site)
    page = press(officer, address, officer.get(address).text, "add-line").text
    typed = allocation(site, row_0_to="ny-1", row_0_2020="100", row_0_2021="100", ny_1_title=f"{words[0]} {step}")
    typed |= dict(zip(PLACES, words, strict=True))
    answer = press(officer, address, page, step, **typed)
    assert answer.status_code == 303
    return newest_decision(site)


def what_would_act(content: bytes) -> Iterator[str]:
    """Name what in a workbook or document would do more than be read: foreign formulas, fields, links."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        for name in file.namelist():
            text = file.read(name).decode()
            # A sheet may be called anything: in quotation marks, its own doubled, a name is only a name.
            formulas = [
                re.sub(r"'(?:[^']|'')*'!", "", unescape(formula)) for formula in re.findall(r"<f>(.*?)</f>", text)
            ]
            yield from (formula for formula in formulas if not is_ours(formula))
            yield from re.findall(r"<w:instrText.*?>|<w:hyperlink.*?>|<hyperlink .*?>", text)
            yield from (code for code in re.findall(r'w:instr="(.*?)"', text) if code.split()[0] not in OUR_FIELDS)
            yield from re.findall(r'TargetMode="External"', text)
            assert "\ufffe" not in text
            assert "\uffff" not in text


OUR_FIELDS = {"PAGE", "NUMPAGES", "SEQ"}
OUR_FUNCTIONS = {"ABS", "AND", "IF", "MAX", "MIN", "OR", "ROUND", "SUBTOTAL", "SUM"}


def is_ours(formula: str) -> bool:
    """Tell whether a formula only counts cells up, and says one of our own words about it."""
    counting = re.sub(r'"[a-zæøåA-ZÆØÅ ?]*"', "", formula)
    return set(re.findall(r"([A-Z.]+)\(", counting)) <= OUR_FUNCTIONS and not re.search(r'["|!@{\[]', counting)


def test_what_would_act_is_found() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, '=HYPERLINK("http://ond.example","Se")')
        sheet.write_formula(1, 0, "=cmd|' /C calc'!A0")
        sheet.write_url(2, 0, "https://ond.example")
    assert len(list(what_would_act(content.getvalue()))) == 4


def test_a_link_that_would_act_is_not_taken_by_any_form(site: Site, officer: FlaskClient) -> None:
    links = ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//ond.example", "https://a@ond.example")
    address = address_of(site)
    number = entered(site, officer, ("Kladde", "", "", ""), SAVE)
    before = site.rows()
    for link in links:
        new = press(officer, address, officer.get(address).text, RECORD, **allocation(site, link=link))
        rewritten = press(officer, f"{number}/rediger", officer.get(f"{number}/rediger").text, SAVE, link=link)
        page = officer.get(f"{number}/vedtag").text
        adopted = officer.post(
            f"{number}/vedtag",
            data={**fields(page, having="decided_on"), "decided_on": "15.11.2020", "link": link},
        )
        assert [answer.status_code for answer in (new, rewritten, adopted)] == [400, 400, 400], link
    assert site.rows() == before
