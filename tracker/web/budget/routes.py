"""All pages about plans: importing this module puts the routes of its neighbours on the blueprint."""

import tracker.web.budget.lines
import tracker.web.budget.plans
import tracker.web.budget.table_page
import tracker.web.budget.themes  # noqa: F401 - imported for the routes they put on the blueprint
from tracker.web.budget.blueprint import blueprint

__all__ = ["blueprint"]
