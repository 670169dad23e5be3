"""Tables as they were last written out, for the next reader: kept for as long as nothing that they show has changed."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from flask import current_app
from markupsafe import Markup

_MOST_TABLES = 64
_MOST_CHARACTERS = 300_000


class KeptTables:
    """At most so many tables, the ones shown last. A key names everything a table depends on, the revision first."""

    def __init__(self) -> None:
        self._tables: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Markup | None:
        """Give the table that was kept under a key."""
        with self._lock:
            table = self._tables.get(key)
            if table is not None:
                self._tables.move_to_end(key)
            return table

    def keep(self, key: Hashable, table: Markup) -> None:
        """Keep a table, and let go of the one that nobody has asked for the longest; a huge one isn't kept."""
        if len(table) > _MOST_CHARACTERS:
            return
        with self._lock:
            self._tables[key] = table
            self._tables.move_to_end(key)
            while len(self._tables) > _MOST_TABLES:
                self._tables.popitem(last=False)


def kept_tables() -> KeptTables:
    """Give the application's own."""
    found: KeptTables = current_app.extensions.setdefault("kept_tables", KeptTables())
    return found
