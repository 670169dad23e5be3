"""The way of a proposal: written anew, sent, handed over, and adopted by the ledger of that moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.actions.entering import (
    ADOPTED,
    LATER,
    MET,
    PROPOSED,
    TKR,
    amounts,
    budget_book,
    entered,
    entry,
    project_lead,
    refusal,
    titles,
)
from tests.budget_books import ADMINISTRATION, COMMITTEE, Book, close_year
from tracker.actions.decisions import NotDecidedYet
from tracker.actions.entries import StepRefused, rewrite_proposal
from tracker.actions.proposals import Adoption, adopt, hand_over, move
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import ProposalState
from tracker.domain.entries import EntryLine, EntryRefused
from tracker.domain.ledger import BodyMayNot, BudgetOverdrawn, YearClosed
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.domain.years import now
from tracker.models.budget import BudgetLine
from tracker.queries.decisions import decision, transfers_of_decision
from tracker.queries.proposals import open_proposals


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    return budget_book(database)


def test_a_line_made_with_a_proposal_is_in_the_table_only_with_it_and_from_the_day_it_is_adopted(
    database: Database, book: Book
) -> None:
    new = EntryLine("ny-1", "Naboskaber", LineRole.INITIATIVE, book.theme_id)
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, "ny-1", 300), lines=(new,)))
    assert "Naboskaber" not in titles(database, book, LATER)
    assert "Naboskaber" in titles(database, book, LATER, proposals=frozenset({made}))
    with database.writing() as session:
        adopt(session, book.actor, made, Adoption(COMMITTEE, MET), seen_version=1)
    assert "Naboskaber" in titles(database, book, MET)
    assert "Naboskaber" not in titles(database, book, ADOPTED)


def test_a_draft_is_written_anew_by_reversals_and_new_rows(database: Database, book: Book) -> None:
    made = entered(
        database,
        book,
        entry(PROPOSED, (2020, book.reserve, book.mentors, 600), (2021, book.reserve, book.mentors, 100)),
    )
    again = entry(
        replace(PROPOSED, title="Sprog i stedet"),
        (2020, book.reserve, book.language, 500),
        (2021, book.reserve, book.mentors, 100),
    )
    with database.writing() as session:
        rewrite_proposal(session, book.actor, made, again, seen_version=1)
    with database.reading() as session:
        rows = transfers_of_decision(session, made, actor=None)
        found = decision(session, made, actor=None)
    assert [(row.budget_year, row.to_line_id, row.amount_oere // TKR, row.reverses_id is not None) for row in rows] == [
        (2020, book.mentors, 600, False),
        (2021, book.mentors, 100, False),
        (2020, book.reserve, 600, True),
        (2020, book.language, 500, False),
    ]
    assert (found.row.title, found.row.version, found.row.moved_oere) == ("Sprog i stedet", 2, 600 * TKR)
    refused = refusal(database, lambda session: rewrite_proposal(session, book.actor, made, again, seen_version=1))
    assert isinstance(refused, Conflict)
    assert refused.theirs["title"] == "Sprog i stedet"


def test_a_new_line_that_a_draft_gives_up_is_in_no_table(database: Database, book: Book) -> None:
    new = EntryLine("ny-1", "Naboskaber", LineRole.INITIATIVE, book.theme_id)
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, "ny-1", 300), lines=(new,)))
    with database.writing() as session:
        typed = entry(PROPOSED, (2020, book.reserve, book.mentors, 300))
        rewrite_proposal(session, book.actor, made, typed, seen_version=1)
        adopt(session, book.actor, made, Adoption(COMMITTEE, MET), seen_version=2)
    assert "Naboskaber" not in titles(database, book, LATER)


def test_a_sent_proposal_is_fixed_until_it_is_taken_back(database: Database, book: Book) -> None:
    typed = entry(PROPOSED, (2020, book.reserve, book.mentors, 600))
    made = entered(database, book, typed)
    with database.writing() as session:
        move(session, book.actor, made, ProposalState.SENT, seen_version=1)
    refused = refusal(database, lambda session: rewrite_proposal(session, book.actor, made, typed, seen_version=2))
    assert isinstance(refused, StepRefused)
    with database.writing() as session:
        move(session, book.actor, made, ProposalState.DRAFT, seen_version=2)
        rewrite_proposal(
            session, book.actor, made, replace(typed, decision=replace(PROPOSED, title="Igen")), seen_version=3
        )


def test_adopting_checks_the_ledger_of_that_moment(database: Database, book: Book) -> None:
    first = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 400)))
    second = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.language, 300)))
    adoption = Adoption(COMMITTEE, MET, agenda_item="7")
    with database.writing() as session:
        adopt(session, book.actor, first, adoption, seen_version=1)
    refused = refusal(database, lambda session: adopt(session, book.actor, second, adoption, seen_version=1))
    assert isinstance(refused, BudgetOverdrawn)
    assert "i 2020 ville der mangle 100 (1.000 kr.)" in str(refused)
    with database.reading() as session:
        found = decision(session, first, actor=None)
    assert (found.row.status, found.row.decided_on, found.row.agenda_item) == ("adopted", MET, "7")
    again = refusal(database, lambda session: adopt(session, book.actor, first, adoption, seen_version=2))
    assert isinstance(again, StepRefused)


def test_a_proposal_from_a_pool_that_is_none_any_more_is_not_adopted(database: Database, book: Book) -> None:
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 400)))
    with database.writing() as session:
        session.get_one(BudgetLine, book.reserve).role = LineRole.INITIATIVE
    refused = refusal(
        database, lambda session: adopt(session, book.actor, made, Adoption(COMMITTEE, MET), seen_version=1)
    )
    assert isinstance(refused, EntryRefused)
    assert str(refused) == "Ved en udmøntning går pengene fra puljen til en indsats. Vælg puljen under Fra."
    assert amounts(database, book)[book.reserve, 2020] == 600


def test_of_two_proposals_that_bring_the_same_line_one_alone_is_adopted(database: Database, book: Book) -> None:
    new = EntryLine("ny-1", "Naboskaber", LineRole.INITIATIVE, book.theme_id)
    first = entered(database, book, entry(PROPOSED, (2020, book.reserve, "ny-1", 300), lines=(new,)))
    second = entered(database, book, entry(PROPOSED, (2020, book.reserve, "ny-1", 200), lines=(new,)))
    with database.writing() as session:
        adopt(session, book.actor, first, Adoption(COMMITTEE, MET), seen_version=1)
    refused = refusal(
        database, lambda session: adopt(session, book.actor, second, Adoption(COMMITTEE, MET), seen_version=1)
    )
    assert str(refused) == (
        "Planen har i mellemtiden fået en anden linje, der hedder Naboskaber. "
        "Vælg den i forslaget, eller giv forslagets linje et andet navn."
    )
    assert titles(database, book, LATER).count("Naboskaber") == 1


def test_what_was_proposed_is_known_as_budget_only_from_its_adoption_on(database: Database, book: Book) -> None:
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 400)))
    proposed_at = now()
    with database.writing() as session:
        adopt(session, book.actor, made, Adoption(COMMITTEE, MET), seen_version=1)
    assert amounts(database, book, known_at=proposed_at)[book.reserve, 2020] == 600
    assert amounts(database, book, known_at=now())[book.reserve, 2020] == 200


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda new: replace(new, decided_on=date(2199, 1, 1)), NotDecidedYet),
        (lambda new: replace(new, body=ADMINISTRATION), BodyMayNot),
    ],
)
def test_a_meeting_to_come_or_a_body_without_the_power_adopts_nothing(
    database: Database, book: Book, change: Callable[[Adoption], Adoption], reason: type[Refusal]
) -> None:
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 400)))
    adoption = change(Adoption(COMMITTEE, MET))
    refused = refusal(database, lambda session: adopt(session, book.actor, made, adoption, seen_version=1))
    assert isinstance(refused, reason)


def test_a_year_that_closed_in_the_meantime_takes_no_proposal_and_the_draft_can_leave_it(
    database: Database, book: Book
) -> None:
    made = entered(
        database,
        book,
        entry(PROPOSED, (2020, book.reserve, book.mentors, 100), (2021, book.reserve, book.mentors, 100)),
    )
    with database.writing() as session:
        close_year(session, book, 2020)
    adoption = Adoption(COMMITTEE, MET)
    refused = refusal(database, lambda session: adopt(session, book.actor, made, adoption, seen_version=1))
    assert isinstance(refused, YearClosed)
    with database.writing() as session:
        typed = entry(PROPOSED, (2021, book.reserve, book.mentors, 100))
        rewrite_proposal(session, book.actor, made, typed, seen_version=1)
        adopt(session, book.actor, made, adoption, seen_version=2)
    assert amounts(database, book)[book.reserve, 2021] == 900


def test_somebody_elses_draft_does_not_exist_for_a_project_lead(database: Database, book: Book) -> None:
    lead = project_lead(database, book.mentors)
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 100)))
    typed = entry(PROPOSED, (2020, book.reserve, book.mentors, 50))
    refused = refusal(database, lambda session: rewrite_proposal(session, lead, made, typed, seen_version=1))
    assert isinstance(refused, NotFound)
    with database.reading() as session:
        with pytest.raises(NotFound):
            decision(session, made, actor=lead)
        assert open_proposals(session, book.plan_id, actor=lead) == frozenset()
    with database.writing() as session:
        move(session, book.actor, made, ProposalState.SENT, seen_version=1)
    with database.reading() as session:
        assert decision(session, made, actor=lead).row.status == "sent"


def test_a_proposal_is_handed_over_to_somebody_who_is_there(database: Database, book: Book) -> None:
    lead = project_lead(database, book.mentors)
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 100)))
    with database.writing() as session:
        hand_over(session, book.actor, made, owner_id=lead.id, seen_version=1)
    with database.reading() as session:
        assert decision(session, made, actor=lead).owner == "Projektleder"
    refused = refusal(
        database, lambda session: hand_over(session, book.actor, made, owner_id=2**31 - 1, seen_version=2)
    )
    assert isinstance(refused, NotFound)
