"""Sums: how a printed sum stands to the sum of its parts, and what rounding can explain."""

from tracker.domain.published_tables import Verdict


def judge_sum(*, printed_oere: int | None, computed_oere: int | None, parts: int, step_oere: int) -> Verdict:
    """Compare a printed sum with the computed one; None stands for what couldn't be read.

    ``step_oere`` is what the last printed decimal is worth, 0 where nothing was rounded. Each of the ``parts`` and the
    sum itself can be off by half a step, so a difference below (parts + 1) / 2 steps can come from rounding.
    """
    if printed_oere is None or computed_oere is None:
        return Verdict.UNREADABLE
    difference = abs(printed_oere - computed_oere)
    if not difference:
        return Verdict.EQUAL
    return Verdict.ROUNDING if 2 * difference < (parts + 1) * step_oere else Verdict.DIFFERS
