"""Labels that run over several rows: how one is known to go on in the next row."""

import re

_UNFINISHED = re.compile(
    r"[,/\N{EN DASH}-]$|(?:^|\s)"
    r"(?:og|eller|af|til|for|med|i|på|om|fra|under|samt|ved|mod|den|det|de|en|et|skal|at|der)$",
    re.IGNORECASE,
)
_NOT_A_CONTINUATION = re.compile(r"(?:heraf|herunder|note|noter|kilde|anm|i alt)\b", re.IGNORECASE)


def begins_small(text: str) -> bool:
    """Say whether a text begins as the middle of a sentence does: with a small letter or a parenthesis."""
    return bool(text) and (text[0] == "(" or text[0].islower()) and not _NOT_A_CONTINUATION.match(text)


def is_unfinished(text: str) -> bool:
    """Say whether a text ends as no name does: with a comma, a hyphen, or a word that wants another."""
    return _UNFINISHED.search(text) is not None or text.count("(") > text.count(")")
