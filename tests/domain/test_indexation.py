"""Indexation: the shares add up to the rounded total, and nobody gets more or less than a step from the exact part."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.indexation import MILLION, STEPS_OERE, Rounding, indexed

TKR = 100_000
AMOUNTS = st.integers(-(10**13), 10**13)
BUDGETS = st.lists(AMOUNTS, max_size=30).map(lambda amounts: list(enumerate(amounts, 1)))
RATES = st.integers(-500_000, 1_000_000)
ROUNDINGS = st.sampled_from(list(Rounding))


def shares(budgets: list[tuple[int, int]], rate: int, rounding: Rounding) -> list[int]:
    return [line.share_oere for line in indexed(budgets, rate_millionths=rate, rounding=rounding)]


def test_the_integration_plan_of_2021_is_indexed_as_by_hand() -> None:
    """11.000 × 1,85 pct. is 203,5, so 204; 61,05 46,25 14,8 14,8 29,6 18,5 7,4 11,1 miss 4 when rounded down."""
    budgets = list(
        enumerate([3300 * TKR, 2500 * TKR, 800 * TKR, 800 * TKR, 1600 * TKR, 1000 * TKR, 400 * TKR, 600 * TKR])
    )
    assert [share // TKR for share in shares(budgets, 18_500, Rounding.THOUSAND_KR)] == [61, 46, 15, 15, 30, 19, 7, 11]
    assert sum(shares(budgets, 18_500, Rounding.OERE)) == 20_350_000


@pytest.mark.parametrize(
    ("rate", "total"), [(5_000, 1), (4_999, 0), (-5_000, -1), (-4_999, 0), (15_000, 2), (-15_000, -2)]
)
def test_half_a_step_is_rounded_away_from_zero(rate: int, total: int) -> None:
    assert sum(shares([(1, 60), (2, 40)], rate, Rounding.OERE)) == total


def test_of_equal_lines_the_first_in_the_table_gets_the_step_that_is_left() -> None:
    assert shares([(7, 100), (3, 100), (5, 100)], 6_000, Rounding.OERE) == [1, 1, 0]


def test_lines_keep_their_order_and_know_what_they_had_and_have() -> None:
    (first, second) = indexed([(9, 200 * TKR), (2, 0)], rate_millionths=20_000, rounding=Rounding.KR)
    assert (first.line_id, first.before_oere, first.share_oere, first.after_oere) == (9, 200 * TKR, 4 * TKR, 204 * TKR)
    assert (second.line_id, second.share_oere) == (2, 0)


def test_no_lines_share_nothing() -> None:
    assert indexed([], rate_millionths=18_500, rounding=Rounding.KR) == ()


@given(BUDGETS, RATES, ROUNDINGS)
def test_the_shares_are_whole_steps_and_add_up_to_the_rounded_total(
    budgets: list[tuple[int, int]], rate: int, rounding: Rounding
) -> None:
    step = STEPS_OERE[rounding]
    found = shares(budgets, rate, rounding)
    exact = Fraction(sum(amount for _, amount in budgets) * rate, MILLION * step)
    whole = abs(exact) + Fraction(1, 2)
    expected = (whole.numerator // whole.denominator) * (1 if exact >= 0 else -1)
    assert all(share % step == 0 for share in found)
    assert sum(found) == expected * step


@given(BUDGETS, RATES, ROUNDINGS)
def test_no_share_is_a_whole_step_from_the_exact_part(
    budgets: list[tuple[int, int]], rate: int, rounding: Rounding
) -> None:
    step = STEPS_OERE[rounding]
    for (_, amount), share in zip(budgets, shares(budgets, rate, rounding), strict=True):
        assert abs(share - Fraction(amount * rate, MILLION)) < step


@given(BUDGETS, RATES, ROUNDINGS)
def test_a_negative_rate_takes_what_the_positive_one_gives(
    budgets: list[tuple[int, int]], rate: int, rounding: Rounding
) -> None:
    assert shares(budgets, -rate, rounding) == [-share for share in shares(budgets, rate, rounding)]


@given(BUDGETS, st.integers(0, 1_000_000), ROUNDINGS)
def test_a_line_with_more_never_gets_less(budgets: list[tuple[int, int]], rate: int, rounding: Rounding) -> None:
    by_budget = sorted(zip((amount for _, amount in budgets), shares(budgets, rate, rounding), strict=True))
    for (less, its_share), (more, other_share) in pairwise(by_budget):
        assert less == more or its_share <= other_share
