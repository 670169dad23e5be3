"""Putting a finished file in its place: whole, or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def put_in_place(content: bytes, destination: Path) -> None:
    """Write beside the destination first and rename, so that an old file stands until the new one is whole.

    An OSError names the destination, and not the file beside it.
    """
    unfinished = destination.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(destination)
    except BaseException as error:
        with suppress(OSError):
            unfinished.unlink()
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(destination)) from error
        raise
