"""The front page: what awaits the person, and how the plans stand."""

from tracker.web.overview.routes import blueprint

__all__ = ["blueprint"]
