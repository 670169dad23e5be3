"""Budget years, rates of indexation, and the rules for who may decide what."""

from tracker.web.administration.routes import blueprint

__all__ = ["blueprint"]
