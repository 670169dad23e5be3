"""The decision log: what is found by which word and filter, by whom, on which page, and with how few questions."""

from dataclasses import replace
from datetime import date

import pytest

from tests.budget_books import COMMITTEE, Book, add_book, add_officer, open_book, post
from tests.queries.statements import statements_of
from tracker.actions.decisions import record_decision, reverse_transfer
from tracker.database import Database
from tracker.domain.decisions import DecisionKind, DecisionStatus, NewDecision, ProposalState
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor, Role
from tracker.models.decisions import Decision
from tracker.models.initiatives import Responsibility
from tracker.queries.decision_log import (
    ROWS_ON_A_PAGE,
    LogFilter,
    LogRow,
    SearchedWord,
    all_logged,
    bodies,
    logged,
    logged_transfers,
)
from tracker.queries.decisions import transfers_of_decision

ADOPTED, MET, LATER = date(2018, 12, 12), date(2019, 3, 1), date(2019, 9, 1)
COUNCIL = "Borgerrepræsentationen"
ALLOCATION = NewDecision(kind=DecisionKind.ALLOCATION, body=COMMITTEE, decided_on=MET)


@pytest.fixture
def database(shared_database: Database) -> Database:
    """One database for all of these: each test has a plan of its own."""
    return shared_database


@pytest.fixture
def book(database: Database) -> Book:
    """A plan with 600 øre in the pool of 2020 and 1.000 in that of 2021."""
    book = open_book(database)
    with database.writing() as session:
        post(session, book, (2020, book.source, book.reserve, 600), (2021, book.source, book.reserve, 1_000))
    return book


def record(database: Database, book: Book, decision: NewDecision, *rows: tuple[int, int, int, int]) -> int:
    with database.writing() as session:
        return record_decision(session, book.actor, book.plan_id, decision, [NewTransfer(*row) for row in rows])


def found(
    database: Database, book: Book, asked: LogFilter | None = None, *, actor: Actor | None = None
) -> list[LogRow]:
    with database.reading() as session:
        return list(logged(session, replace(asked or LogFilter(), plan_id=book.plan_id), actor=actor).rows)


def numbers(database: Database, book: Book, asked: LogFilter | None = None, *, actor: Actor | None = None) -> list[int]:
    return [row.decision.id for row in found(database, book, asked, actor=actor)]


def words(text: str) -> LogFilter:
    return LogFilter(words=tuple(SearchedWord(word) for word in text.split()))


def test_decisions_are_listed_newest_first_and_proposals_before_them(database: Database, book: Book) -> None:
    later = record(database, book, ALLOCATION, (2020, book.reserve, book.mentors, 60))
    same_day = record(database, book, ALLOCATION)
    proposal = record(database, book, replace(ALLOCATION, decided_on=None), (2020, book.reserve, book.mentors, 5))
    with database.writing() as session:
        other = post(session, add_book(session, book.actor, title="En anden"), decided_on=ADOPTED)
    listed = numbers(database, book)
    assert listed[:3] == [proposal, same_day, later]
    assert len(listed) == 4
    with database.reading() as session:
        everything = {row.decision.id for row in all_logged(session, LogFilter(), actor=None)}
    assert everything >= {*listed, other}
    first = found(database, book)[-1]
    assert (first.decision.plan_title, first.decision.kind, first.decision.decided_on, first.decision.moved_oere) == (
        "Handleplan for øvelser",
        DecisionKind.ADOPTION,
        ADOPTED,
        1_600,
    )
    assert first.moved_by_year == ((2020, 600), (2021, 1_000))
    assert (first.owner, first.recorded_by) == (book.actor.name, book.actor.name)


