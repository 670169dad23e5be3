"""Posting money: what is taken, what is refused in which words, and the one event that each change leaves."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import ADMINISTRATION, COMMITTEE, Book, add_book, close_year, open_book, post
from tracker.actions.decisions import post_transfers, record_decision, reverse_transfer
from tracker.actions.powers import set_powers
from tracker.database import Database
from tracker.domain.decisions import BodyLevel, DecisionKind, NewDecision, Permanence
from tracker.domain.ledger import BodyMayNot, BudgetOverdrawn, NewTransfer, TransferRefused, YearClosed
from tracker.domain.powers import USUAL_POWERS, Matter, Power, mark
from tracker.domain.refusals import NotFound, Refusal
from tracker.models.budget import BudgetLine
from tracker.queries.budget import budget_as_of
from tracker.queries.decisions import decision, transfers_of_decision, transfers_of_line

FREE = Power(Matter.REALLOCATION, BodyLevel.ADMINISTRATION)
ADOPTED, MOVED, LATER = date(2018, 12, 12), date(2019, 3, 1), date(2019, 9, 1)
TKR = 100_000


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with 1,000 thousand kroner in the pool of 2019."""
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2019, book.source, book.reserve, 1000 * TKR))
    return book


def refusal(database: Database, change: Callable[[Session], object]) -> Refusal:
    """Try a change that must be refused, and see that it left nothing."""
    with database.reading() as session:
        before = last_event_id(session)
    with pytest.raises(Refusal) as refused, database.writing() as session:
        change(session)
    with database.reading() as session:
        assert last_event_id(session) == before
    return refused.value


def test_a_decision_is_recorded_with_all_it_says_and_leaves_one_event(database: Database, book: Book) -> None:
    new = NewDecision(
        kind=DecisionKind.ALLOCATION,
        body=COMMITTEE,
        decided_on=MOVED,
        agenda_item="7",
        case_number="2019-0012345",
        link="https://www.kk.dk/dagsordener",
        reason="Flere mentorer",
        permanence=Permanence.ONE_OFF,
        title="Mentorer i 2019",
        plan_for_use="To hold mere",
        targets_touched="Flere i job",
    )
    with database.writing() as session:
        before = last_event_id(session)
        made = record_decision(
            session, book.actor, book.plan_id, new, [NewTransfer(2019, book.reserve, book.mentors, 300 * TKR)]
        )
    with database.reading() as session:
        found = decision(session, made, actor=None)
        (event,) = events_since(session, before)
    assert (found.row.agenda_item, found.row.case_number, found.link, found.reason, found.permanence) == (
        "7",
        "2019-0012345",
        "https://www.kk.dk/dagsordener",
        "Flere mentorer",
        Permanence.ONE_OFF,
    )
    assert event == {
        "person": book.actor.id,
        "action": "record",
        "subject": f"decision {made}",
        "before": None,
        "after": {
            "kind": "allocation",
            "body": COMMITTEE,
            "decided_on": "2019-03-01",
            "agenda_item": "7",
            "case_number": "2019-0012345",
            "link": "https://www.kk.dk/dagsordener",
            "reason": "Flere mentorer",
            "permanence": "one_off",
            "title": "Mentorer i 2019",
            "plan_for_use": "To hold mere",
            "targets_touched": "Flere i job",
            "transfers": 1,
        },
    }


def test_the_pool_can_be_emptied_and_not_one_oere_more(database: Database, book: Book) -> None:
    with database.writing() as session:
        post(session, book, (2019, book.reserve, book.mentors, 1000 * TKR), kind=DecisionKind.ALLOCATION)
    refused = refusal(
        database,
        lambda session: post(session, book, (2019, book.reserve, book.mentors, 1), kind=DecisionKind.ALLOCATION),
    )
    assert isinstance(refused, BudgetOverdrawn)


@pytest.mark.parametrize(
    ("amount_oere", "missing"),
    [(1300 * TKR, "300 (1.000 kr.)"), (1000 * TKR + 250_00, "250 kr."), (1000 * TKR + 5, "0,05 kr.")],
)
def test_too_much_is_refused_with_line_year_what_is_missing_day_and_remedy(
    database: Database, book: Book, amount_oere: int, missing: str
) -> None:
    refused = refusal(
        database,
        lambda session: post(
            session,
            book,
            (2019, book.reserve, book.mentors, amount_oere),
            kind=DecisionKind.ALLOCATION,
            decided_on=MOVED,
        ),
    )
    assert isinstance(refused, BudgetOverdrawn)
    assert str(refused) == (
        f"Pulje til senere udmøntning rækker ikke: i 2019 ville der mangle {missing} fra 01.03.2019. "
        "Sæt beløbet ned, eller vælg en anden linje."
    )


