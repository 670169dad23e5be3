"""What an office does that moves money at once: decisions by form, imports, reversals, years closed and opened."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlmodel import Session

from imports.commit import NothingToImport, apply
from tests.budget_books import COMMITTEE, FIRST_YEAR, LAST_YEAR
from tests.ledger import plain_rules
from tests.ledger.ledger_machine import DECIDED, NEIGHBOURS, YEARS, LedgerMachine
from tests.ledger.plain_model import Move, PlainDecision, PlainLine
from tests.ledger.plain_rules import BODIES, FITS
from tests.ledger.small_tables import small_import
from tracker.actions import decisions, entries, submissions, years
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryLine, EntryRefused, EntryTransfer
from tracker.domain.indexation import Rounding, indexed
from tracker.domain.ledger import LARGEST_AMOUNT_OERE, NewTransfer
from tracker.domain.people import Actor

_numbers = itertools.count(1)
DAYS = st.sampled_from(DECIDED)
DAYS_OR_NONE = st.sampled_from([*DECIDED, None, None, None])
AMOUNTS = st.integers(1, 300)
ANY = st.integers(0, 10**6)  # picks one of what there is by then
KINDS = st.sampled_from([*sorted(FITS), "carry_over"])
WHO_DECIDES = st.sampled_from(["BR", "BR", "BR", *BODIES])
ROWS = st.lists(st.tuples(YEARS, ANY, ANY, AMOUNTS), min_size=1, max_size=3)
NOVELTY = st.sampled_from(["", "", "", "initiative", "source", "neighbours"])


class Entering(LedgerMachine):
    """The operations that need no proposal."""

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

    @rule(
        body=WHO_DECIDES,
        day=DAYS_OR_NONE,
        year=st.sampled_from([FIRST_YEAR - 1, FIRST_YEAR, LAST_YEAR + 1]),
        amount=st.sampled_from([0, -1, -100, 100, LARGEST_AMOUNT_OERE + 1]),
        choice=ANY,
    )
    def record_the_impossible(self, body: str, day: date | None, year: int, amount: int, choice: int) -> None:
        """Past the form: amounts below zero or beyond all measure, another plan's line; after a good transfer."""
        lines = [*self.model.lines, self.other_plans_line]
        good: Move = (0, FIRST_YEAR, self.line_of(choice, {"reserve", "initiative"}), self.book.survey, 40)
        moves: list[Move] = [good, (1, year, self.book.source, lines[choice % len(lines)], amount)]
        self.record("reallocation", body, day, moves[: 1 + choice % 3])

    @precondition(lambda self: self.model.booked)
    @rule(choice=ANY, year=YEARS, amount=AMOUNTS, line=ANY)
    def add_to_a_decision(self, choice: int, year: int, amount: int, line: int) -> None:
        """Post what was forgotten on a decision that is there."""
        decision_id = self.one_of(sorted(self.model.decisions), choice)
        move: Move = (0, year, self.book.source, self.one_of(sorted(self.model.lines), line), amount)
        verdict = plain_rules.verdict_on_posting(self.model, self.powers, decision_id, [move])
        refused = self.attempt(
            "add",
            verdict,
            lambda session: decisions.post_transfers(session, self.officer, decision_id, posted([move])),
            audited=0,
        )
        if not refused:
            self.model.book(decision_id, [move])

    @precondition(lambda self: self.model.booked)
    @rule(choice=ANY, again=st.sampled_from([False, False, False, True]))
    def reverse(self, choice: int, *, again: bool) -> None:
        """Take a single transfer back; now and then one that is a reversal or was reversed before."""
        standing = [place for number in sorted(self.model.decisions) for place in self.model.standing(number)]
        place = self.one_of(range(len(self.model.booked)) if again or not standing else standing, choice)
        decision_id = self.model.booked[place].decision_id
        refused = self.attempt(
            "reverse",
            plain_rules.verdict_on_reversal(self.model, self.powers, place),
            lambda session: decisions.reverse_transfer(session, self.officer, self.ids[place], reason="Tastefejl"),
        )
        if not refused:
            self.model.book(decision_id, [self.model.mirrored(place)], reverses=place)

    @rule(year=YEARS, again=st.booleans())
    def close(self, year: int, *, again: bool) -> None:
        """Close a year, or open the one that is closed; now and then that is closed a second time."""
        is_closed = bool(self.model.closed)
        year = next(iter(self.model.closed), year)
        change = years.reopen_year if is_closed and not again else years.close_year
        verdict = years.YearRefused if is_closed and again else None
        plan_id = self.book.plan_id
        if not self.attempt(
            "reopen" if is_closed and not again else "close",
            verdict,
            lambda session: change(session, self.officer, plan_id, year, reason="Regnskabet er aflagt"),
        ):
            self.model.closed ^= {year}

    @rule(
        place=ANY, body=st.integers(0, 3), amount=st.sampled_from([None, 20, 120]), share=st.sampled_from([None, 2000])
    )
    def change_a_power(self, place: int, body: int, amount: int | None, share: int | None) -> None:
        """Let a plan's powers change; what was decided under the old ones stands."""
        wanted = [(one.otherwise, one.most_oere, one.most_share) for one in self.powers.values()]
        wanted[place % len(wanted)] = (body, amount, share)
        self.set_powers(wanted)

    @rule(day=DAYS_OR_NONE, amounts=st.lists(st.integers(-2, 400).map(lambda n: max(n, 0)), min_size=6, max_size=6))
    def import_table(self, day: date | None, amounts: list[int]) -> None:
        """Read in a table of two lines by three years, decided or proposed; what differs is posted."""
        order = small_import(self.book, ("Mentorer", "Sprog på jobbet"), amounts, day=day, number=next(_numbers))
        now_there = self.model.budget(date.max)
        lines = (self.book.mentors, self.book.language)
        wanted = zip(itertools.product(lines, self.model.years), amounts, strict=True)
        moved = [(year, line, want - now_there.get((line, year), 0)) for (line, year), want in wanted]
        source = self.book.source
        moves: list[Move] = [
            (0, year, source, line, amount) if amount > 0 else (0, year, line, source, -amount)
            for year, line, amount in moved
            if amount
        ]
        decision = PlainDecision("adoption", COMMITTEE, day, self.officer.id)
        verdict = NothingToImport if not moves else self.verdict_on_recording(decision, moves)
        made: list[int] = []
        if not self.attempt(
            "import",
            verdict,
            lambda session: made.append(apply(session, self.officer, order).decision_id),
            decided=1,
            printed=6,
        ):
            self.book_decision(made[0], decision, moves)

    def record(self, kind: str, body: str, day: date | None, moves: Sequence[Move]) -> None:
        """Record a decision past the form."""
        decision = PlainDecision(kind, body, day, self.officer.id)
        new = NewDecision(kind=DecisionKind(kind), body=body, decided_on=day)
        made: list[int] = []
        refused = self.attempt(
            "record",
            self.verdict_on_recording(decision, moves),
            lambda session: made.append(
                decisions.record_decision(session, self.officer, self.book.plan_id, new, posted(moves))
            ),
            decided=1,
        )
        if not refused:
            self.book_decision(made[0], decision, moves)

    def verdict_on_recording(self, decision: PlainDecision, moves: Sequence[Move]) -> plain_rules.Verdict:
        """Ask the model as if the decision was there already."""
        self.model.decisions[0] = replace(decision, state="draft" if decision.day is None else None)
        verdict = plain_rules.verdict_on_posting(self.model, self.powers, 0, moves)
        del self.model.decisions[0]
        return verdict

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

    def book_decision(self, decision_id: int, decision: PlainDecision, moves: Sequence[Move]) -> None:
        """Take a decision that was accepted into the model."""
        if decision.day is None:
            self.model.decisions[decision_id] = replace(decision, state="draft")
        else:
            self.model.decisions[decision_id] = replace(decision, taken=self.model.operation)
        self.model.book(decision_id, moves)

    def line_of(self, choice: int, roles: Collection[str]) -> int:
        """Pick a line of some roles, the first ones more often."""
        found = [number for number, line in sorted(self.model.lines.items()) if line.role in roles]
        return found[choice % len(found)]

    @staticmethod
    def one_of(found: Sequence[int], choice: int) -> int:
        """Pick one of what there is."""
        return found[choice % len(found)]


def posted(moves: Sequence[Move]) -> list[NewTransfer]:
    """Put moves into the ledger's own words."""
    return [NewTransfer(year, int(source), int(target), amount) for _, year, source, target, amount in moves]


def with_numbers(moves: Sequence[Move], numbers: Mapping[int | str, int]) -> list[Move]:
    """Put lines' numbers in the place of their keys."""
    return [
        (row, year, numbers.get(source, source), numbers.get(target, target), amount)
        for row, year, source, target, amount in moves
    ]
