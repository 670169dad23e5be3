"""Which bodies are known, by their long names and their letters, and how much each may decide."""

import pytest

from tracker.domain.bodies import body_key, body_level, written_out
from tracker.domain.decisions import BodyLevel

ADMINISTRATION, COMMITTEE, FINANCE_COMMITTEE, COUNCIL = BodyLevel
LONG_BIF = "Beskæftigelses- og Integrationsforvaltningen"


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("BIF", ADMINISTRATION),
        (" bif ", ADMINISTRATION),
        (LONG_BIF, ADMINISTRATION),
        ("Forvaltningen", ADMINISTRATION),
        ("Forvaltning", ADMINISTRATION),
        ("administrationen", ADMINISTRATION),
        ("Direktionen", ADMINISTRATION),
        ("BIU", COMMITTEE),
        ("biu", COMMITTEE),
        ("Beskæftigelses- og Integrationsudvalget", COMMITTEE),
        ("SUD", COMMITTEE),
        ("Kulturudvalg", COMMITTEE),
        ("Et udvalg", COMMITTEE),
        ("The Employment Committee", COMMITTEE),
        ("ØU", FINANCE_COMMITTEE),
        ("Økonomiudvalg", FINANCE_COMMITTEE),
        ("ØKONOMIUDVALGET", FINANCE_COMMITTEE),
        ("BR", COUNCIL),
        ("Borgerrepræsentationen", COUNCIL),
        ("Byrådet", COUNCIL),
        ("the administration", ADMINISTRATION),
        ("the Finance Committee", FINANCE_COMMITTEE),
        ("The City Council", COUNCIL),
    ],
)
@pytest.mark.parametrize("administration", ["BIF", LONG_BIF])
def test_a_bodys_level_is_known_by_its_name(body: str, level: BodyLevel, administration: str) -> None:
    assert body_level(body, administration=administration) is level


@pytest.mark.parametrize("body", ["", " ", "Kaffeklubben", "BIUU", "SUF", "Socialforvaltningen", "BIU og ØU"])
def test_what_is_no_body_of_the_plan_has_no_level(body: str) -> None:
    """Another plan's administration is none here."""
    assert body_level(body, administration="BIF", committees=["BIU", "", "SUD"]) is None
    assert body_level(body, administration="") is None


def test_a_plans_and_its_lines_committees_may_be_called_anything_but_what_other_bodies_are() -> None:
    own = ["Følgegruppen", "BR", "Forvaltningen", "Kaffeklubben"]
    assert body_level("følgegruppen", administration="BIF", committees=own) is COMMITTEE
    assert body_level("BR", administration="BIF", committees=own) is COUNCIL
    assert body_level("Forvaltningen", administration="BIF", committees=own) is ADMINISTRATION


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("biu", "BIU", True),
        (" BIU", "Beskæftigelses- og Integrationsudvalget", True),
        ("Beskæftigelses og integrationsudvalg", "BIU", True),
        ("Følge-gruppen", "følgegruppen", True),
        ("BIU", "SUD", False),
    ],
)
def test_a_body_is_the_same_however_it_is_written(first: str, second: str, *, same: bool) -> None:
    assert (body_key(first) == body_key(second)) is same


@pytest.mark.parametrize(
    ("body", "name"),
    [(" biu", "Beskæftigelses- og Integrationsudvalget"), ("BIF", LONG_BIF), (" Kaffeklubben ", "Kaffeklubben")],
)
def test_a_body_is_written_out_where_it_is_known(body: str, name: str) -> None:
    assert written_out(body) == name
