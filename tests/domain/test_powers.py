"""Which body may decide what: by kind, by amount, and where money leaves its committee."""

from collections.abc import Mapping

import pytest

from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionKind
from tracker.domain.entries import EntryTransfer, LineFacts, LineRef, committee_of
from tracker.domain.powers import USUAL_POWERS, Matter, Movement, Power, limit_text, mark, rule, rulings
from tracker.domain.rulings import crosses_committees, movements

ADMINISTRATION, COMMITTEE, FINANCE_COMMITTEE, COUNCIL = BodyLevel
KR = 100
TKR = 100_000


def ruling(
    kind: DecisionKind,
    *movements_kr: tuple[int, int],
    across: bool = False,
    powers: Mapping[Matter, Power] = USUAL_POWERS,
) -> tuple[BodyLevel, str]:
    moved = [Movement(amount * KR, budget * KR) for amount, budget in movements_kr]
    found = rule(powers, kind, moved, across_committees=across)
    return found.level, str(found.text)


def test_every_kind_has_a_usual_power_and_so_has_money_that_leaves_its_committee() -> None:
    assert set(USUAL_POWERS) == set(Matter)
    assert {matter.value for matter in Matter} == {kind.value for kind in DecisionKind} | {"across_committees"}


@pytest.mark.parametrize(
    ("kind", "level", "sentence"),
    [
        (DecisionKind.ADOPTION, COMMITTEE, "Vedtagelse af budgettet: udvalget beslutter."),
        (DecisionKind.SUPPLEMENTARY, COMMITTEE, "Tillægsbevilling: udvalget beslutter."),
        (DecisionKind.CUT, COMMITTEE, "Besparelse: udvalget beslutter."),
        (DecisionKind.CARRY_OVER, COMMITTEE, "Overførsel mellem år: udvalget beslutter."),
        (DecisionKind.INDEXATION, ADMINISTRATION, "P/l-regulering: forvaltningen beslutter."),
    ],
)
def test_some_kinds_are_usually_decided_by_one_body_whatever_the_amount(
    kind: DecisionKind, level: BodyLevel, sentence: str
) -> None:
    assert ruling(kind, (1, 1_000_000)) == ruling(kind, (900_000, 1_000_000)) == (level, sentence)


@pytest.mark.parametrize(
    ("amount_kr", "budget_kr", "level"),
    [
        (100_000, 0, ADMINISTRATION),
        (100_001, 0, COMMITTEE),
        (100_001, 1_000_000, COMMITTEE),
        (100_001, 1_000_010, ADMINISTRATION),
        (300_000, 3_000_000, ADMINISTRATION),
        (300_001, 3_000_000, COMMITTEE),
        (100_001, -5_000_000, COMMITTEE),
    ],
)
def test_an_allocation_is_the_administrations_up_to_the_amount_or_up_to_the_share(
    amount_kr: int, budget_kr: int, level: BodyLevel
) -> None:
    assert ruling(DecisionKind.ALLOCATION, (amount_kr, budget_kr))[0] is level


def test_the_rule_that_fires_is_said_with_its_limit() -> None:
    limit = "100.000 kr. eller 10 pct. af linjens budget i året"
    small = ruling(DecisionKind.REALLOCATION, (100_000, 0))
    large = ruling(DecisionKind.REALLOCATION, (100_001, 0))
    assert small[1] == f"Omdisponering på højst {limit}: forvaltningen beslutter."
    assert large[1] == f"Omdisponering over {limit}: udvalget beslutter."


def test_one_large_movement_among_small_ones_is_enough() -> None:
    assert ruling(DecisionKind.ALLOCATION, (1, 0), (100_001, 0), (1, 0))[0] is COMMITTEE


def test_money_that_leaves_its_committee_goes_to_the_council_however_small() -> None:
    assert ruling(DecisionKind.REALLOCATION, (1, 0), across=True) == (
        COUNCIL,
        "Flytning mellem udvalg: Borgerrepræsentationen beslutter.",
    )


def test_between_two_committees_the_wider_of_the_two_rules_holds() -> None:
    small = Power(Matter.ACROSS_COMMITTEES, COUNCIL, most_oere=50_000 * KR)
    powers = {**USUAL_POWERS, Matter.ACROSS_COMMITTEES: small}
    assert ruling(DecisionKind.CUT, (1, 0), across=True, powers=powers)[0] is COMMITTEE
    assert ruling(DecisionKind.REALLOCATION, (50_000, 0), across=True, powers=powers)[0] is ADMINISTRATION
    assert ruling(DecisionKind.REALLOCATION, (50_001, 0), across=True, powers=powers)[0] is COUNCIL