def test_money_that_is_promised_for_a_later_day_can_not_be_given_today(database: Database, book: Book) -> None:
    with database.writing() as session:
        later = (2019, book.reserve, book.mentors, 600 * TKR)
        post(session, book, later, kind=DecisionKind.ALLOCATION, decided_on=LATER)
    refused = refusal(
        database,
        lambda session: post(
            session,
            book,
            (2019, book.reserve, book.language, 600 * TKR),
            kind=DecisionKind.ALLOCATION,
            decided_on=MOVED,
        ),
    )
    assert "mangle 200 (1.000 kr.) fra 01.09.2019" in str(refused)


def test_a_proposal_may_ask_for_more_than_there_is_and_counts_nowhere(database: Database, book: Book) -> None:
    with database.writing() as session:
        post(session, book, (2019, book.reserve, book.mentors, 5000 * TKR), decided_on=None)
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, date.max)[book.reserve, 2019] == 1000 * TKR


def test_a_body_decides_what_is_its_own(database: Database, book: Book) -> None:
    cut = (2019, book.reserve, book.source, 100 * TKR)
    refused = refusal(database, lambda session: post(session, book, cut, kind=DecisionKind.CUT, body=ADMINISTRATION))
    assert isinstance(refused, BodyMayNot)
    assert str(refused) == (
        "BIF kan ikke beslutte det. Besparelse: udvalget beslutter. Vælg det organ, der har besluttet det."
    )
    with database.writing() as session:
        post(session, book, cut, kind=DecisionKind.CUT, body=COMMITTEE)


def test_the_administration_allocates_up_to_its_limit_and_is_told_which_rule_stops_it(
    database: Database, book: Book
) -> None:
    def allocate(session: Session, amount_oere: int) -> int:
        allocation = (2019, book.reserve, book.mentors, amount_oere)
        return post(session, book, allocation, kind=DecisionKind.ALLOCATION, body=ADMINISTRATION, decided_on=MOVED)

    refused = refusal(database, lambda session: allocate(session, 100 * TKR + 1))
    assert isinstance(refused, BodyMayNot)
    assert str(refused) == (
        "BIF kan ikke beslutte det. Udmøntning af puljen over 100.000 kr. eller 10 pct. af linjens budget i året: "
        "udvalget beslutter. Vælg det organ, der har besluttet det."
    )
    with database.writing() as session:
        allocate(session, 100 * TKR)


