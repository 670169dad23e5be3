"""The child process that reads one uploaded workbook under limits and answers in JSON.

Run as ``python -I -S workbook_child.py PROJECT_ROOT`` with an empty environment and the file as standard input. ``-S``
leaves out every installed package: nothing but the standard library and this project can run on a hostile file.
The answer on standard output is ``{"workbook": ...}`` or ``{"refused": code, "values": ...}``.
"""

import contextlib
import gc
import json
import os
import sys
from typing import Any

MAX_MEMORY_BYTES = 768_000_000
MAX_CPU_S = 10
MAX_OPEN_FILES = 32
MAX_ANSWER_BYTES = 64_000_000
NICENESS = 5


def limit_resources() -> None:
    """Take away what a reader never needs; a system without a limit (macOS has no limit of memory) goes without it."""
    import resource  # noqa: PLC0415 - doesn't exist everywhere, and this module must stay importable

    limits = {
        resource.RLIMIT_AS: MAX_MEMORY_BYTES,
        resource.RLIMIT_CPU: MAX_CPU_S,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        try:
            # A second between the two limits of time: the first one ends the child by a signal of its own.
            resource.setrlimit(kind, (limit, limit + 1 if kind == resource.RLIMIT_CPU else limit))
        except (ValueError, OSError):
            if sys.platform == "linux":
                raise
    with contextlib.suppress(OSError):
        os.nice(NICENESS)


def answer() -> dict[str, Any]:
    """Read the workbook on standard input."""
    # Imported after the project's root is known, and before the limits: the modules are ours, the file isn't.
    from imports.guard.workbook_scan import scan  # noqa: PLC0415
    from tracker.domain.refusals import FileRefused  # noqa: PLC0415

    limit_resources()
    # Nothing here makes cycles: the collector would only look at half a million cells again and again.
    gc.disable()
    try:
        with os.fdopen(0, "rb", closefd=False) as file:
            return {"workbook": scan(file)}
    except FileRefused as refusal:
        return {"refused": refusal.code, "values": dict(refusal.text.values)}
    except MemoryError:
        return {"refused": "too-much-memory", "values": {}}


def main() -> None:
    """Answer on standard output; anything unforeseen ends in a status that isn't 0."""
    sys.path.insert(0, sys.argv[1])
    try:
        written = json.dumps(answer(), ensure_ascii=False, separators=(",", ":")).encode()
    except MemoryError:
        written = b'{"refused":"too-much-memory","values":{}}'
    if len(written) > MAX_ANSWER_BYTES:
        written = b'{"refused":"answer-too-large","values":{}}'
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
