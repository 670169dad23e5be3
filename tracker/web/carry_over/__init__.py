"""Working out a carry-over: what is left of a year, what of it goes on, and why, put into a decision's form."""

from tracker.web.carry_over.routes import blueprint

__all__ = ["blueprint"]
