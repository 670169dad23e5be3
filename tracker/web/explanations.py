"""The addresses behind amounts: each leads to the postings that it is made of, at the point it was shown for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from markupsafe import escape

Query = Mapping[str, Any]


@dataclass(frozen=True)
class Endings:
    """What ends the addresses of a row's amounts, ready to stand in a page: one for each column, one for the sum."""

    columns: tuple[str, ...]
    sum: str


@dataclass(frozen=True)
class Explained:
    """The page that explains the amounts of a plan at a point: its address, and what the point adds to it."""

    page: str
    point: Query

    @classmethod
    def of(cls, slug: str, point: Query) -> "Explained":
        """Name the page of a plan; ``point`` is the query that asks for the point."""
        return cls(url_for("postings.explain", slug=slug), point)

    @property
    def line(self) -> str:
        """Give what the address of every line's amounts begins with: its slug follows, and then an ending."""
        return f"{self.page}?linje="

    def of_line(self, columns: Iterable[Query], *, whole: Query) -> Endings:
        """Give the endings behind a line's slug; ``whole`` is what the sum's address asks for."""
        return self._endings("&", columns, whole)

    def of_all(self, columns: Iterable[Query], *, whole: Query) -> Endings:
        """Give the endings behind the page's address, for a row that sums up all lines."""
        return self._endings("?", columns, whole)

    def address(self, *queries: Query) -> str:
        """Give the address of one amount."""
        return f"{self.page}{self._ending('?', *queries)}"

    def _endings(self, sign: str, columns: Iterable[Query], whole: Query) -> Endings:
        found: Sequence[str] = [str(escape(self._ending(sign, column))) for column in columns]
        return Endings(tuple(found), str(escape(self._ending(sign, whole))))

    def _ending(self, sign: str, *queries: Query) -> str:
        asked: dict[str, Any] = {}
        for query in (*queries, self.point):
            asked |= query
        return f"{sign}{urlencode(asked, doseq=True)}" if asked else ""
