"""What becomes of the pool: prepared in two ways, compared, decided, looked at on other days, and put right."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.barriers import HEIGHT, WIDTHS, barriers_at_every_width, watch_policy
from tests.journeys.entering import expect_left, look_at_effect, type_amounts, type_row
from tests.journeys.live import table_text
from tests.journeys.sample import (
    JOBS,
    MATERNITY,
    OFFICER,
    POOL,
    TABLE,
    WOMEN,
    YOUNG_WORKERS,
    Row,
    Sample,
    table_with,
)

pytestmark = pytest.mark.browser

NEW = "Sprogmentorer på arbejdspladsen"
KNOWN_WAYS, NEW_WAYS = "Mere af det kendte", "Kvinder og sprogmentorer"
MEETING, DAY_BEFORE, NEXT_MEETING, DAY_BETWEEN = "18.11.2020", "17.11.2020", "10.03.2021", "31.12.2020"
LAST_MONTH = "18.10.2020"

# What was published first had a typing error in 2021: 300 and 300, and the committee had said 400 and 200.
PUBLISHED = table_with(
    [WOMEN, "2.500", "2.900", "2.800", "2.500", "10.700"], [NEW, "–", "–", "300", "1.000", "1.300"], [POOL, *"–––––"]
)
BETWEEN = table_with(
    [WOMEN, "2.500", "2.900", "2.900", "2.500", "10.800"], [NEW, "–", "–", "200", "1.000", "1.200"], [POOL, *"–––––"]
)
TODAY = table_with(
    [WOMEN, "2.500", "2.900", "2.900", "2.500", "10.800"],
    [NEW, "–", "–", "200", "900", "1.100"],
    [YOUNG_WORKERS, "1.600", "1.600", "1.600", "1.700", "6.500"],
    [POOL, *"–––––"],
)


@dataclass(frozen=True)
class Desk:
    """The page on the officer's screen, and the sample plan that it shows."""

    page: Page
    sample: Sample
    has_script: bool

    def check(self) -> None:
        """Hold the page, as it stands here, against what keeps somebody out; test_accessibility has what it leaves."""
        assert barriers_at_every_width(self.page, has_script=self.has_script) == []

    def table_of(self, day: str) -> list[Row]:
        """Ask the plan's page for the table of a day."""
        self.page.goto(self.sample.plan)
        self.page.get_by_label("Til og med", exact=True).fill(day)
        self.page.get_by_role("button", name="Vis", exact=True).click()
        expect(self.page.get_by_text(f"Budgettet som vedtaget til og med {day}")).to_be_visible()
        return table_text(self.page, "#budgettabel")

    def open_history(self) -> None:
        """Open the plan's log of decisions."""
        self.page.goto(self.sample.plan)
        self.page.get_by_role("link", name="Historik", exact=True).click()


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def desk(request: pytest.FixtureRequest, chromium: Browser, sample: Sample) -> Iterator[Desk]:
    """The officer's desk, once with scripts in the browser and once without."""
    has_script: bool = request.param
    context = chromium.new_context(
        java_script_enabled=has_script, locale="da-DK", viewport={"width": max(WIDTHS), "height": HEIGHT}
    )
    watch_policy(context)
    yield Desk(context.new_page(), sample, has_script)
    context.close()


def test_the_pool_is_prepared_compared_decided_and_put_right(desk: Desk) -> None:
    desk.sample.sign_in(desk.page, OFFICER)
    _prepare_two_proposals(desk)
    _compare(desk)
    _send_and_adopt(desk)
    assert desk.table_of(LAST_MONTH) == TABLE
    assert desk.table_of(DAY_BEFORE) == TABLE
    assert desk.table_of(MEETING) == PUBLISHED
    _move_some_of_it_later(desk)
    _put_the_typing_error_right(desk)

    assert desk.table_of(LAST_MONTH) == TABLE
    assert desk.table_of(DAY_BETWEEN) == BETWEEN
    desk.page.get_by_label("som offentliggjort").check()
    desk.page.get_by_role("button", name="Vis", exact=True).click()
    expect(desk.page.get_by_text("som offentliggjort (bogført")).to_be_visible()
    assert table_text(desk.page, "#budgettabel") == PUBLISHED
    desk.page.goto(desk.sample.plan)
    assert table_text(desk.page, "#budgettabel") == TODAY
    _explain(desk)
    _find_it_in_the_log(desk)


