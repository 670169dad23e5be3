"""Faults in the way from a form or a proposal to the ledger, to see that the machine would find each of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from tests.ledger.planted_faults import Plant, nothing, shows_in
from tracker.actions import decisions, entries, proposals, versions
from tracker.actions.moments import moment
from tracker.domain import entries as entry_rules
from tracker.domain import rewriting, rulings
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.ledger import NewTransfer, shortfalls
from tracker.domain.people import Actor
from tracker.models.decisions import Decision, Transfer
from tracker.queries import budget, ledger
from tracker.queries import entries as entry_queries
from tracker.queries import powers as power_queries
from tracker.queries.proposals import open_proposals

Rows = Sequence[NewTransfer]


def adopting_does_not_check_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proposals, "check_in_force", nothing)
    patch.setattr(proposals, "_problems_now", nothing)


def adopting_takes_closed_years(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proposals, "closed_years", lambda *_: frozenset())
    patch.setattr(proposals, "_problems_now", nothing)


def a_dropped_proposal_can_be_adopted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proposals, "OPEN_STATES", frozenset(ProposalState))


def an_adopted_proposal_was_known_since_it_was_typed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proposals, "moment", lambda session: moment(session) - timedelta(days=1))


def drafts_count_in_the_budget(patch: pytest.MonkeyPatch) -> None:
    budget_at = budget.budget_at

    def with_drafts(session: Session, plan_id: int, point: budget.AsOf) -> dict[tuple[int, int], int]:
        drafts = open_proposals(session, plan_id, actor=None)
        return budget_at(session, plan_id, replace(point, proposals=(point.proposals or frozenset()) | drafts))

    patch.setattr(budget, "budget_at", with_drafts)


def the_form_takes_closed_years(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entry_queries, "closed_years", lambda *_: frozenset())


def the_form_knows_no_powers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entry_queries, "reaches", lambda *_: True)


def money_crosses_committees_like_any_other(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rulings, "crosses_committees", lambda *_, **__: False)


def money_crosses_committees_unseen_by_way_of_the_frame(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rulings, "_BY_WAY_OF_THE_FRAME", frozenset())


@shows_in("reallocation")
def a_reallocation_may_empty_the_pool_by_its_own_power(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rulings, "_out_of_reserves", lambda *_: ())


@shows_in("indexation")
def an_indexation_goes_both_ways(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entry_queries, "problems_of_direction", lambda *_: ())


def a_correction_is_judged_by_powers_that_came_later(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rulings, "beyond", lambda transfers, _: transfers)


def the_form_looks_at_the_day_alone(patch: pytest.MonkeyPatch) -> None:
    def only_now(postings: Sequence[Any], *, from_day: Any, **named: Any) -> object:  # noqa: ANN401 - handed on
        return shortfalls([one for one in postings if one.decided_on <= from_day], from_day=from_day, **named)

    patch.setattr(entry_queries, "shortfalls", only_now)


@shows_in("carry_over")
def a_carry_over_needs_no_second_half(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entry_rules, "_problems_of_pairs", lambda *_: ())


@shows_in("carry_over")
def a_carry_over_loses_its_second_half(patch: pytest.MonkeyPatch) -> None:
    def without_it(session: Session, _actor: Actor, decision_id: int, rows: Rows) -> Rows:
        is_pair = session.get_one(Decision, decision_id).kind is DecisionKind.CARRY_OVER
        return [row for row in rows if row.budget_year == min(row.budget_year for row in rows)] if is_pair else rows

    changed_rows(patch, without_it)


def a_correction_does_not_reverse(patch: pytest.MonkeyPatch) -> None:
    rewritten = rewriting.rewritten

    def additions(*arguments: Any) -> Rows:  # noqa: ANN401 - handed on
        return [row for row in rewritten(*arguments) if row.reverses_id is None]

    patch.setattr(entries, "rewritten", additions)


def a_correction_enters_the_whole_again(patch: pytest.MonkeyPatch) -> None:
    rewritten = rewriting.rewritten

    def all_again(standing: Sequence[Any], wanted: Rows) -> Rows:
        return [*rewritten(standing, ()), *wanted]

    patch.setattr(entries, "rewritten", all_again)


def a_correction_is_dated_back_to_its_decision(patch: pytest.MonkeyPatch) -> None:
    def dated_back(session: Session, _actor: Actor, decision_id: int, rows: Rows) -> Rows:
        session.info["moment"] = session.get_one(Decision, decision_id).recorded_at
        return rows

    changed_rows(patch, dated_back)


def a_correction_asks_for_no_lines_it_takes_from(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entry_queries, "standing_transfers", lambda *_: ())


def a_given_up_row_counts_again(patch: pytest.MonkeyPatch) -> None:
    with_given_up = (
        select(
            col(Transfer.id),
            col(Transfer.budget_year),
            col(Transfer.from_line_id),
            col(Transfer.to_line_id),
            col(Transfer.amount_oere),
            col(Transfer.published_cell_id),
        )
        .where(col(Transfer.decision_id) == bindparam("decision_id"), col(Transfer.reverses_id).is_(None))
        .order_by(col(Transfer.id))
    )
    patch.setattr(ledger, "_STANDING", with_given_up)


def whoever_saves_last_wins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(versions, "check", nothing)


def a_line_of_one_proposal_is_there_for_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(power_queries, "_LINES_AT_HAND", power_queries._SOME_LINES)  # noqa: SLF001 - it is the fault


def a_project_lead_may_enter_anything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(entries, "_check_may_propose", nothing)


def changed_rows(patch: pytest.MonkeyPatch, change: Callable[[Session, Actor, int, Rows], Rows]) -> None:
    """Let other rows be written than were judged, on every way to the ledger."""
    write = decisions.write_transfers

    def changed(session: Session, actor: Actor, decision_id: int, rows: Rows) -> None:
        write(session, actor, decision_id, change(session, actor, decision_id, rows))

    patch.setattr(decisions, "write_transfers", changed)
    patch.setattr(entries, "write_transfers", changed)


FAULTS_OF_PROPOSALS: tuple[Plant, ...] = (
    adopting_does_not_check_again,
    adopting_takes_closed_years,
    a_dropped_proposal_can_be_adopted,
    an_adopted_proposal_was_known_since_it_was_typed,
    drafts_count_in_the_budget,
    the_form_takes_closed_years,
    the_form_knows_no_powers,
    money_crosses_committees_like_any_other,
    money_crosses_committees_unseen_by_way_of_the_frame,
    a_reallocation_may_empty_the_pool_by_its_own_power,
    an_indexation_goes_both_ways,
    a_correction_is_judged_by_powers_that_came_later,
    the_form_looks_at_the_day_alone,
    a_carry_over_needs_no_second_half,
    a_carry_over_loses_its_second_half,
    a_correction_does_not_reverse,
    a_correction_enters_the_whole_again,
    a_correction_is_dated_back_to_its_decision,
    a_correction_asks_for_no_lines_it_takes_from,
    a_given_up_row_counts_again,
    whoever_saves_last_wins,
    a_line_of_one_proposal_is_there_for_all,
    a_project_lead_may_enter_anything,
)
