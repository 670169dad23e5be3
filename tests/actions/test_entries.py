"""Entering decisions and proposals, writing drafts anew, and putting typing errors right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.actions.trail import events_since, last_event_id
from tests.budget_books import ADMINISTRATION, COMMITTEE, Book, add_officer, close_year, open_book, post
from tracker.actions.entries import NotYours, StepRefused, correct, enter, rewrite_proposal
from tracker.actions.proposals import Adoption, adopt, hand_over, move
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision, ProposalState
from tracker.domain.entries import Entry, EntryLine, EntryRefused, EntryTransfer, LineRef
from tracker.domain.ledger import BodyMayNot, BudgetOverdrawn, YearClosed
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import Conflict, NotFound, Refusal
from tracker.domain.years import now
from tracker.queries.budget import AsOf, budget_as_of, budget_table
from tracker.queries.decisions import decision, transfers_of_decision
from tracker.queries.plans import plan_by_id
from tracker.queries.proposals import open_proposals

ADOPTED, MET, LATER = date(2018, 12, 12), date(2019, 3, 1), date(2019, 9, 1)
TKR = 100_000
ALLOCATION = NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=MET)
NOT_ENOUGH = "Pulje til senere udmøntning rækker ikke:"
LESS = "Sæt beløbet ned, eller vælg en anden linje."
PROPOSED = replace(ALLOCATION, decided_on=None, title="Flere mentorer")


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with 600 in the pool of 2020, 1,000 in that of 2021 and 500 for mentors in 2019; thousand kroner."""
    book = open_book(database)
    with database.writing() as session:
        post(
            session,
            book,
            (2020, book.source, book.reserve, 600 * TKR),
            (2021, book.source, book.reserve, 1000 * TKR),
            (2019, book.source, book.mentors, 500 * TKR),
        )
    return book


def entry(new: NewDecision, *rows: tuple[int, LineRef, LineRef, int], lines: tuple[EntryLine, ...] = ()) -> Entry:
    """Type rows of (year, from, to, thousand kroner)."""
    return Entry(
        new,
        tuple(
            EntryTransfer(number, year, giver, taker, amount * TKR)
            for number, (year, giver, taker, amount) in enumerate(rows)
        ),
        lines,
    )


def entered(database: Database, book: Book, typed: Entry) -> int:
    with database.writing() as session:
        return enter(session, book.actor, book.plan_id, typed)


