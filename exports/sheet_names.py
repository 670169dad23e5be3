"""Names of sheets: what Excel takes for one, each only once, and how a formula calls it."""

import re
from collections.abc import Collection, Iterator, Sequence

from exports.workbook import writable

LONGEST_NAME = 31  # UTF-16 units
UNNAMED = "Ark"
# What no name may hold, line ends, and signs that can't be seen.
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\s\ufffd]+")
# Excel keeps this name to itself.
_RESERVED = frozenset({"history"})


def sheet_names(titles: Sequence[str], *, taken: Collection[str] = ()) -> tuple[str, ...]:
    """Give each title a sheet name of its own; Excel doesn't tell names apart by capitals."""
    used = {name.casefold() for name in taken} | _RESERVED
    names = []
    for title in titles:
        name = next(candidate for candidate in _candidates(title) if candidate.casefold() not in used)
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


def reference(name: str, cell: str) -> str:
    """Call a cell of another sheet, as a formula does."""
    quoted = name.replace("'", "''")
    return f"'{quoted}'!{cell}"


def _candidates(title: str) -> Iterator[str]:
    plain = _NOT_IN_A_NAME.sub(" ", writable(title)[0])
    yield _cut(plain, LONGEST_NAME)
    number = 2
    while True:
        ending = f" ({number})"
        yield _cut(plain, LONGEST_NAME - len(ending)) + ending
        number += 1


def _cut(text: str, units: int) -> str:
    """Cut a text to so many UTF-16 units, never within a sign; an apostrophe may stand neither first nor last."""
    kept = text.strip(" '").encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore")
    return kept.strip(" '") or UNNAMED
