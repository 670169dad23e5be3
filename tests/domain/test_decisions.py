"""Which body may take which decision."""

from tracker.domain.decisions import BodyLevel, reaches


def test_a_wider_body_has_the_power_of_every_narrower_one() -> None:
    assert [reaches(level, BodyLevel.FINANCE_COMMITTEE) for level in BodyLevel] == [False, False, True, True]