def amounts(database: Database, book: Book, day: date = date.max, **named: Any) -> dict[tuple[int, int], int]:  # noqa: ANN401 - handed on
    """Tell the budget in thousand kroner, cells of zero left out."""
    with database.reading() as session:
        found = budget_as_of(session, book.plan_id, day, **named)
    return {cell: amount // TKR for cell, amount in found.items() if amount and cell[0] != book.source}


def titles(database: Database, book: Book, day: date, **named: Any) -> list[str]:  # noqa: ANN401 - handed on
    """Tell which lines the table of a day has."""
    with database.reading() as session:
        table = budget_table(session, plan_by_id(session, book.plan_id), AsOf(day, **named))
    return [line.title for section in table.sections for line in section.lines]


def refusal(database: Database, change: Callable[[Session], object]) -> Refusal:
    """Try a change that must be refused, and see that it left nothing."""
    with database.reading() as session:
        before = last_event_id(session), session.execute(text("SELECT count(*) FROM transfer")).scalar_one()
    with pytest.raises(Refusal) as refused, database.writing() as session:
        change(session)
    with database.reading() as session:
        after = last_event_id(session), session.execute(text("SELECT count(*) FROM transfer")).scalar_one()
    assert after == before
    return refused.value


def test_the_pool_is_allocated_over_several_years_in_one_decision(database: Database, book: Book) -> None:
    rows = (2020, book.reserve, book.mentors, 600), (2021, book.reserve, book.language, 1000)
    with database.reading() as session:
        before = last_event_id(session)
    made = entered(database, book, entry(ALLOCATION, *rows))
    assert amounts(database, book) == {
        (book.mentors, 2019): 500,
        (book.mentors, 2020): 600,
        (book.language, 2021): 1000,
    }
    assert amounts(database, book, ADOPTED)[book.reserve, 2020] == 600
    with database.reading() as session:
        (event,) = events_since(session, before)
    assert (event["action"], event["subject"], event["after"]["transfers"]) == ("record", f"decision {made}", 2)


def test_everything_wrong_is_told_at_once_each_at_its_row(database: Database, book: Book) -> None:
    with database.writing() as session:
        close_year(session, book, 2019)
    typed = entry(
        ALLOCATION,
        (2019, book.mentors, book.language, 1),
        (2020, book.reserve, book.reserve, 1),
        (2021, book.reserve, book.mentors, 1200),
        (2030, book.reserve, book.mentors, 1),
    )
    refused = refusal(database, lambda session: enter(session, book.actor, book.plan_id, typed))
    assert isinstance(refused, EntryRefused)
    assert [(problem.row, problem.budget_year, str(problem.text)) for problem in refused.problems] == [
        (0, None, "Ved en udmøntning går pengene fra puljen til en indsats. Vælg puljen under Fra."),
        (1, None, "Pengene kan ikke flyttes til den linje, de kommer fra. Vælg to forskellige linjer."),
        (0, 2019, "2019 er lukket. Bed en administrator om at åbne året, eller tag beløbet ud."),
        (3, 2030, "2030 ligger uden for planens år. Ret året, eller udvid planen først."),
        (
            2,
            2021,
            f"{NOT_ENOUGH} i 2021 ville der mangle 200 (1.000 kr.) fra 01.03.2019. {LESS}",
        ),
        (
            3,
            2030,
            f"{NOT_ENOUGH} i 2030 ville der mangle 1 (1.000 kr.) fra 01.03.2019. {LESS}",
        ),
    ]


def test_a_proposal_may_ask_for_more_than_there_is_and_counts_only_where_it_is_asked_for(
    database: Database, book: Book
) -> None:
    made = entered(database, book, entry(PROPOSED, (2020, book.reserve, book.mentors, 800)))
    assert amounts(database, book)[book.reserve, 2020] == 600
    assert amounts(database, book, proposals={made})[book.reserve, 2020] == -200
    with database.reading() as session:
        found = decision(session, made, actor=None)
    assert (found.row.status, found.row.title, found.row.owner_id) == ("draft", "Flere mentorer", book.actor.id)


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
        rows = transfers_of_decision(session, made)
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
        (lambda new: replace(new, decided_on=date(2199, 1, 1)), StepRefused),
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


def test_small_moves_are_the_administrations_and_the_limit_is_of_all_that_the_decision_moves(
    database: Database, book: Book
) -> None:
    by_administration = replace(ALLOCATION, body=ADMINISTRATION)
    entered(database, book, entry(by_administration, (2021, book.reserve, book.mentors, 100)))
    split = entry(by_administration, (2021, book.reserve, book.mentors, 60), (2021, book.reserve, book.language, 60))
    refused = refusal(database, lambda session: enter(session, book.actor, book.plan_id, split))
    assert "Udmøntning af puljen over 100.000 kr. eller 10 pct. af linjens budget i året: udvalget beslutter." in str(
        refused
    )


def test_a_typing_error_is_reversed_and_entered_anew_on_the_same_decision(database: Database, book: Book) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 60)))
    as_published = now()
    wanted = entry(ALLOCATION, (2020, book.reserve, book.mentors, 600)).transfers
    with database.reading() as session:
        before = last_event_id(session)
    with database.writing() as session:
        correct(session, book.actor, made, wanted, reason=" Et nul for lidt ", seen_version=1)
    assert amounts(database, book, MET)[book.mentors, 2020] == 600
    assert amounts(database, book, MET, known_at=as_published)[book.mentors, 2020] == 60
    with database.reading() as session:
        rows = transfers_of_decision(session, made)
        (event,) = events_since(session, before)
    assert [(row.amount_oere // TKR, row.reverses_id is not None, row.reversed_by_id is not None) for row in rows] == [
        (60, False, True),
        (60, True, False),
        (600, False, False),
    ]
    assert (event["action"], event["after"]) == (
        "correct",
        {"reason": "Et nul for lidt", "reversals": 1, "transfers": 1},
    )


def test_a_row_that_lacks_a_line_is_asked_for_it_also_where_a_decision_is_put_right(
    database: Database, book: Book
) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 60)))
    lacking = entry(ALLOCATION, (2020, book.reserve, "", 60))
    said = "Vælg, både hvor pengene kommer fra, og hvor de går hen."
    for change in (
        lambda session: enter(session, book.actor, book.plan_id, lacking),
        lambda session: correct(session, book.actor, made, lacking.transfers, reason="Tastefejl", seen_version=1),
    ):
        refused = refusal(database, change)
        assert isinstance(refused, EntryRefused)
        assert [(str(problem.text), problem.row) for problem in refused.problems] == [(said, 0)]


def test_a_correction_that_would_take_away_what_was_given_on_is_refused(database: Database, book: Book) -> None:
    made = entered(database, book, entry(ALLOCATION, (2020, book.reserve, book.mentors, 600)))
    moved = NewDecision(kind=DecisionKind.REALLOCATION, body=COMMITTEE, decided_on=LATER)
    entered(database, book, entry(moved, (2020, book.mentors, book.language, 500)))
    wanted = entry(ALLOCATION, (2020, book.reserve, book.mentors, 400)).transfers
    refused = refusal(
        database,
        lambda session: correct(session, book.actor, made, wanted, reason="For meget", seen_version=1),
    )
    assert str(refused).startswith("Mentorer rækker ikke: i 2020 ville der mangle 100 (1.000 kr.) fra 01.09.2019.")


