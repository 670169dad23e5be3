"""What is written in the ledger, the audit trail and the published tables stays: no way around it is open."""

import sqlite3
from collections.abc import Mapping

from sqlalchemy import text

from tests.databases import DatabaseUrls
from tests.ledger.attacks import ON_BOTH, ON_POSTGRESQL, ON_SQLITE, Attack, run_attack
from tests.ledger.filled_books import add_proposals, filled_book, picture
from tracker.database import Database


def attacks_that_change_anything(database: Database, urls: DatabaseUrls, attacks: Mapping[str, Attack]) -> list[str]:
    """Run every attack and name those after which a row, a trigger, an index or the view isn't what it was."""
    book = filled_book(database)
    with database.writing() as session:
        add_proposals(session, book)
    before = picture(urls)
    assert all(before[0].values())
    found = []
    for name, statements in attacks.items():
        run_attack(database, statements)
        after = picture(urls)
        if after != before:
            found.append(name)
            before = after
    return found


def test_on_sqlite_no_attack_through_the_applications_connection_changes_anything(sqlite_urls: DatabaseUrls) -> None:
    database = Database(sqlite_urls.url)
    assert attacks_that_change_anything(database, sqlite_urls, ON_SQLITE) == []


def test_on_postgresql_no_attack_through_the_applications_role_changes_anything(postgresql_urls: DatabaseUrls) -> None:
    database = Database(postgresql_urls.url)
    assert attacks_that_change_anything(database, postgresql_urls, ON_POSTGRESQL) == []
    database.dispose()


def test_negative_control_a_bare_connection_to_sqlite_lets_attacks_through(sqlite_urls: DatabaseUrls) -> None:
    database = Database(sqlite_urls.url)
    filled_book(database)
    database.dispose()
    file = sqlite_urls.url.removeprefix("sqlite:///")
    before = picture(sqlite_urls)
    for name in ("insert or replace", "drop the triggers first", "drop an index"):
        with sqlite3.connect(file) as connection:
            for statement in ON_SQLITE[name]:
                connection.execute(statement)
        connection.close()
        after = picture(sqlite_urls)
        assert after != before
        before = after


def test_negative_control_the_owner_of_postgresql_gets_through(postgresql_urls: DatabaseUrls) -> None:
    owner = Database(postgresql_urls.owner_url)
    chosen = ("disable the triggers", "drop an index", "replace what the triggers do", "drop the tables")
    found = attacks_that_change_anything(owner, postgresql_urls, {name: ON_POSTGRESQL[name] for name in chosen})
    assert found == list(chosen)
    owner.dispose()


def test_the_attacks_are_many_and_the_harness_does_run_what_is_allowed(database: Database) -> None:
    filled_book(database)
    assert min(len(ON_SQLITE), len(ON_POSTGRESQL)) >= 40
    assert len(ON_BOTH) >= 25
    assert run_attack(database, ["UPDATE action_plan SET title = 'Nyt navn'", "SELECT 1"]) == 2
    with database.reading() as session:
        assert session.execute(text("SELECT title FROM action_plan")).scalar_one() == "Nyt navn"
