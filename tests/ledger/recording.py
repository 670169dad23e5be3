"""What an office does past the forms: imports, postings added and reversed, years closed, powers changed."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from imports.commit import NothingToImport, apply
from tests.budget_books import COMMITTEE, FIRST_YEAR, LAST_YEAR
from tests.ledger import plain_rules
from tests.ledger.ledger_machine import DECIDED, YEARS, LedgerMachine
from tests.ledger.plain_model import Move, PlainDecision
from tests.ledger.plain_rules import BODIES
from tests.ledger.small_tables import small_import
from tracker.actions import decisions, years
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import LARGEST_AMOUNT_OERE, NewTransfer

_numbers = itertools.count(1)
DAYS = st.sampled_from(DECIDED)
DAYS_OR_NONE = st.sampled_from([*DECIDED, None, None, None])
AMOUNTS = st.integers(1, 300)
ANY = st.integers(0, 10**6)  # picks one of what there is by then
WHO_DECIDES = st.sampled_from(["BR", "BR", "BR", *BODIES])


class Recording(LedgerMachine):
    """The operations that no form judges first."""

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
