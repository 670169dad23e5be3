"""Every page in both languages, wide and narrow, with and without errors: axe finds nothing, and the policy holds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.live import sign_in
from tests.web.samples import FORMS, Place, places
from tests.web.site import Site

pytestmark = pytest.mark.browser

WIDTHS = (1280, 400)
# What is no page: files to download, and what only answers forms.
NO_PAGES = frozenset({"static", "excel.export_budget_table", "excel.original_file"})
_EMPTY = """form => {
    form.noValidate = true;
    for (const field of form.querySelectorAll('input:not([type]), input[type=text], input[type=email], textarea')) {
        field.value = '';
    }
}"""
_COUNT_VIOLATIONS = """
window.policyViolations = [];
document.addEventListener('securitypolicyviolation', event => window.policyViolations.push(
    event.violatedDirective + ' ' + event.blockedURI));
"""


def _pages(site: Site) -> list[Place]:
    return [place for place in places(site, methods=frozenset({"GET"})) if place.endpoint not in NO_PAGES]


def _faults(page: Page) -> list[str]:
    found = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
    ]
    return found + list(page.evaluate("window.policyViolations"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_page_has_a_barrier_or_breaks_the_policy(
    chromium: Browser, site: Site, address: str, language: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(_COUNT_VIOLATIONS)
    page = context.new_page()
    faults: dict[str, list[str]] = {}
    page.goto(f"{address}/log-ind")
    faults["/log-ind"] = _faults(page)
    sign_in(page, address, site, site.everything)
    _choose_language(page, language)
    for place in _pages(site):
        where = place.address(site, site.everything)
        answer = page.goto(address + where)
        assert answer is not None
        assert answer.status in {200, 404, 405}, f"{where} answered {answer.status}"
        if answer.status == 200:
            assert page.locator("html").get_attribute("lang") == language
        faults[where] = _faults(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults[where].append("the page is wider than the screen")
    context.close()
    assert {where: found for where, found in faults.items() if found} == {}
    assert len(faults) > 20


@pytest.mark.parametrize("width", WIDTHS)
def test_no_form_that_shows_its_errors_has_a_barrier(chromium: Browser, site: Site, address: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(_COUNT_VIOLATIONS)
    page = context.new_page()
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
        faults[where] = _faults(page)
    context.close()
    assert {where: found for where, found in faults.items() if found} == {}
    assert seen >= 5, "too few forms showed an error for this to mean anything"


def test_a_barrier_and_a_broken_policy_would_be_found(chromium: Browser, site: Site, address: str) -> None:
    context = chromium.new_context()
    context.add_init_script(_COUNT_VIOLATIONS)
    page = context.new_page()
    page.goto(f"{address}/log-ind")
    page.evaluate("""() => {
        const picture = document.createElement('img');
        picture.src = 'http://127.0.0.2:9/elsewhere.png';
        document.querySelector('main').append(picture);
    }""")
    page.wait_for_function("window.policyViolations.length > 0")
    faults = _faults(page)
    context.close()
    assert any(fault.startswith("image-alt") for fault in faults)
    assert any(fault.startswith("img-src") for fault in faults)


def _choose_language(page: Page, language: str) -> None:
    if language == "en":
        page.get_by_role("button", name="English").click()
        page.wait_for_load_state()
