"""The page where a plan's published tables are held against their own sums and against the ledger."""

from tracker.web.reconciliation.routes import blueprint

__all__ = ["blueprint"]
