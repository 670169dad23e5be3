"""Amounts as Danish tables write them, read strictly: what could mean two things is refused."""

import re
from decimal import Context, Decimal

from tracker.domain.ledger import LARGEST_AMOUNT_OERE
from tracker.domain.money import KR, THOUSAND_KR, Unit, format_amount, parse_unit
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text

_SPACES = str.maketrans(dict.fromkeys("\N{NO-BREAK SPACE}\u202f\u2007\u2009", " "))
_MINUS = "-\N{MINUS SIGN}\N{EN DASH}\u2010\u2011"
_AMOUNT = re.compile(
    rf"(?P<minus>[{_MINUS}])?"
    r"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
    r"(?:,(?P<decimals>[0-9]+))?"
    rf"(?P<trailing>[{_MINUS}])?"
)
_SUFFIX = re.compile(r"(?<=[0-9]) ?((?:mio|mill|mia|t)?\.? ?(?:kr\.?|kroner|dkk)|mio\.?|mill\.?)", re.IGNORECASE)
_POINT = re.compile(r"[0-9][0-9.,]*")
_ENGLISH_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_FIGURES = re.compile(r"[0-9]")
_ENGLISH_GROUP = 3
_LONGEST_SHOWN = 40
# Floating point leaves crumbs behind the fifteen digits that Excel shows; none of them is money.
_CRUMB = Decimal("1e-6")
_CRUMB_SHARE = Decimal("1e-15")
_LARGEST_CRUMB = Decimal("0.01")
_EXACT = Context(prec=80)
_MOST_DIGITS = 20


class AmountUnclear(Refusal):
    """A text or number that isn't surely one amount; ``code`` names why."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text)
        self.code = code


def parse_amount(text: str, unit: Unit) -> int:
    """Read an amount printed in the unit, in whole øre; raises ``AmountUnclear`` where it isn't surely one.

    Thousands are parted by points or by spaces of any kind, decimals follow a comma, minus stands before or behind.
    """
    match = _AMOUNT.fullmatch(text)
    printed = text
    if match is None:
        printed = text.strip().translate(_SPACES)
        match = _AMOUNT.fullmatch(_without_unit(printed, unit))
    if match is None or (match["minus"] and match["trailing"]):
        raise _why_unclear(printed)
    minus, whole, decimals, trailing = match.groups(default="")
    places = len(str(unit.oere)) - 1
    if len(whole) > 2 * _MOST_DIGITS:
        raise _too_large(printed)
    if len(decimals) > places:
        raise _more_decimals(printed, unit)
    if len(decimals) == _ENGLISH_GROUP and unit in {KR, THOUSAND_KR} and whole != "0" and len(whole) <= _ENGLISH_GROUP:
        raise AmountUnclear(
            "comma-unclear",
            Text(
                "»%(printed)s« kan være engelske tusinder eller tre decimaler. Skriv tallet som et tal i cellen.",
                printed=shown(printed),
            ),
        )
    digits = whole.replace(".", "").replace(" ", "")
    amount = int(digits) * unit.oere
    if decimals:
        amount += int(decimals) * (unit.oere // 10 ** len(decimals))
    if amount > LARGEST_AMOUNT_OERE:
        raise _too_large(printed)
    return -amount if minus or trailing else amount


def parse_typed_amount(text: str, unit: Unit) -> int:
    """Read an amount that somebody typed, in whole øre: in the unit, or in the one that it names itself.

    Just as strict as ``parse_amount``; raises ``AmountUnclear`` with a sentence that fits a form's field.
    """
    printed = text.strip().translate(_SPACES)
    match = _SUFFIX.search(printed)
    if match is not None and match.end() == len(printed):
        named = parse_unit(match[1])
        if named is None:
            raise AmountUnclear(
                "unit-unclear",
                Text(
                    "»%(printed)s« nævner en enhed, der ikke bruges her. Skriv kr., t.kr. eller mio. kr.",
                    printed=shown(printed),
                ),
            )
        printed, unit = printed[: match.start()], named
    try:
        return parse_amount(printed, unit)
    except AmountUnclear as unclear:
        raise _asked(printed, unit, unclear) from None


def write_typed_amount(amount_oere: int, unit: Unit) -> str:
    """Write an amount as it is typed in a table of the unit, so that ``parse_typed_amount`` reads the same again."""
    for chosen, decimals, suffix in ((unit, 0, ""), (unit, 1, ""), (unit, 2, ""), (KR, 0, " kr.")):
        if amount_oere * 10**decimals % chosen.oere == 0:
            return format_amount(amount_oere, chosen, decimals=decimals) + suffix
    return format_amount(amount_oere, KR, decimals=2) + " kr."


def amount_of_number(number: Decimal, unit: Unit) -> int:
    """Turn a number cell's exact value into whole øre; raises ``AmountUnclear`` for parts of an øre and the like.

    Only what floating point leaves behind the digits that Excel shows is rounded away.
    """
    if not number.is_finite():
        raise _why_unclear(str(number))
    if number.adjusted() > _MOST_DIGITS:
        raise _too_large(str(number))
    exact = _EXACT.multiply(number, Decimal(unit.oere))
    amount = int(exact.to_integral_value())
    crumb = abs(exact - amount)
    if crumb and crumb > max(_CRUMB, min(_LARGEST_CRUMB, abs(exact) * _CRUMB_SHARE)):
        raise _more_decimals(format(number, "f").replace(".", ","), unit)
    if abs(amount) > LARGEST_AMOUNT_OERE:
        raise _too_large(str(number))
    return amount


def shown(text: str) -> str:
    """Cut a text from a file to what fits in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _without_unit(printed: str, unit: Unit) -> str:
    """Take the unit off an amount that repeats the table's own; any other unit is refused."""
    match = _SUFFIX.search(printed)
    if match is None or match.end() != len(printed):
        return printed
    if parse_unit(match[1]) != unit:
        raise AmountUnclear(
            "unit-in-cell",
            Text(
                "»%(printed)s« nævner en anden enhed end tabellens (%(unit)s). Skriv beløbet i tabellens enhed.",
                printed=shown(printed),
                unit=unit.label,
            ),
        )
    return printed[: match.start()]