def test_what_was_put_right_is_not_part_of_what_was_moved(database: Database, book: Book) -> None:
    made = record(
        database, book, ALLOCATION, (2020, book.reserve, book.mentors, 60), (2021, book.reserve, book.mentors, 7)
    )
    with database.writing() as session:
        wrong = transfers_of_decision(session, made, actor=None)[0].id
        reverse_transfer(session, book.actor, wrong, reason="Tastefejl.")
    row = found(database, book)[0]
    assert (row.decision.moved_oere, row.moved_by_year) == (7, ((2021, 7),))
    assert made not in numbers(database, book, LogFilter(budget_year=2020))
    with database.reading() as session:
        every = logged_transfers(session, LogFilter(plan_id=book.plan_id, budget_year=2021), actor=None)
    assert [(row.decision_id == made, row.amount_oere) for row in every] == [
        (True, 60),
        (True, 7),
        (True, 60),
        (False, 600),
        (False, 1_000),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "nørrebro",
        "NØRREBRO",
        "mødregruppe på Nørrebro",
        "MØDREGRUPPE",
        "ålborg",
        "AALBORG",
        "Café",
        "cafe",
        "100%",
        "sag_7",
        "udvidet",
        "biu",
        "pkt. 12",
        "2020-4711",
        "mentorer",
        "Senere Udmøntning",
        "A\u030aLBORG",
        "cafe\u0301",
    ],
)
def test_a_word_is_found_wherever_it_stands_whatever_its_capitals_and_accents(
    database: Database, book: Book, text: str
) -> None:
    wanted = record(
        database,
        book,
        replace(
            ALLOCATION,
            title="Barselsgrupper og en Mødregruppe på Nørrebro, Aalborg Café, 100% og SAG_7",
            reason="Det, der virker, bliver UDVIDET.",
            agenda_item="Pkt. 12",
            case_number="2020-4711",
        ),
        (2020, book.reserve, book.mentors, 60),
    )
    if text not in {"biu", "Senere Udmøntning"}:
        assert numbers(database, book, words(text)) == [wanted]
    assert wanted in numbers(database, book, words(text))


def test_a_line_that_a_decision_no_longer_moves_does_not_find_it(database: Database, book: Book) -> None:
    made = record(
        database, book, ALLOCATION, (2020, book.reserve, book.mentors, 60), (2020, book.reserve, book.language, 7)
    )
    with database.writing() as session:
        wrong = transfers_of_decision(session, made, actor=None)[0].id
        reverse_transfer(session, book.actor, wrong, reason="Tastefejl.")
    assert numbers(database, book, words("mentorer")) == numbers(database, book, LogFilter(line_id=book.mentors)) == []
    assert (
        numbers(database, book, words("sprog")) == numbers(database, book, LogFilter(line_id=book.language)) == [made]
    )


@pytest.mark.parametrize("text", ["norrebro", "modregruppe", "nørrebro skole", "10%0", "sagx7", "pr_sent"])
def test_what_is_another_word_is_not_found(database: Database, book: Book, text: str) -> None:
    record(database, book, replace(ALLOCATION, title="Mødregruppe på Nørrebro, 100% og SAG_7"))
    assert numbers(database, book, words(text)) == []


def test_a_kind_is_found_by_its_own_name(database: Database, book: Book) -> None:
    made = record(database, book, ALLOCATION)
    word = SearchedWord("findes ikke", frozenset({DecisionKind.ALLOCATION}))
    assert numbers(database, book, LogFilter(words=(word,))) == [made]


def test_each_filter_lets_through_what_fits_it(database: Database, book: Book) -> None:
    early = record(database, book, ALLOCATION, (2020, book.reserve, book.mentors, 60))
    council = record(
        database,
        book,
        NewDecision(kind=DecisionKind.REALLOCATION, body=COUNCIL, decided_on=LATER),
        (2021, book.reserve, book.language, 300),
        (2020, book.reserve, book.survey, 100),
    )
    (adopted,) = set(numbers(database, book)) - {early, council}
    for asked, expected in (
        (LogFilter(kind=DecisionKind.REALLOCATION), [council]),
        (LogFilter(body=COUNCIL), [council]),
        (LogFilter(budget_year=2021), [council, adopted]),
        (LogFilter(line_id=book.mentors), [early]),
        (LogFilter(line_id=book.reserve), [council, early, adopted]),
        (LogFilter(line_id=book.survey, budget_year=2021), []),
        (LogFilter(first_day=MET), [council, early]),
        (LogFilter(last_day=MET), [early, adopted]),
        (LogFilter(first_day=MET, last_day=MET), [early]),
        (LogFilter(least_oere=400, most_oere=400), [council]),
        (LogFilter(least_oere=300, most_oere=300), [council]),
        (LogFilter(least_oere=300, most_oere=300, budget_year=2020), []),
        (LogFilter(most_oere=60), [early]),
        (LogFilter(least_oere=1_000), [adopted]),
    ):
        assert numbers(database, book, asked) == expected, asked


