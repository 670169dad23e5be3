"""All pages about decisions: importing this module puts the routes of its neighbours on the blueprint."""

import tracker.web.decisions.adoption
import tracker.web.decisions.download
import tracker.web.decisions.log
import tracker.web.decisions.page
import tracker.web.decisions.steps  # noqa: F401 - imported for the routes they put on the blueprint
from tracker.web.decisions.blueprint import blueprint

__all__ = ["blueprint"]