def test_without_limits_the_administration_decides_nothing_of_a_matter() -> None:
    powers = {Matter.ALLOCATION: Power(Matter.ALLOCATION, FINANCE_COMMITTEE)}
    assert ruling(DecisionKind.ALLOCATION, (1, 0), powers=powers) == (
        FINANCE_COMMITTEE,
        "Udmøntning af puljen: Økonomiudvalget beslutter.",
    )


def test_a_plan_that_says_nothing_of_a_matter_follows_what_is_usual() -> None:
    assert ruling(DecisionKind.CUT, (1, 0), powers={}) == ruling(DecisionKind.CUT, (1, 0))


@pytest.mark.parametrize(
    ("most_kr", "most_share", "text"),
    [
        (100_000, 1_000, "100.000 kr. eller 10 pct. af linjens budget i året"),
        (50_000, None, "50.000 kr. i året"),
        (None, 1_250, "12,5 pct. af linjens budget i året"),
        (None, 5, "0,05 pct. af linjens budget i året"),
        (None, None, None),
    ],
)
def test_a_limit_is_put_into_words(most_kr: int | None, most_share: int | None, text: str | None) -> None:
    power = Power(Matter.CUT, COMMITTEE, None if most_kr is None else most_kr * KR, most_share)
    found = limit_text(power)
    assert (None if found is None else str(found)) == text


def test_a_power_with_a_limit_says_both_what_is_below_and_what_is_above() -> None:
    said = [str(each.text) for each in rulings(Power(Matter.CUT, COUNCIL, 50_000 * KR))]
    assert said == [
        "Besparelse på højst 50.000 kr. i året: forvaltningen beslutter.",
        "Besparelse over 50.000 kr. i året: Borgerrepræsentationen beslutter.",
    ]
    assert [each.level for each in rulings(Power(Matter.CUT, ADMINISTRATION))] == [ADMINISTRATION]


def test_the_mark_of_the_powers_changes_with_any_of_them_and_comes_back_with_it() -> None:
    seen = mark(USUAL_POWERS)
    for matter in Matter:
        for changed in (
            Power(matter, FINANCE_COMMITTEE),
            Power(matter, COMMITTEE, 1),
            Power(matter, COMMITTEE, None, 1),
        ):
            assert mark({**USUAL_POWERS, matter: changed}) != seen
    assert mark({matter: USUAL_POWERS[matter] for matter in reversed(Matter)}) == seen
    assert seen >= 1


def line(ref: LineRef, role: LineRole = LineRole.INITIATIVE, own: str = "") -> LineFacts:
    return LineFacts(ref, str(ref), role, committee_of(role, own, of_plan="BIU"), held=True)


LINES: Mapping[LineRef, LineFacts] = {
    1: line(1),
    2: line(2, own="SUD"),
    3: line(3, own="BIU"),
    8: line(8, LineRole.SOURCE),
    9: line(9, LineRole.SOURCE, own="SUD"),
}


@pytest.mark.parametrize(
    ("giver", "taker", "crosses"),
    [
        (1, 2, True),
        (2, 1, True),
        (1, 3, False),
        (8, 2, False),
        (2, 8, False),
        (8, 1, False),
        (9, 1, True),
        (9, 2, False),
    ],
)
def test_money_crosses_between_two_lines_of_different_committees_and_not_from_the_plans_own_frame(
    giver: int, taker: int, *, crosses: bool
) -> None:
    assert crosses_committees(DecisionKind.REALLOCATION, [EntryTransfer(0, 2020, giver, taker, 1)], LINES) is crosses


def test_a_movement_is_the_givers_or_where_a_frame_gives_the_takers_and_adds_up_by_line_and_year() -> None:
    transfers = [
        EntryTransfer(0, 2020, 1, 2, 10 * TKR),
        EntryTransfer(1, 2020, 1, 3, 5 * TKR),
        EntryTransfer(1, 2021, 1, 3, 7 * TKR),
        EntryTransfer(2, 2021, 8, 3, 2 * TKR),
    ]
    assert movements(transfers, LINES, {(1, 2020): 100 * TKR}) == (
        Movement(15 * TKR, 100 * TKR),
        Movement(7 * TKR, 0),
        Movement(2 * TKR, 0),
    )
