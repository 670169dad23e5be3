"""Labels of rows: outline number, footnote mark, words for sums, and parts that run over several rows."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OUTLINE = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)]|[A-ZÆØÅ](?:\.\d{1,2})*[.)]|[a-zæøå][.)]|[IVX]{1,5}[.)])\s+(?=\S)"
)
_PLAIN_NUMBER = re.compile(r"(?P<number>\d{1,2})\s+(?=[A-ZÆØÅ])")
_OUTLINE_ALONE = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?|[A-ZÆØÅ](?:\.\d{1,2})*[.)]?|[IVX]{1,5}[.)]?|[a-zæøå][.)]")
_SURE_MARK = re.compile(r"\s*(?P<mark>\*+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<![\d.,])\d{1,2}\))\)?$|\s*[(\[](?P<inner>\d{1,2}|\*+)[)\]]$")
_GLUED_MARK = re.compile(r"(?<=[a-zæøåéA-ZÆØÅ.)])(?P<mark>\d{1,2})$")
_NOTE = re.compile(
    r"[(\[]?(?P<mark>\d{1,2}|\*+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?:[)\].:]+\s*|\s+)(?=\D)|(?P<glued>[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\*+)(?=\w)"
)
_SPAN = r"(?:19|20)\d\d\s?[-\N{EN DASH}]\s?(?:20)?\d\d"
_TOTAL = re.compile(
    r"(?:(?:sum|samlet|samlede|budget|bevilling|ramme|udgifter|total|afsat|handleplanen?|planen|hele planen),?\s)*"
    r"i\s?alt"
    rf"(?:,?\s(?:{_SPAN}|afsat|budget|for planen|for handleplanen|alle indsatser))?"
    r"|total(?:t|sum)?|(?:hoved|slut)(?:total|sum)|grand total|sum(?:mer)?(?: total)?"
    r"|saml(?:et|ede) ?(?:sum|budget|total|ramme|bevilling|beløb|udgift|udgifter)?"
    r"|(?:total|sum) (?:budget|udgifter|for planen|for handleplanen)"
)
_SUBTOTAL = re.compile(r"(?:sub-?total|del-?sum|mellem-?sum|deltotal)\b.*")
_STRONG = re.compile(r"i ?alt\b[,:]? ?(?P<after>.*)|(?P<before>.*?),? i ?alt")
_WEAK = re.compile(r"(?:total|sum|samlet)\b,? ?(?:for|af|til)? ?(?P<after>.*)|(?P<before>.*?),? (?:total|sum|samlet)")
_LONGEST_OUTLINE = 12
_PARTS_OF_SUM_WORDS = ("alt", "sum", "total", "samle")


class SumWord(Enum):
    """How a label says that its row is a sum."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    SUM_OF = "sum of"
    MAYBE = "maybe"


@dataclass(frozen=True)
class Label:
    """A printed label taken apart; ``mark_guessed`` where a figure glued to the last word has no note."""

    text: str
    outline: str | None = None
    footnote: str | None = None
    mark_guessed: bool = False


def split_label(printed: str, *, notes: frozenset[str] = frozenset(), numbered: bool = False) -> Label:
    """Take outline number and footnote mark off a label; ``numbered`` when plain numbers in front count the rows."""
    start = printed[:_LONGEST_OUTLINE]
    match = _OUTLINE.match(printed) if "." in start or ")" in start else None
    if match is None and numbered:
        match = _PLAIN_NUMBER.match(printed)
    if match is None:
        return split_mark(printed, notes=notes)
    label = split_mark(printed[match.end() :], notes=notes)
    return replace(label, outline=match["number"].rstrip(".)"))


def split_mark(printed: str, *, notes: frozenset[str] = frozenset()) -> Label:
    """Take the footnote mark off a label whose number, if any, stands elsewhere."""
    if printed[-1:].isalpha():
        return Label(printed)
    sure = _SURE_MARK.search(printed)
    if sure and sure.start() > 0:
        mark = (sure["mark"] or sure["inner"]).translate(_SUPERSCRIPTS).rstrip(")")
        return Label(printed[: sure.start()].rstrip(), footnote=mark)
    glued = _GLUED_MARK.search(printed)
    if glued is None:
        return Label(printed)
    rest, mark = printed[: glued.start()], glued["mark"]
    if mark in notes or (len(mark) == 1 and sum_word(rest)):
        return Label(rest, footnote=mark)
    if len(mark) == 1 and mark != "0":
        return Label(rest, footnote=mark, mark_guessed=True)
    return Label(printed)


def note_mark(text: str) -> str | None:
    """Tell which mark a note begins with, such as "4" in "4) Pilotprojekt"."""
    match = _NOTE.match(text)
    return (match["mark"] or match["glued"]).translate(_SUPERSCRIPTS) if match else None


def plain_number(printed: str) -> int | None:
    """Tell the plain number before a capital, such as 1 in "1 Håndholdt indsats"."""
    match = _PLAIN_NUMBER.match(printed)
    return int(match["number"]) if match else None


def is_outline(text: str) -> bool:
    """Say whether a text is an outline number and nothing else."""
    return _OUTLINE_ALONE.fullmatch(text) is not None


@lru_cache(maxsize=2048)
def sum_word(label: str) -> SumWord | None:
    """Tell whether a label, without outline and mark, says that its row is a sum."""
    folded = label.casefold()
    if not any(word in folded for word in _PARTS_OF_SUM_WORDS):
        return None
    text = _bare(folded)
    if _TOTAL.fullmatch(text):
        return SumWord.TOTAL
    if _SUBTOTAL.fullmatch(text):
        return SumWord.SUBTOTAL
    if _STRONG.fullmatch(text):
        return SumWord.SUM_OF
    return SumWord.MAYBE if _WEAK.fullmatch(text) else None


def summed_name(label: str) -> str:
    """Tell what a sum is the sum of, such as "Job" in "I alt, Job"; empty where it doesn't say."""
    text = _bare(label.casefold())
    for pattern in (_STRONG, _WEAK):
        match = pattern.fullmatch(text)
        if match:
            return (match["after"] or match["before"] or "").strip(" ,:")
    return ""


def _bare(folded: str) -> str:
    """Take off what surrounds the words of a sum: a parenthesis at the end, colons and marks."""
    return re.sub(r"\s*\([^)]*\)$", "", folded).strip(" :.*=")


def join_parts(parts: list[str]) -> str:
    """Join the lines of a label; a word that was parted by a hyphen at the line's end becomes whole again."""
    whole = ""
    for part in parts:
        if not whole:
            whole = part
        elif whole.endswith("-") and part[:1].islower() and not re.match(r"(?:og|eller|samt)\b", part):
            whole = whole[:-1] + part
        else:
            whole = f"{whole} {part}"
    return whole
