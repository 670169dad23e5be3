"""Money: whole øre, the units that tables are printed in, and how amounts are written in Danish and English."""

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


@dataclass(frozen=True)
class NumberStyle:
    """The three signs by which a language writes a number."""

    group: str
    decimal: str
    minus: str = "\N{MINUS SIGN}"


STYLES = {"da": NumberStyle(".", ","), "en": NumberStyle(",", ".")}
NIL = "\N{EN DASH}"


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
