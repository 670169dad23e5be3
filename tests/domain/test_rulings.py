"""What is asked of a body: what leaves a pool or a committee, whatever it is called, and only what grows."""

from collections.abc import Mapping

import pytest

from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionKind
from tracker.domain.entries import EntryTransfer, LineFacts, LineRef, committee_of, problems_of_direction
from tracker.domain.powers import USUAL_POWERS, Matter, Power
from tracker.domain.rulings import crosses_committees, ruling_of

ADMINISTRATION, COMMITTEE, FINANCE_COMMITTEE, COUNCIL = BodyLevel
FRAME, POOL, MENTORS, LANGUAGE, NEIGHBOURS, INCOME = range(1, 7)
TKR = 100_000


def line(ref: LineRef, role: LineRole = LineRole.INITIATIVE, own: str = "") -> LineFacts:
    return LineFacts(ref, str(ref), role, committee_of(role, own, of_plan="BIU"), held=True)


LINES: Mapping[LineRef, LineFacts] = {
    FRAME: line(FRAME, LineRole.SOURCE),
    POOL: line(POOL, LineRole.RESERVE),
    MENTORS: line(MENTORS),
    LANGUAGE: line(LANGUAGE, own="biu"),
    NEIGHBOURS: line(NEIGHBOURS, own="SUD"),
    INCOME: line(INCOME, LineRole.OTHER),
}
Row = tuple[int, int, int, int]


def typed(*rows: Row) -> list[EntryTransfer]:
    """Type rows of (year, from, to, thousand kroner)."""
    return [
        EntryTransfer(number, year, giver, taker, amount * TKR)
        for number, (year, giver, taker, amount) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("kind", "rows", "crosses"),
    [
        # There is one committee's money that another has a year later.
        (DecisionKind.CARRY_OVER, [(2019, MENTORS, FRAME, 3), (2020, FRAME, NEIGHBOURS, 3)], True),
        (
            DecisionKind.CARRY_OVER,
            [(2019, MENTORS, FRAME, 3), (2020, FRAME, MENTORS, 2), (2020, FRAME, NEIGHBOURS, 1)],
            True,
        ),
        (DecisionKind.CARRY_OVER, [(2019, MENTORS, FRAME, 3), (2020, FRAME, LANGUAGE, 3)], False),
        (
            DecisionKind.CARRY_OVER,
            [
                (2019, MENTORS, FRAME, 3),
                (2019, NEIGHBOURS, FRAME, 1),
                (2020, FRAME, LANGUAGE, 3),
                (2020, FRAME, NEIGHBOURS, 1),
            ],
            False,
        ),
        (DecisionKind.INDEXATION, [(2019, MENTORS, FRAME, 3), (2020, FRAME, NEIGHBOURS, 3)], True),
        (DecisionKind.INDEXATION, [(2020, FRAME, MENTORS, 3), (2020, FRAME, NEIGHBOURS, 1)], False),
        (DecisionKind.REALLOCATION, [(2020, MENTORS, LANGUAGE, 3)], False),
        (DecisionKind.REALLOCATION, [(2020, MENTORS, NEIGHBOURS, 3)], True),
    ],
)
def test_money_crosses_committees_by_way_of_the_frame_too_and_a_committee_is_one_however_it_is_written(
    kind: DecisionKind, rows: list[Row], *, crosses: bool
) -> None:
    assert crosses_committees(kind, typed(*rows), LINES) is crosses


def level(
    kind: DecisionKind, *rows: Row, was: tuple[Row, ...] = (), powers: Mapping[Matter, Power] = USUAL_POWERS
) -> BodyLevel | None:
    found = ruling_of(powers, kind, typed(*rows), LINES, {}, was=typed(*was))
    return None if found is None else found.level


def test_money_that_leaves_a_pool_needs_the_power_to_allocate_whatever_the_decision_is_called() -> None:
    powers = {**USUAL_POWERS, Matter.ALLOCATION: Power(Matter.ALLOCATION, COUNCIL)}
    for kind, *rows in (
        (DecisionKind.ALLOCATION, (2020, POOL, MENTORS, 1)),
        (DecisionKind.REALLOCATION, (2020, POOL, MENTORS, 1)),
        (DecisionKind.CARRY_OVER, (2020, POOL, FRAME, 500), (2021, FRAME, MENTORS, 500)),
    ):
        assert level(kind, *rows, powers=powers) is COUNCIL
    for kind, *rows in (
        (DecisionKind.REALLOCATION, (2020, MENTORS, LANGUAGE, 500)),
        (DecisionKind.REALLOCATION, (2020, MENTORS, POOL, 500)),
        (DecisionKind.CARRY_OVER, (2020, POOL, FRAME, 500), (2021, FRAME, POOL, 500)),
    ):
        assert level(kind, *rows, powers=powers) is COMMITTEE


def test_the_power_to_reallocate_holds_for_what_leaves_a_pool_by_that_name_too() -> None:
    powers = {**USUAL_POWERS, Matter.REALLOCATION: Power(Matter.REALLOCATION, FINANCE_COMMITTEE)}
    assert level(DecisionKind.REALLOCATION, (2020, POOL, MENTORS, 1), powers=powers) is FINANCE_COMMITTEE


def test_of_a_correction_only_what_moves_more_than_before_is_asked_about() -> None:
    small = {**USUAL_POWERS, Matter.ALLOCATION: Power(Matter.ALLOCATION, COMMITTEE, 50 * TKR)}
    was = (2020, POOL, MENTORS, 90), (2021, POOL, MENTORS, 10)

    def corrected(*rows: Row) -> BodyLevel | None:
        return level(DecisionKind.ALLOCATION, *rows, was=was, powers=small)

    assert corrected(*was) is None
    assert corrected((2020, POOL, MENTORS, 80), was[1]) is None
    assert corrected(was[0], (2021, POOL, MENTORS, 20)) is ADMINISTRATION
    assert corrected((2020, POOL, MENTORS, 91), was[1]) is COMMITTEE
    # All that leaves the pool in the year is asked about, so that nobody splits an amount.
    assert corrected(*was, (2020, POOL, LANGUAGE, 1)) is COMMITTEE
    assert corrected(was[0], (2021, POOL, NEIGHBOURS, 1)) is COUNCIL


def test_an_indexation_goes_one_way_in_each_year_and_a_line_below_zero_the_other() -> None:
    before: dict[tuple[LineRef, int], int] = {(MENTORS, 2020): 100 * TKR, (INCOME, 2020): -100 * TKR}

    def told(*rows: Row) -> list[tuple[int | None, int | None]]:
        return [(one.row, one.budget_year) for one in problems_of_direction(typed(*rows), LINES, before)]

    up, more_income = (2020, FRAME, MENTORS, 5), (2020, INCOME, FRAME, 5)
    assert told(up, more_income, (2020, FRAME, NEIGHBOURS, 1), (2021, MENTORS, FRAME, 5)) == []
    assert told((2020, MENTORS, FRAME, 5), (2020, FRAME, INCOME, 5)) == []
    assert told((2020, POOL, FRAME, 5), up) == [(0, 2020)]
    assert told(up, (2020, FRAME, LANGUAGE, 5), (2020, POOL, FRAME, 6)) == [(2, 2020)]
    assert told((2020, FRAME, MENTORS, 1), (2020, POOL, FRAME, 6)) == [(0, 2020)]
    assert told(up, (2020, FRAME, INCOME, 1)) == [(1, 2020)]
