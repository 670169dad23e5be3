"""Two officers make plans of the same title at the same moment: each gets one, with an address of its own."""

from multiprocessing.synchronize import Barrier

from sqlalchemy import select
from sqlmodel import col

from tests.budget_books import add_officer
from tests.databases import DatabaseUrls
from tests.processes import barrier, start
from tracker.actions.budget import create_plan
from tracker.database import Database
from tracker.domain.people import Actor
from tracker.models.budget import ActionPlan

ROUNDS = 30


def test_plans_of_the_same_title_made_at_once_get_an_address_each(database_url: DatabaseUrls) -> None:
    database = Database(database_url.url)
    with database.writing() as session:
        actor = add_officer(session)
    together = barrier(2)
    makers = [start(make_in_step, database_url.url, actor, together) for _ in range(2)]
    for maker in makers:
        maker.go()
    assert [maker.answer() for maker in makers] == [ROUNDS, ROUNDS]
    with database.reading() as session:
        slugs = sorted(session.execute(select(col(ActionPlan.slug))).scalars())
    database.dispose()
    assert slugs == sorted(f"plan-{number}{twin}" for number in range(100, 100 + ROUNDS) for twin in ("", "-2"))


def make_in_step(url: str, actor: Actor, together: Barrier) -> int:
    """Make one plan after the other, each at the moment when the other process does; gives how many it got."""
    database = Database(url)
    for number in range(100, 100 + ROUNDS):
        together.wait()
        with database.writing() as session:
            create_plan(session, actor, title=f"Plan {number}", first_year=2019, last_year=2022)
    database.dispose()
    return ROUNDS
