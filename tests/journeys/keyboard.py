"""The keyboard alone: Tab to something, and press it."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 200
MOST_CHOICES = 40


def go_to(page: Page, wanted: Locator, *, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until the wanted element has the focus."""
    expect(wanted).to_be_visible()
    element = wanted.element_handle()
    for _ in range(MOST_TABS):
        if element.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    message = f"{wanted} can't be reached by {key}"
    raise AssertionError(message)


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Go to a link or a button and press it."""
    go_to(page, wanted)
    page.keyboard.press(key)
    page.wait_for_load_state()


def press_from_end(page: Page, wanted: Locator) -> None:
    """Go to a link or a button near the end of a page that was just opened, and press it."""
    go_to(page, wanted, key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def write(page: Page, field: Locator, text: str) -> None:
    """Go to a field and write over what stands there; a field that is tabbed to has its text selected."""
    go_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, field: Locator, wanted: str) -> None:
    """Go to a list and press the arrow until the wanted choice stands in it."""
    go_to(page, field)
    for _ in range(MOST_CHOICES):
        if field.evaluate("list => list.selectedOptions[0].textContent.trim()") == wanted:
            return
        page.keyboard.press("ArrowDown")
    message = f"{wanted} can't be chosen with the arrows"
    raise AssertionError(message)