def _asked(printed: str, unit: Unit, unclear: AmountUnclear) -> AmountUnclear:
    """Ask the person at the field, where the sentence is about a cell of a file."""
    values = {"printed": shown(printed)}
    if _ENGLISH_THOUSANDS.fullmatch(printed):
        whole, _, rest = printed.partition(",")
        decimals = rest.rstrip("0")
        text = Text(
            "Mener du %(thousands)s eller %(decimal)s? Skriv det ene.",
            thousands=f"{whole}.{rest}",
            decimal=f"{whole},{decimals}" if decimals else whole,
        )
    elif unclear.code == "more-decimals":
        text = Text(
            "%(printed)s i %(unit)s er ikke et helt antal øre. Skriv færre decimaler.", unit=unit.label, **values
        )
    elif unclear.code == "text-in-amount":
        text = Text("»%(printed)s« er ikke et beløb. Skriv et tal, fx 1.200, eller lad feltet være tomt.", **values)
    elif unclear.code in {"amount-unclear", "parentheses"}:
        text = Text("»%(printed)s« er ikke sikkert ét beløb. Skriv fx 1.200 eller 1,2 mio. kr.", **values)
    elif unclear.code == "percentage":
        text = Text("»%(printed)s« er en procent og ikke et beløb. Skriv beløbet.", **values)
    else:
        return unclear
    return AmountUnclear(unclear.code, text)


def _too_large(printed: str) -> AmountUnclear:
    text = Text(
        "%(printed)s er for stort til at være et budgetbeløb. Ret tallet eller enheden.", printed=shown(printed)
    )
    return AmountUnclear("amount-too-large", text)


def _more_decimals(printed: str, unit: Unit) -> AmountUnclear:
    text = Text(
        "%(printed)s i %(unit)s er ikke et helt antal øre. Afrund tallet i Excel.",
        printed=shown(printed),
        unit=unit.label,
    )
    return AmountUnclear("more-decimals", text)


def _why_unclear(printed: str) -> AmountUnclear:
    """Choose the sentence that helps most with what stands there."""
    values = {"printed": shown(printed)}
    if "%" in printed or "pct" in printed.casefold():
        text = Text("»%(printed)s« er en procent og ikke et beløb. Skriv beløbet, eller flyt tallet.", **values)
        return AmountUnclear("percentage", text)
    if printed.startswith("(") and printed.endswith(")"):
        text = Text(
            "»%(printed)s« kan være minus eller en bemærkning. Skriv beløbet uden parentes, evt. med -.", **values
        )
        return AmountUnclear("parentheses", text)
    if "." in printed and _POINT.fullmatch(printed):
        text = Text("»%(printed)s« har punktum eller komma et forkert sted. Skriv fx 1.500 eller 1,5.", **values)
        return AmountUnclear("point-unclear", text)
    if not _FIGURES.search(printed):
        text = Text("»%(printed)s« er ikke et beløb. Skriv et tal, eller - hvis der intet er afsat.", **values)
        return AmountUnclear("text-in-amount", text)
    text = Text("»%(printed)s« er ikke sikkert ét beløb. Skriv kun tallet, og flyt resten til en note.", **values)
    return AmountUnclear("amount-unclear", text)
