"""Forms by which decisions and proposals are entered, written anew and put right."""

from tracker.web.entries.routes import blueprint

__all__ = ["blueprint"]
