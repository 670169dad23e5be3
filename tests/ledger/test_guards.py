"""What the database itself holds, whatever the code above it does: years, plans, reversals and taken decisions."""

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.budget_books import Book, close_year, open_book, post
from tests.databases import DatabaseUrls
from tests.ledger.office import AMOUNT, TRANSFER, Office
from tracker.database import Database


def test_a_transfer_that_breaks_no_rule_is_taken(office: Office) -> None:
    office.insert()
    office.insert(**office.reversal)


@pytest.mark.parametrize("year", [2018, 2022, -1, 999_999])
def test_a_year_outside_the_plan_is_refused(office: Office, year: int) -> None:
    with pytest.raises(DBAPIError, match="within the years of the plan"):
        office.insert(year=year)


def test_a_line_of_another_plan_is_refused_on_either_side(office: Office) -> None:
    with pytest.raises(DBAPIError, match="belong to the plan"):
        office.insert(target=office.other.mentors)
    with pytest.raises(DBAPIError, match="belong to the plan"):
        office.insert(source=office.other.source)


def test_a_line_or_decision_that_does_not_exist_is_refused(office: Office) -> None:
    for missing in ({"target": 9999}, {"decision": 9999}):
        with pytest.raises(DBAPIError):
            office.insert(**missing)


def test_a_closed_year_takes_nothing_and_an_open_one_does(office: Office) -> None:
    with office.database.writing() as session:
        close_year(session, office.book, 2019)
    with pytest.raises(DBAPIError, match="closed year"):
        office.insert(year=2019)
    with pytest.raises(DBAPIError, match="closed year"):
        office.insert(**office.reversal)
    office.insert(year=2020)


def test_a_proposal_for_a_closed_year_can_not_be_decided(office: Office) -> None:
    with office.database.writing() as session:
        close_year(session, office.book, 2020)
    with pytest.raises(DBAPIError, match="closed year"):
        office.run("UPDATE decision SET decided_on = '2020-02-02' WHERE id = :id", id=office.proposed)


@pytest.mark.parametrize("amount", [0, -1, -AMOUNT])
def test_an_amount_is_positive(office: Office, amount: int) -> None:
    with pytest.raises(DBAPIError, match="amount_positive"):
        office.insert(amount=amount)


def test_money_moves_between_two_lines(office: Office) -> None:
    with pytest.raises(DBAPIError, match="two_lines"):
        office.insert(target=office.book.source)


@pytest.mark.parametrize(
    "changed", [{"amount": AMOUNT - 1}, {"year": 2020}, {"target": "mentors"}, {"source": "mentors"}]
)
def test_a_reversal_mirrors_what_it_reverses(office: Office, changed: Mapping[str, object]) -> None:
    values = {name: getattr(office.book, str(value), value) for name, value in changed.items()}
    with pytest.raises(DBAPIError, match="mirrors"):
        office.insert(**(office.reversal | values))


def test_a_reversal_stands_on_the_decision_it_puts_right(office: Office) -> None:
    with office.database.writing() as session:
        another = post(session, office.book, (2019, office.book.source, office.book.mentors, 1))
    with pytest.raises(DBAPIError, match="mirrors"):
        office.insert(**(office.reversal | {"decision": another}))


def test_a_transfer_is_reversed_once_and_a_reversal_never(office: Office) -> None:
    office.insert(**office.reversal)
    with pytest.raises(DBAPIError, match=r"reverses_id"):
        office.insert(**office.reversal)
    with office.database.reading() as session:
        reversal = office.transfers(session, office.adopted)[-1]
    with pytest.raises(DBAPIError, match="mirrors"):
        office.insert(target=office.book.reserve, reverses=reversal)


@pytest.mark.parametrize(
    "change", ["kind = 'cut'", "decided_on = '2020-01-01'", "decided_on = NULL", "body = 'BR'", "plan_id = :other"]
)
def test_what_a_taken_decision_says_stands(office: Office, change: str) -> None:
    values = {"other": office.other.plan_id} if ":other" in change else {}
    with pytest.raises(DBAPIError, match="what a taken one says stands"):
        office.run(f"UPDATE decision SET {change} WHERE id = :id", id=office.adopted, **values)  # noqa: S608 - written above


def test_a_taken_decisions_reference_may_be_filled_in_later(office: Office) -> None:
    office.run("UPDATE decision SET case_number = '2018-1', agenda_item = '7' WHERE id = :id", id=office.adopted)


