"""Numbers, dates and texts as files can hold them, honest and forged, and what must be read out of each."""

from decimal import Decimal

from tests.imports.workbook_bytes import (
    SHEET,
    STYLES,
    WORKBOOK,
    book,
    book_of,
    cells,
    inline,
    number,
    sheet,
    styles,
    texts,
    workbook,
)
from tests.imports.workbook_bytes import TEXTS as TEXTS_PART
from tests.imports.workbook_cases import Case, Value, reads


def _number(raw: str, expected: str | None) -> Case:
    """Read one number cell: the exact number, or (None) an error cell that keeps what stands there."""
    name = f"the number {raw[:20]!a} of {len(raw)} characters"
    if expected is None:
        kept = f"error:{raw.strip()[:80]}"
        return reads(name, lambda: book_of(cells(number(raw))), {"A1": kept}, "unreadable-numbers")
    return reads(name, lambda: book_of(cells(number(raw))), {"A1": Decimal(expected)})


NUMBERS: list[Case] = [
    *[
        _number(raw, expected)
        for raw, expected in (
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("3300", "3300"),
            ("007", "7"),
            ("-1", "-1"),
            ("+5", "5"),
            ("5.", "5"),
            (".5", "0.5"),
            (" 5 ", "5"),
            ("\n5\n", "5"),
            ("3300.0", "3300"),
            ("1e3", "1000"),
            ("1E+3", "1000"),
            ("1.5e-3", "0.0015"),
            ("1e-7", "0.0000001"),
            ("1e-300", "1e-300"),
            ("1e-400", "0"),
            ("3.2999999999999998", "3.3"),
            ("1234.0999999999999", "1234.1"),
            ("0.10000000000000001", "0.1"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("999999999999999", "999999999999999"),
            ("999999999999999.9", "999999999999999.9"),
            ("1000000000000000", "1000000000000000"),
            ("-1000000000000000", "-1000000000000000"),
            ("1" + "0" * 15 + "." + "0" * 300, "1000000000000000"),
            ("0." + "0" * 300 + "1", "1e-301"),
        )
    ],
    *[
        _number(raw, None)
        for raw in (
            "1000000000000001",
            "-1000000000000001",
            "1e15x",
            "1e16",
            "1e308",
            "1e309",
            "-1e309",
            "1e9999",
            "1e99999999",
            "1" * 400,
            "1" * 5_000,
            "NaN",
            "nan",
            "INF",
            "-INF",
            "Infinity",
            "1_000",
            "1,5",
            "1.234,50",
            "1.2.3",
            "3 300",
            "3\u00a0300",
            "\u0661\u0662\u0663",
            "\uff11\uff12",
            "\u00b2",
            "0x10",
            "1e",
            "e5",
            "--1",
            "+-1",
            "-",
            ".",
            "#REF!",
            "Decimal('1')",
        )
    ],
]


def _dated(raw: str, number_format: int | str, expected: Value, *problems: str) -> Case:
    """Read one number cell that has this number format."""
    name = f"{raw[:20]} as {number_format!a}"
    return reads(
        name,
        lambda: book({STYLES: styles(number_format), SHEET: sheet(cells(number(raw, style=1)))}),
        {"A1": expected},
        *problems,
    )


def _bad_date(raw: str, number_format: int | str) -> Case:
    return _dated(raw, number_format, f"error:{raw}", "unreadable-dates")


def _iso(raw: str, expected: str | None) -> Case:
    cell = book_of(cells(f' t="d"><v>{raw}</v>'))
    if expected is None:
        return reads(f"the day {raw!a}", lambda: cell, {"A1": f"error:{raw}"}, "unreadable-dates")
    return reads(f"the day {raw!a}", lambda: cell, {"A1": f"date:{expected}"})


def _since_1904(raw: str, expected: str, *problems: str) -> Case:
    changed = {WORKBOOK: workbook(before='<workbookPr date1904="1"/>'), SHEET: sheet(cells(number(raw, style=1)))}
    return reads(f"day {raw} since 1904", lambda: book(changed), {"A1": expected}, *problems)


DATES: list[Case] = [
    _dated("43466", 14, "date:2019-01-01"),
    _dated("43466.5", 22, "date:2019-01-01T12:00:00"),
    _dated("43466.999988425923", 22, "date:2019-01-01T23:59:59"),
    _dated("43466.99999999999", 22, "date:2019-01-02"),
    _dated("61", 14, "date:1900-03-01"),
    _dated("109938", 14, "date:2200-12-30"),
    _dated("109939", 14, "date:2200-12-31"),
    *[_bad_date(raw, 14) for raw in ("60", "59", "1", "0", "-1", "-99999", "109940", "2958466", "999999999999999")],
    *[_bad_date("0.5", built_in) for built_in in (18, 20, 21, 45, 46, 47)],
    *[_dated("43466", built_in, "date:2019-01-01") for built_in in (15, 16, 17, 30, 36, 50, 58)],
    *[
        _dated("43466", code, "date:2019-01-01")
        for code in (
            "yyyy-mm-dd",
            "dd-mm-yyyy",
            "yyyy",
            "mmm yy",
            "mmmm",
            "d",
            "DD/MM/YYYY",
            "[$-406]d. mmmm yyyy;@",
            "[Red]yyyy",
            "&quot;den &quot;d. mmmm yyyy",
            "yyyy\\-mm\\-dd",
            "d/m/yyyy h:mm",
        )
    ],
    *[_bad_date("0.25", code) for code in ("h:mm", "[h]:mm", "[mm]:ss", "mm:ss.0", "h:mm AM/PM", "[ss]")],
    *[
        _dated("3300", code, Decimal(3300))
        for code in (
            "General",
            "#,##0",
            "#,##0.00",
            "0.00E+00",
            "#,##0&quot; mio. kr.&quot;",
            "#,##0\\ &quot;kr.&quot;",
            "0 mio",
            "[Red]-#,##0",
            "#,##0;[Red]-#,##0;&quot;-&quot;",
            "_ * #,##0_ ;_ * -#,##0_ ;_ * &quot;-&quot;_ ;_ @_ ",
            "[$kr.-406] #,##0",
            "# ?/?",
            "@",
            "&quot;dmy&quot;0",
            "",
        )
    ],
    *[
        _dated("3300000", code, Decimal(3300000), "scaled-numbers")
        for code in ("#,##0,", "0.0,,", "#,##0,&quot; t.kr.&quot;", "0,;-0,")
    ],
    *[_dated("3300", code, Decimal(3300), "hidden-by-format") for code in (";;;", ";;", "; ;")],
    _iso("2019-05-01", "2019-05-01"),
    _iso("2019-05-01T00:00:00", "2019-05-01"),
    _iso("2019-05-01T12:30:00", "2019-05-01T12:30:00"),
    _iso("2019-05-01T12:30:00.000Z", "2019-05-01T12:30:00"),
    *[
        _iso(raw, None)
        for raw in ("2019-02-30", "2019-13-01", "0001-01-01", "9999-12-31", "1.5.2019", "2019", "12:30:00", "20190501")
    ],
    _since_1904("42004", "date:2019-01-01"),
    _since_1904("0", "date:1904-01-01"),
    _since_1904("-2000", "error:-2000", "unreadable-dates"),
]


def _text(name: str, raw: str, expected: Value | None, *problems: str) -> Case:
    """Read one text, written in the cell itself."""
    return reads(name, lambda: book_of(cells(inline(raw))), {} if expected is None else {"A1": expected}, *problems)


def _shared(name: str, item: str, expected: Value | None, *problems: str) -> Case:
    """Read one text from the table of shared texts, given as what stands inside its ``si``."""
    changed = {TEXTS_PART: texts(item), SHEET: sheet(cells(' t="s"><v>0</v>'))}
    return reads(name, lambda: book(changed), {} if expected is None else {"A1": expected}, *problems)


_LONGEST = "x" * 32_767

TEXTS: list[Case] = [
    _text("plain words", "Testindsats", "Testindsats"),
    _text("Danish letters", "Ærø Å øre", "Ærø Å øre"),
    _text("letters and accents apart", "A\u030arhus", "\u00c5rhus"),
    _text("a ligature is left alone", "\ufb01nans", "\ufb01nans"),
    _text("a face", "\U0001f600", "\U0001f600"),
    _text("a family of faces", "\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
    _text("a no-break space", "3\u00a0300", "3\u00a0300"),
    _text("blanks around", "  3300 ", "  3300 "),
    _text("a tab and a new line", "a\tb\nc", "a\tb\nc"),
    _text("a line end of Windows", "a&#13;&#10;b", "a\nb"),
    _text("a line end of Excel's own", "a_x000D_\nb", "a\nb"),
    _text("a lone carriage return", "a&#13;b", "a\nb"),
    _text("a formula as text", "=HYPERLINK(1)", "=HYPERLINK(1)"),
    _text("an error's name as text", "#REF!", "#REF!"),
    _text("32,767 letters", _LONGEST, _LONGEST),
    _text("32,768 letters", _LONGEST + "y", _LONGEST, "text-cut"),
    _text("40,000 letters", "x" * 40_000, _LONGEST, "text-cut"),
    _text("an escaped letter", "_x0041_", "A"),
    _text("an escaped escape", "_x005F_x0041_", "_x0041_"),
    _text("an escape that is none", "_x00G1_ _x41_", "_x00G1_ _x41_"),
    _text("an escaped pair", "_xD83D__xDE00_", "\U0001f600"),
    _text("an escaped half of a pair", "a_xD83D_b", "a\ufffdb"),
    *[
        _text(f"an invisible {character!a}", f"33{written}00", "3300", "invisible-characters")
        for character, written in (
            ("\0", "_x0000_"),
            ("\x07", "_x0007_"),
            ("\x1b", "_x001B_"),
            ("\x7f", "\x7f"),
            ("\x85", "\x85"),
            ("\u00ad", "\u00ad"),
            ("\u200b", "\u200b"),
            ("\u200e", "\u200e"),
            ("\u202e", "\u202e"),
            ("\u2066", "\u2066"),
            ("\ufeff", "\ufeff"),
            ("\uffff", "_xFFFF_"),
            ("\U0001fffe", "\U0001fffe"),
        )
    ],
    _text("nothing but invisible characters", "\u200b\u200b", None, "invisible-characters"),
    _text("an empty text", "", None),
    _shared("an empty shared text", "<t></t>", None),
    _shared("a shared text without letters", "", None),
    _shared("a text in two colours", "<r><t>Test</t></r><r><rPr><b/></rPr><t>indsats</t></r>", "Testindsats"),
    _shared("a text with its pronunciation", '<t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh>', "東京"),
    _shared("a text with blanks between its runs", "<r><t>a</t></r> \n <r><t>b</t></r>", "ab"),
    _shared("a shared text with an escape", "<t>a_x000D_\nb</t>", "a\nb"),
    _shared("a shared text of 40,000 letters", f"<t>{'x' * 40_000}</t>", _LONGEST, "text-cut"),
    reads(
        "an inline text in two colours",
        lambda: book_of(cells(' t="inlineStr"><is><r><t>Test</t></r><r><rPr><b/></rPr><t>indsats</t></r></is>')),
        {"A1": "Testindsats"},
    ),
    reads(
        "an inline text with its pronunciation",
        lambda: book_of(cells(' t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>とう</t></rPh></is>')),
        {"A1": "東京"},
    ),
    reads("a text that a formula gave", lambda: book_of(cells(' t="str"><f>A2</f><v>I alt</v>')), {"A1": "I alt"}),
    reads("an empty text that a formula gave", lambda: book_of(cells(' t="str"><f>A2</f><v></v>')), {}),
    reads("a text without a formula", lambda: book_of(cells(' t="str"><v>I alt</v>')), {"A1": "I alt"}),
]
