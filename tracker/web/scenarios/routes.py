"""All pages about scenarios: importing this module puts the routes of its neighbours on the blueprint."""

import tracker.web.scenarios.compare
import tracker.web.scenarios.edit
import tracker.web.scenarios.list
import tracker.web.scenarios.workbook  # noqa: F401 - imported for the routes they put on the blueprint
from tracker.web.scenarios.blueprint import blueprint

__all__ = ["blueprint"]
