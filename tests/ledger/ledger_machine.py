"""A machine that does to a plan's ledger whatever an office may do, and compares it with the plain model each time."""

import itertools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import delete, text
from sqlmodel import Session, col

from imports.commit import NothingToImport, apply
from tests.budget_books import (
    ADMINISTRATION,
    COMMITTEE,
    FIRST_YEAR,
    LAST_YEAR,
    Book,
    add_book,
    add_officer,
    close_year,
)
from tests.ledger.plain_model import PlainLedger
from tests.ledger.small_tables import small_import
from tracker.actions import decisions, submissions
from tracker.actions.budget import add_line
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import LARGEST_AMOUNT_OERE, NewTransfer
from tracker.domain.refusals import Refusal
from tracker.domain.years import now
from tracker.models.budget import ClosedYear
from tracker.queries import budget as queries

_numbers = itertools.count(1)
DECIDED = (date(2018, 12, 12), date(2019, 3, 1), date(2019, 9, 1), date(2020, 2, 1), date(2021, 6, 1))
DAYS = st.sampled_from(DECIDED)
DAYS_LOOKED_AT = (date(2018, 12, 11), *DECIDED, date(2030, 1, 1))
YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
AMOUNTS = st.integers(1, 300)
# Lines by the name that the book has for them; "income" may go below zero.
HELD = ("reserve", "mentors", "language", "survey")
LINES = st.sampled_from([*HELD, "income"])
INITIATIVES = st.sampled_from(["mentors", "language"])
STATE = text(
    "SELECT (SELECT count(*) FROM decision WHERE plan_id = :plan),"
    " (SELECT count(*) FROM audit_event WHERE person_id = :officer),"
    " (SELECT count(*) FROM published_table t JOIN published_row r ON r.table_id = t.id"
    " JOIN published_cell c ON c.row_id = r.id WHERE t.plan_id = :plan),"
    " (SELECT count(*) FROM submission WHERE person_id = :officer), (SELECT number FROM revision)"
)
LEDGER = text(
    "SELECT t.id, t.decision_id, t.budget_year, t.from_line_id, t.to_line_id, t.amount_oere, t.reverses_id"
    " FROM transfer t JOIN decision d ON d.id = t.decision_id WHERE d.plan_id = :plan ORDER BY t.id"
)