def test_a_proposal_may_change_its_mind_but_not_its_plan(office: Office) -> None:
    office.run("UPDATE decision SET body = 'BR', kind = 'supplementary' WHERE id = :id", id=office.proposed)
    with pytest.raises(DBAPIError, match="stays in its plan"):
        office.run(
            "UPDATE decision SET plan_id = :other WHERE id = :id", id=office.proposed, other=office.other.plan_id
        )


def test_a_decision_with_transfers_stays_and_an_empty_proposal_may_go(office: Office) -> None:
    with office.database.writing() as session:
        empty = post(session, office.book, decided_on=None)
        empty_but_taken = post(session, office.book)
    for decision in (office.adopted, office.proposed, empty_but_taken):
        with pytest.raises(DBAPIError, match="stays"):
            office.run("DELETE FROM decision WHERE id = :id", id=decision)
    office.run("DELETE FROM decision WHERE id = :id", id=empty)


def test_a_line_stays_in_its_plan(office: Office) -> None:
    with pytest.raises(DBAPIError, match="stays in its plan"):
        office.run(
            "UPDATE budget_line SET plan_id = :other WHERE id = :id",
            id=office.book.mentors,
            other=office.other.plan_id,
        )


def test_a_source_stays_a_source_and_nothing_else_becomes_one(office: Office) -> None:
    for line, role in ((office.book.source, "initiative"), (office.book.mentors, "source")):
        with pytest.raises(DBAPIError, match="source stays a source"):
            office.run("UPDATE budget_line SET role = :role WHERE id = :id", id=line, role=role)
    office.run("UPDATE budget_line SET role = 'other' WHERE id = :id", id=office.book.mentors)


def test_a_line_or_plan_with_money_stays(office: Office) -> None:
    with pytest.raises(DBAPIError, match="line with transfers stays"):
        office.run("DELETE FROM budget_line WHERE id = :id", id=office.book.reserve)
    with pytest.raises(DBAPIError, match="plan with decisions stays"):
        office.run("DELETE FROM action_plan WHERE id = :id", id=office.book.plan_id)


def test_the_years_of_a_plan_hold_all_its_transfers(office: Office) -> None:
    office.run("UPDATE action_plan SET last_year = 2025 WHERE id = :id", id=office.book.plan_id)
    office.insert(year=2025)
    for change in ("first_year = 2020", "last_year = 2024"):
        with pytest.raises(DBAPIError, match="hold all its transfers"):
            office.run(f"UPDATE action_plan SET {change} WHERE id = :id", id=office.book.plan_id)  # noqa: S608 - written above


@pytest.mark.parametrize("word", ["adopted", "", "ADOPTION"])
def test_a_kind_nobody_knows_is_refused(office: Office, word: str) -> None:
    with pytest.raises(DBAPIError, match="kind_known"):
        office.run("UPDATE decision SET kind = :word WHERE id = :id", id=office.proposed, word=word)


def test_no_row_is_put_in_another_ones_place(sqlite_urls: DatabaseUrls) -> None:
    office = Office(Database(sqlite_urls.url))
    for table, change in (
        ("decision", {"plan_id": office.other.plan_id}),
        ("budget_line", {"role": "'initiative'"}),
        ("budget_line", {"plan_id": office.other.plan_id}),
        ("action_plan", {"first_year": 2021}),
    ):
        with office.database.reading() as session:
            columns = list(session.execute(text(f"SELECT * FROM {table}")).keys())  # noqa: S608 - our own names
        chosen = ", ".join(str(change.get(name, name)) for name in columns)
        listed = ", ".join(columns)
        with pytest.raises(DBAPIError, match="stay"):
            office.run(f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {chosen} FROM {table}")  # noqa: S608 - our own names
    office.database.dispose()


def test_a_temporary_table_can_not_stand_in_for_what_a_guard_looks_at(postgresql_urls: DatabaseUrls) -> None:
    database = Database(postgresql_urls.url)
    book = open_book(database)
    with database.writing() as session:
        decision = post(session, book, (2019, book.source, book.reserve, 1), decided_on=date(2019, 1, 1))
        close_year(session, book, 2019)
    engine: Engine = create_engine(postgresql_urls.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TEMP TABLE closed_year (plan_id integer, year integer)"))
        connection.execute(text("SET search_path = pg_temp, public"))
        with pytest.raises(DBAPIError, match="closed year"):
            connection.execute(TRANSFER, transfer_values(book, decision))
    engine.dispose()
    database.dispose()


def transfer_values(book: Book, decision: int) -> dict[str, object]:
    return {
        "decision": decision,
        "year": 2019,
        "source": book.source,
        "target": book.mentors,
        "amount": AMOUNT,
        "by": book.actor.id,
        "reverses": None,
    }