def test_between_the_lines_of_two_committees_the_council_decides_and_indexation_stays_the_administrations(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        session.get_one(BudgetLine, book.language).committee = "SUD"
    moved = (2019, book.reserve, book.language, 1)
    for body in (ADMINISTRATION, COMMITTEE, "ØU"):
        refused = refusal(
            database,
            lambda session, body=body: post(  # type: ignore[misc]  # the body of this turn of the loop
                session, book, moved, kind=DecisionKind.ALLOCATION, body=body
            ),
        )
        assert "Flytning mellem udvalg: Borgerrepræsentationen beslutter." in str(refused)
    with database.writing() as session:
        post(session, book, moved, kind=DecisionKind.ALLOCATION, body="BR")
        indexed = (2019, book.source, book.language, 1)
        post(session, book, indexed, kind=DecisionKind.INDEXATION, body=ADMINISTRATION)


def test_a_plans_own_limit_across_committees_is_held_to_the_share_of_the_line(database: Database, book: Book) -> None:
    """The pool has 1,000, so 10 pct. is 100 (thousand kroner); the kind itself asks for no share."""
    across = Power(Matter.ACROSS_COMMITTEES, BodyLevel.COUNCIL, most_share=1_000)
    own = {**USUAL_POWERS, Matter.ACROSS_COMMITTEES: across, Matter.REALLOCATION: FREE}
    with database.writing() as session:
        set_powers(session, book.actor, book.plan_id, own, seen_mark=mark(USUAL_POWERS))
        session.get_one(BudgetLine, book.language).committee = "SUD"

    def move(session: Session, amount_oere: int) -> int:
        moved = (2019, book.reserve, book.language, amount_oere)
        return post(session, book, moved, kind=DecisionKind.REALLOCATION, body=ADMINISTRATION)

    refused = refusal(database, lambda session: move(session, 100 * TKR + 1))
    assert "Flytning mellem udvalg over 10 pct. af linjens budget i året" in str(refused)
    with database.writing() as session:
        move(session, 100 * TKR)


def test_an_administration_may_propose_what_it_may_not_decide(database: Database, book: Book) -> None:
    with database.writing() as session:
        cut = (2019, book.reserve, book.source, 100 * TKR)
        post(session, book, cut, kind=DecisionKind.CUT, body=ADMINISTRATION, decided_on=None)


def test_a_closed_year_takes_nothing_and_says_who_opens_it(database: Database, book: Book) -> None:
    with database.writing() as session:
        close_year(session, book, 2019)
    allocation = (2019, book.reserve, book.mentors, 1)
    refused = refusal(
        database,
        lambda session: post(session, book, allocation, kind=DecisionKind.ALLOCATION, decided_on=MOVED),
    )
    assert isinstance(refused, YearClosed)
    assert str(refused) == "2019 er lukket for Handleplan for øvelser. Bed en administrator om at åbne året."
    with database.writing() as session:
        post(session, book, (2020, book.source, book.mentors, 1))


def test_another_plans_line_is_refused(database: Database, book: Book) -> None:
    with database.writing() as session:
        other = add_book(session, book.actor, title="En anden handleplan")
    refused = refusal(database, lambda session: post(session, book, (2019, book.source, other.mentors, 1)))
    assert isinstance(refused, TransferRefused)
    assert "Begge linjer skal høre til planen Handleplan for øvelser. Vælg linjerne fra listen." in str(refused)


def test_a_plan_that_is_gone_is_said_to_be(database: Database, book: Book) -> None:
    new = NewDecision(kind=DecisionKind.ADOPTION, body=COMMITTEE, decided_on=ADOPTED)
    refused = refusal(database, lambda session: record_decision(session, book.actor, 987_654, new, []))
    assert isinstance(refused, NotFound)
    assert str(refused) == "Handleplanen findes ikke længere. Gå til listen under Handleplaner."


def test_of_several_transfers_one_that_is_refused_takes_the_others_with_it(database: Database, book: Book) -> None:
    refusal(
        database,
        lambda session: post(
            session, book, (2019, book.source, book.mentors, 5), (2019, book.language, book.mentors, 1)
        ),
    )
    with database.reading() as session:
        assert budget_as_of(session, book.plan_id, date.max) == {
            (book.source, 2019): -1000 * TKR,
            (book.reserve, 2019): 1000 * TKR,
        }


def test_a_typing_error_is_put_right_on_its_own_decision_with_one_event(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = post(session, book, (2019, book.source, book.mentors, 330 * TKR))
        (wrong,) = transfers_of_decision(session, made, actor=None)
    with database.writing() as session:
        before = last_event_id(session)
        reversal = reverse_transfer(session, book.actor, wrong.id, reason="Tastefejl: 330 skulde være 303")
        post_transfers(session, book.actor, made, [NewTransfer(2019, book.source, book.mentors, 303 * TKR)])
    with database.reading() as session:
        (event,) = events_since(session, before)
        assert budget_as_of(session, book.plan_id, ADOPTED)[book.mentors, 2019] == 303 * TKR
        found = transfers_of_decision(session, made, actor=None)
    assert [row.amount_oere for row in found] == [330 * TKR, 330 * TKR, 303 * TKR]
    assert [row.reverses_id for row in found] == [None, wrong.id, None]
    assert (event["action"], event["subject"], event["after"]) == (
        "reverse",
        f"transfer {wrong.id}",
        {"reason": "Tastefejl: 330 skulde være 303", "reversal": reversal},
    )


def test_what_is_reversed_is_not_reversed_again_and_a_reversal_never(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = post(session, book, (2019, book.source, book.mentors, 1))
        (wrong,) = transfers_of_decision(session, made, actor=None)
        reversal = reverse_transfer(session, book.actor, wrong.id, reason="Tastefejl")
    for transfer in (wrong.id, reversal):
        refused = refusal(
            database,
            lambda session, which=transfer: reverse_transfer(session, book.actor, which, reason="Igen"),  # type: ignore[misc]  # the one of this turn
        )
        assert str(refused) == "Posteringen er allerede tilbageført. Se beslutningens posteringer."


def test_money_that_was_passed_on_can_not_be_taken_back(database: Database, book: Book) -> None:
    with database.writing() as session:
        post(session, book, (2019, book.reserve, book.mentors, 900 * TKR), kind=DecisionKind.ALLOCATION)
        first = transfers_of_line(session, book.reserve, actor=None)[0]
    refused = refusal(database, lambda session: reverse_transfer(session, book.actor, first.id, reason="Fortrudt"))
    assert isinstance(refused, BudgetOverdrawn)


def test_a_transfer_that_is_not_there_can_not_be_reversed(database: Database, book: Book) -> None:
    refused = refusal(database, lambda session: reverse_transfer(session, book.actor, 987_654, reason="?"))
    assert str(refused) == "Posteringen findes ikke. Gå tilbage til beslutningen."


def test_no_transfers_change_nothing(database: Database, book: Book) -> None:
    with database.writing() as session:
        made = post(session, book)
        post_transfers(session, book.actor, made, [])
    with database.reading() as session:
        assert transfers_of_decision(session, made, actor=None) == ()
