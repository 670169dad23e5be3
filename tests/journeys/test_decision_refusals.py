"""What a user meets who asks for what can't be: a sentence, the table as it is now, and all that was typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.barriers import HEIGHT, WIDTHS, barriers_at_every_width, watch_policy
from tests.journeys.entering import expect_left, look_at_effect, type_amounts, type_row, typed_amounts
from tests.journeys.live import table_text
from tests.journeys.sample import (
    MATERNITY,
    OFFICER,
    POOL,
    PROJECT_LEAD,
    TABLE,
    WOMEN,
    YOUNG_WORKERS,
    Sample,
    table_with,
)

pytestmark = pytest.mark.browser

MEETING = "18.11.2020"


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def either_page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page in a browser where scripts run, and one in a browser where none does."""
    context = chromium.new_context(
        java_script_enabled=request.param, locale="da-DK", viewport={"width": max(WIDTHS), "height": HEIGHT}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def watched_page(chromium: Browser) -> Iterator[Page]:
    """A page on which what the policy stops is noted."""
    context = chromium.new_context(locale="da-DK", viewport={"width": max(WIDTHS), "height": HEIGHT})
    watch_policy(context)
    yield context.new_page()
    context.close()


def test_who_comes_second_to_the_pool_gets_the_changed_table_and_keeps_what_was_typed(
    either_page: Page, sample: Sample
) -> None:
    page = either_page
    sample.sign_in(page, OFFICER)
    _open_new(page, sample)
    page.get_by_label("Overskrift").fill("Fritidsjob for resten")
    page.get_by_role("textbox", name="Begrundelse").fill("Flere unge kan komme med.")
    page.get_by_label("Mødedato").fill(MEETING)
    type_row(page, 1, POOL, YOUNG_WORKERS, {2021: "600"})
    look_at_effect(page)
    expect_left(page, "0", "0", "0", "1.000")

    other = page.context.new_page()
    _open_new(other, sample)
    other.get_by_label("Mødedato").fill(MEETING)
    type_row(other, 1, POOL, MATERNITY, {2021: "400"})
    look_at_effect(other)
    other.get_by_role("button", name=f"Registrér beslutning af {MEETING}").click()
    expect(other.get_by_text(f"Beslutningen af {MEETING} er registreret")).to_be_visible()
    other.close()
    counted = sample.decision_count()

    page.get_by_role("button", name=f"Registrér beslutning af {MEETING}").click()
    refusal = page.locator("[data-module='error-summary']")
    expect(refusal).to_contain_text(
        f"{POOL} rækker ikke: i 2021 ville der mangle 400 (1.000 kr.) fra {MEETING}. "
        "Sæt beløbet ned, eller vælg en anden linje."
    )
    expect_left(page, "0", "0", "−400", "1.000")
    effect = {row[0]: row[1:] for row in table_text(page, ".entry-effect-table")}
    assert effect[MATERNITY] == ["600", "600", "400", "–", *"––––", "600", "600", "400", "–"]
    assert effect["I alt"] == [*["11.000"] * 4, *"––––", *["11.000"] * 4]
    assert typed_amounts(page, 1) == ["", "", "600", ""]
    expect(page.get_by_label("Til, række 1").locator("option:checked")).to_have_text(YOUNG_WORKERS)
    expect(page.get_by_role("textbox", name="Begrundelse")).to_have_value("Flere unge kan komme med.")
    assert sample.decision_count() == counted

    type_amounts(page, 1, {2021: "200"})
    page.get_by_role("button", name=f"Registrér beslutning af {MEETING}").click()
    expect(page.get_by_text(f"Beslutningen af {MEETING} er registreret")).to_be_visible()
    page.goto(sample.plan)
    assert table_text(page, "#budgettabel") == table_with(
        [MATERNITY, "600", "600", "400", "–", "1.600"],
        [YOUNG_WORKERS, "1.600", "1.600", "1.800", "1.600", "6.600"],
        [POOL, "–", "–", "–", "1.000", "1.000"],
    )


def test_an_amount_that_could_mean_two_things_is_asked_about(watched_page: Page, sample: Sample) -> None:
    page = watched_page
    sample.sign_in(page, OFFICER)
    counted = sample.decision_count()
    _open_new(page, sample)
    page.get_by_label("Overskrift").fill("Noget til kvinderne")
    type_row(page, 1, POOL, WOMEN, {2021: "0,3 mio. kr.", 2022: "1,200"})
    question = "Mener du 1.200 eller 1,2? Skriv det ene."
    expect(page.locator("#row-0-problems")).to_contain_text(f"2022: {question}")
    expect(page.get_by_label("2022, række 1")).to_have_attribute("aria-invalid", "true")
    expect_left(page, "0", "0", "300", "1.000")
    page.get_by_role("button", name="Gem forslag").click()
    expect(page.get_by_role("link", name=f"Række 1, 2022: {question}")).to_be_visible()
    assert typed_amounts(page, 1) == ["", "", "0,3 mio. kr.", "1,200"]
    assert sample.decision_count() == counted
    assert barriers_at_every_width(page) == []
    type_amounts(page, 1, {2022: "1,2"})
    expect(page.locator("#row-0-problems")).to_have_count(0)
    expect_left(page, "0,0", "0,0", "300,0", "998,8")


def test_a_project_lead_proposes_for_own_initiatives_and_for_no_others(watched_page: Page, sample: Sample) -> None:
    page = watched_page
    sample.sign_in(page, PROJECT_LEAD)
    _open_new(page, sample)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nyt forslag")
    expect(page.get_by_role("button", name="Registrér beslutning")).to_have_count(0)
    page.get_by_label("Overskrift").fill("Penge fra fritidsjob")
    type_row(page, 1, YOUNG_WORKERS, "Flere lære- og elevpladser til unge", {2021: "100"})
    page.get_by_role("button", name="Gem forslag").click()
    expect(page.locator("[data-module='error-summary']")).to_contain_text(
        "Hver række i dit forslag skal berøre en indsats, du er ansvarlig for."
    )
    assert typed_amounts(page, 1) == ["", "", "100", ""]
    assert barriers_at_every_width(page) == []
    type_row(page, 1, POOL, WOMEN, {2021: "100"})
    page.get_by_role("button", name="Gem forslag").click()
    expect(page.get_by_text("Forslaget er gemt som kladde")).to_be_visible()
    expect(page.get_by_role("button", name="Send til udvalget")).to_have_count(0)
    expect(page.get_by_role("link", name="Vedtag", exact=True)).to_have_count(0)
    assert barriers_at_every_width(page) == []
    page.goto(sample.plan)
    assert table_text(page, "#budgettabel") == TABLE
    # The officer's drafts are for the officer: the lead finds the own one alone.
    page.goto(f"{sample.plan}/scenarier")
    assert [row[0] for row in table_text(page, "table:has(th:text-is('Status'))")[1:]] == ["Penge fra fritidsjob"]


def test_a_double_click_posts_once(either_page: Page, sample: Sample) -> None:
    page = either_page
    sample.sign_in(page, OFFICER)
    counted = sample.decision_count()
    _open_new(page, sample)
    page.get_by_label("Mødedato").fill(MEETING)
    type_row(page, 1, POOL, WOMEN, {2022: "300"})
    look_at_effect(page)
    button = page.get_by_role("button", name=f"Registrér beslutning af {MEETING}")
    expect(button).to_be_visible()
    answers: list[tuple[int, str]] = []

    def send_twice(route: Route) -> None:
        # The browser sends a double click once or twice, as it happens; so here all that saves is sent once more.
        if "record-decision" not in (route.request.post_data or ""):
            route.continue_()
            return
        both = [route.fetch(max_redirects=0) for _ in range(2)]
        answers.extend((answer.status, answer.headers["location"]) for answer in both)
        route.fulfill(response=both[-1])

    page.route("**/beslutninger/ny", send_twice)
    button.dblclick(no_wait_after=True)
    expect(page.get_by_text("Vedtaget", exact=True)).to_be_visible()
    assert len(answers) >= 2
    assert {status for status, _ in answers} == {303}
    assert len({where for _, where in answers}) == 1, "each click leads to the same decision"
    assert sample.decision_count() == counted + 1
    page.goto(sample.plan)
    assert table_text(page, "#budgettabel") == table_with(
        [WOMEN, "2.500", "2.900", "2.500", "2.800", "10.700"], [POOL, "–", "–", "600", "700", "1.300"]
    )


def _open_new(page: Page, sample: Sample) -> None:
    page.goto(f"{sample.plan}/beslutninger/ny")
