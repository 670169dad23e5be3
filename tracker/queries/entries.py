"""Weighing an entry: the table before, the change and after, who must decide it, and all that is wrong with it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import BodyLevel, DecisionKind, NewDecision, reaches
from tracker.domain.entries import (
    Entry,
    EntryLine,
    EntryProblem,
    EntryTransfer,
    LineFacts,
    LineRef,
    changes,
    committee_of,
    problems_of,
    problems_of_direction,
)
from tracker.domain.ledger import DatedPosting, balances, shortfall_text, shortfalls
from tracker.domain.names import comparable
from tracker.domain.powers import Ruling
from tracker.domain.rewriting import as_entered, changed_cells
from tracker.domain.rulings import deciding_level, ruling_of, unknown_body
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import BudgetLine, Theme
from tracker.models.decisions import Decision
from tracker.queries.budget import AsOf, budget_at
from tracker.queries.ledger import adopted_cells, closed_years, dated_postings, standing_transfers
from tracker.queries.lines_in_use import is_in_use
from tracker.queries.plans import PlanRow
from tracker.queries.powers import at_hand, is_held, lines_at_hand, powers_of

_REVERSE_WHOLE = Text(
    "Skriv mindst ét beløb i tabellen. Skal alt tages tilbage, så vælg Tilbagefør hele beslutningen på dens egen side."
)


@dataclass(frozen=True)
class ChosenLine:
    """A line as lists to choose from show it; ``is_given_up`` where the decision that brought it uses it no more."""

    id: int
    title: str
    role: LineRole
    theme_id: int | None
    slug: str
    is_given_up: bool


@dataclass(frozen=True)
class WeighedLine:
    """A line before, with the change of, and after an entry; øre by year. ``theme_id`` is None outside the themes."""

    ref: LineRef
    title: str
    role: LineRole
    theme_id: int | None
    before_oere: tuple[int, ...]
    change_oere: tuple[int, ...]

    @property
    def after_oere(self) -> tuple[int, ...]:
        """What the line has after the entry."""
        return tuple(before + change for before, change in zip(self.before_oere, self.change_oere, strict=True))

    @property
    def is_touched(self) -> bool:
        """Tell whether the entry changes the line in some year."""
        return any(self.change_oere)


@dataclass(frozen=True)
class Weighed:
    """An entry with its effect. Lines stand in published order, sources last; sums are without the sources.

    ``may`` tells whether the entry's body may decide it; None where nothing is asked or the body isn't known.
    """

    years: tuple[int, ...]
    lines: tuple[WeighedLine, ...]
    problems: tuple[EntryProblem, ...]
    ruling: Ruling | None
    may: bool | None

    @property
    def reserves(self) -> tuple[WeighedLine, ...]:
        """The pools."""
        return tuple(line for line in self.lines if line.role is LineRole.RESERVE)

    @property
    def sums(self) -> WeighedLine:
        """All lines but the sources added up: the frame of each year."""
        inside = [line for line in self.lines if line.role is not LineRole.SOURCE]
        before = tuple(sum(line.before_oere[index] for line in inside) for index in range(len(self.years)))
        change = tuple(sum(line.change_oere[index] for line in inside) for index in range(len(self.years)))
        return WeighedLine("sum", "", LineRole.OTHER, None, before, change)


@dataclass(frozen=True)
class Judged:
    """What the rules say to an entry; ``change_oere`` is what it changes, by line and year."""

    change_oere: Mapping[tuple[LineRef, int], int]
    problems: tuple[EntryProblem, ...]
    ruling: Ruling | None
    may: bool | None

    @property
    def blocking(self) -> tuple[EntryProblem, ...]:
        """What must be mended first."""
        return tuple(problem for problem in self.problems if problem.blocking)


def weigh(
    session: Session, plan: PlanRow, entry: Entry, *, decision_id: int | None = None, point: AsOf | None = None
) -> Weighed:
    """Weigh an entry against the ledger as it is; ``decision_id`` is the decision or proposal that it would rewrite.

    What stands before is the budget at ``point``, else of the decision's day, or of today for a proposal; always
    without the decision itself. A proposal may ask for more than there is: that is a warning. Of a decision that was
    taken, only the amounts that are put right are asked to fit its kind and open years, and only those that grow are
    asked of its body's power: what stands was let in when it was taken, or read in.
    """
    judged = judge(session, plan, entry, decision_id=decision_id)
    point = point or AsOf(entry.decision.decided_on or today())
    itself = frozenset() if decision_id is None else frozenset({decision_id})
    point = replace(point, without=point.without | itself)
    before: dict[tuple[LineRef, int], int] = dict(budget_at(session, plan.id, point).items())
    named = {line for line, _ in judged.change_oere if isinstance(line, int)}
    choices = lines_to_choose(session, plan.id, decision_id=decision_id, also=named)
    lines = _lines(plan, entry, choices, before, judged.change_oere)
    return Weighed(plan.years, lines, judged.problems, judged.ruling, judged.may)


def judge(session: Session, plan: PlanRow, entry: Entry, *, decision_id: int | None = None) -> Judged:
    """Find all that is wrong with an entry and who must decide it, as ``weigh`` does, reading only what it touches."""
    standing = () if decision_id is None else standing_transfers(session, decision_id)
    lost = {(line, one.budget_year) for one in standing for line in (one.from_line_id, one.to_line_id)}
    facts = _facts(session, plan, entry, {line for line, _ in lost}, decision_id=decision_id)
    problems = problems_of(entry, facts, years=plan.years, closed_years=closed_years(session, plan.id))
    taken = decision_id is not None and _is_taken(session, decision_id)
    changed = changed_cells(entry, standing) if taken else None
    known = tuple(
        transfer
        for transfer in entry.transfers
        if transfer.amount_oere > 0 and transfer.from_line in facts and transfer.to_line in facts
    )
    change = changes(known)
    cells = {(line, year) for line, year in {*change, *lost} if isinstance(line, int)}
    problems = (*problems, *_problems_of_titles(session, plan.id, entry, decision_id=decision_id))
    postings = dated_postings(session, cells, without_decision=decision_id)
    before: dict[tuple[LineRef, int], int] = dict(balances(postings, entry.decision.decided_on or today()).items())
    if taken and not entry.transfers:
        problems = (EntryProblem(_REVERSE_WHOLE),)
    elif changed is not None:
        problems = tuple(problem for problem in problems if _is_about(problem, changed))
    if entry.decision.kind is DecisionKind.INDEXATION:
        asked = {year for _, year in changed} if changed is not None else plan.years
        problems += tuple(each for each in problems_of_direction(known, facts, before) if each.budget_year in asked)
    if entry.decision.kind is DecisionKind.ADOPTION and not taken:
        problems += tuple(_adopted_before(session, known, facts))
    moved = _Moved(known, facts, before, as_entered(standing) if taken else None)
    of_body, ruling, may = _ruled(session, plan, entry.decision, moved)
    overdrawn = _overdrawn(entry, facts, change, postings, lost=lost)
    return Judged(change, (*problems, *of_body, *overdrawn), ruling, may)


def _problems_of_titles(
    session: Session, plan_id: int, entry: Entry, *, decision_id: int | None
) -> Iterator[EntryProblem]:
    """Find new lines that are called what another line of their theme is, or another source, where they are one.

    Lines that came with others' proposals aren't in the way: alternatives may bring the same line. So it is asked
    again when a proposal is adopted.
    """
    if entry.new_lines:
        taken = {_place_and_name(line) for line in lines_to_choose(session, plan_id, decision_id=decision_id)}
        for line in entry.new_lines:
            if _place_and_name(line) in taken:
                yield EntryProblem(_title_taken(line), new_line=line.key)
            taken.add(_place_and_name(line))
    elif decision_id is not None and entry.decision.decided_on is not None:
        named = {ref for one in entry.transfers for ref in (one.from_line, one.to_line)}
        standing = lines_to_choose(session, plan_id)
        there, taken = {line.id for line in standing}, {_place_and_name(line) for line in standing}
        for own in lines_to_choose(session, plan_id, decision_id=decision_id) if named - there else ():
            if own.id in named - there and _place_and_name(own) in taken:
                text = Text(
                    "Planen har i mellemtiden fået en anden linje, der hedder %(line)s. "
                    "Vælg den i forslaget, eller giv forslagets linje et andet navn.",
                    line=own.title,
                )
                yield EntryProblem(text)


def _adopted_before(
    session: Session, transfers: Sequence[EntryTransfer], lines: Mapping[LineRef, LineFacts]
) -> Iterator[EntryProblem]:
    """Warn of the first row that gives what an adoption has given before: both would count."""
    given = adopted_cells(session, {one.to_line for one in transfers if isinstance(one.to_line, int)})
    for one in transfers:
        day = given.get((one.to_line, one.budget_year))
        if day is not None:
            text = Text(
                "%(line)s fik penge for %(year)s ved vedtagelsen af %(day)s. Beløbet her lægges oveni.",
                line=lines[one.to_line].title,
                year=one.budget_year,
                day=f"{day:%d.%m.%Y}",
            )
            yield EntryProblem(text, one.row, one.budget_year, blocking=False)
            return


def _title_taken(line: EntryLine) -> Text:
    if line.role is LineRole.SOURCE:
        return Text("Planen har allerede en ramme, der hedder %(title)s. Vælg den i rækken.", title=line.title)
    return Text(
        "Temaet har allerede en linje, der hedder %(title)s. Vælg den i rækken, eller skriv et andet navn.",
        title=line.title,
    )


def _place_and_name(line: ChosenLine | EntryLine) -> tuple[bool, int | None, str]:
    """Give what no two lines of a plan have in common: where they stand, and what they are called."""
    return line.role is LineRole.SOURCE, line.theme_id, comparable(line.title)


@dataclass(frozen=True)
class _Moved:
    """Rows with their lines and what these had; ``was`` are those that stood before, None where nothing was decided."""

    rows: Sequence[EntryTransfer]
    lines: Mapping[LineRef, LineFacts]
    before_oere: Mapping[tuple[LineRef, int], int]
    was: Sequence[EntryTransfer] | None


def _ruled(
    session: Session, plan: PlanRow, decision: NewDecision, moved: _Moved
) -> tuple[tuple[EntryProblem, ...], Ruling | None, bool | None]:
    """Find what is wrong with the body, who must decide, and whether the body may.

    A body that nobody knows is a committee where the decision was recorded with it.
    """
    level = deciding_level(
        decision.body, administration=plan.administration, committee=plan.committee, lines=moved.lines
    )
    level = BodyLevel.COMMITTEE if level is None and moved.was is not None else level
    powers = powers_of(session, plan.id)
    what = powers, decision.kind, moved.rows, moved.lines, moved.before_oere
    ruling = ruling_of(*what)
    if moved.was and ruling and level and not reaches(level, ruling.level):
        ruling = ruling_of(*what, was=moved.was)
    if level is None:
        is_needed = bool(decision.body) or decision.decided_on is not None
        text = unknown_body(decision.body, committee=plan.committee)
        return (EntryProblem(text, field="body"),) if is_needed else (), ruling, None
    may = None if ruling is None else reaches(level, ruling.level)
    if ruling is None or may or decision.decided_on is None:
        return (), ruling, may
    text = Text(
        "%(body)s kan ikke beslutte det. %(rule)s Vælg det organ, der har besluttet det.",
        body=decision.body,
        rule=ruling.text,
    )
    return (EntryProblem(text),), ruling, may


def _facts(
    session: Session, plan: PlanRow, entry: Entry, lost: Collection[int], *, decision_id: int | None
) -> dict[LineRef, LineFacts]:
    """Tell what the rules need to know of the lines that an entry names, makes, or no longer moves money between."""
    named = {line for one in entry.transfers for line in (one.from_line, one.to_line) if isinstance(line, int)}
    facts = lines_at_hand(session, plan.id, plan.committee, only=named | set(lost), decision_id=decision_id)
    for new in entry.new_lines:
        held = is_held(new.role, may_be_negative=new.may_be_negative)
        committee = committee_of(new.role, new.committee, of_plan=plan.committee)
        facts[new.key] = LineFacts(new.key, new.title, new.role, committee, held)
    return facts


def _is_about(problem: EntryProblem, cells: Collection[tuple[int, int]]) -> bool:
    """Tell whether a problem is about one of these cells, (row, year), or about the whole entry."""
    return problem.row is None or any(problem.row == row and problem.budget_year in {year, None} for row, year in cells)


def _is_taken(session: Session, decision_id: int) -> bool:
    query = select(col(Decision.decided_on)).where(col(Decision.id) == decision_id)
    return session.execute(query).scalar() is not None


def _overdrawn(
    entry: Entry,
    facts: Mapping[LineRef, LineFacts],
    change: Mapping[tuple[LineRef, int], int],
    standing: Iterable[DatedPosting],
    *,
    lost: Collection[tuple[int, int]],
) -> tuple[EntryProblem, ...]:
    """Find what would go below zero, and say it at the rows that take the money.

    ``standing`` is what else the cells hold. ``lost`` are those of the rows that the entry takes the place of: they may
    have been what held a line up.
    """
    day = entry.decision.decided_on or today()
    cells_to_ask = {cell for cell, amount in change.items() if amount < 0} | set(lost)
    losing = {cell: change.get(cell, 0) for cell in cells_to_ask if facts[cell[0]].held}
    # The lines that the entry makes have no past; a number stands in for their key, below all real ones.
    numbers: dict[LineRef, int] = {new.key: -position for position, new in enumerate(entry.new_lines, 1)}
    of_line = {number: ref for ref, number in numbers.items()}
    postings = [
        *(posting for posting in standing if (posting.line_id, posting.budget_year) in losing),
        *(
            DatedPosting(day, ref if isinstance(ref, int) else numbers[ref], year, amount)
            for (ref, year), amount in losing.items()
        ),
    ]
    found = shortfalls(postings, from_day=day, never_negative={})
    problems: list[EntryProblem] = []
    for short in found:
        ref = of_line.get(short.line_id, short.line_id)
        text = shortfall_text(short, facts[ref].title)
        rows: list[int | None] = [
            transfer.row
            for transfer in entry.transfers
            if transfer.from_line == ref and transfer.budget_year == short.budget_year
        ]
        blocking = entry.decision.decided_on is not None
        problems.extend(EntryProblem(text, row, short.budget_year, blocking) for row in rows or [None])
    return tuple(problems)


def _lines(
    plan: PlanRow,
    entry: Entry,
    choices: Sequence[ChosenLine],
    before: Mapping[tuple[LineRef, int], int],
    change: Mapping[tuple[LineRef, int], int],
) -> tuple[WeighedLine, ...]:
    def weighed(ref: LineRef, title: str, role: LineRole, theme_id: int | None) -> WeighedLine:
        return WeighedLine(
            ref,
            title,
            role,
            theme_id,
            tuple(before.get((ref, year), 0) for year in plan.years),
            tuple(change.get((ref, year), 0) for year in plan.years),
        )

    named = {line for line, _ in change}
    shown = [line for line in choices if not line.is_given_up or line.id in named]
    found = [weighed(line.id, line.title, line.role, line.theme_id) for line in shown]
    for new in entry.new_lines:
        made = weighed(new.key, new.title, new.role, new.theme_id)
        found.insert(_place(found, made), made)
    return tuple(found)


def _place(lines: Sequence[WeighedLine], made: WeighedLine) -> int:
    """Tell where a new line goes: behind the others of its theme, a source behind the sources.

    The lines outside the themes stand before the themes.
    """
    for place in range(len(lines), 0, -1):
        if (lines[place - 1].role is LineRole.SOURCE, lines[place - 1].theme_id) == (
            made.role is LineRole.SOURCE,
            made.theme_id,
        ):
            return place
    if made.role is not LineRole.SOURCE and made.theme_id is None:
        return 0
    return next((place for place, line in enumerate(lines) if line.role is LineRole.SOURCE), len(lines))


def standing_entry(session: Session, decision_id: int, decision: NewDecision) -> Entry:
    """Give a proposal or decision as somebody would enter it now: a row for each pair of lines, in posted order."""
    rows: dict[tuple[int, int], int] = {}
    transfers = tuple(
        EntryTransfer(
            rows.setdefault((one.from_line_id, one.to_line_id), len(rows)),
            one.budget_year,
            one.from_line_id,
            one.to_line_id,
            one.amount_oere,
        )
        for one in standing_transfers(session, decision_id)
    )
    return Entry(decision, transfers)


def lines_to_choose(
    session: Session, plan_id: int, *, decision_id: int | None = None, also: Collection[int] = ()
) -> tuple[ChosenLine, ...]:
    """List the lines that an entry can move money between, in published order, the sources last.

    A line that came with a proposal is there for that proposal alone until it is adopted, and so is one that the
    decision that brought it has given up, unless another uses it. ``also`` are lines of that last sort that are there
    all the same: they are to be used again.
    """
    stands = col(BudgetLine.introduced_by_id).is_(None) | is_in_use()
    rows = session.execute(
        select(
            col(BudgetLine.id),
            col(BudgetLine.title),
            col(BudgetLine.role),
            col(BudgetLine.theme_id),
            col(BudgetLine.slug),
            ~stands,
        )
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .join(Decision, col(Decision.id) == col(BudgetLine.introduced_by_id), isouter=True)
        .where(
            col(BudgetLine.plan_id) == plan_id,
            at_hand(decision_id or 0),
            stands | (col(BudgetLine.introduced_by_id) == (decision_id or 0)) | col(BudgetLine.id).in_(sorted(also)),
        )
        .order_by(
            col(BudgetLine.role) == LineRole.SOURCE,
            func.coalesce(Theme.position, 0),
            func.coalesce(Theme.id, 0),
            col(BudgetLine.position),
            col(BudgetLine.id),
        )
    )
    return tuple(ChosenLine(*row) for row in rows)
