"""From the first schema to the newest with an office's rows: each is kept, and what a proposal lacked is filled in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.migrations.places import Place
from tracker.actions.proposals import Adoption, adopt
from tracker.database import Database
from tracker.domain.people import Actor, Role
from tracker.queries.budget import budget_as_of
from tracker.queries.points import decided

OFFICER, FINANCE = 1, 2
SOURCE, RESERVE, MENTORS = 1, 2, 3
ADOPTED, PROPOSED, SUPPLEMENT, OTHERS_PROPOSAL = 1, 2, 3, 4
NOON = "2019-01-02 12:00:00.000000"
DECISION = (
    "id, plan_id, kind, body, decided_on, agenda_item, case_number, link, reason, permanence, recorded_at,"
    " recorded_by_id"
)
ROWS: dict[str, tuple[str, Sequence[Sequence[object]]]] = {
    "person": (
        "id, email, name, password_hash, language, active, must_change_password, version, created_at",
        [
            (OFFICER, "officer@example.org", "Budgetkonsulent", "", "da", True, False, 1, NOON),
            (FINANCE, "finance@example.org", "Økonomi", "", "da", True, False, 1, NOON),
        ],
    ),
    "action_plan": (
        "id, slug, title, first_year, last_year, committee, administration, price_level, version, created_at",
        [(1, "plan", "Handleplan", 2019, 2022, "BIU", "BIF", "", 1, NOON)],
    ),
    "budget_line": (
        "id, plan_id, theme_id, position, slug, outline, title, role, may_be_negative, version",
        [
            (SOURCE, 1, None, 0, "ramme", "", "Ramme", "source", True, 1),
            (RESERVE, 1, None, 1, "pulje", "", "Pulje", "reserve", False, 1),
            (MENTORS, 1, None, 2, "mentorer", "1.1", "Mentorer", "initiative", False, 4),
        ],
    ),
    "decision": (
        DECISION,
        [
            (ADOPTED, 1, "adoption", "BIU", "2018-12-12", "7", "2018-1", "", "Budget", "permanent", NOON, OFFICER),
            (PROPOSED, 1, "allocation", "BIU", None, "", "", "", "Flere", None, "2019-02-01 08:00:00.000000", OFFICER),
            (SUPPLEMENT, 1, "supplementary", "BR", "2019-03-01", "", "", "", "", None, NOON, FINANCE),
            (OTHERS_PROPOSAL, 1, "cut", "BIU", None, "", "", "", "", "one_off", NOON, FINANCE),
        ],
    ),
    "transfer": (
        "id, decision_id, budget_year, from_line_id, to_line_id, amount_oere, recorded_at, recorded_by_id, reverses_id",
        [
            (1, ADOPTED, 2019, SOURCE, RESERVE, 110_000_000, NOON, OFFICER, None),
            (2, ADOPTED, 2020, SOURCE, RESERVE, 3_000, "2019-01-05 12:00:00.000000", OFFICER, None),
            (3, ADOPTED, 2020, RESERVE, SOURCE, 3_000, "2019-01-06 12:00:00.000000", OFFICER, 2),
            (4, PROPOSED, 2019, RESERVE, MENTORS, 60_000_000, "2019-02-01 08:00:00.000000", OFFICER, None),
            (5, SUPPLEMENT, 2019, SOURCE, MENTORS, 10**16, NOON, FINANCE, None),
        ],
    ),
    "closed_year": ("plan_id, year, closed_at, closed_by_id, reason", [(1, 2022, NOON, OFFICER, "")]),
}


@pytest.fixture
def filled(place: Place) -> Place:
    """A database of the first schema with two decisions, two proposals, a correction and a closed year."""
    place.upgrade("0001")
    with place.connected() as connection:
        for table, (_columns, rows) in ROWS.items():
            insert(connection, table, rows)
        if not place.is_sqlite:
            for table in ("decision", "transfer"):
                connection.execute(text(f"SELECT setval('{table}_id_seq', 100)"))
        connection.commit()
    return place


def insert(connection: Connection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Put rows into a table of the first schema."""
    columns = ROWS[table][0]
    names = columns.split(", ")
    marks = ", ".join(f":{name}" for name in names)
    for row in rows:
        values = dict(zip(names, row, strict=True))
        connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({marks})"), values)  # noqa: S608 - the names stand above