def test_a_correction_only_asks_what_it_changes_to_fit(database: Database, book: Book) -> None:
    """As read from a file, a reallocation may go by way of the frame; its other rows can still be put right."""
    with database.writing() as session:
        made = post(
            session,
            book,
            (2019, book.mentors, book.source, 50 * TKR),
            (2019, book.source, book.language, 50 * TKR),
            (2020, book.reserve, book.mentors, 10 * TKR),
            kind=DecisionKind.REALLOCATION,
            decided_on=MET,
        )
        close_year(session, book, 2019)
    kept = (2019, book.mentors, book.source, 50), (2019, book.source, book.language, 50)
    wanted = entry(ALLOCATION, *kept, (2020, book.reserve, book.mentors, 20)).transfers
    with database.writing() as session:
        correct(session, book.actor, made, wanted, reason="Tastefejl", seen_version=1)
    assert amounts(database, book)[book.mentors, 2020] == 20
    # The closed year's own rows can't be put right.
    without = entry(ALLOCATION, kept[1], (2020, book.reserve, book.mentors, 20)).transfers
    refused = refusal(
        database, lambda session: correct(session, book.actor, made, without, reason="Tastefejl", seen_version=2)
    )
    assert isinstance(refused, YearClosed)


def test_a_row_can_be_put_right_in_an_open_year_though_another_of_its_years_is_closed(
    database: Database, book: Book
) -> None:
    with database.writing() as session:
        rows = (2019, book.source, book.language, 50 * TKR), (2020, book.source, book.language, 10 * TKR)
        made = post(session, book, *rows, decided_on=MET)
        close_year(session, book, 2019)
    wanted = [
        EntryTransfer(0, year, book.source, book.language, amount * TKR) for year, amount in ((2019, 50), (2020, 20))
    ]
    with database.writing() as session:
        correct(session, book.actor, made, wanted, reason="Tastefejl", seen_version=1)
    assert amounts(database, book, MET)[book.language, 2020] == 20


def test_a_correction_needs_a_reason_and_a_difference(database: Database, book: Book) -> None:
    typed = entry(ALLOCATION, (2020, book.reserve, book.mentors, 60))
    made = entered(database, book, typed)
    other = entry(ALLOCATION, (2020, book.reserve, book.mentors, 61)).transfers
    for transfers, reason in ((other, "  "), (typed.transfers, "Tastefejl")):
        refused = refusal(
            database,
            lambda session, rows=transfers, why=reason: correct(  # type: ignore[misc]
                session, book.actor, made, rows, reason=why, seen_version=1
            ),
        )
        assert isinstance(refused, StepRefused)


def test_a_carry_over_is_a_pair_forward_in_time(database: Database, book: Book) -> None:
    carry = NewDecision(kind=DecisionKind.CARRY_OVER, body=COMMITTEE, decided_on=MET)
    pair = (2019, book.mentors, book.source, 200), (2020, book.source, book.mentors, 200)
    entered(database, book, entry(carry, *pair))
    assert (amounts(database, book)[book.mentors, 2019], amounts(database, book)[book.mentors, 2020]) == (300, 200)
    for wrong in (pair[:1], (pair[0], (2019, book.source, book.mentors, 200))):
        refused = refusal(
            database,
            lambda session, rows=wrong: enter(session, book.actor, book.plan_id, entry(carry, *rows)),  # type: ignore[misc]
        )
        assert "En overførsel" in str(refused)


def project_lead(database: Database, line_id: int) -> Actor:
    with database.writing() as session:
        person = add_officer(session, name="Projektleder")
        session.execute(
            text("INSERT INTO responsibility (line_id, person_id) VALUES (:line, :person)"),
            {"line": line_id, "person": person.id},
        )
    return Actor(person.id, person.name, frozenset({Role.PROJECT_LEAD}))


def test_a_project_lead_proposes_for_own_initiatives_and_decides_nothing(database: Database, book: Book) -> None:
    lead = project_lead(database, book.mentors)
    own = entry(PROPOSED, (2020, book.reserve, book.mentors, 100))
    with database.writing() as session:
        made = enter(session, lead, book.plan_id, own)
    for typed in (
        entry(PROPOSED, (2020, book.reserve, book.language, 100)),
        entry(ALLOCATION, (2020, book.reserve, book.mentors, 100)),
    ):
        refused = refusal(
            database,
            lambda session, what=typed: enter(session, lead, book.plan_id, what),  # type: ignore[misc]
        )
        assert isinstance(refused, NotYours)
    for step in (
        lambda session: move(session, lead, made, ProposalState.SENT, seen_version=1),
        lambda session: adopt(session, lead, made, Adoption(COMMITTEE, MET), seen_version=1),
    ):
        assert isinstance(refusal(database, step), NotYours)
    with database.writing() as session:
        move(session, lead, made, ProposalState.DROPPED, reason="Ikke længere", seen_version=1)
    with database.reading() as session:
        assert made not in open_proposals(session, book.plan_id, actor=None)


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
