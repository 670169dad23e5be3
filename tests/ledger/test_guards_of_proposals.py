"""What the database itself holds of proposals, of lines that come with them, of scenarios and of rates."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.budget_books import Book, add_officer, close_year, post
from tests.ledger.office import Office

NEW_LINE = (
    "INSERT INTO budget_line (plan_id, position, slug, outline, title, role, may_be_negative, committee,"
    " introduced_by_id, version) VALUES (:plan, 9, :slug, '', 'Ny indsats', 'initiative', :no, '', :decision, 1)"
)
MOMENT = "'2020-02-02 12:00:00.000000+00:00'"
TAKE = f"decided_on = '2020-02-02', taken_at = {MOMENT}, proposal_state = NULL"


@pytest.fixture
def with_words(office: Office) -> Office:
    """An office whose adopted decision says all that a decision can say."""
    office.run(
        "UPDATE decision SET title = 'Start', reason = 'Budget 2019', plan_for_use = 'Løn', targets_touched = '350',"
        " permanence = 'permanent' WHERE id = :id",
        id=office.adopted,
    )
    return office


def new_line(office: Office, book: Book, decision: int, slug: str = "ny-indsats") -> int:
    """Make a line that comes with a decision, by bare SQL."""
    office.run(NEW_LINE, plan=book.plan_id, slug=slug, no=False, decision=decision)
    with office.database.reading() as session:
        query = text("SELECT id FROM budget_line WHERE plan_id = :plan AND slug = :slug")
        return int(session.execute(query, {"plan": book.plan_id, "slug": slug}).scalar_one())


@pytest.mark.parametrize(
    "change",
    [
        "taken_at = NULL",
        f"taken_at = {MOMENT}",
        f"state_since = {MOMENT}",
        "owner_id = :other",
        "title = 'En anden'",
        "title = ''",
        "reason = 'Noget andet'",
        "plan_for_use = ''",
        "targets_touched = '351'",
        "permanence = 'one_off'",
        "permanence = NULL",
        "proposal_state = 'draft'",
        f"recorded_at = {MOMENT}",
        "recorded_by_id = :other",
    ],
)
def test_what_was_said_when_a_decision_was_taken_stands(with_words: Office, change: str) -> None:
    with with_words.database.writing() as session:
        other = {"other": add_officer(session).id} if ":other" in change else {}
    with pytest.raises(DBAPIError, match=r"stands|proposal_or_decided|decided_and_taken"):
        with_words.run(f"UPDATE decision SET {change} WHERE id = :id", id=with_words.adopted, **other)  # noqa: S608 - written above


def test_what_a_taken_decision_left_open_is_filled_in_once(office: Office) -> None:
    filled = "reason = 'Budget', permanence = 'one_off', title = 'Start'"
    office.run(f"UPDATE decision SET {filled} WHERE id = :id", id=office.adopted)  # noqa: S608 - written above
    with pytest.raises(DBAPIError, match="what was said"):
        office.run("UPDATE decision SET reason = 'Noget andet' WHERE id = :id", id=office.adopted)
    office.run("UPDATE decision SET agenda_item = '8', link = '' WHERE id = :id", id=office.adopted)


@pytest.mark.parametrize("change", [f"recorded_at = {MOMENT}", "recorded_by_id = :other"])
def test_who_wrote_a_proposal_and_when_stands(office: Office, change: str) -> None:
    with office.database.writing() as session:
        other = {"other": add_officer(session).id} if ":other" in change else {}
    with pytest.raises(DBAPIError, match="stands"):
        office.run(f"UPDATE decision SET {change} WHERE id = :id", id=office.proposed, **other)  # noqa: S608 - written above


def test_a_dropped_proposal_is_decided_only_after_it_was_taken_up_again(office: Office) -> None:
    office.run("UPDATE decision SET proposal_state = 'dropped' WHERE id = :id", id=office.proposed)
    with pytest.raises(DBAPIError, match="dropped proposal"):
        office.run(f"UPDATE decision SET {TAKE} WHERE id = :id", id=office.proposed)  # noqa: S608 - written above
    office.run("UPDATE decision SET proposal_state = 'draft' WHERE id = :id", id=office.proposed)
    office.run(f"UPDATE decision SET {TAKE} WHERE id = :id", id=office.proposed)  # noqa: S608 - written above


@pytest.mark.parametrize("state", ["sent", "dropped"])
def test_a_proposal_takes_rows_only_as_a_draft(office: Office, state: str) -> None:
    office.insert(decision=office.proposed)
    office.run("UPDATE decision SET proposal_state = :state WHERE id = :id", state=state, id=office.proposed)
    with pytest.raises(DBAPIError, match="while it is a draft"):
        office.insert(decision=office.proposed)


def test_what_a_draft_took_back_keeps_no_year_closed_to_it(office: Office) -> None:
    """Only the rows that stand are asked when it is decided, and a draft may leave a closed year."""
    with office.database.writing() as session:
        close_year(session, office.book, 2020)
        (wrong,) = office.transfers(session, office.proposed)
    office.insert(
        decision=office.proposed,
        year=2020,
        source=office.book.reserve,
        target=office.book.source,
        amount=1,
        reverses=wrong,
    )
    office.run(f"UPDATE decision SET {TAKE} WHERE id = :id", id=office.proposed)  # noqa: S608 - written above


def test_a_line_comes_with_a_decision_of_its_own_plan(office: Office) -> None:
    with pytest.raises(DBAPIError, match="comes with a decision of its plan"):
        new_line(office, office.other, office.proposed)
    new_line(office, office.book, office.proposed)
    with pytest.raises(DBAPIError, match="comes with a decision of its plan"):
        office.run(
            "UPDATE budget_line SET introduced_by_id = :id WHERE id = :line",
            id=office.proposed,
            line=office.other.mentors,
        )


def test_which_decision_a_line_came_with_stands(office: Office) -> None:
    line = new_line(office, office.book, office.proposed)
    for other in (None, office.adopted):
        with pytest.raises(DBAPIError, match="came with stands"):
            office.run("UPDATE budget_line SET introduced_by_id = :id WHERE id = :line", id=other, line=line)
    with pytest.raises(DBAPIError, match="came with stands"):  # it has had money longer than that
        office.run(
            "UPDATE budget_line SET introduced_by_id = :id WHERE id = :line",
            id=office.proposed,
            line=office.book.reserve,
        )


def test_a_line_that_comes_with_a_proposal_takes_money_of_that_proposal_alone(office: Office) -> None:
    line = new_line(office, office.book, office.proposed)
    with office.database.writing() as session:
        another = post(session, office.book, (2020, office.book.source, office.book.reserve, 1), decided_on=None)
    for decision in (office.adopted, another):
        for side in ("source", "target"):
            with pytest.raises(DBAPIError, match="belongs to it alone"):
                office.insert(**{"decision": decision, "source": office.book.reserve, side: line})
    office.insert(decision=office.proposed, target=line)
    office.run(f"UPDATE decision SET {TAKE} WHERE id = :id", id=office.proposed)  # noqa: S608 - written above
    office.insert(target=line)


def test_a_scenario_holds_proposals_of_its_own_plan_and_stays(office: Office) -> None:
    with office.database.writing() as session:
        elsewhere = post(session, office.other, (2020, office.other.source, office.other.reserve, 1), decided_on=None)
    office.run(
        "INSERT INTO scenario (plan_id, title, note, owner_id, put_away, version, created_at)"
        " VALUES (:plan, 'A', '', :by, :no, 1, '2020-02-02 12:00:00.000000')",
        plan=office.book.plan_id,
        by=office.book.actor.id,
        no=False,
    )
    held = "INSERT INTO scenario_proposal (scenario_id, decision_id) SELECT max(id), :decision FROM scenario"
    with pytest.raises(DBAPIError, match="proposals of its own plan"):
        office.run(held, decision=elsewhere)
    office.run(held, decision=office.proposed)
    with pytest.raises(DBAPIError, match="proposals of its own plan"):
        office.run(
            "UPDATE scenario_proposal SET decision_id = :other WHERE decision_id = :id",
            other=elsewhere,
            id=office.proposed,
        )
    with pytest.raises(DBAPIError, match="stays in its plan"):
        office.run("UPDATE scenario SET plan_id = :other", other=office.other.plan_id)
    office.run("DELETE FROM scenario_proposal WHERE decision_id = :id", id=office.proposed)
    with pytest.raises(DBAPIError, match="put away"):
        office.run("DELETE FROM scenario")
    office.run("UPDATE scenario SET title = 'B', put_away = :yes", yes=True)


def test_a_rate_is_withdrawn_and_then_stands(office: Office) -> None:
    office.run(
        "INSERT INTO index_rate (from_year, to_year, rate_millionths, name, source, published_on, withdrawn, version,"
        " entered_at, entered_by_id)"
        " VALUES (2019, 2020, 18500, '', 'KL', '2019-06-01', :no, 1, '2020-02-02 12:00:00.000000', :by)",
        no=False,
        by=office.book.actor.id,
    )
    office.run("UPDATE index_rate SET rate_millionths = 18600")
    with pytest.raises(DBAPIError, match="withdrawn, not deleted"):
        office.run("DELETE FROM index_rate")
    office.run("UPDATE index_rate SET withdrawn = :yes", yes=True)
    for change in ("withdrawn = :value", "rate_millionths = 1 + 0 * :number"):
        values = {"value": False} if ":value" in change else {"number": 1}
        with pytest.raises(DBAPIError, match="withdrawn rate stands"):
            office.run(f"UPDATE index_rate SET {change}", **values)  # noqa: S608 - written above


def test_a_closed_year_is_opened_and_never_moved(office: Office) -> None:
    with office.database.writing() as session:
        close_year(session, office.book, 2020)
    with pytest.raises(DBAPIError, match="opened, not changed"):
        office.run("UPDATE closed_year SET year = 2021 WHERE plan_id = :plan", plan=office.book.plan_id)
    office.run("DELETE FROM closed_year WHERE plan_id = :plan", plan=office.book.plan_id)