def old_columns(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Read what the first schema had."""
    return {
        table: [
            tuple(row)
            for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY 1"))  # noqa: S608 - the names stand above
        ]
        for table, (columns, _rows) in ROWS.items()
    }


def test_there_and_back_and_there_again_every_row_keeps_what_it_said(filled: Place) -> None:
    with filled.connected() as connection:
        before = old_columns(connection)
    assert [len(rows) for rows in before.values()] == [2, 1, 3, 4, 5, 1]
    for change in (filled.migrate, lambda: filled.downgrade("0001"), filled.migrate):
        change()
        with filled.connected() as connection:
            assert old_columns(connection) == before


def test_a_proposal_becomes_its_writers_draft_and_a_decision_is_known_since_it_was_recorded(filled: Place) -> None:
    filled.migrate()
    with filled.connected() as connection:
        rows = connection.execute(
            text(
                "SELECT id, proposal_state, owner_id, taken_at IS NULL, coalesce(taken_at = recorded_at, false),"
                " state_since = recorded_at, version, title, plan_for_use, targets_touched FROM decision ORDER BY id"
            )
        )
        found = [tuple(row) for row in rows]
        lines = [tuple(row) for row in connection.execute(text("SELECT committee, introduced_by_id FROM budget_line"))]
    assert found == [
        (ADOPTED, None, OFFICER, False, True, True, 1, "", "", ""),
        (PROPOSED, "draft", OFFICER, True, False, True, 1, "", "", ""),
        (SUPPLEMENT, None, FINANCE, False, True, True, 1, "", "", ""),
        (OTHERS_PROPOSAL, "draft", FINANCE, True, False, True, 1, "", "", ""),
    ]
    assert lines == [("", None)] * 3


def test_a_decision_is_known_with_its_first_transfers_though_they_were_written_a_moment_later(filled: Place) -> None:
    a_moment_later, in_march = "2019-01-02 12:00:00.004000", "2019-03-01 12:00:00.000000"
    with filled.connected() as connection:
        insert(connection, "decision", [(9, 1, "cut", "BIU", "2019-01-02", "", "", "", "", None, NOON, OFFICER)])
        moved = [(11, 500, a_moment_later), (12, 70, in_march)]
        rows = [(number, 9, 2021, SOURCE, RESERVE, amount, at, OFFICER, None) for number, amount, at in moved]
        insert(connection, "transfer", rows)
        connection.commit()
    filled.migrate()
    database = Database(filled.urls.url)
    with database.reading() as session:
        (decision,) = [row for row in decided(session, 1) if row.id == 9]
        known = budget_as_of(session, 1, date(2019, 1, 31), known_at=decision.taken_at)
    database.dispose()
    assert known[RESERVE, 2021] == 500


def test_the_budget_of_every_day_and_of_what_was_known_is_what_it_was(filled: Place) -> None:
    filled.migrate()
    database = Database(filled.urls.url)
    with database.reading() as session:
        assert budget_as_of(session, 1, date(2019, 1, 31)) == {
            (SOURCE, 2019): -110_000_000,
            (RESERVE, 2019): 110_000_000,
            (SOURCE, 2020): 0,
            (RESERVE, 2020): 0,
        }
        known = budget_as_of(session, 1, date(2019, 1, 31), known_at=datetime(2019, 1, 5, 13, tzinfo=UTC))
        assert known[RESERVE, 2020] == 3_000
        assert budget_as_of(session, 1, date(2019, 3, 1))[MENTORS, 2019] == 10**16
    database.dispose()


def test_an_old_proposal_can_be_adopted_and_is_known_only_from_then_on(filled: Place) -> None:
    filled.migrate()
    database = Database(filled.urls.url)
    officer = Actor(OFFICER, "Budgetkonsulent", frozenset({Role.BUDGET_OFFICER}))
    with database.writing() as session:
        adopt(session, officer, PROPOSED, Adoption("BIU", date(2019, 2, 10)), seen_version=1)
    with database.reading() as session:
        assert budget_as_of(session, 1, date(2019, 2, 10))[RESERVE, 2019] == 50_000_000
        earlier = budget_as_of(session, 1, date(2019, 2, 10), known_at=datetime(2019, 6, 1, tzinfo=UTC))
        assert earlier[RESERVE, 2019] == 110_000_000
    database.dispose()


@pytest.mark.parametrize(
    ("attack", "refusal"),
    [
        ("UPDATE transfer SET amount_oere = 1", "only takes new rows"),
        ("DELETE FROM transfer", "only takes new rows"),
        ("UPDATE decision SET body = 'BR' WHERE id = 1", "what a taken one says stands"),
        ("UPDATE decision SET taken_at = recorded_at, body = 'x' WHERE id = 3", "what a taken one says stands"),
        ("DELETE FROM decision WHERE id = 1", "a taken decision stays"),
        ("DELETE FROM budget_line WHERE id = 2", "a line with transfers stays"),
        ("UPDATE budget_line SET role = 'source' WHERE id = 2", "a source stays a source"),
        ("UPDATE action_plan SET first_year = 2020", "hold all its transfers"),
    ],
)
def test_the_guards_stand_over_the_old_rows(filled: Place, attack: str, refusal: str) -> None:
    filled.migrate()
    with filled.connected() as connection, pytest.raises(DBAPIError, match=refusal):
        connection.execute(text(attack))
