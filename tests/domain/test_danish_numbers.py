"""Amounts as Danish tables write them: every form reads back exactly, and what could mean two things is refused."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.danish_numbers import (
    AmountUnclear,
    amount_of_number,
    parse_amount,
    parse_typed_amount,
    write_typed_amount,
)
from tracker.domain.ledger import LARGEST_AMOUNT_OERE
from tracker.domain.money import KR, MILLION_KR, THOUSAND_KR, UNITS, Unit, format_amount

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\u202f"


@pytest.mark.parametrize(
    ("printed", "unit", "oere"),
    [
        ("3.300", THOUSAND_KR, 330_000_000),
        ("3 300", THOUSAND_KR, 330_000_000),
        (f"3{NO_BREAK}300", THOUSAND_KR, 330_000_000),
        (f"3{NARROW}300", THOUSAND_KR, 330_000_000),
        ("11.000", THOUSAND_KR, 1_100_000_000),
        ("600", THOUSAND_KR, 60_000_000),
        (" 600 ", THOUSAND_KR, 60_000_000),
        ("0,0", MILLION_KR, 0),
        ("6,9", MILLION_KR, 690_000_000),
        ("0,6 mio. kr.", MILLION_KR, 60_000_000),
        ("265,3 mio.", MILLION_KR, 26_530_000_000),
        ("3.300 t.kr.", THOUSAND_KR, 330_000_000),
        ("3.543.580 kr.", KR, 354_358_000),
        ("1.234.567,89", KR, 123_456_789),
        ("1.234.567,89 kr.", KR, 123_456_789),
        ("-600", THOUSAND_KR, -60_000_000),
        ("\N{MINUS SIGN}600", THOUSAND_KR, -60_000_000),
        ("\N{EN DASH}1.600", THOUSAND_KR, -160_000_000),
        ("1.600-", THOUSAND_KR, -160_000_000),
        ("0,5", THOUSAND_KR, 50_000),
        ("3,300", MILLION_KR, 330_000_000),
        ("1.234,500", THOUSAND_KR, 123_450_000),
        ("100.000.000.000.000", KR, LARGEST_AMOUNT_OERE),
    ],
)
def test_a_danish_amount_is_read_to_the_oere(printed: str, unit: Unit, oere: int) -> None:
    assert parse_amount(printed, unit) == oere


@pytest.mark.parametrize(
    "printed",
    [
        *("", " ", "-", "--", "+", "600+", "+-600", "--600", "-600-", "- 600", "600 -", "400 - 400 -"),
        *("1.5", "12.34", "1.0000", "1.50", ".500", "0.600", "00", "007", "0600", "1234.567", "1.23.456", "1..000"),
        *("1,234.5", "1,234,567", "1,", ",5", "1,5,", "1, 5", "3,300", "12,345", "1.000,", "5,-", "600,-"),
        *(
            "3 30",
            "3  300",
            "3 3000",
            "3.300 000",
            "600 1.000",
            "3 300.000",
            "3'300",
            "3\N{RIGHT SINGLE QUOTATION MARK}300",
        ),
        *(
            "1_000",
            "1e5",
            "1E5",
            "0x10",
            "NaN",
            "nan",
            "inf",
            "Infinity",
            "-inf",
            "\u0661\u0662\u0663",
            "\uff11\uff12",
            "1²",
            "½",
        ),
        *("(600)", "(ca. 1.300)", "[600]", "ca. 600", "godt 600", "over 600", "600*", "600¹", "600 1)", "6O0", "l00"),
        *(
            "40 %",
            "17%",
            "9,54 pct.",
            "600 kr.",
            "0,6 mio. kr.",
            "1 mia. kr.",
            "2. mio. kr.",
            "600 €",
            "$600",
            "kr. 600",
        ),
        *(
            "2019-22",
            "1- 25",
            "600/700",
            "600:",
            "=600",
            "'600",
            "600;",
            "6\n00",
            "6\t00",
            "x",
            "xx %",
            "syv",
            "n/a",
            "...",
        ),
        *("0,000001", "1,123456", "9" * 60, "999.999.999.999.999.999", "1" + ".000" * 10),
    ],
)
def test_what_could_mean_two_things_is_refused(printed: str) -> None:
    with pytest.raises(AmountUnclear) as refused:
        parse_amount(printed, THOUSAND_KR)
    assert str(refused.value.text)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("1.5", "point-unclear"),
        ("3,300", "comma-unclear"),
        ("40 %", "percentage"),
        ("(600)", "parentheses"),
        ("0,6 mio. kr.", "unit-in-cell"),
        ("0,123456", "more-decimals"),
        ("9.999.999.999.999", "amount-too-large"),
        ("ca. 600", "amount-unclear"),
        ("mangler", "text-in-amount"),
    ],
)
def test_a_refusal_names_its_reason(printed: str, code: str) -> None:
    with pytest.raises(AmountUnclear) as refused:
        parse_amount(printed, THOUSAND_KR)
    assert refused.value.code == code


MINUSES = ["-", "\N{MINUS SIGN}", "\N{EN DASH}"]
SPACES = [" ", NO_BREAK, NARROW]


@st.composite
def printed_amounts(draw: st.DrawFn) -> tuple[str, Unit, int, int]:
    """An amount as somebody prints it, with its unit, decimals and øre."""
    unit = draw(st.sampled_from(list(UNITS.values())))
    decimals = draw(st.integers(0, len(str(unit.oere)) - 1))
    step = unit.oere // 10**decimals
    oere = draw(st.integers(-(10**15) // step, 10**15 // step)) * step
    english = decimals == 3 and unit is not MILLION_KR and unit.oere <= abs(oere) < 1000 * unit.oere
    text = format_amount(abs(oere), unit, decimals=decimals + english)
    text = text.replace(".", draw(st.sampled_from([".", "", *SPACES])))
    if oere < 0:
        minus = draw(st.sampled_from(MINUSES))
        text = text + minus if draw(st.booleans()) else minus + text
    elif draw(st.booleans()):
        text += draw(st.sampled_from(["", " "])) + unit.label.removeprefix("1000 ").replace(
            "kr.", "t.kr." if unit is THOUSAND_KR else "kr."
        )
    return text, unit, decimals, oere


@settings(max_examples=1000)
@given(printed_amounts())
def test_any_amount_in_any_danish_form_survives_reading_writing_and_reading(
    case: tuple[str, Unit, int, int],
) -> None:
    text, unit, decimals, oere = case

    assert parse_amount(text, unit) == oere
    grouped = format_amount(oere, unit, decimals=max(decimals, 4) if unit is not KR else decimals)
    assert parse_amount(grouped, unit) == oere


@settings(max_examples=500)
@given(st.text(alphabet="0123456789.,- \u00a0\u2212kr%()eE_+miot", max_size=12))
def test_a_text_is_read_as_one_amount_or_refused(text: str) -> None:
    try:
        oere = parse_amount(text, THOUSAND_KR)
    except AmountUnclear:
        return
    digits = "".join(sign for sign in text.partition(",")[0] if sign.isdigit())
    assert abs(oere) // THOUSAND_KR.oere == int(digits)


@pytest.mark.parametrize(
    ("number", "unit", "oere"),
    [
        ("3300", THOUSAND_KR, 330_000_000),
        ("3300.0000000000005", THOUSAND_KR, 330_000_000),
        ("0.30000000000000004", MILLION_KR, 30_000_000),
        ("-1234.56", KR, -123_456),
        ("0", KR, 0),
        ("1E+3", KR, 100_000),
    ],
)
def test_a_number_cell_is_whole_oere_without_the_crumbs_of_floating_point(number: str, unit: Unit, oere: int) -> None:
    assert amount_of_number(Decimal(number), unit) == oere


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1.234", "more-decimals"),
        ("0.001", "more-decimals"),
        ("0.00999", "more-decimals"),
        ("1E+15", "amount-too-large"),
        ("1E+999999", "amount-too-large"),
        ("NaN", "text-in-amount"),
        ("Infinity", "text-in-amount"),
        ("sNaN", "text-in-amount"),
    ],
)
def test_a_number_that_is_no_amount_is_refused(number: str, code: str) -> None:
    with pytest.raises(AmountUnclear) as refused:
        amount_of_number(Decimal(number), KR)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "unit", "oere"),
    [
        ("600", THOUSAND_KR, 60_000_000),
        ("1.200", THOUSAND_KR, 120_000_000),
        ("1 200", THOUSAND_KR, 120_000_000),
        ("1,2 mio.", THOUSAND_KR, 120_000_000),
        ("1,2 mio. kr.", THOUSAND_KR, 120_000_000),
        ("1,2 mill. kr.", KR, 120_000_000),
        ("600.000 kr.", THOUSAND_KR, 60_000_000),
        ("600.000,50 kr", MILLION_KR, 60_000_050),
        ("1.200 t.kr.", MILLION_KR, 120_000_000),
        ("1,555", MILLION_KR, 155_500_000),
        (f" 1{NO_BREAK}200{NO_BREAK}kr. ", THOUSAND_KR, 120_000),
        ("-600", THOUSAND_KR, -60_000_000),
        ("0", KR, 0),
    ],
)
def test_a_typed_amount_may_name_its_own_unit(typed: str, unit: Unit, oere: int) -> None:
    assert parse_typed_amount(typed, unit) == oere


@pytest.mark.parametrize(
    ("typed", "unit", "asked"),
    [
        ("1,200", KR, "Mener du 1.200 eller 1,2? Skriv det ene."),
        ("1,200", THOUSAND_KR, "Mener du 1.200 eller 1,2? Skriv det ene."),
        ("1,200 kr.", THOUSAND_KR, "Mener du 1.200 eller 1,2? Skriv det ene."),
        ("12,000", KR, "Mener du 12.000 eller 12? Skriv det ene."),
        ("1.5", THOUSAND_KR, "»1.5« har punktum eller komma et forkert sted. Skriv fx 1.500 eller 1,5."),
        ("1.2 mio.", KR, "»1.2« har punktum eller komma et forkert sted. Skriv fx 1.500 eller 1,5."),
        ("12 000,5.3", KR, "»12 000,5.3« er ikke sikkert ét beløb. Skriv fx 1.200 eller 1,2 mio. kr."),
        ("(600)", KR, "»(600)« er ikke sikkert ét beløb. Skriv fx 1.200 eller 1,2 mio. kr."),
        ("kr. 600 t.kr.", KR, "»kr. 600« er ikke sikkert ét beløb. Skriv fx 1.200 eller 1,2 mio. kr."),
        ("seks", KR, "»seks« er ikke et beløb. Skriv et tal, fx 1.200, eller lad feltet være tomt."),
        ("40 %", KR, "»40 %« er en procent og ikke et beløb. Skriv beløbet."),
        ("0,005", KR, "0,005 i kr. er ikke et helt antal øre. Skriv færre decimaler."),
        ("1 mia. kr.", KR, "»1 mia. kr.« nævner en enhed, der ikke bruges her. Skriv kr., t.kr. eller mio. kr."),
    ],
)
def test_a_typed_amount_that_could_mean_two_things_is_asked_about(typed: str, unit: Unit, asked: str) -> None:
    said = ""
    try:
        parse_typed_amount(typed, unit)
    except AmountUnclear as unclear:
        said = str(unclear.text)
    assert said == asked


@given(st.integers(min_value=1, max_value=LARGEST_AMOUNT_OERE), st.sampled_from(sorted(UNITS)))
def test_an_amount_in_a_field_reads_back_as_it_is(amount_oere: int, code: str) -> None:
    unit = UNITS[code]
    assert parse_typed_amount(write_typed_amount(amount_oere, unit), unit) == amount_oere


@pytest.mark.parametrize(
    ("amount_oere", "unit", "written"),
    [
        (60_000_000, THOUSAND_KR, "600"),
        (60_050_000, THOUSAND_KR, "600,5"),
        (60_000_000, MILLION_KR, "0,6"),
        (123_400, THOUSAND_KR, "1.234 kr."),
        (1, THOUSAND_KR, "0,01 kr."),
    ],
)
def test_an_amount_in_a_field_is_written_in_the_tables_unit_where_that_is_clear(
    amount_oere: int, unit: Unit, written: str
) -> None:
    assert write_typed_amount(amount_oere, unit) == written
