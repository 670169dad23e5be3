"""Every page in both languages, wide and narrow, with and without errors: axe finds nothing, and the policy holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.barriers import NARROW, WIDTHS, barriers, barriers_at_every_width, watch_policy
from tests.journeys.live import sign_in
from tests.journeys.sample import OFFICER, PLAN, Sample
from tests.web.samples import FORMS, Place, places
from tests.web.site import Site
from tracker.actions.entries import correct, enter, reverse_decision
from tracker.actions.proposals import Adoption, adopt
from tracker.actions.rates import RateWords, enter_rate
from tracker.actions.years import close_year
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry
from tracker.domain.people import Actor, Role
from tracker.domain.rewriting import as_entered
from tracker.models.people import PersonRole
from tracker.queries.ledger import standing_transfers

pytestmark = pytest.mark.browser

# What is no page: files to download, and what only answers forms.
NO_PAGES = frozenset(
    {
        "annexes.decision_annex",
        "annexes.plan_annex",
        "decisions.download",
        "excel.export_budget_table",
        "excel.original_file",
        "scenarios.export_workbook",
        "static",
    }
)
_EMPTY = """form => {
    form.noValidate = true;
    for (const field of form.querySelectorAll('input:not([type]), input[type=text], input[type=email], textarea')) {
        field.value = '';
    }
}"""


@pytest.fixture
def watched_page(chromium: Browser) -> Iterator[Page]:
    """A page on which what the policy stops is noted."""
    context = chromium.new_context(locale="da-DK")
    watch_policy(context)
    yield context.new_page()
    context.close()


def _pages(site: Site) -> list[Place]:
    return [place for place in places(site, methods=frozenset({"GET"})) if place.endpoint not in NO_PAGES]


# Whether a language has longer words shows on a narrow screen.
@pytest.mark.parametrize(("language", "widths"), [("da", WIDTHS), ("en", (NARROW,))], ids=["da", "en"])
def test_no_page_has_a_barrier_or_breaks_the_policy(
    watched_page: Page, site: Site, address: str, language: str, widths: tuple[int, ...]
) -> None:
    page = watched_page
    page.goto(f"{address}/log-ind")
    faults = {"/log-ind": barriers_at_every_width(page)}
    sign_in(page, address, site, site.everything)
    _choose_language(page, language)
    for place in _pages(site):
        where = place.address(site, site.everything)
        answer = page.goto(address + where)
        assert answer is not None
        assert answer.status in {200, 404, 405}, f"{where} answered {answer.status}"
        if answer.status == 200:
            assert page.locator("html").get_attribute("lang") == language
        faults[where] = barriers_at_every_width(page, widths=widths)
    assert {where: found for where, found in faults.items() if found} == {}
    assert len(faults) > 20


def test_no_form_that_shows_its_errors_has_a_barrier(watched_page: Page, site: Site, address: str) -> None:
    page = watched_page
    sign_in(page, address, site, site.everything)
    faults: dict[str, list[str]] = {}
    seen = 0
    for place in _pages(site):
        if place.endpoint not in FORMS and place.endpoint != "excel.preview":
            continue
        where = place.address(site, site.everything)
        page.goto(address + where)
        main_form = page.locator("main form[method=post]").first
        if main_form.count() == 0:
            continue
        main_form.evaluate(_EMPTY)
        main_form.locator("button[type=submit], input[type=submit]").last.click()
        page.wait_for_load_state()
        seen += page.locator("[aria-invalid=true]").count() > 0
        faults[where] = barriers_at_every_width(page)
    assert {where: found for where, found in faults.items() if found} == {}
    assert seen >= 15, "too few forms showed an error for this to mean anything"


# What the sample looks like once it is in use; 1 is its adoption, 2 to 4 are its proposals. Page -> a text of its own.
FULL_PAGES = {
    "/": "er en kladde, der ikke er sendt",
    f"{PLAN}?forslag=1": "rækker ikke til det hele",
    f"{PLAN}?kolonner=2021&dato=31.12.2021": "Udmøntninger",
    f"{PLAN}?beslutning=2&offentliggjort=1": "som offentliggjort (bogført",
    f"{PLAN}/historik": "Forlæng barselsgrupperne",
    f"{PLAN}/scenarier": "rækker ikke til det hele",
    f"{PLAN}/scenarier/sammenlign?vis=1&vis=2&vis=3&aar=alle": "Sprogmakkere på arbejdspladsen",
    f"{PLAN}/scenarier/3/rediger": "Lidt af hvert og en ny indsats",
    f"{PLAN}/bro?fra_beslutning=1": "Udmøntninger",
    f"{PLAN}/bro?fra_beslutning=1&til_forslag=1&linje=ramme&alle=1": "Sprogmakkere på arbejdspladsen",
    f"{PLAN}/posteringer?linje=barselsgrupper-med-fokus-paa-job-og-uddannelse&aar=2021": "tilbageførsel",
    f"{PLAN}/posteringer?aar=2021&forslag=1": "Kladde",
    f"{PLAN}/beslutninger/ny/pl-regulering": "regulerede linjer",
    f"{PLAN}/beslutninger/ny/overfoersel?fra=2021&til=2022": "Overføres til 2022",
    "/beslutninger": "Hent dem som Excel",
    "/beslutninger/1": "Budget 2019-22!B6",
    "/beslutninger/2": "Tastefejl rettet",
    "/beslutninger/2/ret": "Sådan skal der stå",
    "/beslutninger/4": "Sprogmakkere på arbejdspladsen",
    "/beslutninger/4/rediger": "Lidt af hvert og en ny indsats",
    "/beslutninger/3/vedtag": "mangler",
    "/beslutninger/5": "Registrér på ny, rettet",
    f"{PLAN}/beslutninger/ny?som=5": "den tilbageførte beslutning",
    "/administration/satser": "1,85",
    "/administration/budgetaar": "Regnskabet er godkendt.",
    "/administration/budgetaar/integrationshandleplan-2019-22/2019/aabn": "2019",
    "/administration/regler/integrationshandleplan-2019-22": "Udmøntning",
    "/administration/regler/integrationshandleplan-2019-22/rediger": "Udmøntning",
}


def test_no_page_about_decisions_has_a_barrier_when_it_is_full(watched_page: Page, sample: Sample) -> None:
    page = watched_page
    _put_to_use(sample)
    sample.sign_in(page, OFFICER)
    faults = {}
    for where, own_text in FULL_PAGES.items():
        page.goto(sample.address + where)
        expect(page.locator("main"), where).to_contain_text(own_text)
        faults[where] = barriers_at_every_width(page)
    assert {where: found for where, found in faults.items() if found} == {}


def _put_to_use(sample: Sample) -> None:
    """Adopt a proposal of the sample, put it right, close a year and enter a rate; the officer gets every role."""
    officer = Actor(1, "Budgetkonsulent", frozenset(Role))
    with sample.database.writing() as session:
        session.add_all(PersonRole(person_id=officer.id, role=role) for role in Role if role != Role.BUDGET_OFFICER)
        adopt(session, officer, 2, Adoption("BIU", date(2020, 11, 18), "7"), seen_version=1)
    with sample.database.writing() as session:
        right = [replace(moved, amount_oere=50_000_000) for moved in as_entered(standing_transfers(session, 2))]
        correct(session, officer, 2, right, reason="Der skulle stå 500.", seen_version=2)
        words = RateWords(
            from_year=2021,
            to_year=2022,
            rate_millionths=18_500,
            name="Løn og priser",
            source="Budgetvejledningen",
            published_on=date(2021, 6, 15),
        )
        enter_rate(session, officer, words)
        words_again = NewDecision(DecisionKind.ALLOCATION, "BIU", date(2020, 11, 18), title="Registreret to gange")
        rows = (replace(right[0], amount_oere=10_000_000),)
        twice = enter(session, officer, 1, Entry(words_again, rows))
        reverse_decision(session, officer, twice, reason="Den står her to gange.", seen_version=1)
        close_year(session, officer, 1, 2019, reason="Regnskabet er godkendt.")


def test_a_barrier_and_a_broken_policy_would_be_found(watched_page: Page, address: str) -> None:
    page = watched_page
    page.goto(f"{address}/log-ind")
    page.evaluate("""() => {
        const picture = document.createElement('img');
        picture.src = 'http://127.0.0.2:9/elsewhere.png';
        document.querySelector('main').append(picture);
    }""")
    page.wait_for_function("window.policyViolations.length > 0")
    faults = barriers(page)
    assert any(fault.startswith("image-alt") for fault in faults)
    assert any(fault.startswith("img-src") for fault in faults)


def _choose_language(page: Page, language: str) -> None:
    if language == "en":
        page.get_by_role("button", name="English").click()
        page.wait_for_load_state()
