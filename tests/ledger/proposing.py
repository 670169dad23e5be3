"""What an office does with what is there: proposals are rewritten, moved on and adopted, decisions put right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.ledger import plain_rules
from tests.ledger.entering import ROWS, Entering, with_numbers
from tests.ledger.ledger_machine import DECIDED, YEARS
from tests.ledger.plain_model import Move, PlainDecision, PlainLine
from tests.ledger.plain_rules import FITS
from tests.ledger.recording import AMOUNTS, ANY, WHO_DECIDES
from tracker.actions import entries, proposals
from tracker.actions.decisions import NotDecidedYet
from tracker.domain.decisions import ProposalState
from tracker.domain.entries import EntryRefused, EntryTransfer
from tracker.domain.ledger import YearClosed
from tracker.domain.people import Actor
from tracker.domain.refusals import Conflict, NotFound

TOMORROW = date(9999, 1, 1)
MOSTLY_OFFICER = st.sampled_from(["officer"] * 7 + ["lead"])
OFTEN_OFFICER = st.sampled_from(["officer", "officer", "officer", "lead"])
# Now and then somebody has changed it since the form was shown.
BEHIND = st.sampled_from([0, 0, 0, 0, 0, 0, 1])
STEPS = {"draft": {"sent", "dropped"}, "sent": {"draft", "dropped"}, "dropped": {"draft"}}


class OfficeMachine(Entering):
    """All operations."""

    @precondition(lambda self: self.of_states("draft", "sent", "dropped"))
    @rule(choice=ANY, who=OFTEN_OFFICER, behind=BEHIND, rows=ROWS, keep=st.booleans(), new=st.booleans(), title=ANY)
    def rewrite(
        self,
        choice: int,
        who: str,
        behind: int,
        rows: list[tuple[int, int, int, int]],
        *,
        keep: bool,
        new: bool,
        title: int,
    ) -> None:
        """Write a draft anew, keeping some of its rows."""
        decision_id = self.one_of(self.of_states("draft", "draft", "sent", "dropped"), choice)
        actor, before = self.person(who), self.model.decisions[decision_id]
        givers, takers = FITS[before.kind][0]
        moves: list[Move] = [
            (row, year, self.line_of(first, givers), self.line_of(second, takers), amount)
            for row, (year, first, second, amount) in enumerate(rows)
        ]
        if before.kind == "carry_over":
            moves = self.paired(moves)
        if keep:
            kept = plain_rules.standing_moves(self.model, decision_id)
            moves += [(row, *move[1:]) for row, move in enumerate(kept, len(moves))]
        lines = self.with_novelty("initiative" if new else "", moves)
        after = PlainDecision(before.kind, before.body, None, before.owner, ("", "Flere")[title % 2], "draft")
        self.write_anew(actor, decision_id, after, moves, lines, behind=behind)

    def write_anew(
        self,
        actor: Actor,
        decision_id: int,
        after: PlainDecision,
        moves: Sequence[Move],
        lines: dict[str, PlainLine],
        *,
        behind: int,
    ) -> None:
        before, model = self.model.decisions[decision_id], self.model
        verdict = self.verdict_on_opening(actor, before, behind, only_a_draft=True)
        if verdict is None and not self.may_propose(actor, after, moves, lines):
            verdict = entries.NotYours
        blocked = plain_rules.is_blocked(model, self.powers, after, moves, lines, decision_id=decision_id)
        if verdict is None and blocked:
            verdict = EntryRefused
        typed = self.as_typed(after, moves, lines)
        unwanted, missing = model.difference(decision_id, moves)
        changes = bool(unwanted or missing or after.title != before.title)
        refused = self.attempt(
            "rewrite",
            verdict,
            lambda session: entries.rewrite_proposal(
                session, actor, decision_id, typed, seen_version=before.version - behind
            ),
            audited=1 if changes else 0,
            lines=len(lines),
        )
        if not refused:
            model.rewrite(decision_id, with_numbers(moves, self.add_lines(decision_id, lines)))
            before.title = after.title
            before.version += changes

    @precondition(lambda self: self.model.decisions)
    @rule(
        choice=ANY,
        who=MOSTLY_OFFICER,
        behind=BEHIND,
        to=st.sampled_from(["dropped", "sent", "draft"]),
        reason=st.sampled_from(["Nej", "Nej", "Nej", " "]),
    )
    def move(self, choice: int, who: str, behind: int, to: str, reason: str) -> None:
        """Send a proposal, take it back, drop it or take it up again."""
        decision_id = self.one_of(self.of_states("draft", "sent", "dropped") or sorted(self.model.decisions), choice)
        actor, before = self.person(who), self.model.decisions[decision_id]
        verdict = self.verdict_on_opening(actor, before, behind)
        if verdict is None:
            verdict = self.verdict_on_step(actor, decision_id, to, reason)
        refused = self.attempt(
            "move",
            verdict,
            lambda session: proposals.move(
                session, actor, decision_id, ProposalState(to), reason=reason, seen_version=before.version - behind
            ),
        )
        if not refused:
            before.state = to
            before.version += 1

    def verdict_on_step(self, actor: Actor, decision_id: int, to: str, reason: str) -> plain_rules.Verdict:
        before = self.model.decisions[decision_id]
        if before.state is None or to not in STEPS[before.state]:
            return entries.StepRefused
        if "sent" in {before.state, to} and actor == self.lead:
            return entries.NotYours
        is_empty = to == "sent" and not self.model.standing(decision_id)
        return entries.StepRefused if is_empty or (to == "dropped" and not reason.strip()) else None

    @precondition(lambda self: self.model.decisions)
    @rule(choice=ANY, who=OFTEN_OFFICER, behind=BEHIND, owner=OFTEN_OFFICER)
    def hand_over(self, choice: int, who: str, behind: int, owner: str) -> None:
        """Let somebody else own a proposal."""
        decision_id = self.one_of(sorted(self.model.decisions), choice)
        actor, before, new_owner = self.person(who), self.model.decisions[decision_id], self.person(owner).id
        verdict = self.verdict_on_opening(actor, before, behind)
        if verdict is None and before.day is not None:
            verdict = entries.StepRefused
        changes = before.owner != new_owner
        refused = self.attempt(
            "hand over",
            verdict,
            lambda session: proposals.hand_over(
                session, actor, decision_id, owner_id=new_owner, seen_version=before.version - behind
            ),
            audited=1 if changes else 0,
        )
        if not refused:
            before.owner = new_owner
            before.version += changes

    @precondition(lambda self: self.of_states("draft", "sent", "dropped"))
    @rule(choice=ANY, who=MOSTLY_OFFICER, behind=BEHIND, body=WHO_DECIDES, day=st.sampled_from([*DECIDED, TOMORROW]))
    def adopt(self, choice: int, who: str, behind: int, body: str, day: date) -> None:
        """Turn a proposal into a decision, by the ledger and the powers of the moment."""
        decision_id = self.one_of(self.of_states("draft", "sent", "dropped"), choice)
        actor, before, model = self.person(who), self.model.decisions[decision_id], self.model
        adopted = PlainDecision(
            before.kind, body, day, before.owner, before.title, None, model.operation + 1, before.version + 1
        )
        verdict = self.verdict_on_opening(actor, before, behind)
        if verdict is None and actor == self.lead:
            verdict = entries.NotYours
        if verdict is None and before.state != "dropped" and day == TOMORROW:
            verdict = NotDecidedYet
        if verdict is None and (before.state == "dropped" or not model.standing(decision_id)):
            verdict = entries.StepRefused
        if verdict is None:
            kept = plain_rules.standing_moves(model, decision_id)
            model.decisions[decision_id] = adopted
            closed = any(move[1] in model.closed for move in kept)
            verdict = YearClosed if closed else plain_rules.verdict_in_force(model, self.powers, decision_id, kept, ())
            model.decisions[decision_id] = before
            as_new = replace(adopted, state="draft")
            if plain_rules.is_blocked(model, self.powers, as_new, kept, {}, decision_id=decision_id):
                verdict = verdict or EntryRefused
        if not self.attempt(
            "adopt",
            verdict,
            lambda session: proposals.adopt(
                session, actor, decision_id, proposals.Adoption(body, day), seen_version=before.version - behind
            ),
        ):
            model.decisions[decision_id] = adopted

    @precondition(lambda self: self.model.decisions)
    @rule(
        choice=ANY,
        who=MOSTLY_OFFICER,
        behind=BEHIND,
        place=ANY,
        year=YEARS,
        amount=AMOUNTS,
        how=st.sampled_from(["amount", "amount", "year", "line", "leave out", "add", "nothing"]),
        reason=st.sampled_from(["Tastefejl"] * 7 + [" "]),
    )
    def correct(
        self, *, choice: int, who: str, behind: int, place: int, year: int, amount: int, how: str, reason: str
    ) -> None:
        """Put a typing error right: one amount, year or line, a row too much or one too few."""
        decision_id = self.one_of(self.of_states(None, None, None, "draft", "sent"), choice)
        moves = self.as_form(decision_id)
        if moves and how != "nothing":
            chosen = place % len(moves)
            row, old_year, source, target, old_amount = moves[chosen]
            line = self.one_of(sorted(self.model.lines), place)
            put_right: dict[str, list[Move]] = {
                "amount": [(row, old_year, source, target, amount)],
                "year": [(row, year, source, target, old_amount)],
                "line": [(len(moves), old_year, source, line, old_amount)],
                "leave out": [],
                "add": [moves[chosen], (len(moves), year, source, line, amount)],
            }
            moves[chosen : chosen + 1] = put_right[how]
        self.put_right(self.person(who), decision_id, moves, behind=behind, reason=reason)

    def put_right(self, actor: Actor, decision_id: int, moves: Sequence[Move], *, behind: int, reason: str) -> None:
        """Correct, and hold what came of it against the model."""
        before = self.model.decisions[decision_id]
        verdict = self.verdict_on_opening(actor, before, behind)
        if verdict is None and (before.day is None or not reason.strip()):
            verdict = entries.StepRefused
        if verdict is None:
            verdict = self.verdict_on_correcting(decision_id, moves)
        typed = [EntryTransfer(*move) for move in moves]
        refused = self.attempt(
            "correct",
            verdict,
            lambda session: entries.correct(
                session, actor, decision_id, typed, reason=reason, seen_version=before.version - behind
            ),
        )
        if not refused:
            self.model.rewrite(decision_id, moves)
            before.version += 1

    def verdict_on_correcting(self, decision_id: int, moves: Sequence[Move]) -> plain_rules.Verdict:
        """Ask the model about the whole as it would stand, and about the years of what is taken back."""
        before, model = self.model.decisions[decision_id], self.model
        if plain_rules.is_blocked(model, self.powers, before, moves, {}, decision_id=decision_id):
            return EntryRefused
        unwanted, missing = model.difference(decision_id, moves)
        if not unwanted and not missing:
            return entries.StepRefused
        return YearClosed if any(model.booked[place].year in model.closed for place in unwanted) else None

    @precondition(lambda self: self.model.decisions)
    @rule(choice=ANY, who=MOSTLY_OFFICER, behind=BEHIND, reason=st.sampled_from(["To gange"] * 5 + [" "]))
    def reverse_whole(self, choice: int, who: str, behind: int, reason: str) -> None:
        """Take a whole decision back."""
        decision_id, actor = self.one_of(self.of_states(None, None, None, "draft", "sent"), choice), self.person(who)
        before, model = self.model.decisions[decision_id], self.model
        standing = model.standing(decision_id)
        verdict = self.verdict_on_opening(actor, before, behind)
        if verdict is None and (before.day is None or not reason.strip() or not standing):
            verdict = entries.StepRefused
        if verdict is None and any(model.booked[place].year in model.closed for place in standing):
            verdict = YearClosed
        if verdict is None:
            was = plain_rules.standing_moves(model, decision_id)
            verdict = plain_rules.verdict_in_force(model, self.powers, decision_id, (), was)
        refused = self.attempt(
            "reverse whole",
            verdict,
            lambda session: entries.reverse_decision(
                session, actor, decision_id, reason=reason, seen_version=before.version - behind
            ),
        )
        if not refused:
            model.rewrite(decision_id, ())
            before.version += 1

    def as_form(self, decision_id: int) -> list[Move]:
        """Lay a decision out as the form does: a row for each pair of lines."""
        rows: dict[tuple[int, int], int] = {}
        return [
            (rows.setdefault((one.source, one.target), len(rows)), *one.moves)
            for one in (self.model.booked[place] for place in self.model.standing(decision_id))
        ]

    def verdict_on_opening(
        self, actor: Actor, before: PlainDecision, behind: int, *, only_a_draft: bool = False
    ) -> plain_rules.Verdict:
        """Tell whether somebody may change a decision at all, having seen it as it stands."""
        if actor == self.lead and before.owner != actor.id and before.state in {"draft", "dropped"}:
            return NotFound
        if actor == self.lead and (before.owner != actor.id or before.day is not None):
            return entries.NotYours
        if only_a_draft and before.state != "draft":
            return entries.StepRefused
        return Conflict if behind else None

    def of_states(self, *states: str | None) -> list[int]:
        """List what is in these states, None for decided; a state that is named twice is picked more often."""
        return [
            number for state in states for number, one in sorted(self.model.decisions.items()) if one.state == state
        ]

    def person(self, name: str) -> Actor:
        return self.officer if name == "officer" else self.lead
