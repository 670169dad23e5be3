"""Pages about one budget line: what it is for, what it gets, and which decisions put the money there."""

from tracker.web.initiatives.routes import blueprint

__all__ = ["blueprint"]
