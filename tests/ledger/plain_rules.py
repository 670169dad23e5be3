"""The rules of the ledger said a second time, plainly: why something must be refused, or that it must be taken."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.budget_books import ADMINISTRATION, COMMITTEE
from tests.ledger.plain_model import Cells, Move, PlainDecision, PlainLedger, PlainLine
from tracker.domain.ledger import LARGEST_AMOUNT_OERE, BodyMayNot, BudgetOverdrawn, TransferRefused, YearClosed
from tracker.domain.refusals import Refusal

Verdict = type[Refusal] | None

# Bodies by how much they may decide.
BODIES = (ADMINISTRATION, COMMITTEE, "ØU", "BR")
# For each kind: from which roles, to which.
INSIDE, SPENT = {"initiative", "other", "reserve"}, {"initiative", "other"}
FITS: Mapping[str, Sequence[tuple[Collection[str], Collection[str]]]] = {
    "adoption": [({"source"}, INSIDE)],
    "allocation": [({"reserve"}, SPENT)],
    "reallocation": [(INSIDE, INSIDE)],
    "supplementary": [({"source"}, INSIDE)],
    "cut": [(INSIDE, {"source"})],
    "carry_over": [(INSIDE, {"source"}), ({"source"}, INSIDE)],
    "indexation": [({"source"}, INSIDE), (INSIDE, {"source"})],
}


@dataclass(frozen=True)
class PlainPower:
    """The place in BODIES of who decides, and up to how many øre or hundredths of a per cent the first of them may."""

    otherwise: int
    most_oere: int | None = None
    most_share: int | None = None


def body_needed(
    powers: Mapping[str, PlainPower],
    kind: str,
    moves: Sequence[Move],
    lines: Mapping[int | str, PlainLine],
    had: Cells,
    *,
    was: Iterable[Move] = (),
) -> int:
    """Tell which body has to decide, by the giving lines' amounts; by the receiving ones' where a source gives.

    What moves no more between two lines in a year than in ``was`` isn't asked about.
    """
    before: dict[tuple[int | str, int], int] = dict(had.items())
    there, now = _ways(was), _ways(moves)
    asked = [move for move in moves if now[move[1:4]] > there.get(move[1:4], 0)]
    if not asked:
        return 0

    def cell(move: Move) -> tuple[int | str, int]:
        return (move[3] if lines[move[2]].role == "source" else move[2]), move[1]

    cells = {cell(move) for move in asked}

    def body(power: PlainPower, rows: Sequence[Move]) -> int:
        moved: dict[tuple[int | str, int], int] = defaultdict(int)
        for move in rows:
            if cell(move) in cells:
                moved[cell(move)] += move[4]
        if not moved:
            return 0
        if power.most_oere is None and power.most_share is None:
            return power.otherwise
        for one, amount in moved.items():
            by_amount = power.most_oere is not None and amount <= power.most_oere
            by_share = power.most_share is not None and amount * 10_000 <= before.get(one, 0) * power.most_share
            if not by_amount and not by_share:
                return power.otherwise
        return 0

    return max(
        body(powers[kind], moves),
        body(powers["allocation"], _spent_from_reserves(kind, moves, lines)),
        body(powers["across_committees"], moves) if _crosses(kind, moves, asked, lines) else 0,
    )


def _ways(moves: Iterable[Move]) -> dict[tuple[int, int | str, int | str], int]:
    found: dict[tuple[int, int | str, int | str], int] = defaultdict(int)
    for _, year, source, target, amount in moves:
        found[year, source, target] += amount
    return found


def _spent_from_reserves(kind: str, moves: Sequence[Move], lines: Mapping[int | str, PlainLine]) -> list[Move]:
    """List what leaves a pool to be spent: directly, or into a later year and to other lines than it came from."""
    if kind != "carry_over":
        return [move for move in moves if lines[move[2]].role == "reserve" and lines[move[3]].role in SPENT]
    given = [move for move in moves if lines[move[2]].role == "reserve"]
    kept = sum(move[4] for move in moves if lines[move[3]].role == "reserve")
    return given if sum(move[4] for move in given) > kept else []


def _crosses(kind: str, moves: Iterable[Move], asked: Iterable[Move], lines: Mapping[int | str, PlainLine]) -> bool:
    """Tell whether money goes to another committee: in one row, or by way of the frame where the kind goes there."""
    for _, _, source, target, _ in asked:
        owners = {lines[source].committee, lines[target].committee}
        if None not in owners and len(owners) == 2:
            return True
    if kind not in {"carry_over", "indexation"}:
        return False
    sums: dict[str | None, int] = defaultdict(int)
    for _, _, source, target, amount in moves:
        for line, change in ((source, -amount), (target, amount)):
            if lines[line].role != "source":
                sums[lines[line].committee] += change
    return any(change < 0 for change in sums.values()) and any(change > 0 for change in sums.values())


def years_indexed_both_ways(moves: Iterable[Move], lines: Mapping[int | str, PlainLine], had: Cells) -> set[int]:
    """List the years in which an indexation lets some lines grow and others shrink, beside what they had."""
    change: dict[tuple[int | str, int], int] = defaultdict(int)
    before: dict[tuple[int | str, int], int] = dict(had.items())
    for _, year, source, target, amount in moves:
        if amount > 0 and source in lines and target in lines:
            change[source, year] -= amount
            change[target, year] += amount
    grows = {
        (year, (amount > 0) == (before.get((line, year), 0) >= 0))
        for (line, year), amount in change.items()
        if amount and lines[line].role != "source"
    }
    return {year for year, _ in grows if {(year, True), (year, False)} <= grows}


def is_blocked(
    model: PlainLedger,
    powers: Mapping[str, PlainPower],
    decision: PlainDecision,
    moves: Sequence[Move],
    new: Mapping[str, PlainLine],
    *,
    decision_id: int | None = None,
) -> bool:
    """Tell whether something must be mended in what was typed before it can be recorded."""
    lines = lines_for(model, decision_id)
    lines.update(new)
    wrong = _wrong_cells(model, decision.kind, moves, lines)
    had = model.budget(decision.day or date.max, without={decision_id} if decision_id else ())
    both_ways = years_indexed_both_ways(moves, lines, had) if decision.kind == "indexation" else set()
    was: list[Move] = []
    if decision_id is not None and decision.state is None:
        was = standing_moves(model, decision_id)
        asked = {(row, year) for row, year, *_ in _changed(model, decision_id, moves)}
        both_ways &= {year for _, year in asked}
        wrong = {(row, year) for row, year in wrong if any(row == r and year in {y, None} for r, y in asked)}
    if wrong or both_ways or not moves or not set(new) <= {line for move in moves for line in move[2:4]}:
        return True
    if decision.kind == "carry_over" and not _is_pair(moves, lines):
        return True
    if decision.day is None:
        return False
    if BODIES.index(decision.body) < body_needed(powers, decision.kind, moves, lines, had, was=was):
        return True
    return overdraws(model, moves, decision.day, lines, without=decision_id)


def verdict_on_posting(
    model: PlainLedger, powers: Mapping[str, PlainPower], decision_id: int, moves: Sequence[Move]
) -> Verdict:
    """Tell why rows that are added to a decision must be refused, whatever they are."""
    decision, lines = model.decisions[decision_id], lines_for(model, decision_id)
    if not moves:
        return None
    if decision.state in {"sent", "dropped"} or any(_is_impossible(model, move) for move in moves):
        return TransferRefused
    if decision.day is not None and any(year in model.closed for _, year, _, _, _ in moves):
        return YearClosed
    if any(source not in lines or target not in lines for _, _, source, target, _ in moves):
        return TransferRefused
    was = standing_moves(model, decision_id)
    return verdict_in_force(model, powers, decision_id, [*was, *moves], was)


def verdict_on_reversal(model: PlainLedger, powers: Mapping[str, PlainPower], place: int) -> Verdict:
    """Tell whether a transfer can be reversed."""
    wrong = model.booked[place]
    decision = model.decisions[wrong.decision_id]
    if place not in model.standing(wrong.decision_id) or decision.state in {"sent", "dropped"}:
        return TransferRefused
    if decision.day is not None and wrong.year in model.closed:
        return YearClosed
    was = standing_moves(model, wrong.decision_id)
    kept = standing_moves(model, wrong.decision_id, but=place)
    return verdict_in_force(model, powers, wrong.decision_id, kept, was)


def verdict_in_force(
    model: PlainLedger,
    powers: Mapping[str, PlainPower],
    decision_id: int,
    kept: Sequence[Move],
    was: Sequence[Move],
) -> Verdict:
    """Tell why a decision can't be in force with these rows: its body may not, or a line hasn't got the money.

    ``was`` are the rows with which it was in force until now.
    """
    decision, lines = model.decisions[decision_id], lines_for(model, decision_id)
    if decision.day is None:
        return None
    had = model.budget(decision.day, without={decision_id})
    if BODIES.index(decision.body) < body_needed(powers, decision.kind, kept, lines, had, was=was):
        return BodyMayNot
    return BudgetOverdrawn if overdraws(model, kept, decision.day, lines, without=decision_id) else None


def standing_moves(model: PlainLedger, decision_id: int, *, but: int | None = None) -> list[Move]:
    """List what a decision moves, a row of the form for each."""
    places = [place for place in model.standing(decision_id) if place != but]
    return [(row, *model.booked[place].moves) for row, place in enumerate(places)]


def lines_for(model: PlainLedger, decision_id: int | None) -> dict[int | str, PlainLine]:
    """Give the lines that a decision may use: not those that came with somebody else's proposal."""
    return {
        number: line
        for number, line in model.lines.items()
        if line.introduced_by in {None, decision_id} or model.decisions[line.introduced_by or 0].day is not None
    }


