"""The pool's way by keyboard alone: no pointer touches the page, and the focus is always seen and where it belongs."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.entering import expect_left, typed_amounts
from tests.journeys.keyboard import choose, go_to, press, press_from_end, write
from tests.journeys.live import table_text
from tests.journeys.sample import JOBS, MATERNITY, OFFICER, POOL, TABLE, YOUNG_WORKERS, Sample, table_with

pytestmark = pytest.mark.browser

NEW = "Sprogmentorer på arbejdspladsen"
KNOWN_WAYS, NEW_WAYS = "Mere af det kendte", "Sprogmentorer"
# An element has the focus; does one see it? It is on the screen, nothing lies over it, and it has a frame or a shadow.
_FOCUS_IS_SEEN = """() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 20);
    const there = document.elementFromPoint(x, y);
    const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    return marked && Boolean(there) && (there === element || element.contains(there) || there.contains(element));
}"""
_NAME = """(element => element.matches('button, a, summary') ? element.textContent : element.id || element.className)(
    document.activeElement)"""


def test_the_pool_is_prepared_compared_decided_and_put_right_by_keyboard(page: Page, sample: Sample) -> None:
    page.goto(f"{sample.address}/log-ind")
    write(page, page.get_by_label("E-mail"), OFFICER)
    write(page, page.get_by_label("Adgangskode"), sample.password)
    page.keyboard.press("Enter")
    _arrive(page, "Overblik")
    press(page, page.get_by_role("link", name="Integrationshandleplan 2019-22").first)
    _arrive(page, "Integrationshandleplan 2019-22")

    _propose_what_is_known(page)
    _propose_what_is_new(page)
    _compare(page)
    _adopt(page)
    _look_at_last_month(page)
    _put_right(page)
    _open_plan(page)
    assert table_text(page, "#budgettabel") == table_with(
        [NEW, "–", "–", "500", "1.000", "1.500"], [POOL, "–", "–", "100", "–", "100"]
    )


def test_the_form_is_walked_in_the_order_it_is_read_and_the_focus_is_always_seen(page: Page, sample: Sample) -> None:
    sample.sign_in(page, OFFICER)
    page.goto(f"{sample.plan}/beslutninger/ny")
    go_to(page, page.get_by_label("Hvad er det?"))
    forwards, unseen = _walk(page, "Tab", "Gem forslag")
    rows = [
        name
        for number in range(3)
        for name in (
            *(f"row-{number}-{part}" for part in ("from", "to", "2019", "2020", "2021", "2022")),
            f"Fjern række {number + 1}",
        )
    ]
    assert forwards[:4] == ["kind", "title", "body", "decided_on"]
    assert [name for name in forwards if name in rows] == rows
    after_rows = forwards[forwards.index(rows[-1]) + 1 :]
    assert after_rows[:2] == ["Tilføj række", "Ny indsats eller linje"]
    assert after_rows[-2:] == ["permanence-0", "Gem forslag"]
    assert unseen == []
    backwards, unseen = _walk(page, "Shift+Tab", "kind")
    assert [name for name in backwards if name in rows] == rows[::-1]
    assert unseen == [], "what stays in sight lies over what has the focus"
    # The negative control: were the pool as high as the screen, it would lie over the fields.
    go_to(page, page.get_by_label("Fra, række 3"))
    page.locator("#entry-pools").evaluate("pools => { pools.style.height = '100vh'; }")
    assert _walk(page, "Shift+Tab", "row-1-from")[1] != []


def test_one_press_leads_past_the_amounts_before_and_after_to_the_fields_behind_them(
    page: Page, sample: Sample
) -> None:
    sample.sign_in(page, OFFICER)
    page.goto(f"{sample.plan}/beslutninger/ny")
    go_to(page, page.get_by_role("button", name="Ny indsats eller linje"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Spring tabellen over")
    expect(skip).to_be_focused()
    assert page.evaluate(_FOCUS_IS_SEEN)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Dagsordenspunkt")).to_be_focused()


def test_a_row_that_is_added_or_removed_leaves_the_others_as_they_were_typed(page: Page, sample: Sample) -> None:
    sample.sign_in(page, OFFICER)
    page.goto(f"{sample.plan}/beslutninger/ny")
    choose(page, page.get_by_label("Til, række 1"), MATERNITY)
    write(page, page.get_by_label("2021, række 1"), "ti")
    write(page, page.get_by_label("2022, række 3"), "0,4 mio.")
    press(page, page.get_by_role("button", name="Tilføj række"), "Space")
    expect(page.get_by_label("Fra, række 4")).to_be_focused()
    write(page, page.get_by_label("2021, række 4"), "7")
    # In the grid the arrows go from row to row, and Enter in the last row makes one more.
    page.keyboard.press("Enter")
    expect(page.get_by_label("Fra, række 5")).to_be_focused()
    assert [typed_amounts(page, number) for number in (1, 3, 4)] == [
        ["", "", "ti", ""],
        ["", "", "", "0,4 mio."],
        ["", "", "7", ""],
    ]
    go_to(page, page.get_by_role("button", name="Fjern række 2"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Fra, række 2")).to_be_focused()
    expect(page.locator(".entry-row")).to_have_count(4)
    assert [typed_amounts(page, number) for number in (1, 2, 3, 4)] == [
        ["", "", "ti", ""],
        ["", "", "", "0,4 mio."],
        ["", "", "7", ""],
        ["", "", "", ""],
    ]
    expect(page.get_by_label("Til, række 1").locator("option:checked")).to_have_text(MATERNITY)


def _propose_what_is_known(page: Page) -> None:
    """A refused save puts the focus on what is wrong, which leads to the field."""
    press_from_end(page, page.get_by_role("link", name="Ny beslutning"))
    _arrive(page, "Ny beslutning")
    write(page, page.get_by_label("Overskrift"), KNOWN_WAYS)
    choose(page, page.get_by_label("Til, række 1"), MATERNITY)
    write(page, page.get_by_label("2021, række 1"), "600")
    page.keyboard.press("Tab")
    page.keyboard.type("600")
    choose(page, page.get_by_label("Til, række 2"), YOUNG_WORKERS)
    write(page, page.get_by_label("2022, række 2"), "1,200")
    press(page, page.get_by_role("button", name="Gem forslag"))
    expect(page.locator("[data-module='error-summary']")).to_be_focused()
    question = page.get_by_role("link", name="Række 2, 2022: Mener du 1.200 eller 1,2? Skriv det ene.")
    press(page, question)
    expect(page.get_by_label("2022, række 2")).to_be_focused()
    write(page, page.get_by_label("2022, række 2"), "400")
    expect_left(page, "0", "0", "0", "0")
    press(page, page.get_by_role("button", name="Gem forslag"), "Space")
    _arrive(page, KNOWN_WAYS)


def _propose_what_is_new(page: Page) -> None:
    _open_plan(page)
    press_from_end(page, page.get_by_role("link", name="Ny beslutning"))
    _arrive(page, "Ny beslutning")
    write(page, page.get_by_label("Overskrift"), NEW_WAYS)
    press(page, page.get_by_role("button", name="Ny indsats eller linje"))
    expect(page.get_by_label("Navn")).to_be_focused()
    page.keyboard.type(NEW)
    choose(page, page.get_by_label("Tema", exact=True), JOBS)
    expect(page.get_by_label("Til, række 1").locator("option", has_text=NEW)).to_be_attached()
    go_to(page, page.get_by_label("Til, række 1"), key="Shift+Tab")
    choose(page, page.get_by_label("Til, række 1"), NEW)
    write(page, page.get_by_label("2021, række 1"), "600")
    write(page, page.get_by_label("2022, række 1"), "1.000")
    expect_left(page, "0", "0", "0", "0")
    press(page, page.get_by_role("button", name="Gem forslag"))
    _arrive(page, NEW_WAYS)


def _compare(page: Page) -> None:
    for title in (KNOWN_WAYS, NEW_WAYS):
        _open_plan(page)
        press(page, page.get_by_role("link", name="Scenarier", exact=True))
        expect(page.get_by_role("heading", name="Scenarier", exact=True)).to_be_visible()
        press_from_end(page, page.get_by_role("link", name="Nyt scenarie"))
        _arrive(page, "Nyt scenarie")
        write(page, page.get_by_label("Navn"), f"Puljen: {title}")
        press(page, page.get_by_label(title), "Space")
        press(page, page.get_by_role("button", name="Gem scenariet"))
        expect(page.get_by_role("link", name=f"Puljen: {title}", exact=True)).to_be_visible()
    for box in page.locator("input[name='vis']").all():
        name = box.evaluate("box => box.labels[0].textContent.trim()")
        if box.is_checked() is not ("Puljen: " in name):
            press(page, box, "Space")
    press(page, page.get_by_role("button", name="Sammenlign de valgte"))
    expect(page.get_by_role("heading", name="Scenarier ved siden af hinanden")).to_be_visible()
    rows = {row[0]: row[1:] for row in table_text(page, ".compare-table")}
    assert rows[MATERNITY] == ["–", "–", "600 +600", "600 +600", "–", "–"]
    assert rows[f"{NEW} ny"] == ["–", "–", "–", "–", "600 +600", "1.000 +1.000"]
    assert rows["I alt er lig rammen"] == ["11.000"] * 6


def _adopt(page: Page) -> None:
    press_from_end(page, page.get_by_role("link", name=NEW_WAYS, exact=True))
    _arrive(page, NEW_WAYS)
    press(page, page.get_by_role("button", name="Send til udvalget"))
    expect(page.get_by_role("button", name="Hent tilbage til kladde")).to_be_visible()
    press(page, page.get_by_role("link", name="Vedtag", exact=True))
    _arrive(page, f"Vedtag: {NEW_WAYS}")
    press(page, page.get_by_role("button", name="Registrér vedtagelsen"))
    expect(page.locator("[data-module='error-summary']")).to_be_focused()
    write(page, page.get_by_label("Mødedato"), "18.11.2020")
    page.keyboard.press("Enter")
    _arrive(page, NEW_WAYS)
    expect(page.get_by_text("Vedtaget", exact=True)).to_be_visible()


def _look_at_last_month(page: Page) -> None:
    _open_plan(page)
    write(page, page.get_by_label("Til og med", exact=True), "18.10.2020")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Budgettet som vedtaget til og med 18.10.2020")).to_be_visible()
    assert table_text(page, "#budgettabel") == TABLE


def _put_right(page: Page) -> None:
    press(page, page.get_by_role("link", name="Historik", exact=True))
    expect(page.get_by_role("heading", name="Beslutninger om planen")).to_be_visible()
    press(page, page.get_by_role("link", name=NEW_WAYS, exact=True))
    _arrive(page, NEW_WAYS)
    press(page, page.get_by_role("link", name="Ret en tastefejl"))
    _arrive(page, "Ret en tastefejl")
    write(page, page.get_by_label("2021, række 1"), "500")
    press(page, page.get_by_role("button", name="Ret beslutningen"))
    expect(page.locator("[data-module='error-summary']")).to_be_focused()
    write(page, page.get_by_label("Hvad var tastet forkert?"), "Der skulle stå 500.")
    press(page, page.get_by_role("button", name="Ret beslutningen"))
    expect(page.get_by_text("loggen har begge dele")).to_be_visible()


def _open_plan(page: Page) -> None:
    press(page, page.get_by_role("link", name="Handleplaner", exact=True).first)
    _arrive(page, "Handleplaner")
    press(page, page.get_by_role("link", name="Integrationshandleplan 2019-22").first)
    _arrive(page, "Integrationshandleplan 2019-22")


def _arrive(page: Page, title: str) -> None:
    """Wait for a page by its heading, so that no key is meant for the page before."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def _walk(page: Page, key: str, last: str) -> tuple[list[str], list[str]]:
    """Press a key until the focus is on the last element; gives what had the focus, and what of it wasn't seen."""
    names: list[str] = []
    unseen: list[str] = []
    while not names or names[-1] != last:
        assert len(names) < 100, f"{last} isn't reached: {names}"
        names.append(" ".join(page.evaluate(_NAME).split()))
        if not page.evaluate(_FOCUS_IS_SEEN):
            unseen.append(names[-1])
        page.keyboard.press(key)
    return names, unseen
