"""Percentages as Danish texts write them, read strictly, and held as whole numbers of their smallest part."""

import re
from dataclasses import dataclass

from tracker.domain.money import STYLES
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text, quoted

_PERCENTAGE = re.compile(
    r"(?P<minus>[-\N{MINUS SIGN}\N{EN DASH}] ?)?(?P<whole>0|[1-9][0-9]{0,3})(?:,(?P<decimals>[0-9]+))?"
    r"(?:[ \N{NO-BREAK SPACE}]?(?:%|pct\.?))?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[-\N{MINUS SIGN}\N{EN DASH}]? ?[0-9.,]+ ?(?:%|pct\.?)?", re.IGNORECASE)
_LONGEST_SHOWN = 40


class PercentageUnclear(Refusal):
    """A text that isn't surely one percentage."""

    code = "percentage-unclear"


def parse_percentage(text: str, *, decimals: int) -> int:
    """Read a percentage such as 1,85 in whole parts of its last decimal; raises PercentageUnclear.

    With four decimals 1,85 is 18500 (millionths of the whole), with two it is 185.
    """
    printed = text.strip()
    match = _PERCENTAGE.fullmatch(printed)
    if match is None:
        raise PercentageUnclear(_why_unclear(printed))
    fraction = match["decimals"] or ""
    if len(fraction) > decimals:
        raise PercentageUnclear(
            Text(
                "%(printed)s har for mange decimaler. Skriv højst %(count)s.",
                printed=_shown(printed),
                count=decimals,
            )
        )
    value = int(match["whole"] + fraction.ljust(decimals, "0"))
    return -value if match["minus"] else value


def format_percentage(value: int, *, decimals: int, language: str = "da") -> str:
    """Write a percentage without zeros at its end: 18500 with four decimals is 1,85."""
    style = STYLES[language]
    whole, rest = divmod(abs(value), 10**decimals)
    fraction = f"{rest:0{decimals}d}".rstrip("0")
    text = f"{whole}{style.decimal}{fraction}" if fraction else str(whole)
    return style.minus + text if value < 0 else text


@dataclass(frozen=True)
class SaidPercentage:
    """A percentage within a sentence, written as the reader's language writes numbers; ``str()`` gives Danish."""

    value: int
    decimals: int

    def written(self, language: str) -> str:
        """Write the percentage without its sign."""
        return format_percentage(self.value, decimals=self.decimals, language=language)

    def __str__(self) -> str:
        return self.written("da")


def _why_unclear(printed: str) -> Text:
    if "." in printed and _FIGURES.fullmatch(printed):
        return Text(
            "%(printed)s har et punktum. Skriv decimaler efter et komma, fx 1,85.", printed=quoted(_shown(printed))
        )
    return Text("%(printed)s er ikke en procentsats. Skriv fx 1,85.", printed=quoted(_shown(printed)))


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
