"""What the characters in a cell of the file mean: exact numbers, dates by their number format, clean text."""

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import IntEnum

MAX_NUMBER = 10**15
MAX_TEXT = 32_767
FIRST_DATE = date(1900, 3, 1)
LAST_DATE = date(2200, 12, 31)

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_EXACT_DIGITS = 15
_LONGEST_NUMBER = 400
_XML_SPACE = " \t\r\n"
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a date in a workbook has no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - the same
_ISO_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?Z?)?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_JOINERS = "\u200c\u200d"
_FORMAT_LITERALS = re.compile(r'"[^"]*"|[\\_*].|\[(?![hHmMsS]+\])[^\]]*\]')
_FORMAT_GROUPS = re.compile(r"[#0?],[#0?]")
_FORMAT_SCALE = re.compile(r"[0#?],+(?=[^0#?,]|$)")
_SECOND_FRACTIONS = re.compile(r"s\.0+")
_DATE_FORMATS = frozenset([14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)])
_TIME_FORMATS = frozenset([18, 19, 20, 21, 45, 46, 47])
_GROUPED_FORMATS = frozenset({3, 4, *range(37, 45)})


class NumberFormat(IntEnum):
    """What a number format makes of a number."""

    PLAIN = 0
    DATE = 1
    TIME = 2
    SCALED = 3
    HIDING = 4
    GROUPED = 5


def exact_number(raw: str) -> str | None:
    """Give the digits of the number that Excel shows for ``raw``, or None if it is no number within the limits.

    Excel writes 3.3 as 3.2999999999999998: the shortest decimal that means the same double is what was typed.
    """
    if len(raw) <= _EXACT_DIGITS and raw.isdigit() and raw.isascii():
        return raw
    raw = raw.strip(_XML_SPACE)
    if len(raw) > _LONGEST_NUMBER or not _NUMBER.fullmatch(raw):
        return None
    number = float(raw)
    if not math.isfinite(number) or abs(number) > MAX_NUMBER:
        return None
    digits = repr(number).removesuffix(".0")
    return "0" if digits == "-0" else digits


def classify_format(number_format: int | str) -> NumberFormat:
    """Say what a number format, built in (its number) or custom (its code), makes of a number."""
    if isinstance(number_format, int):
        if number_format in _DATE_FORMATS:
            return NumberFormat.DATE
        if number_format in _GROUPED_FORMATS:
            return NumberFormat.GROUPED
        return NumberFormat.TIME if number_format in _TIME_FORMATS else NumberFormat.PLAIN
    if number_format.strip() and not number_format.strip("; "):
        return NumberFormat.HIDING
    code = _FORMAT_LITERALS.sub("", number_format).split(";")[0]
    return NumberFormat.SCALED if _FORMAT_SCALE.search(code) else _classify_letters(code)


def _classify_letters(code: str) -> NumberFormat:
    code = _SECOND_FRACTIONS.sub("s", code.lower()).replace("am/pm", "").replace("a/p", "")
    if "general" in code or any(letter in code for letter in "0#?"):
        return NumberFormat.GROUPED if _FORMAT_GROUPS.search(code) else NumberFormat.PLAIN
    clock = "h" in code or "s" in code
    if "y" in code or "d" in code or ("m" in code and not clock and "[" not in code):
        return NumberFormat.DATE
    return NumberFormat.TIME if clock or "[m" in code else NumberFormat.PLAIN


def date_of_serial(digits: str, *, since_1904: bool) -> str | None:
    """Turn a day number into a date in ISO form, with the time of day if it has one; None outside 1900 to 2200.

    Day numbers below 61 are refused: there Excel counts a 29 February 1900 that never was.
    """
    try:
        moment = (_EPOCH_1904 if since_1904 else _EPOCH_1900) + timedelta(seconds=round(float(digits) * 86_400))
    except OverflowError:
        return None
    return _iso(moment)


def date_of_iso(raw: str) -> str | None:
    """Check a date that stands in the file in ISO form; None if it isn't one or is outside 1900 to 2200."""
    match = _ISO_DATE.fullmatch(raw.strip(_XML_SPACE))
    if match is None:
        return None
    try:
        return _iso(datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00:00'}"))
    except ValueError:
        return None


def _iso(moment: datetime) -> str | None:
    if not FIRST_DATE <= moment.date() <= LAST_DATE:
        return None
    if moment.time() == datetime.min.time():
        return moment.date().isoformat()
    return moment.isoformat()


def clean_text(raw: str) -> str:
    """Decode Excel's ``_xHHHH_``, take out invisible characters, compose accents (NFC), and make line ends one kind."""
    if raw.isascii() and raw.isprintable() and "_x" not in raw:
        return raw
    text = decode_escapes(raw).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(filter(is_visible, text)))


def decode_escapes(raw: str) -> str:
    """Decode the ``_xHHHH_`` by which Excel writes characters that XML can't hold; pairs of surrogates become one."""
    if "_x" not in raw:
        return raw
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def is_visible(letter: str) -> bool:
    """Say whether a character may stay: no control, direction or other invisible format character, no half pair."""
    if letter in "\n\t" or letter in _JOINERS:
        return True
    category = unicodedata.category(letter)
    return category not in {"Cc", "Cf", "Cs"} and ord(letter) & 0xFFFE != 0xFFFE  # noqa: PLR2004 - U+xFFFE, U+xFFFF


def loses_characters(raw: str) -> bool:
    """Say whether cleaning takes more out of the text than a carriage return."""
    return not all(is_visible(letter) or letter == "\r" for letter in decode_escapes(raw))