def _prepare_two_proposals(desk: Desk) -> None:
    """The whole pool to what is known, and the whole pool to what is new; neither counts in the budget."""
    page, sample = desk.page, desk.sample
    page.goto(sample.plan)
    page.get_by_role("link", name="Ny beslutning").click()
    page.get_by_label("Overskrift").fill(KNOWN_WAYS)
    type_row(page, 1, POOL, MATERNITY, {2021: "600", 2022: "600"})
    type_row(page, 2, POOL, YOUNG_WORKERS, {2022: "0,4 mio. kr."})
    look_at_effect(page)
    expect_left(page, "0", "0", "0", "0")
    desk.check()
    page.get_by_role("button", name="Gem forslag").click()
    expect(page.get_by_text("Forslaget er gemt som kladde")).to_be_visible()
    desk.check()

    page.goto(sample.plan)
    page.get_by_role("link", name="Ny beslutning").click()
    page.get_by_label("Overskrift").fill(NEW_WAYS)
    page.get_by_label("Mål, det berører").fill("Flere kvinder i job.")
    type_row(page, 1, POOL, WOMEN, {2021: "300"})
    page.get_by_role("button", name="Ny indsats eller linje").click()
    page.get_by_label("Navn").fill(NEW)
    page.get_by_label("Tema", exact=True).select_option(label=JOBS)
    look_at_effect(page)
    expect(page.get_by_label("Til, række 2").locator("option", has_text=NEW)).to_be_attached()
    type_row(page, 2, POOL, NEW, {2021: "300", 2022: "1 000"})
    look_at_effect(page)
    expect_left(page, "0", "0", "0", "0")
    expect(page.locator("#entry-verdict")).to_contain_text("BIU kan beslutte det.")
    desk.check()
    page.get_by_role("button", name="Gem forslag").click()
    expect(page.get_by_text("tæller ikke med i budgettet").first).to_be_visible()
    page.goto(sample.plan)
    assert table_text(page, "#budgettabel") == TABLE


def _compare(desk: Desk) -> None:
    """A scenario of each, side by side: what differs from today, and every year still 11.000."""
    page, sample = desk.page, desk.sample
    for title in (KNOWN_WAYS, NEW_WAYS):
        page.goto(f"{sample.plan}/scenarier/nyt")
        page.get_by_label("Navn").fill(f"Puljen: {title}")
        page.get_by_label(title).check()
        page.get_by_role("button", name="Gem scenariet").click()
        expect(page.get_by_role("link", name=f"Puljen: {title}", exact=True)).to_be_visible()
    for box in page.locator("input[name='vis']").all():
        box.uncheck()
    for title in (KNOWN_WAYS, NEW_WAYS):
        page.get_by_label(f"Vælg Puljen: {title}").check()
    page.get_by_role("button", name="Sammenlign de valgte").click()
    expect(page.get_by_role("heading", name="Scenarier ved siden af hinanden")).to_be_visible()
    rows = {row[0]: row[1:] for row in table_text(page, ".compare-table")}
    assert rows["Indsatser"] == ["I dag", f"Puljen: {KNOWN_WAYS}", f"Puljen: {NEW_WAYS}"]
    assert rows["2021"] == ["2022", "2021", "2022", "2021", "2022"]
    assert rows[WOMEN] == ["2.500", "2.500", "2.500", "2.500", "2.800 +300", "2.500"]
    assert rows[MATERNITY] == ["–", "–", "600 +600", "600 +600", "–", "–"]
    assert rows[YOUNG_WORKERS] == ["1.600", "1.600", "1.600", "2.000 +400", "1.600", "1.600"]
    assert rows[f"{NEW} ny"] == ["–", "–", "–", "–", "300 +300", "1.000 +1.000"]
    assert rows["I alt er lig rammen"] == ["11.000"] * 6
    assert rows["Tilbage i puljen"] == ["600", "1.000", "– −600", "– −1.000", "– −600", "– −1.000"]
    expect(page.get_by_text("Flere kvinder i job.")).to_be_visible()


def _send_and_adopt(desk: Desk) -> None:
    """Send one to the committee, see that it awaits, and adopt it with body and day; a day is asked for."""
    page, sample = desk.page, desk.sample
    page.get_by_role("link", name=NEW_WAYS, exact=True).click()
    page.get_by_role("button", name="Send til udvalget").click()
    expect(page.get_by_text("Sendt til udvalget").first).to_be_visible()
    desk.check()
    page.goto(sample.address)
    expect(page.get_by_role("listitem").filter(has_text=f"»{NEW_WAYS}«")).to_contain_text("sendt til")
    page.goto(f"{sample.plan}/scenarier")
    page.get_by_role("link", name=NEW_WAYS, exact=True).first.click()
    page.get_by_role("link", name="Vedtag", exact=True).click()
    page.get_by_role("button", name="Registrér vedtagelsen").click()
    expect(page.get_by_role("link", name="Skriv mødedatoen, fx 15.11.2020.")).to_be_visible()
    desk.check()
    page.get_by_label("Mødedato").fill(MEETING)
    page.get_by_label("Dagsordenspunkt").fill("7")
    page.get_by_role("button", name="Registrér vedtagelsen").click()
    expect(page.get_by_text("Vedtaget", exact=True)).to_be_visible()
    expect(page.locator(".facts")).to_contain_text(MEETING)
    desk.check()


