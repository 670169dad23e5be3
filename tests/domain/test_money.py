"""Units as tables name them, and amounts written in them."""

import pytest

from tracker.domain.money import KR, MILLION_KR, THOUSAND_KR, Unit, format_amount, parse_unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("(opgjort i 1000 kr.)", THOUSAND_KR),
        ("1.000 kr.", THOUSAND_KR),
        ("1 000 kr.", THOUSAND_KR),
        ("1.000\N{NO-BREAK SPACE}kr.", THOUSAND_KR),
        ("1000-kr.", THOUSAND_KR),
        ("t.kr.", THOUSAND_KR),
        ("tkr.", THOUSAND_KR),
        ("TDKK", THOUSAND_KR),
        ("i tusinde kr.", THOUSAND_KR),
        ("(kr. 1.000)", THOUSAND_KR),
        ("Udmøntning 2019-22, 1000 kr.", THOUSAND_KR),
        ("1.000 kr., 2024 p/l", THOUSAND_KR),
        ("i mio. kr.", MILLION_KR),
        ("mill. kr.", MILLION_KR),
        ("mio.", MILLION_KR),
        ("millioner kroner", MILLION_KR),
        ("Budget 2019 mio. kr.", MILLION_KR),
        ("1.000.000 kr.", MILLION_KR),
        ("hele kr.", KR),
        ("kr.", KR),
        ("Beløb i kroner", KR),
    ],
)
def test_a_unit_is_found_in_the_phrase_that_names_it(text: str, unit: Unit) -> None:
    assert parse_unit(text) == unit


@pytest.mark.parametrize(
    "text",
    [
        *("", "Indsatser", "krav til indsatsen", "2019", "1000"),
        *("0,6 mio. kr.", "11 mio. kr. årligt", "3.543.580 kr.", "0,5 tkr.", "100.000 kr."),
        *("mia. kr.", "1000 kr. og mio. kr."),
    ],
)
def test_an_amount_or_another_unit_names_none(text: str) -> None:
    assert parse_unit(text) is None


@pytest.mark.parametrize(
    ("oere", "unit", "decimals", "language", "written"),
    [
        (330_000_000, THOUSAND_KR, 0, "da", "3.300"),
        (330_000_000, MILLION_KR, 1, "da", "3,3"),
        (330_000_000, MILLION_KR, 1, "en", "3.3"),
        (-123_456_789, KR, 2, "da", "\N{MINUS SIGN}1.234.567,89"),
        (-123_456_789, KR, 2, "en", "\N{MINUS SIGN}1,234,567.89"),
        (49_999, THOUSAND_KR, 0, "da", "0"),
        (50_000, THOUSAND_KR, 0, "da", "1"),
        (-49_999, THOUSAND_KR, 0, "da", "0"),
    ],
)
def test_an_amount_is_written_as_the_language_does(
    oere: int, unit: Unit, decimals: int, language: str, written: str
) -> None:
    assert format_amount(oere, unit, decimals=decimals, language=language) == written
