"""Entries: what somebody types before it is a decision, and what is wrong with it, row by row."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import LARGEST_AMOUNT_OERE
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text

# The id of a line, or the key of one that the entry itself makes; "" where none was chosen.
LineRef = int | str


@dataclass(frozen=True)
class EntryLine:
    """A line that the entry makes: a new initiative, or a named source that a supplementary appropriation draws on."""

    key: str
    title: str
    role: LineRole
    theme_id: int | None = None
    committee: str = ""
    may_be_negative: bool = False


@dataclass(frozen=True)
class EntryTransfer:
    """An amount in one cell of the form: ``row`` counts from 0, the amount is positive øre."""

    row: int
    budget_year: int
    from_line: LineRef
    to_line: LineRef
    amount_oere: int


@dataclass(frozen=True)
class Entry:
    """A decision or proposal as it was typed."""

    decision: NewDecision
    transfers: tuple[EntryTransfer, ...]
    new_lines: tuple[EntryLine, ...] = ()


@dataclass(frozen=True)
class LineFacts:
    """What the rules need to know of a line; ``held`` says that it may not go below zero.

    A line's committee is the plan's where it names none; a source that names none is nobody's and everybody's: the
    frame that a plan's lines are given from, whichever committee they belong to.
    """

    ref: LineRef
    title: str
    role: LineRole
    committee: str | None
    held: bool


@dataclass(frozen=True)
class EntryProblem:
    """Something wrong with an entry: in which row and year, where it is about one, and whether it must be mended.

    ``new_line`` is the key of the new line whose title it is about, and ``field`` the word of the decision's, such as
    its body.
    """

    text: Text
    row: int | None = None
    budget_year: int | None = None
    blocking: bool = True
    new_line: str = ""
    field: str = ""


class EntryRefused(Refusal):
    """An entry that the rules don't allow; ``problems`` are all that is wrong with it."""

    code = "entry-refused"

    def __init__(self, problems: Sequence[EntryProblem]) -> None:
        super().__init__(problems[0].text)
        self.problems = tuple(problems)


# For each kind, the roles that money may come from and go to.
SPENDING = frozenset({LineRole.INITIATIVE, LineRole.OTHER})
_INSIDE = SPENDING | {LineRole.RESERVE}
_SOURCE = frozenset({LineRole.SOURCE})
_ROLES: Mapping[DecisionKind, tuple[tuple[Collection[LineRole], Collection[LineRole]], ...]] = {
    DecisionKind.ADOPTION: ((_SOURCE, _INSIDE),),
    DecisionKind.ALLOCATION: (({LineRole.RESERVE}, SPENDING),),
    DecisionKind.REALLOCATION: ((_INSIDE, _INSIDE),),
    DecisionKind.SUPPLEMENTARY: ((_SOURCE, _INSIDE),),
    DecisionKind.CUT: ((_INSIDE, _SOURCE),),
    DecisionKind.CARRY_OVER: ((_INSIDE, _SOURCE), (_SOURCE, _INSIDE)),
    DecisionKind.INDEXATION: ((_SOURCE, _INSIDE), (_INSIDE, _SOURCE)),
}
_WHAT_FITS: Mapping[DecisionKind, Text] = {
    DecisionKind.ADOPTION: Text("Ved en vedtagelse går pengene fra rammen til en linje. Vælg rammen under Fra."),
    DecisionKind.ALLOCATION: Text("Ved en udmøntning går pengene fra puljen til en indsats. Vælg puljen under Fra."),
    DecisionKind.REALLOCATION: Text(
        "Ved en omdisponering går pengene mellem planens linjer. Vælg en linje og ikke rammen."
    ),
    DecisionKind.SUPPLEMENTARY: Text(
        "En tillægsbevilling skal have en dækning: vælg under Fra den ramme, pengene kommer fra, og under Til en linje."
    ),
    DecisionKind.CUT: Text("Ved en besparelse går pengene fra en linje tilbage til rammen. Vælg rammen under Til."),
    DecisionKind.CARRY_OVER: Text(
        "En overførsel går fra en linje til rammen i det ene år og fra rammen til en linje i det næste."
    ),
    DecisionKind.INDEXATION: Text("En p/l-regulering går mellem rammen og en linje. Vælg rammen på den ene side."),
}


BEYOND_OWN = Text(
    "Hver række i dit forslag skal berøre en indsats, du er ansvarlig for. Bed en budgetkonsulent om resten."
)


def problems_of(
    entry: Entry,
    lines: Mapping[LineRef, LineFacts],
    *,
    years: Collection[int],
    closed_years: Collection[int],
) -> tuple[EntryProblem, ...]:
    """Find all that is wrong with an entry by itself, before the ledger is asked."""
    return (
        *_problems_of_lines(entry),
        *_problems_of_rows(entry, lines),
        *_problems_of_years(entry.transfers, years, closed_years),
        *(_problems_of_pairs(entry.transfers, lines) if entry.decision.kind is DecisionKind.CARRY_OVER else ()),
    )


def changes(transfers: Iterable[EntryTransfer]) -> dict[tuple[LineRef, int], int]:
    """Add up what each line gains and loses in each year, in øre."""
    found: dict[tuple[LineRef, int], int] = defaultdict(int)
    for transfer in transfers:
        found[transfer.from_line, transfer.budget_year] -= transfer.amount_oere
        found[transfer.to_line, transfer.budget_year] += transfer.amount_oere
    return dict(found)


