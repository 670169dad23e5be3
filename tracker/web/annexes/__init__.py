"""Annexes to the committee's agenda, as Word."""

from tracker.web.annexes.routes import blueprint

__all__ = ["blueprint"]
