"""Money: whole øre, the units that tables are printed in, and how amounts are written in Danish and English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

OERE_PER_KR = 100


@dataclass(frozen=True)
class Unit:
    """The unit a whole table is printed in; ``oere`` is how many øre one printed 1 stands for."""

    code: str
    label: str
    oere: int


KR = Unit("kr", "kr.", OERE_PER_KR)
THOUSAND_KR = Unit("tkr", "1000 kr.", 1_000 * OERE_PER_KR)
MILLION_KR = Unit("mio", "mio. kr.", 1_000_000 * OERE_PER_KR)
UNITS = {unit.code: unit for unit in (KR, THOUSAND_KR, MILLION_KR)}

_MENTION = re.compile(
    r"""
    (?<![\w.,])
    (?: (?:kr|dkk)\.?\s(?P<inverted>1[. ]?000)(?![.,]?\d)
      | (?: (?P<number>\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)[\s-]? )?
        (?: (?P<thousand>t\.?\s?(?:kr|dkk)\b|tusind(?:e|er)?\s(?:kr(?:oner)?|dkk)\b)
          | (?P<million>(?:mio|mill|million(?:er)?)\b\.?(?:\s?(?:kr(?:oner)?|dkk)\b)?)
          | (?P<milliard>(?:mia|mill?iard(?:er)?)\b\.?(?:\s?(?:kr(?:oner)?|dkk)\b)?)
          | (?P<kr>(?:hele\s)?(?:kr|kroner|dkk)\b)
        )\.?
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_POWERS = {"1000": THOUSAND_KR, "1000000": MILLION_KR}
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class NumberStyle:
    """The three signs by which a language writes a number."""

    group: str
    decimal: str
    minus: str = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class UnitMention:
    """A unit that a text names, with the text before and after it."""

    unit: Unit
    before: str
    after: str


STYLES = {"da": NumberStyle(".", ","), "en": NumberStyle(",", ".")}
NIL = "\N{EN DASH}"


@dataclass(frozen=True)
class SaidAmount:
    """An amount within a sentence, written as the reader's language writes numbers; ``str()`` gives Danish."""

    amount_oere: int
    unit: Unit
    decimals: int = 0

    def written(self, language: str) -> str:
        """Write the amount without its unit."""
        return format_amount(self.amount_oere, self.unit, decimals=self.decimals, language=language)

    def __str__(self) -> str:
        return self.written("da")


def format_amount(amount_oere: int, unit: Unit, *, decimals: int = 0, language: str = "da") -> str:
    """Write øre in the unit with a fixed number of decimals, halves rounded away from zero."""
    style = STYLES[language]
    scale = 10**decimals
    rounded = (abs(amount_oere) * scale * 2 + unit.oere) // (2 * unit.oere)
    whole, fraction = divmod(rounded, scale)
    text = f"{whole:,}"
    if style.group != ",":
        text = text.replace(",", style.group)
    if decimals:
        text = f"{text}{style.decimal}{fraction:0{decimals}d}"
    return style.minus + text if amount_oere < 0 and rounded else text


def find_units(text: str) -> Iterator[UnitMention]:
    """Find the units that a text names; an amount in a unit, such as "0,6 mio. kr.", names none."""
    text = " ".join(text.split())
    for match in _MENTION.finditer(text):
        unit = _unit_of(match)
        if unit is not None:
            yield UnitMention(unit, text[: match.start()].rstrip(), text[match.end() :].lstrip())


def parse_unit(text: str) -> Unit | None:
    """Read the unit out of a phrase such as "(opgjort i 1000 kr.)"; None where it names none or more than one."""
    units = {mention.unit for mention in find_units(text)}
    return units.pop() if len(units) == 1 else None


def _unit_of(match: re.Match[str]) -> Unit | None:
    if match["inverted"]:
        return THOUSAND_KR
    number = match["number"]
    if match["milliard"]:
        return None
    if match["kr"]:
        return KR if number is None else _POWERS.get(number.replace(".", "").replace(" ", ""))
    # A year before the unit is no amount: "Budget 2019 mio. kr.".
    if number is not None and not _YEAR.fullmatch(number):
        return None
    return THOUSAND_KR if match["thousand"] else MILLION_KR
