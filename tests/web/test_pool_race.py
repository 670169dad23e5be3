"""Two officers who record an allocation of the same pool at the same moment: one gets it, the other is told."""

from multiprocessing.synchronize import Barrier
from pathlib import Path

from tests.budget_books import FIRST_YEAR, post
from tests.databases import DatabaseUrls
from tests.processes import barrier, start
from tests.web.entry_forms import RECORD, TKR, address_of
from tests.web.entry_officers import Desk, cookie_of, desk
from tests.web.form_fields import fields
from tests.web.page_text import main_text, tables
from tests.web.site import Site
from tracker.actions.budget import add_line
from tracker.domain.budget import LineRole
from tracker.domain.years import today
from tracker.queries.budget import budget_as_of

POOLS, YEARS = 5, (2019, 2020, 2021)
HELD, WANTED = 100, 60
WON, TOLD = "won", "told"

Pool = tuple[int, str, int]


def test_the_second_gets_a_sentence_the_table_as_it_is_now_and_the_typed_row(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    site = any_site
    pools = filled_pools(site)
    together = barrier(2)
    takers = (site.book.mentors, site.book.language)
    place = (tmp_path, cookie_of(site))
    workers = [start(take_all, database_url, place, (address_of(site), taker), pools, together) for taker in takers]
    for worker in workers:
        worker.go()
    first, second = (worker.answer() for worker in workers)
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert [{*both} for both in zip(first, second, strict=True)] == [{WON, TOLD}] * len(pools)
    with site.database.reading() as session:
        budget = budget_as_of(session, site.book.plan_id, today())
    assert [budget[line, year] // TKR for line, _title, year in pools] == [HELD - WANTED] * len(pools)


def filled_pools(site: Site) -> list[Pool]:
    """Make pools that hold 100 (1.000 kr.) in every year: the number of the line, its title, and the year."""
    book = site.book
    with site.database.writing() as session:
        titles = [f"Pulje {number}" for number in range(POOLS)]
        lines = [
            add_line(session, book.plan_id, theme_id=book.theme_id, title=title, role=LineRole.RESERVE)
            for title in titles
        ]
        post(session, book, *((year, book.source, line, HELD * TKR) for line in lines for year in YEARS))
    return [(line, title, year) for line, title in zip(lines, titles, strict=True) for year in YEARS]


def take_all(
    urls: DatabaseUrls, place: tuple[Path, str], form: tuple[str, int], pools: list[Pool], together: Barrier
) -> list[str]:
    """Take 60 of each pool, each time at the moment when the other officer does; tells what the answers were."""
    with desk(urls, *place) as own:
        return [take(own, *form, pool, together) for pool in pools]


def take(own: Desk, address: str, taker: int, pool: Pool, together: Barrier) -> str:
    """Record an allocation from the form as it was opened before either of the two had sent theirs."""
    line, title, year = pool
    typed = {"row-0-from": str(line), "row-0-to": str(taker), f"row-0-{year}": str(WANTED)}
    form = {**fields(own.client.get(address).text), **typed, "decided_on": "15.11.2020", "step": RECORD}
    together.wait()
    answer = own.client.post(address, data=form)
    if answer.status_code == 303:
        return WON
    words, kept = main_text(answer.text), fields(answer.text)
    place = year - FIRST_YEAR
    cells = next((row.split(" | ") for row in tables(answer.text)[-1].splitlines() if row.startswith(f"{title} |")), [])
    is_told = (
        answer.status_code == 400
        and f"{title} rækker ikke: i {year} ville der mangle 20 (1.000 kr.)" in words
        and [cells[1 + 3 * part + place] for part in range(3)] == ["40", "−60", "−20"]
        and all(kept[name] == value for name, value in typed.items())
    )
    return TOLD if is_told else f"{answer.status_code}: {words}"
