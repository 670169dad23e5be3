"""What keeps somebody out of a page: what axe finds, what the policy stops, and a page wider than the screen."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

WIDE, NARROW = 1280, 400
WIDTHS = (WIDE, NARROW)
HEIGHT = 900
_COUNT_VIOLATIONS = """
window.policyViolations = [];
document.addEventListener('securitypolicyviolation', event => window.policyViolations.push(
    event.violatedDirective + ' ' + event.blockedURI));
"""


def watch_policy(context: BrowserContext) -> None:
    """Note on every page of a browser what the policy stops."""
    context.add_init_script(_COUNT_VIOLATIONS)


def barriers(page: Page, *, has_script: bool = True) -> list[str]:
    """Name what is wrong with a page as it stands; where no script runs, axe can't run either."""
    found: list[str] = list(page.evaluate("window.policyViolations"))
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("the page is wider than the screen")
    if has_script:
        answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
        found += [f"{violation['id']}: {violation['nodes'][0]['html'][:160]}" for violation in answer["violations"]]
    return found


def barriers_at_every_width(page: Page, *, has_script: bool = True, widths: Iterable[int] = WIDTHS) -> list[str]:
    """Name what is wrong with a page on a narrow screen and on a wide one, where it is left."""
    found = []
    for width in sorted(widths):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width} px: {barrier}" for barrier in barriers(page, has_script=has_script)]
    return found
