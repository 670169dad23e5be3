"""Filling in the form of a decision in a browser, with a script in it or without."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect

Amounts = Mapping[int, str]


def type_row(page: Page, number: int, giver: str, taker: str, amounts: Amounts) -> None:
    """Fill in a row of the grid, its lines by their names."""
    page.get_by_label(f"Fra, række {number}").select_option(label=giver)
    page.get_by_label(f"Til, række {number}").select_option(label=taker)
    type_amounts(page, number, amounts)


def type_amounts(page: Page, number: int, amounts: Amounts) -> None:
    """Fill in some years of a row."""
    for year, text in amounts.items():
        page.get_by_label(f"{year}, række {number}", exact=True).fill(text)


def typed_amounts(page: Page, number: int) -> list[str]:
    """Tell what stands in the years of a row."""
    fields = page.locator(f".entry-row[data-row='{number - 1}'] input").all()
    return [field.input_value() for field in fields]


def look_at_effect(page: Page) -> None:
    """Ask for the effect where the page doesn't show it by itself, because no script runs in it."""
    button = page.get_by_role("button", name="Vis virkningen", exact=True)
    if button.is_visible():
        button.click()


def expect_left(page: Page, *amounts: str) -> None:
    """Wait until the pool shows what would be left in each year."""
    expect(page.locator("#entry-pools .pool-left")).to_have_text(list(amounts))