def overdraws(
    model: PlainLedger,
    moves: Iterable[Move],
    day: date,
    lines: Mapping[int | str, PlainLine],
    *,
    without: int | None = None,
) -> bool:
    """Tell whether a line that is held to zero would be below it on that day or any later one."""
    held = {number for number, line in lines.items() if line.held}
    return any(
        amount < 0
        for sums in model.balances(without=without, with_moves=moves, day=day)
        for (line, _), amount in sums.items()
        if line in held
    )


def _wrong_cells(
    model: PlainLedger, kind: str, moves: Iterable[Move], lines: Mapping[int | str, PlainLine]
) -> set[tuple[int, int | None]]:
    wrong: set[tuple[int, int | None]] = set()
    for row, year, source, target, amount in moves:
        if not 0 < amount <= LARGEST_AMOUNT_OERE or year not in model.years or year in model.closed:
            wrong.add((row, year))
        if (
            source not in lines
            or target not in lines
            or source == target
            or not any(lines[source].role in givers and lines[target].role in takers for givers, takers in FITS[kind])
        ):
            wrong.add((row, None))
    return wrong


def _changed(model: PlainLedger, decision_id: int, moves: Iterable[Move]) -> list[Move]:
    standing = [model.booked[place].moves for place in model.standing(decision_id)]
    changed = []
    for move in moves:
        if move[1:] in standing:
            standing.remove(move[1:])  # type: ignore[arg-type]
        else:
            changed.append(move)
    return changed


def _is_pair(moves: Iterable[Move], lines: Mapping[int | str, PlainLine]) -> bool:
    back: dict[int, int] = defaultdict(int)
    out: dict[int, int] = defaultdict(int)
    for _, year, source, _, amount in moves:
        (out if lines[source].role == "source" else back)[year] += amount
    return sum(back.values()) == sum(out.values()) and max(back) < min(out)


def _is_impossible(model: PlainLedger, move: Move) -> bool:
    _, year, source, target, amount = move
    return not 0 < amount <= LARGEST_AMOUNT_OERE or source == target or year not in model.years
