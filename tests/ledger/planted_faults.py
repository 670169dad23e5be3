"""Faults that somebody could build into the ledger one day, to see that the machine would find each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tracker.actions import decisions, submissions
from tracker.database import Database
from tracker.domain.ledger import DatedPosting, NewTransfer, shortfalls
from tracker.domain.people import Actor
from tracker.domain.refusals import Refusal
from tracker.models.decisions import Decision
from tracker.queries import budget as queries

Plant = Callable[[pytest.MonkeyPatch], None]
# The kinds of decision that a fault shows in, where it shows in some alone: the office then enters more of those.
SHOWS_IN: dict[Plant, tuple[str, ...]] = {}


def shows_in(*kinds: str) -> Callable[[Plant], Plant]:
    """Tell of a fault which kinds of decision it shows in."""

    def noted(plant: Plant) -> Plant:
        SHOWS_IN[plant] = kinds
        return plant

    return noted


def nothing(*_arguments: object, **_named: object) -> None:
    """Do nothing where something should be done."""


def pool_is_never_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "_check_not_overdrawn", nothing)


def later_days_are_not_checked(patch: pytest.MonkeyPatch) -> None:
    def only_now(postings: Iterator[DatedPosting], *, from_day: date, **named: Any) -> object:  # noqa: ANN401 - handed on
        return shortfalls([one for one in postings if one.decided_on <= from_day], from_day=from_day, **named)

    patch.setattr(decisions, "shortfalls", only_now)


def all_days_are_taken_for_one(patch: pytest.MonkeyPatch) -> None:
    def at_the_end(postings: Iterator[DatedPosting], **named: Any) -> object:  # noqa: ANN401 - handed on
        return shortfalls([replace(one, decided_on=date.max) for one in postings], **named)

    patch.setattr(decisions, "shortfalls", at_the_end)


def only_one_of_the_lines_is_checked(patch: pytest.MonkeyPatch) -> None:
    check = decisions._check_not_overdrawn  # noqa: SLF001 - it is the check that is to fail

    def first(session: Session, decision: Decision, giving: set[tuple[int, int]], lines: Any) -> None:  # noqa: ANN401 - handed on
        check(session, decision, sorted(giving)[:1], lines)

    patch.setattr(decisions, "_check_not_overdrawn", first)


def amounts_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "check_transfer", nothing)


def an_amount_may_be_below_zero(patch: pytest.MonkeyPatch) -> None:
    post = decisions.post_transfers

    def turned(session: Session, actor: Actor, decision_id: int, transfers: list[NewTransfer]) -> None:
        post(session, actor, decision_id, [positive(transfer) for transfer in transfers])

    def positive(transfer: NewTransfer) -> NewTransfer:
        return replace(transfer, amount_oere=abs(transfer.amount_oere))

    patch.setattr(decisions, "post_transfers", turned)


def amounts_are_rounded_to_ten_oere(patch: pytest.MonkeyPatch) -> None:
    changed_transfers(
        patch, lambda transfers: [replace(one, amount_oere=round(one.amount_oere, -1) or 1) for one in transfers]
    )


def one_oere_is_lost_in_large_batches(patch: pytest.MonkeyPatch) -> None:
    def shortened(transfers: list[NewTransfer]) -> list[NewTransfer]:
        *others, last = transfers
        return (
            [*others, replace(last, amount_oere=last.amount_oere - 1)] if others and last.amount_oere > 1 else transfers
        )

    changed_transfers(patch, shortened)


def the_last_of_a_batch_is_left_out(patch: pytest.MonkeyPatch) -> None:
    changed_transfers(patch, lambda transfers: transfers[:2])


def changed_transfers(patch: pytest.MonkeyPatch, change: Callable[[list[NewTransfer]], list[NewTransfer]]) -> None:
    post = decisions.post_transfers

    def changed(session: Session, actor: Actor, decision_id: int, transfers: list[NewTransfer]) -> None:
        post(session, actor, decision_id, change(list(transfers)) if transfers else [])

    patch.setattr(decisions, "post_transfers", changed)


def what_was_posted_before_a_refusal_stays(patch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def committed_anyway(self: Database) -> Iterator[Session]:
        refused: Refusal | None = None
        with Session(self._writing_engine) as session, session.begin():
            try:
                yield session
            except Refusal as error:
                refused = error
            session.execute(text("UPDATE revision SET number = number + 1 WHERE id = 1"))
        if refused:
            raise refused

    patch.setattr(Database, "writing", committed_anyway)


def a_reversal_is_posted_twice(patch: pytest.MonkeyPatch) -> None:
    post = decisions.post_transfers

    def twice(session: Session, actor: Actor, decision_id: int, transfers: list[NewTransfer]) -> None:
        post(session, actor, decision_id, transfers)
        again = [replace(one, reverses_id=None) for one in transfers if one.reverses_id is not None]
        post(session, actor, decision_id, again)

    patch.setattr(decisions, "post_transfers", twice)


def a_reversal_forgets_what_it_reverses(patch: pytest.MonkeyPatch) -> None:
    changed_transfers(patch, lambda transfers: [replace(one, reverses_id=None) for one in transfers])


def closed_years_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "_check_years_open", nothing)


def every_body_may_decide_everything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "_check_power", nothing)


def a_second_click_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(submissions, "first_time", nothing)
    patch.setattr(submissions, "done", nothing)


def nobody_records_who_did_it(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "record", nothing)


def the_day_of_the_decision_itself_is_left_out(patch: pytest.MonkeyPatch) -> None:
    asked_at(patch, lambda point: replace(point, day=point.day - timedelta(days=1)))


def what_was_known_earlier_is_rewritten(patch: pytest.MonkeyPatch) -> None:
    asked_at(patch, lambda point: replace(point, known_at=None))


def asked_at(patch: pytest.MonkeyPatch, change: Callable[[queries.AsOf], queries.AsOf]) -> None:
    """Let the budget be asked for at another point than was meant."""
    budget_at = queries.budget_at

    def elsewhere(session: Session, plan_id: int, point: queries.AsOf) -> dict[tuple[int, int], int]:
        return budget_at(session, plan_id, change(point))

    patch.setattr(queries, "budget_at", elsewhere)


FAULTS_OF_POSTING: tuple[Plant, ...] = (
    pool_is_never_checked,
    later_days_are_not_checked,
    all_days_are_taken_for_one,
    only_one_of_the_lines_is_checked,
    amounts_are_not_looked_at,
    an_amount_may_be_below_zero,
    amounts_are_rounded_to_ten_oere,
    one_oere_is_lost_in_large_batches,
    the_last_of_a_batch_is_left_out,
    what_was_posted_before_a_refusal_stays,
    a_reversal_is_posted_twice,
    a_reversal_forgets_what_it_reverses,
    closed_years_are_not_looked_at,
    every_body_may_decide_everything,
    a_second_click_counts,
    nobody_records_who_did_it,
    the_day_of_the_decision_itself_is_left_out,
    what_was_known_earlier_is_rewritten,
)
