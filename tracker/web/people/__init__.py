"""Pages about people: sign-in, my page, people administration and the log of changes."""

from tracker.web.people.routes import blueprint
from tracker.web.people.sign_in import load

__all__ = ["blueprint", "load"]
