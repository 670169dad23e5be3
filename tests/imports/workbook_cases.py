"""What a case of the corpus of hostile and odd workbooks is: a name, a file, and what must become of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from imports.guard.file_refusals import Reason

Value = str | bool | Decimal


@dataclass(frozen=True)
class Case:
    """A file and its outcome: refused for a reason, or read with these cells (at least) and these problems (exactly).

    ``cells`` are values by address; an error is written ``error:text``, an uncalculated formula ``uncalculated:=text``
    and a date ``date:2019-05-01``. None for ``cells`` says nothing about them.
    """

    name: str
    make: Callable[[], bytes]
    reason: Reason | None = None
    cells: Mapping[str, Value] | None = None
    problems: frozenset[str] = field(default_factory=frozenset)
    exactly: bool = True


def refuses(reason: Reason, name: str, make: Callable[[], bytes]) -> Case:
    """Make a case that must be refused for this reason."""
    return Case(name=name, make=make, reason=reason)


def reads(name: str, make: Callable[[], bytes], cells: Mapping[str, Value] | None = None, *problems: str) -> Case:
    """Make a case that must be read, with exactly these cells and exactly these problems."""
    return Case(name=name, make=make, cells=cells, problems=frozenset(problems))
