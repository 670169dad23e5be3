"""Putting a finished file in its place: whole, or not at all."""

import os
import secrets
from pathlib import Path


def put_in_place(content: bytes, destination: Path) -> None:
    """Write beside the destination first and rename, so that an old file stands until the new one is whole."""
    unfinished = destination.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(destination)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
