"""Which code this is: a mark of everything that pages are made of, so that a browser doesn't keep the old ones."""

import hashlib
from functools import cache
from pathlib import Path

from tracker.config import PROJECT_ROOT

_FOLDERS = ("templates", "tracker")
_KINDS = frozenset({".html", ".mo", ".py"})


@cache
def code_mark(root: Path = PROJECT_ROOT) -> str:
    """Make the mark, once for each start: templates and catalogues are read once too."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in _KINDS:
                digest.update(file.relative_to(root).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