class LedgerMachine(RuleBasedStateMachine):
    """One plan; a subclass says in which database, and how many operations were done is counted there."""

    database: Database
    operations: int

    @initialize(pool=st.integers(0, 1000))
    def open_plan(self, pool: int) -> None:
        """Make a plan, adopt it with something in the pool, and forget what other plans left behind."""
        with self.database.writing() as session:
            self.book: Book = add_book(session, add_officer(session), title=f"Handleplan {next(_numbers)}")
            income = add_line(
                session, self.book.plan_id, theme_id=None, title="Indtægter", role=LineRole.OTHER, may_be_negative=True
            )
            self.other_plans_line = add_book(session, self.book.actor, title="En anden").mentors
        self.line = {name: getattr(self.book, name) for name in (*HELD, "source")} | {"income": income}
        self.model = PlainLedger(
            held=frozenset(self.book.lines),
            lines=frozenset(self.line.values()),
            years=range(FIRST_YEAR, LAST_YEAR + 1),
        )
        self.ids: list[int] = []
        self.moments: list[tuple[datetime, int]] = []
        self.look()
        self.decide(DecisionKind.ADOPTION, COMMITTEE, date(2018, 12, 12), [(2019, "source", "reserve", pool or 1)])

    @rule(day=DAYS, moves=st.lists(st.tuples(YEARS, st.just("source"), LINES, AMOUNTS), min_size=1, max_size=4))
    def adopt(self, day: date, moves: list[tuple[int, str, str, int]]) -> None:
        """Vedtagelse."""
        self.decide(DecisionKind.ADOPTION, COMMITTEE, day, moves)

    @rule(day=DAYS, year=YEARS, line=INITIATIVES, amount=AMOUNTS)
    def allocate(self, day: date, year: int, line: str, amount: int) -> None:
        """Udmøntning."""
        self.decide(DecisionKind.ALLOCATION, ADMINISTRATION, day, [(year, "reserve", line, amount)])

    @rule(day=DAYS, moves=st.lists(st.tuples(YEARS, LINES, LINES, AMOUNTS), min_size=1, max_size=3))
    def reallocate(self, day: date, moves: list[tuple[int, str, str, int]]) -> None:
        """Omdisponering, now and then from a line to itself."""
        self.decide(DecisionKind.REALLOCATION, ADMINISTRATION, day, moves)

    @rule(day=DAYS, year=YEARS, line=LINES, amount=AMOUNTS)
    def supplement(self, day: date, year: int, line: str, amount: int) -> None:
        """Tillægsbevilling."""
        self.decide(DecisionKind.SUPPLEMENTARY, "ØU", day, [(year, "source", line, amount)])

    @rule(day=DAYS, year=YEARS, line=LINES, amount=AMOUNTS, body=st.sampled_from([COMMITTEE, ADMINISTRATION]))
    def cut(self, day: date, year: int, line: str, amount: int, body: str) -> None:
        """Besparelse, now and then by an administration that may not."""
        self.decide(DecisionKind.CUT, body, day, [(year, line, "source", amount)])

    @rule(day=DAYS, year=st.integers(FIRST_YEAR, LAST_YEAR), line=LINES, amount=AMOUNTS)
    def carry_over(self, day: date, year: int, line: str, amount: int) -> None:
        """Overførsel mellem år, now and then out of the plan's last one."""
        pair = [(year, line, "source", amount), (year + 1, "source", line, amount)]
        self.decide(DecisionKind.CARRY_OVER, COMMITTEE, day, pair)

    @rule(day=DAYS, year=YEARS, amount=st.integers(3, 100))
    def index(self, day: date, year: int, amount: int) -> None:
        """P/l-regulering, shared over three lines to the last øre."""
        shares = [amount // 3, amount // 3, amount - 2 * (amount // 3)]
        moves = [(year, "source", line, share) for line, share in zip(HELD[1:], shares, strict=True)]
        self.decide(DecisionKind.INDEXATION, ADMINISTRATION, day, moves)

    @rule(moves=st.lists(st.tuples(YEARS, LINES, LINES, AMOUNTS), max_size=2))
    def propose(self, moves: list[tuple[int, str, str, int]]) -> None:
        """A proposal, which counts nowhere and so may ask for more than there is."""
        self.decide(DecisionKind.ALLOCATION, COMMITTEE, None, moves)

    @rule(
        day=DAYS,
        year=st.sampled_from([FIRST_YEAR - 1, FIRST_YEAR, LAST_YEAR + 1]),
        amount=st.sampled_from([0, -1, -100, 100, LARGEST_AMOUNT_OERE + 1]),
        line=st.sampled_from(["mentors", "elsewhere"]),
    )
    def ask_for_the_impossible(self, day: date, year: int, amount: int, line: str) -> None:
        """Years outside, amounts below zero or beyond all measure, another plan's line; after a good transfer."""
        good = (FIRST_YEAR, "source", "reserve", 7)
        self.decide(DecisionKind.ADOPTION, COMMITTEE, day, [good, (year, "source", line, amount)])

    @precondition(lambda self: self.ids)
    @rule(choice=st.integers(0, 10**6))
    def reverse(self, choice: int) -> None:
        """Put a typing error right."""
        place = choice % len(self.ids)
        wrong = self.model.booked[place]
        refused = self.attempt(
            self.model.verdict_on_reversal(place),
            lambda session: decisions.reverse_transfer(session, self.book.actor, self.ids[place], reason="Tastefejl"),
        )
        if not refused:
            self.model.book(wrong.decision_id, wrong.day, [self.model.mirrored(place)], reverses=place)

    @precondition(lambda self: self.ids)
    @rule(choice=st.integers(0, 10**6), year=YEARS, line=LINES, amount=AMOUNTS)
    def add_to_a_decision(self, choice: int, year: int, line: str, amount: int) -> None:
        """Post what was forgotten on a decision that is there."""
        decision = self.model.booked[choice % len(self.ids)]
        transfers = self.transfers([(year, "source", line, amount)])
        refused = self.attempt(
            self.model.verdict(transfers, decision.day),
            lambda session: decisions.post_transfers(session, self.book.actor, decision.decision_id, transfers),
            audited=0,
        )
        if not refused:
            self.model.book(decision.decision_id, decision.day, transfers)

    @rule(day=DAYS, year=YEARS, line=INITIATIVES, amount=AMOUNTS)
    def click_twice(self, day: date, year: int, line: str, amount: int) -> None:
        """The same form comes a second time: the result is shown, and nothing is posted."""
        key = f"form-{next(_numbers)}"
        moves = [(year, "reserve", line, amount)]
        if not self.decide(DecisionKind.ALLOCATION, ADMINISTRATION, day, moves, key=key):
            self.attempt(None, lambda session: self.post_once(session, key, moves, day), audited=0, decided=0)

    @rule(year=YEARS)
    def close(self, year: int) -> None:
        """Close a year, or open it again."""
        if year in self.model.closed:
            self.model.closed.remove(year)
            self.attempt(None, lambda session: self.reopen(session, year), audited=0, decided=0)
        else:
            self.model.closed.add(year)
            self.attempt(None, lambda session: close_year(session, self.book, year), audited=0, decided=0)

    @rule(day=DAYS, amounts=st.lists(st.integers(-2, 400).map(lambda n: max(n, 0)), min_size=6, max_size=6))
    def import_table(self, day: date, amounts: list[int]) -> None:
        """Read in a table of two lines by three years; what differs is posted."""
        order = small_import(self.book, ("Mentorer", "Sprog på jobbet"), amounts, day=day, number=next(_numbers))
        now_there = self.model.budget(date.max)
        wanted = zip(itertools.product(("mentors", "language"), self.model.years), amounts, strict=True)
        moved = [(year, name, want - now_there.get((self.line[name], year), 0)) for (name, year), want in wanted]
        moves = [
            (year, "source", name, amount) if amount > 0 else (year, name, "source", -amount)
            for year, name, amount in moved
            if amount
        ]
        transfers = self.transfers(moves)
        verdict = self.model.verdict(transfers, day) if transfers else NothingToImport
        decided: list[int] = []
        refused = self.attempt(
            verdict,
            lambda session: decided.append(apply(session, self.book.actor, order).decision_id),
            decided=1,
            printed=6,
        )
        if not refused:
            self.model.book(decided[0], day, transfers)

    @invariant()
    def agrees_with_the_plain_model(self) -> None:
        """Compare every row with the model, and with the laws that no model is needed for."""
        new_ids = [row[0] for row in self.rows]
        assert new_ids[: len(self.ids)] == self.ids
        self.ids = new_ids
        assert [row[1:] for row in self.rows] == [
            (
                booked.decision_id,
                booked.year,
                booked.source,
                booked.target,
                booked.amount,
                None if booked.reverses is None else new_ids[booked.reverses],
            )
            for booked in self.model.booked
        ]
        assert self.budget == self.model.budget(self.day)
        self.check_laws()

    def check_laws(self) -> None:
        """Lines and pool make up the frame; nothing that is held is ever below zero; each is reversed once at most."""
        for day in self.decided_days():
            budget = self.model.budget(day)
            for year in self.model.years:
                frame = -budget.get((self.book.source, year), 0)
                given = sum(amount for (line, of), amount in budget.items() if of == year and line != self.book.source)
                assert given == frame
            assert all(amount >= 0 for (line, _), amount in budget.items() if line in self.model.held)
        reversals = [booked.reverses for booked in self.model.booked if booked.reverses is not None]
        assert len(reversals) == len(set(reversals))

    def teardown(self) -> None:
        """Ask once more for every day, and for what was known at earlier moments."""
        if not hasattr(self, "model"):
            return
        with self.database.reading() as session:
            for day in self.decided_days():
                assert queries.budget_as_of(session, self.book.plan_id, day) == self.model.budget(day)
            for moment, count in self.moments[:: max(1, len(self.moments) // 3)]:
                known = queries.budget_as_of(session, self.book.plan_id, date.max, known_at=moment)
                assert known == self.model.budget(date.max, first=count)

    def decided_days(self) -> set[date]:
        return {booked.day for booked in self.model.booked if booked.day is not None}

    def transfers(self, moves: list[tuple[int, str, str, int]]) -> list[NewTransfer]:
        lines = self.line | {"elsewhere": self.other_plans_line}
        return [NewTransfer(year, lines[source], lines[target], amount) for year, source, target, amount in moves]

    def decide(
        self,
        kind: DecisionKind,
        body: str,
        day: date | None,
        moves: list[tuple[int, str, str, int]],
        *,
        key: str = "",
    ) -> bool:
        """Record a decision with its transfers; tells whether it was refused, as the model must have foreseen."""
        transfers = self.transfers(moves)
        made: list[int] = []
        new = NewDecision(kind=kind, body=body, decided_on=day)
        body_may = not (body == ADMINISTRATION and kind is DecisionKind.CUT)

        def work(session: Session) -> None:
            if key:
                made.append(self.post_once(session, key, moves, day))
            else:
                made.append(decisions.record_decision(session, self.book.actor, self.book.plan_id, new, transfers))

        refused = self.attempt(
            self.model.verdict(transfers, day, body_may=body_may), work, decided=1, submitted=1 if key else 0
        )
        if not refused:
            self.model.book(made[0], day, transfers)
        return refused

    def post_once(self, session: Session, key: str, moves: list[tuple[int, str, str, int]], day: date | None) -> int:
        """Do what a route does with a form that carries a key."""
        content = {"moves": moves}
        actor = self.book.actor
        earlier = submissions.first_time(session, key=key, person_id=actor.id, endpoint="allocate", content=content)
        if earlier is not None:
            return int(earlier.rpartition("/")[2])
        new = NewDecision(kind=DecisionKind.ALLOCATION, body=ADMINISTRATION, decided_on=day)
        decision = decisions.record_decision(session, actor, self.book.plan_id, new, self.transfers(moves))
        submissions.done(session, key=key, location=f"/decisions/{decision}")
        return decision

    def reopen(self, session: Session, year: int) -> None:
        session.execute(
            delete(ClosedYear).where(col(ClosedYear.plan_id) == self.book.plan_id, col(ClosedYear.year) == year)
        )

    def attempt(
        self,
        verdict: type[Refusal] | None,
        work: Callable[[Session], Any],
        *,
        audited: int = 1,
        decided: int = 0,
        printed: int = 0,
        submitted: int = 0,
    ) -> bool:
        """Do it in a transaction of its own; refused as foreseen and without a trace, or leaving its own."""
        type(self).operations += 1
        refusal: type[Refusal] | None = None
        self.moments.append((now(), len(self.model.booked)))
        try:
            with self.database.writing() as session:
                work(session)
        except Refusal as error:
            refusal = type(error)
        assert refusal == verdict
        before = self.state
        self.look()
        trace = (0, 0, 0, 0, 0) if refusal else (decided, audited, printed, submitted, 1)
        assert tuple(new - old for new, old in zip(self.state, before, strict=True)) == trace
        return refusal is not None

    def look(self) -> None:
        """Read the ledger, the budget of one day, and count everything else that an operation may leave behind."""
        plan = {"plan": self.book.plan_id}
        self.day = DAYS_LOOKED_AT[len(self.moments) % len(DAYS_LOOKED_AT)]
        with self.database.reading() as session:
            self.rows = [tuple(row) for row in session.execute(LEDGER, plan)]
            self.budget = queries.budget_as_of(session, self.book.plan_id, self.day)
            self.state = tuple(session.execute(STATE, plan | {"officer": self.book.actor.id}).one())
