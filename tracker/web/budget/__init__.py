"""Pages about plans: the list, the budget table, and changing what plans, themes and lines are called."""

from tracker.web.budget.routes import blueprint

__all__ = ["blueprint"]
