"""Carry-over: what is left of a year, and the pairs that take it on."""

from tracker.domain.budget import LineRole
from tracker.domain.carry_over import CarriedLine, pairs, years_fit
from tracker.domain.entries import EntryTransfer

TKR = 100_000


def mentors(*, spent: int | None = None, carried: int | None = None) -> CarriedLine:
    return CarriedLine(
        1,
        LineRole.INITIATIVE,
        800 * TKR,
        None if spent is None else spent * TKR,
        None if carried is None else carried * TKR,
    )


def test_what_is_left_is_unknown_until_somebody_says_what_was_spent() -> None:
    assert mentors().left_oere is None
    assert mentors().proposed_oere is None
    assert mentors(spent=500).left_oere == 300 * TKR
    assert mentors(spent=0).proposed_oere == 800 * TKR


def test_all_of_a_reserve_is_left() -> None:
    pool = CarriedLine(2, LineRole.RESERVE, 600 * TKR)
    assert (pool.left_oere, pool.proposed_oere) == (600 * TKR, 600 * TKR)


def test_a_line_that_spent_too_much_carries_nothing_over() -> None:
    overspent = mentors(spent=900, carried=0)
    assert (overspent.left_oere, overspent.proposed_oere, overspent.carries_too_much) == (-100 * TKR, 0, False)
    assert mentors(spent=900, carried=1).carries_too_much


def test_more_than_is_left_is_too_much_and_all_of_it_is_not() -> None:
    assert not mentors(spent=500, carried=300).carries_too_much
    assert mentors(spent=500, carried=301).carries_too_much


def test_nothing_can_be_carried_over_before_it_is_known_what_is_left() -> None:
    assert mentors(carried=1).lacks_spending
    assert not mentors(carried=0).lacks_spending
    assert not mentors(spent=0, carried=1).lacks_spending


def test_each_line_that_carries_something_has_a_pair_of_rows() -> None:
    pool = CarriedLine(2, LineRole.RESERVE, 600 * TKR, None, 600 * TKR)
    lines = [mentors(spent=500, carried=300), CarriedLine(3, LineRole.OTHER, 5, 5, 0), pool]
    assert pairs(lines, source_id=9, from_year=2020, to_year=2022) == (
        EntryTransfer(0, 2020, 1, 9, 300 * TKR),
        EntryTransfer(1, 2022, 9, 1, 300 * TKR),
        EntryTransfer(2, 2020, 2, 9, 600 * TKR),
        EntryTransfer(3, 2022, 9, 2, 600 * TKR),
    )


def test_money_is_carried_forward_in_time_alone() -> None:
    assert [years_fit(2020, year) for year in (2019, 2020, 2021, 2025)] == [False, False, True, True]
