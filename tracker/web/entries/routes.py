"""All pages by which entries are made: importing this module puts the routes of its neighbours on the blueprint."""

import tracker.web.entries.correct
import tracker.web.entries.new
import tracker.web.entries.rewrite  # noqa: F401 - imported for the routes they put on the blueprint
from tracker.web.entries.blueprint import blueprint

__all__ = ["blueprint"]
