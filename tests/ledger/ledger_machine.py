"""A machine that does to a plan's ledger whatever an office may do, and compares it with the plain model each time."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from sqlalchemy import text
from sqlmodel import Session

from tests.budget_books import COMMITTEE, FIRST_YEAR, LAST_YEAR, Book, add_book, add_officer
from tests.ledger.plain_model import Move, PlainLedger, PlainLine
from tests.ledger.plain_rules import PlainPower
from tracker.actions import powers as power_actions
from tracker.actions.budget import add_line
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel
from tracker.domain.people import Actor, Role
from tracker.domain.powers import Matter, Power, mark
from tracker.domain.refusals import Refusal
from tracker.domain.years import now
from tracker.models.budget import BudgetLine
from tracker.models.initiatives import Responsibility
from tracker.queries import budget as queries
from tracker.queries import plans as plan_queries
from tracker.queries import powers as power_queries
from tracker.queries import proposals as proposal_queries
from tracker.queries.budget import AsOf

_numbers = itertools.count(1)
DECIDED = (date(2018, 12, 12), date(2019, 3, 1), date(2019, 9, 1), date(2020, 2, 1), date(2021, 6, 1))
DAYS_LOOKED_AT = (date(2018, 12, 11), *DECIDED, date(2030, 1, 1))
YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
NEIGHBOURS = "SUD"  # another committee
LEVELS = tuple(BodyLevel)
TAKEN = "taken"  # what came of an operation that wasn't refused
STATE = text(
    "SELECT (SELECT count(*) FROM decision WHERE plan_id = :plan),"
    " (SELECT count(*) FROM audit_event WHERE person_id IN (:officer, :lead)),"
    " (SELECT count(*) FROM published_table t JOIN published_row r ON r.table_id = t.id"
    " JOIN published_cell c ON c.row_id = r.id WHERE t.plan_id = :plan),"
    " (SELECT count(*) FROM submission WHERE person_id = :officer),"
    " (SELECT count(*) FROM budget_line WHERE plan_id = :plan), (SELECT number FROM revision)"
)
LEDGER = text(
    "SELECT t.id, t.decision_id, t.budget_year, t.from_line_id, t.to_line_id, t.amount_oere, t.reverses_id,"
    " t.recorded_at, t.recorded_by_id"
    " FROM transfer t JOIN decision d ON d.id = t.decision_id WHERE d.plan_id = :plan AND t.id > :last ORDER BY t.id"
)
DECISIONS = text(
    "SELECT id, kind, body, owner_id, title, proposal_state, version, decided_on IS NULL FROM decision"
    " WHERE plan_id = :plan ORDER BY id"
)
LINES = text("SELECT id FROM budget_line WHERE plan_id = :plan ORDER BY id")
CLOSED = text("SELECT year FROM closed_year WHERE plan_id = :plan ORDER BY year")


class LedgerMachine(RuleBasedStateMachine):
    """One plan; a subclass says in which database, and counts there what was tried and what came of it."""

    database: Database
    tried: Counter[tuple[str, str]]

    @initialize(
        pool=st.integers(0, 1000),
        powers=st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from([None, 20, 120]), st.sampled_from([None, 1000, 5000])),
            min_size=len(Matter),
            max_size=len(Matter),
        ),
    )
    def open_plan(self, pool: int, powers: list[tuple[int, int | None, int | None]]) -> None:
        """Make a plan with powers of its own, and adopt it with something on most lines."""
        with self.database.writing() as session:
            self.officer = add_officer(session)
            self.book: Book = add_book(session, self.officer, title=f"Handleplan {next(_numbers)}")
            self.lead = _add_lead(session, self.book.mentors)
            income = add_line(
                session, self.book.plan_id, theme_id=None, title="Indtægter", role=LineRole.OTHER, may_be_negative=True
            )
            self.neighbours = add_line(
                session, self.book.plan_id, theme_id=None, title="Naboerne", role=LineRole.INITIATIVE
            )
            session.get_one(BudgetLine, self.neighbours).committee = NEIGHBOURS
            self.other_plans_line = add_book(session, self.officer, title="En anden").mentors
        book = self.book
        self.model = PlainLedger(range(FIRST_YEAR, LAST_YEAR + 1))
        self.model.lines = {
            book.source: PlainLine("source", None, held=False),
            book.reserve: PlainLine("reserve", COMMITTEE, held=True),
            book.mentors: PlainLine("initiative", COMMITTEE, held=True),
            book.language: PlainLine("initiative", COMMITTEE, held=True),
            book.survey: PlainLine("other", COMMITTEE, held=True),
            income: PlainLine("other", COMMITTEE, held=False),
            self.neighbours: PlainLine("initiative", NEIGHBOURS, held=True),
        }
        self.rows: list[tuple[Any, ...]] = []
        self.compared = 0
        self.moments: list[datetime] = []
        self.look()
        self.powers: dict[str, PlainPower] = {}
        self.set_powers(powers)
        given = {book.reserve: pool or 1, book.mentors: 100, book.language: 50, self.neighbours: 50}
        moves: list[Move] = [
            (0, year, book.source, line, amount) for line, amount in given.items() for year in self.model.years
        ]
        # Whatever the powers say, the council may.
        self.record("adoption", "BR", DECIDED[0], moves)
        self.record("allocation", "BR", None, [(0, FIRST_YEAR, book.reserve, book.language, 90)])
        self.record("reallocation", "BR", None, [(0, LAST_YEAR, book.reserve, book.mentors, 90)])

    def set_powers(self, wanted: Sequence[tuple[int, int | None, int | None]]) -> None:
        """Let the plan have powers of its own; one that decides everything has no limits."""
        asked = {
            matter.value: PlainPower(body, amount if body else None, share if body else None)
            for matter, (body, amount, share) in zip(Matter, wanted, strict=True)
        }
        powers = {
            matter: Power(matter, LEVELS[asked[matter.value].otherwise], *_limits(asked[matter.value]))
            for matter in Matter
        }

        def work(session: Session) -> None:
            seen = mark(power_queries.powers_of(session, self.book.plan_id))
            power_actions.set_powers(session, self.officer, self.book.plan_id, powers, seen_mark=seen)

        self.attempt("set powers", None, work, audited=1 if asked != self.powers else 0)
        self.powers = asked

    def record(self, kind: str, body: str, day: date | None, moves: Sequence[Move]) -> None:
        """Record a decision past the form, as imports do; a subclass has the rules for it."""
        raise NotImplementedError

    @invariant()
    def agrees_with_the_plain_model(self) -> None:
        """Compare every new row with the model, and a budget with the laws that no model is needed for."""
        booked, ids = self.model.booked, self.ids
        assert len(self.rows) == len(booked)
        assert [row[1:7] for row in self.rows[self.compared :]] == [
            (one.decision_id, *one.moves, None if one.reverses is None else ids[one.reverses])
            for one in booked[self.compared :]
        ]
        self.compared = len(booked)
        assert self.decisions == [
            (number, one.kind, one.body, one.owner, one.title, one.state, one.version, one.day is None)
            for number, one in sorted(self.model.decisions.items())
        ]
        assert self.closed == sorted(self.model.closed)
        assert self.asked_for == self.model.budget(**self.asked_as)
        self.check_laws()

    def check_laws(self) -> None:
        """Lines and pool make up the frame; nothing that is held is ever below zero; each is reversed once at most."""
        lines = self.model.lines
        for year in self.model.years:
            frame = -sum(self.asked_for.get((line, year), 0) for line in lines if lines[line].role == "source")
            inside = sum(self.asked_for.get((line, year), 0) for line in lines if lines[line].role != "source")
            assert inside == frame
        if not {"proposals", "without"} & self.asked_as.keys():
            assert all(amount >= 0 for (line, _), amount in self.asked_for.items() if lines[line].held)
        for sums in self.model.balances(day=date.min):
            assert all(amount >= 0 for (line, _), amount in sums.items() if lines[line].held)
        reversals = [row[6] for row in self.rows if row[6] is not None]
        assert len(reversals) == len(set(reversals))

    def teardown(self) -> None:
        """Ask once more for every day, for what was known at earlier moments, and for all that is proposed."""
        if not hasattr(self, "powers"):
            return
        plan_id, model = self.book.plan_id, self.model
        with self.database.reading() as session:
            for day in DAYS_LOOKED_AT:
                assert queries.budget_as_of(session, plan_id, day) == model.budget(day)
                by_kind = queries.budget_by_kind(session, plan_id, AsOf(day))
                assert {cell: sum(kinds.values()) for cell, kinds in by_kind.items()} == model.budget(day)
            for number, known_at in list(enumerate(self.moments))[:: max(1, len(self.moments) // 5)]:
                known = queries.budget_as_of(session, plan_id, date.max, known_at=known_at)
                assert known == model.budget(date.max, known=number + 1)
            proposed = proposal_queries.open_proposals(session, plan_id, actor=self.officer)
            assert proposed == model.open_proposals()
            with_all = queries.budget_as_of(session, plan_id, date.max, proposals=proposed)
            assert with_all == model.budget(date.max, proposals=proposed)
            self.check_tables(session, proposed)
            rows = [tuple(row) for row in session.execute(LEDGER, {"plan": plan_id, "last": 0})]
        assert rows == self.rows  # whatever was there once is there still, as it was

    def check_tables(self, session: Session, proposed: frozenset[int]) -> None:
        """Hold the tables that people see against the model: their lines, amounts and totals."""
        plan = plan_queries.plan_by_id(session, self.book.plan_id)
        for day, proposals in ((DECIDED[1], None), (DECIDED[-1], None), (DECIDED[-1], proposed)):
            table = queries.budget_table(session, plan, AsOf(day, proposals=proposals))
            budget = self.model.budget(day, proposals=proposals or ())
            shown = {line.id: line.amounts_oere for section in table.sections for line in section.lines}
            inside = [number for number, line in self.model.lines.items() if line.role != "source"]
            for line in inside:
                amounts = tuple(budget.get((line, year), 0) for year in table.years)
                assert tuple(amount or 0 for amount in shown.get(line, (0,) * len(table.years))) == amounts
            assert table.totals_oere == tuple(
                sum(budget.get((line, year), 0) for line in inside) for year in table.years
            )

    @property
    def ids(self) -> list[int]:
        """The numbers of the ledger's rows, in the order of the model."""
        return [row[0] for row in self.rows]

    def attempt(
        self,
        what: str,
        verdict: type[Refusal] | None,
        work: Callable[[Session], Any],
        *,
        audited: int = 1,
        decided: int = 0,
        printed: int = 0,
        submitted: int = 0,
        lines: int = 0,
    ) -> bool:
        """Do it in a transaction of its own; refused as foreseen and without a trace, or leaving its own.

        Tells whether it was refused. The caller brings the model up to date.
        """
        self.model.operation += 1
        refusal: type[Refusal] | None = None
        self.moments.append(now())
        try:
            with self.database.writing() as session:
                work(session)
        except Refusal as error:
            refusal = type(error)
        assert refusal == verdict, f"{refusal} where the model says {verdict}"
        before = self.state
        self.look()
        trace = (0, 0, 0, 0, 0, 0) if refusal else (decided, audited, printed, submitted, lines, 1)
        assert tuple(new - old for new, old in zip(self.state, before, strict=True)) == trace
        self.tried[what, refusal.__name__ if refusal else TAKEN] += 1
        return refusal is not None

    def look(self) -> None:
        """Read what is new in the ledger, a budget, and count everything else that an operation may leave behind."""
        plan = {"plan": self.book.plan_id}
        point, self.asked_as = self.choose_point()
        people = {"officer": self.officer.id, "lead": self.lead.id}
        with self.database.reading() as session:
            connection = session.connection()
            last = self.rows[-1][0] if self.rows else 0
            self.rows += [tuple(row) for row in connection.execute(LEDGER, plan | {"last": last})]
            self.asked_for = queries.budget_at(session, self.book.plan_id, point)
            self.state = tuple(connection.execute(STATE, plan | people).one())
            self.decisions = [tuple(row) for row in connection.execute(DECISIONS, plan)]
            self.closed = list(connection.execute(CLOSED, plan).scalars())
            self.line_ids = list(connection.execute(LINES, plan).scalars())

    def choose_point(self) -> tuple[AsOf, dict[str, Any]]:
        """Choose in turn which budget is asked for: of a day, as known once, with proposals, without a decision."""
        turn = len(self.moments)
        day = DAYS_LOOKED_AT[turn % len(DAYS_LOOKED_AT)]
        chosen: dict[str, Any] = {"day": day}
        known_at = None
        if turn % 4 == 1 or turn % 8 == 2:
            place = turn * 7 % len(self.moments)
            known_at, chosen["known"] = self.moments[place], place + 1
        if turn % 4 == 2:
            chosen["proposals"] = frozenset(sorted(self.model.decisions)[turn % 3 :: 2])
        if turn % 4 == 3:
            chosen["without"] = frozenset(sorted(self.model.decisions)[turn % 5 :: 3])
        point = AsOf(day, known_at, chosen.get("proposals"), chosen.get("without", frozenset()))
        return point, chosen


def _limits(power: PlainPower) -> tuple[int | None, int | None]:
    return power.most_oere, power.most_share


def _add_lead(session: Session, line_id: int) -> Actor:
    lead = add_officer(session, name="Projektleder")
    session.add(Responsibility(line_id=line_id, person_id=lead.id))
    session.flush()
    return Actor(lead.id, lead.name, frozenset({Role.PROJECT_LEAD}))
