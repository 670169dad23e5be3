"""Percentages as they are typed: read strictly, and written as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.percentages import PercentageUnclear, format_percentage, parse_percentage


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("1,85", 18_500),
        (" 1,85 ", 18_500),
        ("2", 20_000),
        ("0", 0),
        ("0,0001", 1),
        ("-0,5", -5_000),
        ("\N{MINUS SIGN}0,5", -5_000),
        ("1,85 pct.", 18_500),
        ("1,85%", 18_500),
        ("1,8500", 18_500),
    ],
)
def test_a_percentage_is_read_the_danish_way(text: str, millionths: int) -> None:
    assert parse_percentage(text, decimals=4) == millionths


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1.85", "»1.85« har et punktum. Skriv decimaler efter et komma, fx 1,85."),
        ("1.000", "»1.000« har et punktum. Skriv decimaler efter et komma, fx 1,85."),
        ("1,85001", "1,85001 har for mange decimaler. Skriv højst 4."),
        ("", "»« er ikke en procentsats. Skriv fx 1,85."),
        ("ca. 2", "»ca. 2« er ikke en procentsats. Skriv fx 1,85."),
        ("1,85 promille", "»1,85 promille« er ikke en procentsats. Skriv fx 1,85."),
        ("1,", "»1,« er ikke en procentsats. Skriv fx 1,85."),
        (",5", "»,5« er ikke en procentsats. Skriv fx 1,85."),
        ("\N{ARABIC-INDIC DIGIT ONE}", "»\N{ARABIC-INDIC DIGIT ONE}« er ikke en procentsats. Skriv fx 1,85."),
    ],
)
def test_what_is_not_surely_a_percentage_is_asked_about(text: str, sentence: str) -> None:
    with pytest.raises(PercentageUnclear) as unclear:
        parse_percentage(text, decimals=4)
    assert str(unclear.value) == sentence


@pytest.mark.parametrize(
    ("value", "decimals", "language", "text"),
    [
        (18_500, 4, "da", "1,85"),
        (18_500, 4, "en", "1.85"),
        (-5_000, 4, "da", "\N{MINUS SIGN}0,5"),
        (1_000, 2, "da", "10"),
        (1_005, 2, "da", "10,05"),
        (0, 2, "da", "0"),
    ],
)
def test_a_percentage_is_written_without_zeros_at_its_end(value: int, decimals: int, language: str, text: str) -> None:
    assert format_percentage(value, decimals=decimals, language=language) == text


@given(st.integers(-99_999_999, 99_999_999))
def test_what_is_written_is_read_as_the_same(value: int) -> None:
    assert parse_percentage(format_percentage(value, decimals=4), decimals=4) == value
