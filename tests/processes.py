"""Processes for tests that race and kill: forked from a warm one that has imported everything, ready at once."""

import contextlib
import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier

_WARM = ["psycopg", "sqlalchemy.dialects.postgresql.psycopg", "tests.warm"]
PATIENCE_SECONDS = 300

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


class Killer:
    """Kills one kind of work again and again, each time at another moment of its life."""

    def __init__(self, work: Callable[..., object], *, seed: int) -> None:
        self._work = work
        self._moments = random.Random(seed)  # noqa: S311 - picks moments, keeps no secret
        self._seconds = 0.0

    def spare(self, *arguments: object) -> None:
        """Let the work be done once without disturbing it, to learn how long it lives."""
        worker = start(self._work, *arguments)
        begun = time.monotonic()
        worker.go()
        worker.answer()
        self._seconds = time.monotonic() - begun

    def kill(self, *arguments: object) -> bool:
        """Start the work and kill it; tells whether it had said by then that it was done.

        How long it lives changes with how busy the machine is, and the moments with it.
        """
        worker = start(self._work, *arguments)
        begun = time.monotonic()
        worker.go()
        worker.pipe.poll(self._moments.uniform(0, 1.1 * self._seconds))
        seconds = time.monotonic() - begun
        acknowledged = worker.kill()
        self._seconds = seconds if acknowledged else max(1.05 * self._seconds, seconds)
        return acknowledged


def _run(pipe: Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    pipe.send("ready")
    pipe.recv()
    pipe.send(work(*arguments))
