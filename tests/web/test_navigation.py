"""The pages of the administration in the menu: each person is led to those that they may use."""

import re

import pytest

from tests.web.site import Site
from tracker.domain.people import Role

EVERYBODYS = ["Åbne og lukkede år", "Satser", "Regler for beslutninger"]


def tabs(page: str) -> list[str]:
    found = re.search(r'<nav class="tab-container[^>]*>.*?</nav>', page, re.DOTALL)
    return re.findall(r"<span>([^<]*)</span>", found[0]) if found else []


@pytest.mark.parametrize(
    ("role", "first", "pages"),
    [
        (Role.READER, "/administration/budgetaar", EVERYBODYS),
        (Role.PROJECT_LEAD, "/administration/budgetaar", EVERYBODYS),
        (Role.BUDGET_OFFICER, "/administration/budgetaar", EVERYBODYS),
        (Role.FINANCE, "/administration/budgetaar", [*EVERYBODYS, "Log"]),
        (Role.ADMINISTRATOR, "/administration/personer", ["Personer", *EVERYBODYS, "Log"]),
    ],
)
def test_the_administration_leads_to_the_first_of_the_pages_that_a_role_may_use(
    site: Site, role: Role, first: str, pages: list[str]
) -> None:
    browser = site.browser(site.people[role])
    assert f'<a class="site-navigation-link" href="{first}">Administration</a>' in browser.get("/").text
    page = browser.get(first).text
    assert tabs(page) == pages
    assert f'href="{first}" aria-current="page">Administration</a>' in page


def test_who_has_no_role_has_no_administration(site: Site) -> None:
    assert "/administration" not in site.browser(site.without_role).get("/min-side").text


def test_a_page_beneath_one_of_them_marks_it(site: Site) -> None:
    page = site.browser(site.people[Role.READER]).get("/administration/regler/handleplan-for-oevelser").text
    assert '<a class="tab-button" href="/administration/regler" aria-current="true">' in page
