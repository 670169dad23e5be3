"""How many files are read at once on this machine: a lock file for each place, freed by the system if we die."""

import contextlib
import os
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from imports.guard.file_refusals import Reason, refused

if sys.platform != "win32":
    import fcntl

SLOTS = 2
PATIENCE_S = 8.0
_PAUSE_S = 0.02

# Where the system has no file locks, only the threads of this process are held back.
_threads = threading.BoundedSemaphore(SLOTS)


@contextlib.contextmanager
def reading_slot(*, patience_s: float | None = None) -> Iterator[None]:
    """Wait for a free place and hold it; refuse when none became free in time."""
    patience_s = PATIENCE_S if patience_s is None else patience_s
    if sys.platform == "win32":
        if not _threads.acquire(timeout=patience_s):
            raise refused(Reason.BUSY, count=SLOTS)
        try:
            yield
        finally:
            _threads.release()
    else:
        descriptor = _wait_for_lock(time.monotonic() + patience_s)
        try:
            yield
        finally:
            os.close(descriptor)


def _wait_for_lock(deadline: float) -> int:
    folder = _slots_folder()
    while True:
        for number in range(SLOTS):
            descriptor = _try_lock(folder / f"{number}.lock")
            if descriptor is not None:
                return descriptor
        if time.monotonic() > deadline:
            raise refused(Reason.BUSY, count=SLOTS)
        time.sleep(_PAUSE_S)


def _try_lock(path: Path) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _slots_folder() -> Path:
    """Give the folder of the lock files, one for each account, which nobody else may have made in advance."""
    folder = Path(tempfile.gettempdir()) / f"puljeoverblik-reading-{os.getuid()}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        message = f"{folder} belongs to somebody else"
        raise PermissionError(message)
    return folder
