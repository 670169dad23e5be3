"""Pages about decisions: all of them, those of a plan, and one with what it moved."""

from tracker.web.decisions.routes import blueprint

__all__ = ["blueprint"]
