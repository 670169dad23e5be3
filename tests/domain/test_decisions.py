"""Which body may take which decision."""

import pytest

from tracker.domain.decisions import BodyLevel, body_level, reaches

ADMINISTRATION, COMMITTEE, FINANCE_COMMITTEE, COUNCIL = BodyLevel


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("BIF", ADMINISTRATION),
        (" bif ", ADMINISTRATION),
        ("Forvaltningen", ADMINISTRATION),
        ("BIU", COMMITTEE),
        ("Beskæftigelses- og Integrationsudvalget", COMMITTEE),
        ("ØU", FINANCE_COMMITTEE),
        ("ØKONOMIUDVALGET", FINANCE_COMMITTEE),
        ("BR", COUNCIL),
        ("Borgerrepræsentationen", COUNCIL),
    ],
)
def test_a_bodys_level_is_known_by_its_name(body: str, level: BodyLevel) -> None:
    assert body_level(body, administration="BIF") is level


def test_another_plans_administration_is_no_administration_here() -> None:
    assert body_level("SUF", administration="BIF") is COMMITTEE


def test_an_administration_that_nobody_named_is_not_taken_for_a_body_without_a_name() -> None:
    assert body_level("", administration="") is not ADMINISTRATION


def test_a_wider_body_has_the_power_of_every_narrower_one() -> None:
    assert [reaches(level, FINANCE_COMMITTEE) for level in BodyLevel] == [False, False, True, True]
