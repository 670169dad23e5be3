"""Pages about Excel: tables in by upload, preview and confirmation, tables out, and the files that were read in."""

from tracker.web.excel.routes import blueprint

__all__ = ["blueprint"]
