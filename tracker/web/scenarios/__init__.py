"""Pages about scenarios: a plan's list of them, making and changing one, and several side by side."""

from tracker.web.scenarios.routes import blueprint

__all__ = ["blueprint"]
