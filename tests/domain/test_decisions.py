"""Which body may take which decision."""

import pytest

from tracker.domain.decisions import BodyLevel, DecisionKind, body_level, may_decide

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


@pytest.mark.parametrize(
    ("kind", "narrowest"),
    [
        (DecisionKind.ADOPTION, COMMITTEE),
        (DecisionKind.ALLOCATION, ADMINISTRATION),
        (DecisionKind.REALLOCATION, ADMINISTRATION),
        (DecisionKind.SUPPLEMENTARY, COMMITTEE),
        (DecisionKind.CUT, COMMITTEE),
        (DecisionKind.CARRY_OVER, COMMITTEE),
        (DecisionKind.INDEXATION, ADMINISTRATION),
    ],
)
def test_a_kind_is_decided_by_its_own_body_and_by_every_wider_one(kind: DecisionKind, narrowest: BodyLevel) -> None:
    order = [ADMINISTRATION, COMMITTEE, FINANCE_COMMITTEE, COUNCIL]
    allowed = [level for level in order if may_decide(kind, level)]
    assert allowed == order[order.index(narrowest) :]


def test_every_kind_has_a_body_that_decides_it() -> None:
    assert all(may_decide(kind, COUNCIL) for kind in DecisionKind)