def _move_some_of_it_later(desk: Desk) -> None:
    """A change of mind is a new decision, recorded at once with its day."""
    page, sample = desk.page, desk.sample
    page.goto(f"{sample.plan}/beslutninger/ny?art=reallocation")
    page.get_by_label("Mødedato").fill(NEXT_MEETING)
    type_row(page, 1, NEW, YOUNG_WORKERS, {2022: "100"})
    look_at_effect(page)
    page.get_by_role("button", name=f"Registrér beslutning af {NEXT_MEETING}").click()
    expect(page.get_by_text(f"Beslutningen af {NEXT_MEETING} er registreret")).to_be_visible()


def _put_the_typing_error_right(desk: Desk) -> None:
    """The amounts of 2021 are typed anew on the same decision; without a reason it isn't done."""
    page = desk.page
    desk.open_history()
    page.get_by_role("link", name=NEW_WAYS).click()
    page.get_by_role("link", name="Ret en tastefejl").click()
    type_amounts(page, 1, {2021: "400"})
    type_amounts(page, 2, {2021: "200"})
    page.get_by_role("button", name="Ret beslutningen").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv, hvad der var tastet forkert.")
    changes = [row[1:] for row in table_text(page, "#entry-changes table")]
    assert changes == [["Står der nu", "Rettes til"], ["300", "400"], ["300", "200"]]
    desk.check()
    page.get_by_label("Hvad var tastet forkert?").fill("I 2021 var der tastet 300 og 300.")
    page.get_by_role("button", name="Ret beslutningen").click()
    expect(page.get_by_text("loggen har begge dele")).to_be_visible()
    assert table_text(page, ".transfer-table") == [
        ["Fra", "Til", "2021", "2022", "I alt"],
        [POOL, WOMEN, "300 tilbageført 400", "–", "400"],
        [POOL, NEW, "300 tilbageført 200", "1.000", "1.200"],
        [f"{WOMEN} Tilbageførsel", POOL, "300", "–", "300"],
        [f"{NEW} Tilbageførsel", POOL, "300", "–", "300"],
        ["Flyttet i alt", "600", "1.000", "1.600"],
    ]
    expect(page.locator(".decision-history")).to_contain_text("I 2021 var der tastet 300 og 300.")
    desk.check()


def _explain(desk: Desk) -> None:
    """The amount of 2021 leads to the postings that it is the sum of."""
    page = desk.page
    page.get_by_role("row", name=WOMEN).get_by_role("link", name="2.900").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{WOMEN}, 2021")
    rows = [row[:-1] for row in table_text(page, ".posting-table")]
    reason = "I 2021 var der tastet 300 og 300."
    assert rows == [
        ["Besluttet", "Beslutning", "Fra eller til", "Beløb", "Løbende sum"],
        ["10.12.2018 BIU", "Vedtagelse", "fra Ramme", "+2.500", "2.500"],
        [f"{MEETING} BIU", f"{NEW_WAYS} Udmøntning tilbageført", f"fra {POOL}", "+300", "2.800"],
        [f"{MEETING} BIU", f"{NEW_WAYS} Udmøntning tilbageførsel {reason}", f"til {POOL}", "−300", "2.500"],
        [f"{MEETING} BIU", f"{NEW_WAYS} Udmøntning", f"fra {POOL}", "+400", "2.900"],
        ["I alt, 4 posteringer", "2.900", ""],
    ]
    expect(page.get_by_role("link", name="Budget 2019-22!D8")).to_be_visible()


def _find_it_in_the_log(desk: Desk) -> None:
    """The log finds the decision by a word of it and its kind, with what it moves now."""
    page = desk.page
    desk.open_history()
    page.get_by_label("Søg").fill("sprogmentorer")
    page.get_by_label("Art").select_option(label="Udmøntning")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("1 beslutning", exact=True)).to_be_visible()
    assert table_text(page, ".decision-table")[1:] == [
        [MEETING, "Vedtaget", f"{NEW_WAYS} Udmøntning", "BIU", "7", "1.600 2021: 600 2022: 1.000"]
    ]
