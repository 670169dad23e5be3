"""Processes for tests that race and kill: forked from a warm one that has imported everything, ready at once."""

import contextlib
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier

_WARM = ["psycopg", "sqlalchemy.dialects.postgresql.psycopg", "tests.warm"]
PATIENCE_SECONDS = 60

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(_WARM)


@dataclass(frozen=True)
class Worker:
    """A process that said "ready" and waits for "go"."""

    process: BaseProcess
    pipe: Connection

    def go(self) -> None:
        """Let it begin."""
        self.pipe.send("go")

    def answer(self) -> object:
        """Wait for what the work gave, and for the process to end."""
        if not self.pipe.poll(PATIENCE_SECONDS):
            self.process.kill()
            message = "a process of the test gave no answer"
            raise TimeoutError(message)
        answer: object = self.pipe.recv()
        self._end()
        return answer

    def kill(self) -> bool:
        """End it by SIGKILL, wherever it is; tells whether it had said that its work was done."""
        self.process.kill()
        self.process.join()
        acknowledged = False
        with contextlib.suppress(EOFError, ConnectionResetError):
            while self.pipe.poll():
                self.pipe.recv()
                acknowledged = True
        self._end()
        return acknowledged

    def _end(self) -> None:
        self.process.join()
        self.process.close()
        self.pipe.close()


def start(work: Callable[..., object], *arguments: object) -> Worker:
    """Start a process that calls ``work(*arguments)`` once told to go, and sends back what it gives."""
    ours, theirs = _context.Pipe()
    process = _context.Process(target=_run, args=(theirs, work, arguments), daemon=True)
    process.start()
    theirs.close()
    ours.recv()
    return Worker(process, ours)


def barrier(parties: int) -> Barrier:
    """Make a barrier at which processes wait for each other."""
    return _context.Barrier(parties, timeout=PATIENCE_SECONDS)


def seconds_of(work: Callable[..., object], *arguments: object) -> float:
    """Measure how long the work takes when nothing disturbs it, to know when there is something to disturb."""
    worker = start(work, *arguments)
    begun = time.monotonic()
    worker.go()
    worker.answer()
    return time.monotonic() - begun


def _run(pipe: Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    pipe.send("ready")
    pipe.recv()
    pipe.send(work(*arguments))
