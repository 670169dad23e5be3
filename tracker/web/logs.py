"""The log: one line of JSON for each event, in which no text from outside can begin a line of its own."""

import json
import logging
import sys
from datetime import UTC, datetime

from flask import Flask

_KNOWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_FOREIGN_LOGGERS = ("waitress", "gunicorn.error", "flask_wtf.csrf")


class JsonLines(logging.Formatter):
    """Writes a record as one line of ASCII JSON, so that line breaks and terminal commands arrive as escapes."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line: when, how serious, who says it, what, and what was handed along as ``extra``."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry.update({name: value for name, value in vars(record).items() if name not in _KNOWN})
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=True, default=str).replace("\x7f", "\\u007f")


def install(app: Flask) -> None:
    """Send what the application and its libraries log to standard error, in one form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers = []
    tracker = logging.getLogger("tracker")
    tracker.handlers = [handler]
    tracker.setLevel(logging.INFO)
    for name in _FOREIGN_LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
