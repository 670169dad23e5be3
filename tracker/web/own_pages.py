"""Addresses to go on to: only our own pages, because ``next`` comes from whoever made the link."""

import re

_MOST_CHARACTERS = 500
# A path of our own: one slash, then plain ASCII segments; never an empty one, which a browser reads as a host name.
# Backslashes, blanks and control characters are not among the signs: browsers drop them or turn them around first.
_SEGMENT = r"[A-Za-z0-9_.~,;=+-]|%(?!2f|5c|25|0|1|7f)[0-9a-f]{2}"
_PATH = re.compile(rf"/(?:(?:{_SEGMENT})+/)*(?:{_SEGMENT})*", re.ASCII | re.IGNORECASE)
_QUERY = re.compile(r"[!-~]*", re.ASCII)
_CLIMBS = re.compile(r"(^|/)(\.|%2e)+(/|$)", re.IGNORECASE)


def own_page(address: str | None) -> str | None:
    """Give the address back if it is a path of our own, with or without a query, or None."""
    if not address or len(address) > _MOST_CHARACTERS or "\\" in address or "#" in address:
        return None
    path, _, query = address.partition("?")
    if _PATH.fullmatch(path) is None or _QUERY.fullmatch(query) is None or _CLIMBS.search(path):
        return None
    return address
