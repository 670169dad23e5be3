"""The page Forklar tallet: the postings that an amount of the budget table is made of."""

from tracker.web.postings.routes import blueprint

__all__ = ["blueprint"]
