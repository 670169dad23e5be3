"""The decision log: which decisions fit what is asked for, with what each moved, a page of them or all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.domain.decisions import DecisionKind, DecisionStatus, Permanence, ProposalState
from tracker.domain.names import searchable
from tracker.domain.people import Actor
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision, Transfer
from tracker.models.initiatives import Responsibility
from tracker.models.people import Person
from tracker.queries.decisions import DecisionRow, TransferRow, decision_query, moved_oere, transfer_query
from tracker.queries.proposals import is_reversed, visible_to
from tracker.queries.searching import holds

ROWS_ON_A_PAGE = 100
USUAL_STATUSES = frozenset(DecisionStatus) - {DecisionStatus.DROPPED}
_TAKEN = frozenset({DecisionStatus.ADOPTED, DecisionStatus.REVERSED})


@dataclass(frozen=True)
class SearchedWord:
    """A word that a decision has to hold somewhere; ``kinds`` are those whose own name holds it."""

    text: str
    kinds: frozenset[DecisionKind] = frozenset()


@dataclass(frozen=True)
class LogFilter:
    """Which decisions are asked for; None asks for all. Amounts are øre, and both ends of a range count.

    Year, line and amounts are those of the transfers that stand; an amount fits if the decision moves so much in all,
    or in one transfer. ``responsible_id`` asks for what moves money to or from the lines that a person answers for.
    """

    words: tuple[SearchedWord, ...] = ()
    plan_id: int | None = None
    kind: DecisionKind | None = None
    body: str | None = None
    budget_year: int | None = None
    line_id: int | None = None
    least_oere: int | None = None
    most_oere: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    statuses: frozenset[DecisionStatus] = USUAL_STATUSES
    responsible_id: int | None = None


@dataclass(frozen=True)
class LogRow:
    """A decision with what it moved in each year, øre by year."""

    decision: DecisionRow
    reason: str
    link: str
    permanence: Permanence | None
    owner: str
    recorded_at: datetime
    recorded_by: str
    moved_by_year: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class LogPage:
    """A page of the log, and how many decisions there are in all."""

    rows: tuple[LogRow, ...]
    page: int
    page_count: int
    count: int


_WIDTH = len(DecisionRow.__dataclass_fields__)
_OWNER = aliased(Person)
_MOVED = aliased(Transfer)
_BACK = aliased(Transfer)
_STANDS = (col(_MOVED.reverses_id).is_(None), ~exists().where(col(_BACK.reverses_id) == col(_MOVED.id)))


def logged(session: Session, asked: LogFilter, *, actor: Actor | None, page: int = 1) -> LogPage:
    """Read a page of the decisions asked for that somebody may see, the newest first and proposals before them.

    Two queries; a page beyond the last one is the last one.
    """
    rows, count = _rows(session, asked, actor, limit=ROWS_ON_A_PAGE, offset=(page - 1) * ROWS_ON_A_PAGE)
    if not rows and page > 1:
        count = session.execute(
            _fitting(asked, actor).with_only_columns(func.count(), maintain_column_froms=True)
        ).scalar_one()
        page = max(1, -(-count // ROWS_ON_A_PAGE))
        rows, count = _rows(session, asked, actor, limit=ROWS_ON_A_PAGE, offset=(page - 1) * ROWS_ON_A_PAGE)
    return LogPage(rows, page, max(1, -(-count // ROWS_ON_A_PAGE)), count)


def all_logged(session: Session, asked: LogFilter, *, actor: Actor | None) -> tuple[LogRow, ...]:
    """Read all the decisions asked for that somebody may see, in the log's order."""
    rows, _ = _rows(session, asked, actor)
    return rows


def logged_transfers(session: Session, asked: LogFilter, *, actor: Actor | None) -> tuple[TransferRow, ...]:
    """Read the transfers of the decisions asked for, reversals too: in the log's order, as they were posted.

    What was written anew in a draft is left out for those who don't see drafts.
    """
    ids = _fitting(asked, actor).with_only_columns(col(Decision.id), maintain_column_froms=True)
    query = transfer_query(actor).where(col(Transfer.decision_id).in_(ids)).order_by(*_NEWEST_FIRST, col(Transfer.id))
    return tuple(TransferRow(*row) for row in session.execute(query))


def bodies(session: Session, *, actor: Actor | None, plan_id: int | None = None) -> tuple[str, ...]:
    """List the bodies that have decisions in the log."""
    query = select(col(Decision.body)).where(visible_to(actor)).distinct()
    if plan_id is not None:
        query = query.where(col(Decision.plan_id) == plan_id)
    return tuple(sorted(session.execute(query).scalars(), key=searchable))


_NEWEST_FIRST = (col(Decision.decided_on).is_(None).desc(), col(Decision.decided_on).desc(), col(Decision.id).desc())


