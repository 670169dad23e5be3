"""How amounts are written in tables: against Babel's own writing, and a row's cells as a whole."""

import random
from decimal import Decimal

import pytest
from babel.numbers import format_decimal

from tracker.domain.money import KR, MILLION_KR, THOUSAND_KR, UNITS, Unit
from tracker.domain.published_tables import CellKind
from tracker.web.amounts import NumberCells, decimals_for, is_rounded, writer

MINUS = "\N{MINUS SIGN}"


def as_babel_writes(amount_oere: int, unit: Unit, decimals: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(Decimal(amount_oere) / unit.oere, format=pattern, locale=language)
    return written.replace("-", MINUS)  # Babel's English has the hyphen, which our tables have in no language


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("unit", "decimals"), [(KR, 0), (KR, 2), (THOUSAND_KR, 0), (THOUSAND_KR, 1), (MILLION_KR, 1), (MILLION_KR, 3)]
)
def test_a_thousand_random_amounts_are_written_as_babel_writes_them(unit: Unit, decimals: int, language: str) -> None:
    draw = random.Random(f"{unit.code} {decimals} {language}")  # noqa: S311 - amounts, no secrets
    write = writer(unit, decimals=decimals, language=language)
    step = unit.oere // 10**decimals
    amounts = [draw.randint(-(10 ** draw.randint(1, 12)), 10 ** draw.randint(1, 12)) * step for _ in range(1_000)]
    assert [write(amount) for amount in amounts] == [
        as_babel_writes(amount, unit, decimals, language) for amount in amounts
    ]


def test_halves_are_rounded_away_from_zero_and_a_rounded_zero_has_no_sign() -> None:
    write = writer(THOUSAND_KR, decimals=0, language="da")
    assert [write(amount) for amount in (49_999, 50_000, -49_999, -50_000, 150_000, 0)] == [
        "0",
        "1",
        "0",
        f"{MINUS}1",
        "2",
        "0",
    ]
    tenths = writer(THOUSAND_KR, decimals=1, language="da")
    assert [tenths(amount) for amount in (4_999, 5_000, -4_999, -5_000)] == ["0,0", "0,1", "0,0", f"{MINUS}0,1"]


@pytest.mark.parametrize(
    ("unit", "amounts", "decimals", "rounded"),
    [
        (THOUSAND_KR, (330_000_000, None, 0), 0, False),
        (THOUSAND_KR, (330_005_000,), 1, True),
        (THOUSAND_KR, (330_010_000,), 1, False),
        (MILLION_KR, (300_000_000,), 1, False),
        (MILLION_KR, (325_000_000,), 2, False),
        (MILLION_KR, (325_012_300,), 3, True),
        (KR, (100,), 0, False),
        (KR, (101,), 2, False),
    ],
)
def test_decimals_show_every_amount_as_far_as_the_unit_goes(
    unit: Unit, amounts: tuple[int | None, ...], decimals: int, *, rounded: bool
) -> None:
    assert decimals_for(amounts, unit) == decimals
    assert is_rounded(amounts, unit, decimals=decimals) is rounded


def test_a_row_is_written_at_once_with_its_links_nothings_and_sum() -> None:
    endings = [f"&amp;aar={year}" for year in (2019, 2020, 2021, 2022)]
    cells = NumberCells.of(THOUSAND_KR, decimals=0, language="da", endings=endings, sum_ending="&amp;dato=1.1.2020")
    row = cells(
        (330_000_000, None, 0, None),
        sum_oere=330_000_000,
        address='/posteringer?linje="mentorer"',
        kinds=(CellKind.AMOUNT, CellKind.NO_ENTRY, CellKind.NIL, CellKind.ZERO),
    )
    assert row == (
        '<td class="n"><a href="/posteringer?linje=&#34;mentorer&#34;&amp;aar=2019">3.300</a></td>'
        '<td class="n nothing">./.</td>'
        '<td class="n"><a href="/posteringer?linje=&#34;mentorer&#34;&amp;aar=2021">–</a></td>'
        '<td class="n nothing">0</td>'
        '<td class="n row-sum"><a href="/posteringer?linje=&#34;mentorer&#34;&amp;dato=1.1.2020">3.300</a></td>'
    )
    nothing = cells((None,) * 4, sum_oere=0, address="/posteringer?linje=sprog")
    assert nothing == '<td class="n nothing">–</td>' * 4 + '<td class="n row-sum">–</td>'


def test_every_unit_writes_zero_and_the_largest_sum() -> None:
    written = {code: writer(unit, decimals=0, language="en")(10**16) for code, unit in UNITS.items()}
    assert written == {"kr": "100,000,000,000,000", "tkr": "100,000,000,000", "mio": "100,000,000"}
