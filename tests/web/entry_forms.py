"""A plan with money in its pool, and what is typed into the form of an entry."""

from tests.budget_books import post
from tests.web.site import Site
from tracker.domain.years import today
from tracker.queries.budget import budget_as_of

TKR = 100_000
SAVE, RECORD, PREVIEW, CORRECT = "save-proposal", "record-decision", "preview", "correct"


def fill_pool(site: Site) -> None:
    book = site.book
    with site.database.writing() as session:
        post(session, book, (2020, book.source, book.reserve, 600 * TKR), (2021, book.source, book.reserve, 1000 * TKR))


def address_of(site: Site) -> str:
    slug = site.value("SELECT slug FROM action_plan")
    return f"/handleplaner/{slug}/beslutninger/ny"


def allocation(site: Site, **instead: str) -> dict[str, str]:
    """Type the allocation of 600 and 1.000 to the mentors."""
    return {
        "row_0_to": str(site.book.mentors),
        "row_0_2020": "600",
        "row_0_2021": "1.000",
        "title": "Flere mentorer",
        "decided_on": "15.11.2020",
        **instead,
    }


def left_in_pool(site: Site) -> tuple[int, ...]:
    """Tell what is left in the pool of each year, in thousand kroner."""
    with site.database.reading() as session:
        found = budget_as_of(session, site.book.plan_id, today())
    return tuple(found.get((site.book.reserve, year), 0) // TKR for year in (2019, 2020, 2021))


def newest_decision(site: Site) -> str:
    """Tell the address of the decision that was made last."""
    newest = site.value("SELECT max(id) FROM decision")
    return f"/beslutninger/{newest}"
