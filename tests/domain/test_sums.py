"""How a printed sum stands to its parts, and what rounding can explain."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.published_tables import Verdict
from tracker.domain.sums import judge_sum


@pytest.mark.parametrize(
    ("printed", "computed", "parts", "step", "verdict"),
    [
        (1_100, 1_100, 9, 1, Verdict.EQUAL),
        (3, 4, 2, 1, Verdict.ROUNDING),
        (3, 4, 1, 1, Verdict.DIFFERS),
        (8, 10, 3, 1, Verdict.DIFFERS),
        (8, 10, 4, 1, Verdict.ROUNDING),
        (10, 8, 4, 1, Verdict.ROUNDING),
        (11, 10, 9, 0, Verdict.DIFFERS),
        (None, 10, 9, 1, Verdict.UNREADABLE),
        (10, None, 9, 1, Verdict.UNREADABLE),
        (0, 0, 0, 1, Verdict.EQUAL),
    ],
)
def test_a_difference_is_judged_by_what_rounding_can_explain(
    printed: int | None, computed: int | None, parts: int, step: int, verdict: Verdict
) -> None:
    assert judge_sum(printed_oere=printed, computed_oere=computed, parts=parts, step_oere=step) is verdict


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_what_rounding_alone_does_never_differs(tenths: list[int]) -> None:
    printed = [_rounded(amount) for amount in tenths]

    verdict = judge_sum(printed_oere=_rounded(sum(tenths)), computed_oere=sum(printed), parts=len(printed), step_oere=1)

    assert verdict in {Verdict.EQUAL, Verdict.ROUNDING}


def _rounded(tenths: int) -> int:
    return int(Fraction(tenths, 10) + Fraction(1, 2))
