"""What an office enters by form: decisions and proposals of every kind, indexation, a second click."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from tests.budget_books import COMMITTEE, FIRST_YEAR, LAST_YEAR
from tests.ledger import plain_rules
from tests.ledger.ledger_machine import DECIDED, NEIGHBOURS, YEARS
from tests.ledger.plain_model import Move, PlainDecision, PlainLine
from tests.ledger.plain_rules import BODIES, FITS
from tests.ledger.recording import AMOUNTS, ANY, DAYS, DAYS_OR_NONE, WHO_DECIDES, Recording
from tracker.actions import entries, submissions
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryLine, EntryRefused, EntryTransfer
from tracker.domain.indexation import Rounding, indexed
from tracker.domain.people import Actor

_numbers = itertools.count(1)
KINDS = st.runner().flatmap(lambda machine: st.sampled_from(machine.kinds))
ROWS = st.lists(st.tuples(YEARS, ANY, ANY, AMOUNTS), min_size=1, max_size=3)
NOVELTY = st.sampled_from(["", "", "", "initiative", "source", "neighbours"])


class Entering(Recording):
    """The forms; ``kinds`` are those that are entered, as often as they stand there."""

    kinds: Sequence[str] = (*sorted(FITS), "carry_over")

    @rule(kind=KINDS, body=WHO_DECIDES, day=DAYS_OR_NONE, rows=ROWS, novelty=NOVELTY)
    def enter_what_fits(
        self, kind: str, body: str, day: date | None, rows: list[tuple[int, int, int, int]], novelty: str
    ) -> None:
        """Enter a decision or proposal of any kind between lines that the kind allows, now and then with a new one."""
        moves: list[Move] = []
        for row, (year, first, second, amount) in enumerate(rows):
            givers, takers = FITS[kind][first % len(FITS[kind])]
            source, target = self.line_of(first, givers), self.line_of(second, takers)
            moves.append((row, year, source, target, amount))
        if kind == "carry_over":
            moves = self.paired(moves, uneven=rows[0][1] % 3 == 1)
        new = self.with_novelty(novelty, moves)
        self.enter("enter", self.officer, PlainDecision(kind, body, day, self.officer.id), moves, new)

    def with_novelty(self, novelty: str, moves: list[Move]) -> dict[str, PlainLine]:
        """Let the first move that can go from a new source, or to a new initiative; gives the new line by its key."""
        for place, (row, year, source, target, amount) in enumerate(moves):
            if novelty == "source" and source == self.book.source:
                moves[place] = (row, year, "ny-1", target, amount)
                return {"ny-1": PlainLine("source", None, held=False)}
            if novelty in {"initiative", "neighbours"} and target != self.book.source:
                moves[place] = (row, year, source, "ny-1", amount)
                own = NEIGHBOURS if novelty == "neighbours" else COMMITTEE
                return {"ny-1": PlainLine("initiative", own, held=True)}
        return {}

    def paired(self, moves: Sequence[Move], *, uneven: bool = False) -> list[Move]:
        """Give each move to the source its way out again a year later, and each out of it its way in before.

        All of them leave the first one's year; with ``uneven``, more comes out than went in.
        """
        pairs: list[Move] = []
        year = moves[0][1]
        for row, (_, _, source, target, amount) in enumerate(moves):
            line = target if source == self.book.source else source
            pairs.append((2 * row, year, line, self.book.source, amount))
            pairs.append((2 * row + 1, year + 1, self.book.source, line, amount + uneven))
        return pairs

    @rule(
        kind=KINDS,
        body=WHO_DECIDES,
        day=DAYS_OR_NONE,
        rows=st.lists(
            st.tuples(st.integers(FIRST_YEAR - 1, LAST_YEAR + 1), ANY, ANY, st.integers(-1, 300)), max_size=2
        ),
        unused=st.booleans(),
    )
    def enter_whatever_comes(
        self, kind: str, body: str, day: date | None, rows: list[tuple[int, int, int, int]], *, unused: bool
    ) -> None:
        """Enter rows between any lines in any years, those of other plans and of others' proposals too."""
        any_line = [*self.model.lines, self.other_plans_line]
        moves = [
            (row, year, any_line[first % len(any_line)], any_line[second % len(any_line)], amount)
            for row, (year, first, second, amount) in enumerate(rows)
        ]
        new = {"ny-1": PlainLine("initiative", COMMITTEE, held=True)} if unused and kind == "cut" else {}
        self.enter("enter", self.officer, PlainDecision(kind, body, day, self.officer.id), moves, new)

    @rule(
        body=st.sampled_from(BODIES),
        day=DAYS,
        year=YEARS,
        choice=ANY,
        amount=st.integers(1, 30),
        back=st.booleans(),
        by_way_of_the_frame=st.booleans(),
    )
    def move_between_committees(
        self, body: str, day: date, year: int, choice: int, amount: int, *, back: bool, by_way_of_the_frame: bool
    ) -> None:
        """Give money to another committee's line, or take it back; that may be another body's to decide."""
        ends = (self.line_of(choice, {"reserve", "initiative"}), self.neighbours)
        giver, taker = ends[::-1] if back else ends
        moves: list[Move] = [(0, year, giver, taker, amount)]
        if by_way_of_the_frame:
            moves = [(0, year, giver, self.book.source, amount), (1, year + 1, self.book.source, taker, amount)]
        kind = "carry_over" if by_way_of_the_frame else "reallocation"
        self.enter("move across", self.officer, PlainDecision(kind, body, day, self.officer.id), moves, {})

    @rule(day=st.sampled_from([None, None, None, DECIDED[1]]), rows=ROWS)
    def let_a_project_lead_propose(self, day: date | None, rows: list[tuple[int, int, int, int]]) -> None:
        """Somebody proposes who is responsible for one initiative and may decide nothing."""
        moves = [
            (row, year, self.line_of(first, {"initiative", "reserve"}), self.book.mentors, amount)
            for row, (year, first, _, amount) in enumerate(rows)
        ]
        year, first, second, amount = rows[0]
        if second % 5 == 0:
            moves.append((len(moves), year, self.book.reserve, self.line_of(first, {"initiative"}), amount))
        self.enter("propose", self.lead, PlainDecision("reallocation", "BR", day, self.lead.id), moves, {})

    @rule(day=DAYS, year=YEARS, rate=st.integers(-30_000, 60_000), body=WHO_DECIDES)
    def index(self, day: date, year: int, rate: int, body: str) -> None:
        """Share a rate out over all lines by what they have on the day; it adds up to the øre."""
        budget = self.model.budget(day)
        lines = [number for number, line in self.model.lines.items() if line.role != "source"]
        before = [(line, budget.get((line, year), 0)) for line in lines if budget.get((line, year), 0) > 0]
        shares = indexed(before, rate_millionths=rate, rounding=Rounding.OERE)
        exact = Fraction(sum(amount for _, amount in before) * abs(rate), 10**6)
        assert sum(abs(one.share_oere) for one in shares) == int(exact + Fraction(1, 2))
        moves: list[Move] = []
        for one in shares:
            sides = (self.book.source, one.line_id) if one.share_oere > 0 else (one.line_id, self.book.source)
            if one.share_oere:
                moves.append((len(moves), year, *sides, abs(one.share_oere)))
        self.enter("index", self.officer, PlainDecision("indexation", body, day, self.officer.id), moves, {})

    @rule(day=DAYS, year=YEARS, choice=ANY, amount=AMOUNTS)
    def click_twice(self, day: date, year: int, choice: int, amount: int) -> None:
        """The same form comes a second time: the result is shown, and nothing is posted."""
        key = f"form-{next(_numbers)}"
        moves: list[Move] = [(0, year, self.book.reserve, self.line_of(choice, {"initiative"}), amount)]
        decision = PlainDecision("allocation", "BR", day, self.officer.id)
        if not self.enter("enter once", self.officer, decision, moves, {}, key=key):
            entry = self.as_typed(decision, moves, {})
            self.attempt(
                "click again", None, lambda session: self.enter_once(session, self.officer, key, entry), audited=0
            )

    def enter(
        self,
        what: str,
        actor: Actor,
        decision: PlainDecision,
        moves: Sequence[Move],
        new: Mapping[str, PlainLine],
        *,
        key: str = "",
    ) -> bool:
        """Enter by form; tells whether it was refused, as the model must have foreseen."""
        entry = self.as_typed(decision, moves, new)
        made: list[int] = []
        refused = self.attempt(
            what,
            self.verdict_on_entering(actor, decision, moves, new),
            lambda session: made.append(
                self.enter_once(session, actor, key, entry)
                if key
                else entries.enter(session, actor, self.book.plan_id, entry)
            ),
            decided=1,
            submitted=1 if key else 0,
            lines=len(new),
        )
        if not refused:
            numbers = self.add_lines(made[0], new)
            self.book_decision(made[0], decision, with_numbers(moves, numbers))
        return refused

    def verdict_on_entering(
        self, actor: Actor, decision: PlainDecision, moves: Sequence[Move], new: Mapping[str, PlainLine]
    ) -> plain_rules.Verdict:
        """Ask the model whether this person may, and then whether it can be."""
        if not self.may_propose(actor, decision, moves, new):
            return entries.NotYours
        return EntryRefused if plain_rules.is_blocked(self.model, self.powers, decision, moves, new) else None

    def may_propose(
        self, actor: Actor, decision: PlainDecision, moves: Sequence[Move], new: Mapping[str, PlainLine]
    ) -> bool:
        """Tell whether it is the officer, or a lead's proposal about the own initiative alone."""
        own = all(self.book.mentors in move[2:4] for move in moves)
        return actor == self.officer or (decision.day is None and not new and own)

    def enter_once(self, session: Session, actor: Actor, key: str, entry: Entry) -> int:
        """Do what a route does with a form that carries a key."""
        earlier = submissions.first_time(
            session, key=key, person_id=actor.id, endpoint="enter", content={"entry": repr(entry)}
        )
        if earlier is not None:
            return int(earlier.rpartition("/")[2])
        decision = entries.enter(session, actor, self.book.plan_id, entry)
        submissions.done(session, key=key, location=f"/decisions/{decision}")
        return decision

    def as_typed(self, decision: PlainDecision, moves: Sequence[Move], new: Mapping[str, PlainLine]) -> Entry:
        """Put a decision into the words of the form."""
        lines = tuple(
            EntryLine(
                key,
                f"Ny {next(_numbers)}",
                LineRole(line.role),
                None if line.role == "source" else self.book.theme_id,
                NEIGHBOURS if line.committee == NEIGHBOURS else "",
            )
            for key, line in new.items()
        )
        words = NewDecision(
            kind=DecisionKind(decision.kind), body=decision.body, decided_on=decision.day, title=decision.title
        )
        return Entry(words, tuple(EntryTransfer(*move) for move in moves), lines)

    def add_lines(self, decision_id: int, new: Mapping[str, PlainLine]) -> dict[int | str, int]:
        """Take the lines that the decision came with into the model; gives their numbers by their keys."""
        made = [number for number in self.line_ids if number not in self.model.lines]
        numbers: dict[int | str, int] = dict(zip(new, made, strict=True))
        for key, line in new.items():
            self.model.lines[numbers[key]] = replace(line, introduced_by=decision_id)
        return numbers


def with_numbers(moves: Sequence[Move], numbers: Mapping[int | str, int]) -> list[Move]:
    """Put lines' numbers in the place of their keys."""
    return [
        (row, year, numbers.get(source, source), numbers.get(target, target), amount)
        for row, year, source, target, amount in moves
    ]
