"""Subtotals whose labels don't say so: told by the outline numbers, or by sums that only they explain."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import add

from imports.tables.row_roles import RoledRow, sum_of_years
from tracker.domain.published_tables import RowKind

_FEWEST_NUMBERED = 3


def infer_subtotals(rows: Sequence[RoledRow]) -> None:
    """Mark the lines that are sums of other lines; without a total that proves it, they are only named as possible."""
    _infer_by_numbers(rows)
    lines = [row for row in rows if row.kind is RowKind.LINE]
    total = next((row for row in rows if row.kind is RowKind.TOTAL), None)
    printed = total.years_oere if total else None
    computed = sum_of_years(lines)
    if computed is None or (printed is not None and printed == computed):
        return
    runs = _runs(rows)
    for upwards in (False, True):
        found = [pair for run in runs for pair in _sums_in(run[::-1] if upwards else run)]
        if printed is not None and found and _without(lines, found) == printed:
            for row, parts in found:
                _mark(row, parts[::-1] if upwards else parts)
            if total is not None:
                total.parts = [line for line in lines if line.kind is RowKind.LINE]
            return
        if total is None:
            for row, parts in found:
                if len(parts) > 1:
                    row.possible = parts[::-1] if upwards else parts


def _infer_by_numbers(rows: Sequence[RoledRow]) -> None:
    """Read "2" above "2.1" and "2.2" as their sum, and unnumbered rows as the sums of the numbered groups below."""
    lines = [row for row in rows if row.kind is RowKind.LINE]
    numbered = [row for row in lines if "." in (row.entry.label.outline or "")]
    if len(numbered) < _FEWEST_NUMBERED:
        return
    unnumbered = [
        (row, after) for row, after in pairwise(lines) if not row.entry.label.outline and after.entry.label.outline
    ]
    starts = {_chapter(after) for _, after in unnumbered}
    all_alone = len(unnumbered) == sum(not line.entry.label.outline for line in lines)
    if unnumbered and all_alone and len(starts) == len(unnumbered) and starts == {_chapter(row) for row in numbered}:
        for row, after in unnumbered:
            _mark(row, [line for line in numbered if _chapter(line) == _chapter(after)])
    for row, after in pairwise(lines):
        outline = row.entry.label.outline
        if outline and row.kind is RowKind.LINE and (after.entry.label.outline or "").startswith(f"{outline}."):
            _mark(row, [line for line in numbered if (line.entry.label.outline or "").startswith(f"{outline}.")])
    for row in rows:
        if row.kind is RowKind.TOTAL:
            row.parts = [line for line in lines if line.kind is RowKind.LINE]


def _chapter(row: RoledRow) -> str:
    return (row.entry.label.outline or "").partition(".")[0]


def _mark(row: RoledRow, parts: list[RoledRow]) -> None:
    row.kind, row.parts, row.inferred = RowKind.SUBTOTAL, parts, True


def _without(lines: Sequence[RoledRow], found: Sequence[tuple[RoledRow, list[RoledRow]]]) -> tuple[int, ...] | None:
    sums = {id(row) for row, _ in found}
    return sum_of_years([line for line in lines if id(line) not in sums])


def _runs(rows: Sequence[RoledRow]) -> list[list[RoledRow]]:
    """Part the lines at headings and sums."""
    runs: list[list[RoledRow]] = [[]]
    for row in rows:
        if row.kind is RowKind.LINE:
            runs[-1].append(row)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _sums_in(run: Sequence[RoledRow]) -> list[tuple[RoledRow, list[RoledRow]]]:
    """Find the rows that equal the sum of those right after them; each row belongs to one sum at most."""
    amounts = [row.years_oere or () for row in run]
    running = list(accumulate(amounts, lambda sums, years: tuple(map(add, sums, years))))
    places: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, sums in enumerate(running):
        places[sums].append(place)
    found = []
    start = 0
    while start < len(run):
        # The rows up to the one where the running sum has grown by this row's own amounts add up to it.
        ends = places[tuple(map(add, running[start], amounts[start]))]
        after = bisect_right(ends, start)
        end = ends[after] + 1 if after < len(ends) else None
        if any(amounts[start]) and end is not None:
            found.append((run[start], list(run[start + 1 : end])))
            start = end
        else:
            start += 1
    return found
