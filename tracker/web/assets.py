"""Addresses of static files with a mark of their content, so that browsers may keep them for good."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import current_app, url_for


def address(filename: str) -> str:
    """Give the address of a static file; it changes when the file does."""
    path = Path(str(current_app.static_folder)) / filename
    try:
        changed_ns = path.stat().st_mtime_ns
    except FileNotFoundError:
        return url_for("static", filename=filename)
    return url_for("static", filename=filename, v=_mark(str(path), changed_ns))


@lru_cache(maxsize=256)
def _mark(path: str, _changed_ns: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
