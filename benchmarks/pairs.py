"""Two things timed in turns, so that a busy moment of the machine meets both."""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MS = 1_000


@dataclass(frozen=True)
class Pair:
    """The seconds of each run of two things, the one measured and the one it is held against."""

    ours: tuple[float, ...]
    bare: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times the other's time each run took, the smallest first."""
        return tuple(sorted(one / other for one, other in zip(self.ours, self.bare, strict=True)))

    @property
    def ratio(self) -> float:
        """The median of the ratios, run by run."""
        return statistics.median(self.ratios)

    def __str__(self) -> str:
        """Say both medians, the ratio, and between what the middle half of the ratios lay."""
        low, _, high = statistics.quantiles(self.ratios, n=4)
        ours, bare = statistics.median(self.ours) * MS, statistics.median(self.bare) * MS
        return f"{ours:.1f} ms against {bare:.1f} ms, {self.ratio:.2f} times ({low:.2f}-{high:.2f})"


@dataclass(frozen=True)
class Outcome:
    """One thing measured, and how many times the other's time it may take."""

    name: str
    pair: Pair
    most: float

    @property
    def is_good(self) -> bool:
        """Tell whether it is within its limit."""
        return self.pair.ratio <= self.most

    def __str__(self) -> str:
        """Say it on a line."""
        return f"{'ok    ' if self.is_good else 'MISSED'}  {self.name}: {self.pair} (at most {self.most:.0f})"


def in_turns(ours: Callable[[], object], bare: Callable[[], object], *, runs: int) -> Pair:
    """Run both in turns, after two rounds to warm up, each from a heap without rubbish.

    What was loaded before is never looked through again, as in the server.
    """
    gc.collect()
    gc.freeze()
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs + 2):
        for run, kept in zip((ours, bare), times, strict=True):
            gc.collect()
            start = time.perf_counter()
            result = run()
            seconds = time.perf_counter() - start
            del result
            if turn > 1:
                kept.append(seconds)
    gc.unfreeze()
    return Pair(tuple(times[0]), tuple(times[1]))


def say(outcomes: Iterable[Outcome]) -> bool:
    """Say each outcome as soon as it is there, and tell whether all are within their limits."""
    good = True
    for outcome in outcomes:
        good = good and outcome.is_good
        sys.stdout.write(f"{outcome}\n")
        sys.stdout.flush()
    return good
