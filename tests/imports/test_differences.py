"""Comparing a table with the ledger: what would be made, what would change, and what nobody can tell."""

import pytest

from imports.differences import Differences, Standing, compare, suggested_role
from tests.imports.tables import table
from tracker.domain.budget import LineRole
from tracker.queries.matching import NamedLine
from tracker.queries.plans import PlanRow

JOB = "Fra uddannelse til job"
PLAN = PlanRow(1, "plan", "Handleplan", 2019, 2020, "BIU", "BIF", "", 1)
THOUSAND_OERE = 100_000


def line(number: int, title: str, *others: str, theme: str = JOB, role: LineRole = LineRole.INITIATIVE) -> NamedLine:
    return NamedLine(number, title, theme, role, (title, *others))


def standing(*lines: NamedLine, amounts: dict[tuple[int, int], int] | None = None) -> Standing:
    source = NamedLine(99, "Ramme", "", LineRole.SOURCE, ("Ramme",))
    return Standing(
        plan=PLAN,
        lines=(source, *lines),
        themes=tuple({found.theme_title for found in lines}),
        amounts_oere={key: amount * THOUSAND_OERE for key, amount in (amounts or {}).items()},
    )


def changes(compared: Differences) -> list[tuple[str, str, int, int, int]]:
    return [
        (found.cell, found.title, found.year, found.before_oere // THOUSAND_OERE, found.after_oere // THOUSAND_OERE)
        for found in compared.changes
    ]


def codes(found: Differences) -> list[tuple[str, str, str]]:
    return [(problem.severity.value, problem.code, problem.cell) for problem in found.problems]


def test_a_new_plan_gets_every_section_line_and_amount_that_the_table_has() -> None:
    found = compare(
        table(
            (JOB, "Mentorer", (3_300, 3_400)),
            ("Øvrige afsatte midler", "Spørgeskema", (400, None)),
            ("Øvrige afsatte midler", "Pulje til senere udmøntning", (None, 600)),
        ),
        Standing(),
    )
    assert (found.first_year, found.last_year, found.extends_years) == (2019, 2020, False)
    assert found.new_sections == (JOB, "Øvrige afsatte midler")
    assert [(new.row_cell, new.section, new.title, new.role) for new in found.new_lines] == [
        ("A6", JOB, "Mentorer", LineRole.INITIATIVE),
        ("A8", "Øvrige afsatte midler", "Spørgeskema", LineRole.OTHER),
        ("A9", "Øvrige afsatte midler", "Pulje til senere udmøntning", LineRole.RESERVE),
    ]
    assert changes(found) == [
        ("B6", "Mentorer", 2019, 0, 3_300),
        ("C6", "Mentorer", 2020, 0, 3_400),
        ("B8", "Spørgeskema", 2019, 0, 400),
        ("C9", "Pulje til senere udmøntning", 2020, 0, 600),
    ]
    assert found.problems == ()


def test_a_table_that_says_what_the_ledger_says_makes_no_difference() -> None:
    found = compare(table((JOB, "Mentorer", (3_300, None))), standing(line(1, "Mentorer"), amounts={(1, 2019): 3_300}))
    assert found.is_empty
    assert found.problems == ()


def test_an_amount_that_differs_is_a_change_from_what_stands_to_what_is_printed() -> None:
    found = compare(
        table((JOB, "Mentorer", (3_300, 2_900))),
        standing(line(1, "Mentorer"), amounts={(1, 2019): 3_300, (1, 2020): 3_400}),
    )
    assert changes(found) == [("C6", "Mentorer", 2020, 3_400, 2_900)]
    assert found.new_lines == ()


def test_a_nil_takes_away_what_the_line_has() -> None:
    found = compare(table((JOB, "Mentorer", (None, None))), standing(line(1, "Mentorer"), amounts={(1, 2019): 3_300}))
    assert changes(found) == [("B6", "Mentorer", 2019, 3_300, 0)]


def test_a_line_is_found_by_a_former_name() -> None:
    found = compare(
        table((JOB, "Virksomhedsmentorer", (3_300, None))),
        standing(line(1, "Mentorer", "Virksomhedsmentorer"), amounts={(1, 2019): 3_300}),
    )
    assert found.is_empty
    assert dict(found.line_by_row) == {"A6": 1}


@pytest.mark.parametrize(
    "printed", ["Lære- og elevpladser", "Lære- og elev-\npladser", "Lære- og elev pladser", "LÆRE- OG ELEVPLADSER"]
)
def test_words_that_are_broken_or_spaced_otherwise_are_the_same_name(printed: str) -> None:
    found = compare(
        table((JOB, printed, (1_300, None))),
        standing(line(1, "Lære- og elevpladser"), amounts={(1, 2019): 1_300}),
    )
    assert found.is_empty


def test_another_name_is_another_line() -> None:
    found = compare(table((JOB, "Mentorer 2", (1, None))), standing(line(1, "Mentorer")))
    assert [new.title for new in found.new_lines] == ["Mentorer 2"]


def test_lines_of_the_same_name_are_told_apart_by_their_section() -> None:
    two = standing(
        line(1, "Drift", theme="Job"), line(2, "Drift", theme="Fritid"), amounts={(1, 2019): 5, (2, 2019): 7}
    )
    found = compare(table(("Fritid", "Drift", (8, None)), ("Job", "Drift", (5, None))), two)
    assert changes(found) == [("B6", "Drift", 2019, 7, 8)]
    assert dict(found.line_by_row) == {"A6": 2, "A8": 1}


def test_a_row_that_could_be_several_lines_is_an_error_and_changes_nothing_of_theirs() -> None:
    found = compare(
        table((JOB, "Drift", (8, None))), standing(line(1, "Drift", theme="Job"), line(2, "Drift", theme="Fritid"))
    )
    assert codes(found) == [("error", "line-ambiguous", "A6")]
    assert dict(found.line_by_row) == {}


def test_two_rows_for_one_line_are_an_error_that_names_both() -> None:
    found = compare(
        table((JOB, "Mentorer", (1, None)), (JOB, "Mentorordning", (2, None))),
        standing(line(1, "Mentorer", "Mentorordning")),
    )
    assert codes(found) == [("error", "line-twice", "A7")]
    assert "A6" in str(found.problems[0].text)


def test_a_line_with_money_that_the_table_leaves_out_is_named_and_left_alone() -> None:
    found = compare(
        table((JOB, "Mentorer", (1, None))),
        standing(line(1, "Mentorer"), line(2, "Sprog"), line(3, "Uden penge"), amounts={(1, 2019): 1, (2, 2020): 4}),
    )
    assert codes(found) == [("warning", "line-missing", "")]
    assert "Sprog" in str(found.problems[0].text)
    assert found.is_empty


def test_a_line_whose_money_is_in_years_that_the_table_does_not_have_is_not_missed() -> None:
    found = compare(
        table((JOB, "Mentorer", (1,)), years=(2019,)),
        standing(line(1, "Mentorer"), line(2, "Sprog"), amounts={(1, 2019): 1, (2, 2020): 4}),
    )
    assert found.problems == ()


def test_the_source_is_no_line_of_the_table_whatever_it_is_called() -> None:
    found = compare(table((JOB, "Ramme", (1, None))), standing(line(1, "Mentorer")))
    assert [new.title for new in found.new_lines] == ["Ramme"]


def test_years_beyond_the_plan_extend_it() -> None:
    found = compare(table((JOB, "Mentorer", (1, 2)), years=(2020, 2021)), standing(line(1, "Mentorer")))
    assert (found.first_year, found.last_year, found.extends_years) == (2019, 2021, True)


def test_years_within_the_plan_leave_it_as_long_as_it_is() -> None:
    found = compare(table((JOB, "Mentorer", (1,)), years=(2020,)), standing(line(1, "Mentorer")))
    assert (found.first_year, found.last_year, found.extends_years) == (2019, 2020, False)


def test_a_role_that_was_answered_goes_before_the_suggestion() -> None:
    found = compare(
        table((JOB, "Mentorer", (1, None)), (JOB, "Reserve", (1, None))),
        Standing(),
        roles={"A7": LineRole.OTHER},
    )
    assert [new.role for new in found.new_lines] == [LineRole.INITIATIVE, LineRole.OTHER]


def test_a_line_that_is_printed_below_zero_may_stay_below_zero() -> None:
    found = compare(table((JOB, "Indtægter", (-5, None)), (JOB, "Mentorer", (5, None))), Standing())
    assert [new.may_be_negative for new in found.new_lines] == [True, False]


@pytest.mark.parametrize(
    ("section", "label", "role"),
    [
        (JOB, "Pulje til senere udmøntning", LineRole.RESERVE),
        (JOB, "Ikke-disponeret", LineRole.RESERVE),
        ("Øvrige afsatte midler", "Spørgeskema", LineRole.OTHER),
        ("Andre midler", "Evaluering", LineRole.OTHER),
        (JOB, "Mentorer", LineRole.INITIATIVE),
    ],
)
def test_the_role_of_a_new_line_is_suggested_by_its_name_and_section(section: str, label: str, role: LineRole) -> None:
    row = table((section, label, (1, None))).rows[-1]
    assert suggested_role(row) is role