def test_dropped_proposals_are_seen_only_when_asked_for(database: Database, book: Book) -> None:
    draft, sent, dropped = (record(database, book, replace(ALLOCATION, decided_on=None)) for _ in range(3))
    with database.writing() as session:
        session.get_one(Decision, sent).proposal_state = ProposalState.SENT
        session.get_one(Decision, dropped).proposal_state = ProposalState.DROPPED
    assert numbers(database, book)[:2] == [sent, draft]
    assert dropped not in numbers(database, book)
    for status, expected in (
        (DecisionStatus.DROPPED, [dropped]),
        (DecisionStatus.SENT, [sent]),
        (DecisionStatus.DRAFT, [draft]),
    ):
        assert numbers(database, book, LogFilter(statuses=frozenset({status}))) == expected
    adopted = numbers(database, book, LogFilter(statuses=frozenset({DecisionStatus.ADOPTED})))
    assert len(adopted) == 1
    assert not {draft, sent, dropped} & set(adopted)


def test_somebody_elses_draft_is_not_in_the_log_nor_are_its_transfers_or_body(database: Database, book: Book) -> None:
    proposed = replace(ALLOCATION, decided_on=None, body="Et hemmeligt udvalg")
    draft = record(database, book, proposed, (2020, book.reserve, book.mentors, 60))
    with database.writing() as session:
        reader = Actor(add_officer(session).id, "Læser", frozenset({Role.READER}))
    assert draft in numbers(database, book, actor=book.actor)
    assert draft not in numbers(database, book, actor=reader)
    with database.reading() as session:
        asked = LogFilter(plan_id=book.plan_id)
        assert draft not in {row.decision_id for row in logged_transfers(session, asked, actor=reader)}
        assert bodies(session, actor=reader, plan_id=book.plan_id) == (COMMITTEE,)
        assert bodies(session, actor=book.actor, plan_id=book.plan_id) == (COMMITTEE, "Et hemmeligt udvalg")


def test_a_project_lead_can_see_only_what_touches_own_initiatives(database: Database, book: Book) -> None:
    own = record(database, book, ALLOCATION, (2020, book.reserve, book.mentors, 60))
    record(database, book, ALLOCATION, (2020, book.reserve, book.language, 60))
    with database.writing() as session:
        lead = Actor(add_officer(session).id, "Projektleder", frozenset({Role.PROJECT_LEAD}))
        session.add(Responsibility(line_id=book.mentors, person_id=lead.id))
    assert numbers(database, book, LogFilter(responsible_id=lead.id), actor=lead) == [own]


def test_a_page_takes_two_questions_however_many_decisions_there_are(database: Database, book: Book) -> None:
    with database.writing() as session:
        for _ in range(ROWS_ON_A_PAGE):
            post(session, book, (2020, book.reserve, book.mentors, 1), kind=DecisionKind.ALLOCATION, decided_on=MET)
    asked = LogFilter(plan_id=book.plan_id, words=(SearchedWord("biu"),), least_oere=1, line_id=book.reserve)
    with database.reading() as session, statements_of(session) as statements:
        first = logged(session, asked, actor=book.actor)
    assert len(statements) == 2
    assert (len(first.rows), first.count, first.page_count) == (ROWS_ON_A_PAGE, ROWS_ON_A_PAGE + 1, 2)
    with database.reading() as session:
        last = logged(session, asked, actor=book.actor, page=2)
        beyond = logged(session, asked, actor=book.actor, page=99)
    assert [row.decision.kind for row in last.rows] == [DecisionKind.ADOPTION]
    assert (beyond.page, beyond.rows) == (2, last.rows)
    with database.reading() as session:
        nothing = logged(session, replace(asked, least_oere=10**9), actor=book.actor, page=3)
    assert (nothing.rows, nothing.page, nothing.page_count, nothing.count) == ((), 1, 1, 0)
