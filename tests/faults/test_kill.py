"""The server is killed in the middle of an import: what was confirmed is there, and nothing is there in part."""

from datetime import date

from sqlalchemy import NullPool, create_engine, text

from tests.budget_books import COMMITTEE, add_officer
from tests.databases import DatabaseUrls
from tests.faults.large_imports import CELLS, assert_sound, import_whole, order, whole_imports
from tests.processes import Killer
from tracker.actions.budget import add_line, create_plan
from tracker.actions.decisions import add_decision, post_transfers
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor
from tracker.queries.matching import named_lines

KILLS = 60
ROWS_A_COMMIT = 100


def test_sixty_imports_are_killed_and_none_is_lost_or_there_in_part(database_url: DatabaseUrls) -> None:
    actor = officer(database_url)
    killer = Killer(import_whole, seed=4)
    killer.spare(database_url.url, actor, 0)
    acknowledged = {0}
    cut_short = 0
    for number in range(1, KILLS + 1):
        if killer.kill(database_url.url, actor, number):
            acknowledged.add(number)
        there = whole_imports(database_url)
        assert acknowledged <= there
        cut_short += number not in there
        assert_sound(database_url)
    assert cut_short >= KILLS // 4  # enough of the kills came in time to hurt
    assert import_whole(database_url.url, actor, 1000) in whole_imports(database_url)


def test_negative_control_an_import_that_commits_now_and_then_is_left_in_part(database_url: DatabaseUrls) -> None:
    actor = officer(database_url)
    killer = Killer(import_in_parts, seed=5)
    killer.spare(database_url.url, actor, 0)
    for number in range(1, 13):
        killer.kill(database_url.url, actor, number)
    assert len([count for count in transfers_of_plans(database_url) if count < CELLS]) >= 3


def officer(urls: DatabaseUrls) -> Actor:
    database = Database(urls.url)
    with database.writing() as session:
        actor = add_officer(session)
    database.dispose()
    return actor


def import_in_parts(url: str, actor: Actor, number: int) -> int:
    """Import the same amounts in the way that seems to save memory: a commit for every hundred rows."""
    database = Database(url)
    table = order(number).table
    decision = NewDecision(kind=DecisionKind.ADOPTION, body=COMMITTEE, decided_on=date(2018, 12, 12))
    with database.writing() as session:
        plan_id = create_plan(
            session, actor, title=table.title, first_year=int(table.years[0]), last_year=int(table.years[-1])
        )
        source = named_lines(session, plan_id)[0].id
        line = add_line(session, plan_id, theme_id=None, title="Indsats", role=LineRole.INITIATIVE)
        decision_id = add_decision(session, actor, plan_id, decision)
    cells = [cell for row in table.rows for cell in row.cells]
    for begin in range(0, len(cells), ROWS_A_COMMIT):
        part = [
            NewTransfer(int(cell.column), source, line, cell.amount_oere or 0)
            for cell in cells[begin : begin + ROWS_A_COMMIT]
        ]
        with database.writing() as session:
            post_transfers(session, actor, decision_id, part)
    database.dispose()
    return number


def transfers_of_plans(urls: DatabaseUrls) -> list[int]:
    engine = create_engine(urls.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        query = "SELECT count(t.id) FROM decision d LEFT JOIN transfer t ON t.decision_id = d.id GROUP BY d.id"
        return list(connection.execute(text(query)).scalars())