def problems_of_direction(
    transfers: Sequence[EntryTransfer],
    lines: Mapping[LineRef, LineFacts],
    before_oere: Mapping[tuple[LineRef, int], int],
) -> Iterator[EntryProblem]:
    """Hold an indexation to one way in each year, or it would move money from line to line.

    A line below zero, such as an income, goes the other way at the same rate. The rows that move least are told.
    """
    ways = {
        (line, year): -amount if before_oere.get((line, year), 0) < 0 else amount
        for (line, year), amount in changes(transfers).items()
        if lines[line].role is not LineRole.SOURCE
    }
    for year in sorted({year for _, year in ways}):
        up, down = (
            {line: abs(amount) for (line, of), amount in ways.items() if of == year and amount * sign > 0}
            for sign in (1, -1)
        )
        if not up or not down:
            continue
        against = up if sum(up.values()) < sum(down.values()) else down
        for row in dict.fromkeys(
            one.row for one in transfers if one.budget_year == year and against.keys() & {one.from_line, one.to_line}
        ):
            text = Text(
                "I %(year)s går reguleringen op for nogle linjer og ned for andre. En p/l-regulering går samme vej for "
                "alle: byt om på Fra og Til, eller flyt pengene med en omdisponering.",
                year=year,
            )
            yield EntryProblem(text, row, year)


def rows_beyond(transfers: Iterable[EntryTransfer], own: Collection[LineRef]) -> tuple[int, ...]:
    """List the rows that touch none of somebody's own lines; a row without both of its lines isn't one yet."""
    beyond = (
        one.row
        for one in transfers
        if "" not in {one.from_line, one.to_line} and not {one.from_line, one.to_line} & set(own)
    )
    return tuple(dict.fromkeys(beyond))


def committee_of(role: LineRole, own: str, *, of_plan: str) -> str | None:
    """Tell whose a line is; None for a source that names no committee."""
    return own or (None if role is LineRole.SOURCE else of_plan)


def _problems_of_lines(entry: Entry) -> Iterator[EntryProblem]:
    used = {ref for transfer in entry.transfers for ref in (transfer.from_line, transfer.to_line)}
    for line in entry.new_lines:
        if line.key not in used:
            yield EntryProblem(
                Text("%(line)s får ingen penge. Vælg den i en række, eller fjern den igen.", line=line.title)
            )


def _problems_of_rows(entry: Entry, lines: Mapping[LineRef, LineFacts]) -> Iterator[EntryProblem]:
    kind = entry.decision.kind
    if not entry.transfers:
        yield EntryProblem(Text("Skriv mindst ét beløb i tabellen."))
    seen: set[int] = set()
    for transfer in entry.transfers:
        if not 0 < transfer.amount_oere <= LARGEST_AMOUNT_OERE:
            text = Text("Beløbet skal være større end 0. Byt om på Fra og Til, hvis pengene går den anden vej.")
            yield EntryProblem(text, transfer.row, transfer.budget_year)
        if transfer.row in seen:
            continue
        seen.add(transfer.row)
        giver, taker = lines.get(transfer.from_line), lines.get(transfer.to_line)
        if "" in {transfer.from_line, transfer.to_line}:
            yield EntryProblem(Text("Vælg, både hvor pengene kommer fra, og hvor de går hen."), transfer.row)
        elif giver is None or taker is None:
            yield EntryProblem(Text("Linjen findes ikke i planen. Vælg en linje på listen."), transfer.row)
        elif transfer.from_line == transfer.to_line:
            text = Text("Pengene kan ikke flyttes til den linje, de kommer fra. Vælg to forskellige linjer.")
            yield EntryProblem(text, transfer.row)
        elif not any(giver.role in givers and taker.role in takers for givers, takers in _ROLES[kind]):
            yield EntryProblem(_WHAT_FITS[kind], transfer.row)


def _problems_of_years(
    transfers: Iterable[EntryTransfer], years: Collection[int], closed_years: Collection[int]
) -> Iterator[EntryProblem]:
    for transfer in transfers:
        year = transfer.budget_year
        if year not in years:
            yield EntryProblem(
                Text("%(year)s ligger uden for planens år. Ret året, eller udvid planen først.", year=year),
                transfer.row,
                year,
            )
        elif year in closed_years:
            yield EntryProblem(
                Text("%(year)s er lukket. Bed en administrator om at åbne året, eller tag beløbet ud.", year=year),
                transfer.row,
                year,
            )


def _problems_of_pairs(
    transfers: Sequence[EntryTransfer], lines: Mapping[LineRef, LineFacts]
) -> Iterator[EntryProblem]:
    """Hold a carry-over to its pair: what a source takes back in one year, it gives out again in a later one."""
    back: dict[int, int] = defaultdict(int)
    out: dict[int, int] = defaultdict(int)
    for transfer in transfers:
        giver, taker = lines.get(transfer.from_line), lines.get(transfer.to_line)
        if taker and taker.role is LineRole.SOURCE:
            back[transfer.budget_year] += transfer.amount_oere
        elif giver and giver.role is LineRole.SOURCE:
            out[transfer.budget_year] += transfer.amount_oere
    if sum(back.values()) != sum(out.values()):
        yield EntryProblem(
            Text("En overførsel er et par: det, der går tilbage til rammen i ét år, skal ud igen i et senere.")
        )
    elif back and out and min(out) <= max(back):
        yield EntryProblem(Text("En overførsel går frem i tiden: pengene skal ud igen i et senere år."))
