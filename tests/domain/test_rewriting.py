"""From what stands to what is wanted: reversals and new rows, and nothing else."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.entries import Entry, EntryTransfer
from tracker.domain.ledger import NewTransfer
from tracker.domain.rewriting import StandingTransfer, changed_cells, rewritten

POOL, MENTORS, LANGUAGE = 1, 2, 3

moves = st.tuples(st.integers(2019, 2020), st.integers(1, 3), st.integers(4, 6), st.integers(1, 3))


def standing(*rows: tuple[int, int, int, int]) -> list[StandingTransfer]:
    return [StandingTransfer(number, *row) for number, row in enumerate(rows, 11)]


def test_what_is_the_same_is_left_alone_and_what_differs_is_reversed_and_entered_anew() -> None:
    rows = rewritten(
        standing((2019, POOL, MENTORS, 300), (2020, POOL, MENTORS, 400)),
        [NewTransfer(2020, POOL, MENTORS, 450), NewTransfer(2019, POOL, MENTORS, 300)],
    )
    assert rows == (
        NewTransfer(2020, MENTORS, POOL, 400, reverses_id=12),
        NewTransfer(2020, POOL, MENTORS, 450),
    )


def test_two_rows_that_say_the_same_are_two() -> None:
    row = (2019, POOL, MENTORS, 300)
    assert rewritten(standing(row, row), [NewTransfer(*row)]) == (
        NewTransfer(2019, MENTORS, POOL, 300, reverses_id=12),
    )
    assert rewritten(standing(row), [NewTransfer(*row), NewTransfer(*row)]) == (NewTransfer(*row),)


def test_an_amount_that_stands_is_not_asked_again_though_its_row_changes_in_another_year() -> None:
    entry = Entry(
        NewDecision(kind=DecisionKind.REALLOCATION, body="BIU", decided_on=None),
        (
            EntryTransfer(0, 2019, POOL, MENTORS, 300),
            EntryTransfer(0, 2020, POOL, MENTORS, 450),
            EntryTransfer(1, 2019, POOL, "ny-1", 5),
        ),
    )
    there = standing((2019, POOL, MENTORS, 300), (2020, POOL, MENTORS, 400))
    assert changed_cells(entry, there) == {(0, 2020), (1, 2019)}


@given(st.lists(moves, max_size=6), st.lists(moves, max_size=6))
def test_afterwards_exactly_the_wanted_rows_stand(
    before: list[tuple[int, int, int, int]], wanted: list[tuple[int, int, int, int]]
) -> None:
    old = standing(*before)
    rows = rewritten(old, [NewTransfer(*row) for row in wanted])
    reversed_ids = {row.reverses_id for row in rows}
    left = [one.moves for one in old if one.id not in reversed_ids]
    added = [
        (row.budget_year, row.from_line_id, row.to_line_id, row.amount_oere) for row in rows if row.reverses_id is None
    ]
    assert Counter(left + added) == Counter(wanted)
    # No row is reversed only to be entered again as it was.
    gone = Counter(one.moves for one in old if one.id in reversed_ids)
    assert not gone & Counter(added)
