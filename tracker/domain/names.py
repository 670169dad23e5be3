"""Names of plans, themes and lines: how they are compared, sorted in Danish, and made into addresses."""

import re
import unicodedata

_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_COMPARED = re.compile(r"[\s\u00ad\u2010-\u2015-]+")
# The last letters of the Danish alphabet, put behind z; "aa" in old names sorts as å.
_LAST_LETTERS = {"æ": "{", "ø": "|", "å": "}", "ä": "{", "ö": "|", "ü": "y"}
LONGEST_SLUG = 80
# What is searched for as one although it is written in more than one way: first marks that belong together, then sign
# by sign. Databases follow the same two steps, because each of them knows other capitals than the others.
SEARCHED_TOGETHER = {"a\u030a": "å", "aa": "å", "a\u0308": "æ", "o\u0308": "ø", "u\u0308": "y"}
SEARCHED_AS = {
    **dict.fromkeys("ÁáÀàÂâÃã", "a"),
    **dict.fromkeys("Å", "å"),
    **dict.fromkeys("ÆÄä", "æ"),
    **dict.fromkeys("Çç", "c"),
    **dict.fromkeys("ÉéÈèÊêËë", "e"),
    **dict.fromkeys("ÍíÌìÎîÏï", "i"),
    **dict.fromkeys("Ññ", "n"),
    **dict.fromkeys("ÓóÒòÔôÕõ", "o"),
    **dict.fromkeys("ØÖö", "ø"),
    **dict.fromkeys("Šš", "s"),
    **dict.fromkeys("ÚúÙùÛû", "u"),
    **dict.fromkeys("Üü", "y"),
    **dict.fromkeys("Žž", "z"),
    "\N{NO-BREAK SPACE}": " ",
    # Accents that stand by themselves behind their letter, and where a word may be parted.
    **dict.fromkeys("\u0300\u0301\u0302\u0303\u0308\u00ad", ""),
}
_SEARCHED_AS = str.maketrans(SEARCHED_AS)


def slug_of(title: str) -> str:
    """Make the part of an address from a title, such as ``laere-og-elevpladser``."""
    letters = unicodedata.normalize("NFC", title).translate(_PLAIN)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    slug = _NOT_IN_A_SLUG.sub("-", plain.lower()).strip("-")
    longest = LONGEST_SLUG - 8
    if len(slug) > longest:  # cut between two words, where the title has any
        slug = slug[: longest + 1].rpartition("-")[0] or slug[:longest]
    return slug or "plan"


def free_slug(title: str, taken: set[str] | frozenset[str]) -> str:
    """Make a slug that isn't taken yet, by a number behind it where need be."""
    slug = slug_of(title)
    number = 2
    candidate = slug
    while candidate in taken:
        candidate = f"{slug}-{number}"
        number += 1
    return candidate


def comparable(title: str) -> str:
    """Reduce a title to what makes it the same one: printed tables break words and lines in many ways."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFC", title)).casefold()


def searchable(text: str) -> str:
    """Reduce a text to what it is searched by: small letters without accents, æ, ø and å told apart, aa as å."""
    found = "".join(letter.lower() if letter.isascii() else letter for letter in text)
    for written, alike in SEARCHED_TOGETHER.items():
        found = found.replace(written, alike)
    return found.translate(_SEARCHED_AS)


def danish_order(title: str) -> str:
    """Give the key by which Danish titles are sorted: a to z, then æ, ø, å; aa as å, and other accents left out."""
    folded = unicodedata.normalize("NFC", title).casefold().replace("aa", "å")
    placed = "".join(_LAST_LETTERS.get(letter, letter) for letter in folded)
    return "".join(mark for mark in unicodedata.normalize("NFKD", placed) if not unicodedata.combining(mark))