def _rows(
    session: Session, asked: LogFilter, actor: Actor | None, *, limit: int | None = None, offset: int = 0
) -> tuple[tuple[LogRow, ...], int]:
    query = (
        _fitting(asked, actor)
        .join(_OWNER, col(_OWNER.id) == col(Decision.owner_id))
        .join(Person, col(Person.id) == col(Decision.recorded_by_id))
        .add_columns(
            col(Decision.reason),
            col(Decision.link),
            col(Decision.permanence),
            col(_OWNER.name).label("owner"),
            col(Decision.recorded_at),
            col(Person.name),
            func.count().over(),
        )
        .order_by(*_NEWEST_FIRST)
    )
    found = session.execute(query.limit(limit).offset(offset) if limit else query).all()
    ids = (
        [row[0] for row in found]
        if limit
        else _fitting(asked, actor).with_only_columns(col(Decision.id), maintain_column_froms=True)
    )
    moved = _moved_by_year(session, ids) if found else {}
    rows = tuple(_row(row, moved) for row in found)
    return rows, found[0][-1] if found else 0


def _row(row: Sequence[Any], moved: Mapping[int, Sequence[tuple[int, int]]]) -> LogRow:
    decision = DecisionRow(*row[:_WIDTH])
    reason, link, permanence, owner, recorded_at, recorded_by = row[_WIDTH:-1]
    by_year = tuple(moved.get(decision.id, ()))
    return LogRow(decision, reason, link, permanence, owner, recorded_at, recorded_by, by_year)


def _moved_by_year(
    session: Session, decisions: Collection[int] | Select[*tuple[Any, ...]]
) -> dict[int, list[tuple[int, int]]]:
    total = cast(func.sum(_MOVED.amount_oere), BigInteger)
    query = (
        select(col(_MOVED.decision_id), col(_MOVED.budget_year), total)
        .where(col(_MOVED.decision_id).in_(decisions), *_STANDS)
        .group_by(col(_MOVED.decision_id), col(_MOVED.budget_year))
        .order_by(col(_MOVED.decision_id), col(_MOVED.budget_year))
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for decision_id, year, amount in session.execute(query):
        found.setdefault(decision_id, []).append((year, amount))
    return found


def _fitting(asked: LogFilter, actor: Actor | None) -> Select[*tuple[Any, ...]]:
    """Choose the decisions that fit, as far as somebody may see them."""
    return decision_query().where(visible_to(actor), _of_status(asked.statuses), *_conditions(asked))


def _conditions(asked: LogFilter) -> Iterable[ColumnElement[bool]]:
    yield from map(_holds, asked.words)
    if asked.plan_id is not None:
        yield col(Decision.plan_id) == asked.plan_id
    if asked.kind is not None:
        yield col(Decision.kind) == asked.kind
    if asked.body is not None:
        yield col(Decision.body) == asked.body
    if asked.first_day is not None:
        yield col(Decision.decided_on) >= asked.first_day
    if asked.last_day is not None:
        yield col(Decision.decided_on) <= asked.last_day
    cell = tuple(_of_cell(asked))
    if cell:
        yield _moves(*cell)
    amounts = tuple(_within(asked, col(_MOVED.amount_oere)))
    if amounts:
        yield or_(and_(*_within(asked, moved_oere())), _moves(*cell, *amounts))
    if asked.responsible_id is not None:
        own = select(col(Responsibility.line_id)).where(col(Responsibility.person_id) == asked.responsible_id)
        yield _moves(or_(col(_MOVED.from_line_id).in_(own), col(_MOVED.to_line_id).in_(own)))


def _of_cell(asked: LogFilter) -> Iterable[ColumnElement[bool]]:
    if asked.budget_year is not None:
        yield col(_MOVED.budget_year) == asked.budget_year
    if asked.line_id is not None:
        yield or_(col(_MOVED.from_line_id) == asked.line_id, col(_MOVED.to_line_id) == asked.line_id)


def _within(asked: LogFilter, amount: SQLColumnExpression[int]) -> Iterable[ColumnElement[bool]]:
    if asked.least_oere is not None:
        yield amount >= asked.least_oere
    if asked.most_oere is not None:
        yield amount <= asked.most_oere


def _moves(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that one transfer of the decision stands and fits."""
    return exists().where(col(_MOVED.decision_id) == col(Decision.id), *_STANDS, *conditions)


def _of_status(statuses: frozenset[DecisionStatus]) -> ColumnElement[bool]:
    states = [ProposalState(status.value) for status in statuses - _TAKEN]
    fits: list[ColumnElement[bool]] = [col(Decision.proposal_state).in_(states)]
    if statuses >= _TAKEN:
        fits.append(col(Decision.proposal_state).is_(None))
    elif DecisionStatus.ADOPTED in statuses:
        fits.append(and_(col(Decision.proposal_state).is_(None), ~is_reversed()))
    elif DecisionStatus.REVERSED in statuses:
        fits.append(is_reversed())
    return or_(*fits)


_SEARCHED = (Decision.title, Decision.reason, Decision.body, Decision.agenda_item, Decision.case_number)


def _holds(word: SearchedWord) -> ColumnElement[bool]:
    """Say that a decision holds a word: in what is written about it, in its kind, or in the name of a line it moves."""
    written: SQLColumnExpression[str] = literal("")
    for field in _SEARCHED:
        written = written + " " + col(field)
    lines = select(col(BudgetLine.id)).where(holds(col(BudgetLine.title), word.text))
    touching = select(col(_MOVED.decision_id)).where(
        *_STANDS, or_(col(_MOVED.from_line_id).in_(lines), col(_MOVED.to_line_id).in_(lines))
    )
    return or_(holds(written, word.text), col(Decision.kind).in_(word.kinds), col(Decision.id).in_(touching))
