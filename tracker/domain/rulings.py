"""Rulings: which body the rows of an entry need, by what they move, out of a pool, and from committee to committee."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from tracker.domain.bodies import body_key, body_level
from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionKind
from tracker.domain.entries import SPENDING, EntryTransfer, LineFacts, LineRef
from tracker.domain.powers import Matter, Movement, Power, Ruling, rule
from tracker.domain.texts import Text

Lines = Mapping[LineRef, LineFacts]
# Kinds whose money goes by way of the frame: who loses and who gains is seen in the sums alone.
_BY_WAY_OF_THE_FRAME = frozenset({DecisionKind.CARRY_OVER, DecisionKind.INDEXATION})


def ruling_of(
    powers: Mapping[Matter, Power],
    kind: DecisionKind,
    transfers: Sequence[EntryTransfer],
    lines: Lines,
    before_oere: Mapping[tuple[LineRef, int], int],
    *,
    was: Iterable[EntryTransfer] = (),
) -> Ruling | None:
    """Find the narrowest body that may decide these rows; None where there is nothing to decide.

    ``was`` are the rows that stood before: what moves no more than they did was decided then and isn't asked about.
    """
    asked = beyond(transfers, was)
    if not asked:
        return None
    return rule(
        powers,
        kind,
        movements(transfers, lines, before_oere, of=asked),
        from_reserves=movements(_out_of_reserves(kind, transfers, lines), lines, before_oere, of=asked),
        across_committees=crosses_committees(kind, transfers, lines, of=asked),
    )


def deciding_level(body: str, *, administration: str, committee: str, lines: Lines) -> BodyLevel | None:
    """Tell the level of a body that decides about these lines of a plan; None where it is no body that is known."""
    committees = {committee, *(line.committee or "" for line in lines.values())}
    return body_level(body, administration=administration, committees=committees)


def unknown_body(body: str, *, committee: str) -> Text:
    """Say of a body that nobody knows what to write instead."""
    if not body:
        return Text("Skriv, hvem der beslutter det, fx BIU.")
    return Text(
        "%(body)s er ikke et organ, der kan beslutte noget her. Skriv forvaltningen, %(committee)s, Økonomiudvalget, "
        "Borgerrepræsentationen eller et andet udvalgs hele navn.",
        body=body,
        committee=committee or Text("udvalget"),
    )


def beyond(transfers: Sequence[EntryTransfer], was: Iterable[EntryTransfer]) -> tuple[EntryTransfer, ...]:
    """List the rows that move more between two lines in a year than was moved before."""
    there, now = _between(was), _between(transfers)
    return tuple(one for one in transfers if now[_way(one)] > there.get(_way(one), 0))


def movements(
    transfers: Iterable[EntryTransfer],
    lines: Lines,
    before_oere: Mapping[tuple[LineRef, int], int],
    *,
    of: Collection[EntryTransfer] | None = None,
) -> tuple[Movement, ...]:
    """Tell for each line and year how much is moved beside what was there, or only where some rows of ``of`` move it.

    The line is the giving one, or where a source gives, the receiving one.
    """
    rows = tuple(transfers)
    asked = {_cell(one, lines) for one in (rows if of is None else of)}
    moved: dict[tuple[LineRef, int], int] = defaultdict(int)
    for one in rows:
        moved[_cell(one, lines)] += one.amount_oere
    return tuple(Movement(amount, before_oere.get(cell, 0)) for cell, amount in moved.items() if cell in asked)


def crosses_committees(
    kind: DecisionKind,
    transfers: Iterable[EntryTransfer],
    lines: Lines,
    *,
    of: Iterable[EntryTransfer] | None = None,
) -> bool:
    """Tell whether money goes from one committee's line to another's: in a row, those of ``of`` alone if there are any.

    Where it goes by way of the frame, it does if one committee's lines lose by all the rows and another's gain.
    """
    rows = tuple(transfers)
    for one in rows if of is None else of:
        giver, taker = _committee(lines[one.from_line]), _committee(lines[one.to_line])
        if giver is not None and taker is not None and giver != taker:
            return True
    if kind not in _BY_WAY_OF_THE_FRAME:
        return False
    gained: dict[str, int] = defaultdict(int)
    for one in rows:
        for ref, amount in ((one.from_line, -one.amount_oere), (one.to_line, one.amount_oere)):
            committee = _committee(lines[ref])
            if committee is not None and lines[ref].role is not LineRole.SOURCE:
                gained[committee] += amount
    return min(gained.values(), default=0) < 0 < max(gained.values(), default=0)


def _out_of_reserves(kind: DecisionKind, transfers: Sequence[EntryTransfer], lines: Lines) -> tuple[EntryTransfer, ...]:
    """List the rows by which money leaves the pools to be spent: an allocation, whatever the decision is called.

    A carry-over takes it out by way of the frame, where the pools get back less than they gave.
    """
    given = [one for one in transfers if lines[one.from_line].role is LineRole.RESERVE]
    if kind is DecisionKind.CARRY_OVER:
        back = sum(one.amount_oere for one in transfers if lines[one.to_line].role is LineRole.RESERVE)
        return tuple(given) if sum(one.amount_oere for one in given) > back else ()
    return tuple(one for one in given if lines[one.to_line].role in SPENDING)


def _cell(transfer: EntryTransfer, lines: Lines) -> tuple[LineRef, int]:
    from_source = lines[transfer.from_line].role is LineRole.SOURCE
    return transfer.to_line if from_source else transfer.from_line, transfer.budget_year


def _committee(line: LineFacts) -> str | None:
    return None if line.committee is None else body_key(line.committee)


def _way(transfer: EntryTransfer) -> tuple[LineRef, LineRef, int]:
    return transfer.from_line, transfer.to_line, transfer.budget_year


def _between(transfers: Iterable[EntryTransfer]) -> Mapping[tuple[LineRef, LineRef, int], int]:
    found: dict[tuple[LineRef, LineRef, int], int] = defaultdict(int)
    for one in transfers:
        found[_way(one)] += one.amount_oere
    return found
