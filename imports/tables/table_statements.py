"""What the words around a table state about all of its amounts: the unit and the price level."""

import re

from tracker.domain.money import KR, Unit, UnitMention, find_units

_STATING = re.compile(r"(?:^|[\s(])(?:i|in)$", re.IGNORECASE)
_COUNTING = re.compile(
    r"(?:^|\s)(?:på|er|af|til|for|om|ca\.?|godt|knap|over|under|med|koster|udgør|giver|afsat|afsættes|bevilget|reserveret)$",
    re.IGNORECASE,
)
_OPENING = (*"([,;:/|", " -", "\N{EN DASH}")
_CLOSING = tuple(")],;:./|-\N{EN DASH}")
_LEVEL = re.compile(
    r"(?<![\w-])(?P<before>20\d\d)[\s-]*(?:p/l|pl|p\.l\.|prisniveau|priser|pris- og lønniveau)(?!\w)"
    r"|(?<!\w)(?:p/l|pl|prisniveau|pris- og lønniveau):?[\s-]*(?:i\s)?(?P<after>20\d\d)(?!\w)"
    r"|(?<!\w)(?P<running>løbende|årets)\s(?:priser|p/l|pl|pris- og lønniveau)(?!\w)"
    r"|(?<!\w)(?P<fixed>faste)\spriser(?!\w)",
    re.IGNORECASE,
)


def stated_units(text: str, *, note: bool = False) -> set[Unit]:
    """Find the units that a text states for the whole table; a note must say so more plainly than a head."""
    return {mention.unit for mention in find_units(text) if _states(mention, note=note)}


def is_unit_alone(text: str) -> bool:
    """Say whether a text is a unit and nothing else, as "1.000 kr." or "(mio. kr.)" beneath a year."""
    return any(
        not mention.before.strip("([ i") and not mention.after.strip(")]. ")
        for mention in find_units(text.removeprefix("i "))
    )


def stated_price_levels(text: str) -> set[str]:
    """Find the price levels that a text states: "2024 p/l", "løbende priser" or "faste priser"."""
    levels = set()
    for match in _LEVEL.finditer(" ".join(text.split())):
        year = match["before"] or match["after"]
        levels.add(f"{year} p/l" if year else "løbende priser" if match["running"] else "faste priser")
    return levels


def states_for_all(note: str) -> bool:
    """Say whether a note below a table states the unit or the price level of it."""
    return bool(stated_units(note, note=True) or stated_price_levels(note))


def without_price_level(text: str) -> str:
    """Take the price level off a text."""
    return _LEVEL.sub("", " ".join(text.split()))


def _states(mention: UnitMention, *, note: bool) -> bool:
    before, after = mention.before, mention.after
    if _STATING.search(before):
        return True
    closed = not after or after.startswith(_CLOSING) or _LEVEL.match(after) is not None
    opened = not before or before.endswith(_OPENING) or _LEVEL.search(before[-12:]) is not None
    if note:
        return closed and (before.endswith(("(", "[", ":")) or (not before and not after.strip(".")))
    return closed and (opened or (mention.unit is not KR and not after and not _COUNTING.search(before)))
