"""All pages about Excel: importing this module puts the routes of its neighbours on the blueprint."""

from tracker.web.excel import confirm, files, preview, upload
from tracker.web.excel.blueprint import blueprint

__all__ = ["blueprint", "confirm", "files", "preview", "upload"]
