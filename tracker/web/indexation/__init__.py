"""Working out an indexation: rate, years and lines are chosen, the shares shown, and put into a decision's form."""

from tracker.web.indexation.routes import blueprint

__all__ = ["blueprint"]
