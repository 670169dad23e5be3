"""The ledger's rules: transfers that can't be written down, and postings that would overdraw a later day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.ledger import (
    LARGEST_AMOUNT_OERE,
    DatedPosting,
    NewTransfer,
    Shortfall,
    TransferRefused,
    check_transfer,
    shortfalls,
)

POOL, MENTORS, SOURCE = 1, 2, 3
JANUARY, MARCH, JUNE = date(2020, 1, 15), date(2020, 3, 15), date(2020, 6, 15)
HELD = {POOL: True, MENTORS: True, SOURCE: False}


@pytest.mark.parametrize("amount", [1, 100, 10**12, LARGEST_AMOUNT_OERE])
def test_a_positive_amount_between_two_lines_in_the_plans_years_is_taken(amount: int) -> None:
    for year in (2019, 2020, 2022):
        check_transfer(NewTransfer(year, POOL, MENTORS, amount), first_year=2019, last_year=2022)


@pytest.mark.parametrize(
    ("transfer", "sentence"),
    [
        (NewTransfer(2020, POOL, MENTORS, 0), "Et beløb skal være større end 0"),
        (NewTransfer(2020, POOL, MENTORS, -1), "Ret beløbet for 2020"),
        (NewTransfer(2020, POOL, MENTORS, LARGEST_AMOUNT_OERE + 1), "højst 100.000 mia. kr."),
        (NewTransfer(2020, POOL, POOL, 100), "Vælg to forskellige linjer"),
        (NewTransfer(2018, POOL, MENTORS, 100), "2018 ligger uden for planens år, 2019 til 2022"),
        (NewTransfer(2023, POOL, MENTORS, 100), "udvid planen først"),
    ],
)
def test_a_transfer_no_ledger_could_hold_is_refused_with_the_remedy(transfer: NewTransfer, sentence: str) -> None:
    with pytest.raises(TransferRefused, match=sentence):
        check_transfer(transfer, first_year=2019, last_year=2022)


@pytest.mark.parametrize("amount", [100.0, 0.5, "100", True, None])
def test_an_amount_that_is_not_whole_oere_is_a_fault_of_the_caller(amount: object) -> None:
    transfer = NewTransfer(2020, POOL, MENTORS, amount)  # type: ignore[arg-type]  # what a careless caller hands over
    with pytest.raises(TypeError, match="whole øre"):
        check_transfer(transfer, first_year=2019, last_year=2022)


def test_a_pool_that_reaches_is_no_shortfall() -> None:
    postings = [DatedPosting(JANUARY, POOL, 2020, 100), DatedPosting(MARCH, POOL, 2020, -100)]
    assert shortfalls(postings, from_day=MARCH, never_negative=HELD) == ()


def test_a_pool_overdrawn_today_is_named_with_year_day_and_what_is_missing() -> None:
    postings = [DatedPosting(JANUARY, POOL, 2020, 100), DatedPosting(MARCH, POOL, 2020, -140)]
    assert shortfalls(postings, from_day=MARCH, never_negative=HELD) == (Shortfall(POOL, 2020, MARCH, -40),)


def test_taking_today_what_is_promised_for_later_is_named_on_the_later_day() -> None:
    postings = [
        DatedPosting(JANUARY, POOL, 2020, 100),
        DatedPosting(JUNE, POOL, 2020, -60),  # decided already, in force from June
        DatedPosting(MARCH, POOL, 2020, -60),
    ]
    assert shortfalls(postings, from_day=MARCH, never_negative=HELD) == (Shortfall(POOL, 2020, JUNE, -20),)


def test_money_that_comes_the_same_day_covers_what_goes_that_day() -> None:
    postings = [DatedPosting(MARCH, POOL, 2020, -60), DatedPosting(MARCH, POOL, 2020, 60)]
    assert shortfalls(postings, from_day=MARCH, never_negative=HELD) == ()


def test_money_of_one_year_does_not_cover_another() -> None:
    postings = [DatedPosting(JANUARY, POOL, 2020, 100), DatedPosting(JANUARY, POOL, 2021, -1)]
    assert shortfalls(postings, from_day=JANUARY, never_negative=HELD) == (Shortfall(POOL, 2021, JANUARY, -1),)


def test_the_source_may_go_below_zero_and_a_line_nobody_spoke_of_may_not() -> None:
    unknown = 99
    postings = [DatedPosting(JANUARY, SOURCE, 2020, -100), DatedPosting(JANUARY, unknown, 2020, -1)]
    assert [short.line_id for short in shortfalls(postings, from_day=JANUARY, never_negative=HELD)] == [unknown]


def test_a_gap_in_the_past_that_is_filled_by_now_is_left_in_peace() -> None:
    postings = [DatedPosting(JANUARY, POOL, 2020, -100), DatedPosting(MARCH, POOL, 2020, 100)]
    assert shortfalls(postings, from_day=MARCH, never_negative=HELD) == ()


FIRST_DAY = date(2020, 1, 1)
DAYS = st.integers(0, 12).map(lambda number: FIRST_DAY + timedelta(days=number))
POSTINGS = st.lists(
    st.builds(
        DatedPosting,
        decided_on=DAYS,
        line_id=st.sampled_from([POOL, MENTORS, SOURCE]),
        budget_year=st.sampled_from([2020, 2021]),
        amount_oere=st.integers(-5, 5),
    ),
    max_size=14,
)


@given(postings=POSTINGS, from_day=DAYS)
def test_shortfalls_are_what_counting_day_by_day_finds(postings: list[DatedPosting], from_day: date) -> None:
    expected = []
    for line in (POOL, MENTORS):
        for year in (2020, 2021):
            for number in range(13):
                day = FIRST_DAY + timedelta(days=number)
                balance = sum(
                    posting.amount_oere
                    for posting in postings
                    if (posting.line_id, posting.budget_year) == (line, year) and posting.decided_on <= day
                )
                if day >= from_day and balance < 0:
                    expected.append(Shortfall(line, year, day, balance))
                    break
    assert list(shortfalls(postings, from_day=from_day, never_negative=HELD)) == expected
