"""The page Bro: how a plan's budget got from one point to another."""

from tracker.web.bridges.routes import blueprint

__all__ = ["blueprint"]
