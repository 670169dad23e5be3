"""Reading what an amount is made of: the postings behind a cell or a sum of the budget table, in order of decision."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, false, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, DecisionStatus, ProposalState, status_of
from tracker.domain.people import Actor
from tracker.models.budget import BudgetLine, Theme
from tracker.models.decisions import Decision, Transfer
from tracker.models.people import Person
from tracker.models.published_tables import PublishedCell, PublishedRow, PublishedTable
from tracker.models.uploads import StoredFile
from tracker.queries.budget import POSTING, AsOf, bound, in_force
from tracker.queries.corrections import Correction, Reversal, corrections
from tracker.queries.points import counted_at_both
from tracker.queries.proposals import seen_by

ROWS_ON_A_PAGE = 200
# The number that stands for the lines without a theme.
NO_THEME = 0
_SINCE = "since_"


@dataclass(frozen=True)
class NamedLine:
    """A line that an amount can be asked for."""

    id: int
    slug: str
    title: str
    role: LineRole
    theme_id: int | None
    theme_title: str


@dataclass(frozen=True)
class Asked:
    """Which amount is meant. Without lines, roles and theme all lines but the sources; without year or kinds all.

    With ``since`` it is what lies between that point and ``point``; ``corrections`` asks for what was put right on
    decisions that count at both alone, or for all but that.
    """

    plan_id: int
    point: AsOf
    since: AsOf | None = None
    line_ids: frozenset[int] = frozenset()
    theme_id: int | None = None
    budget_year: int | None = None
    kinds: frozenset[DecisionKind] = frozenset()
    corrections: bool | None = None
    roles: frozenset[LineRole] = frozenset()


@dataclass(frozen=True)
class PostingRow:
    """One side of a transfer; ``amount_oere`` is what it adds to the amount, ``running_oere`` the sum so far.

    ``drops_out`` says that it counted at the first of two points and no longer does at the second.
    """

    transfer_id: int
    amount_oere: int
    running_oere: int
    drops_out: bool
    reversed_by_id: int | None
    decision_id: int
    kind: DecisionKind
    body: str
    title: str
    decided_on: date | None
    proposal_state: ProposalState | None
    budget_year: int
    reverses_id: int | None
    line_title: str
    line_slug: str
    other_title: str
    other_slug: str
    other_role: LineRole
    is_taken_from_line: bool
    recorded_at: datetime
    recorded_by: str
    file_id: int | None
    file_name: str | None
    sheet: str | None
    cell: str | None
    printed: str | None
    correction: Correction | None = None

    @property
    def status(self) -> DecisionStatus:
        """Tell how far its decision has come."""
        return status_of(self.proposal_state)


@dataclass(frozen=True)
class MadeOf:
    """A page of the postings that an amount is made of; count and sum are of all of them.

    ``left_out`` counts rows that were written anew while their decision was a proposal: they come to nothing.
    """

    rows: tuple[PostingRow, ...]
    page: int
    page_count: int
    count: int
    left_out: int
    sum_oere: int


def named_lines(session: Session, plan_id: int, *, actor: Actor | None) -> tuple[NamedLine, ...]:
    """List all lines of a plan in published order, the sources last; those of proposals as far as they may be seen."""
    rows = session.execute(
        select(
            col(BudgetLine.id),
            col(BudgetLine.slug),
            col(BudgetLine.title),
            col(BudgetLine.role),
            col(BudgetLine.theme_id),
            func.coalesce(Theme.title, ""),
        )
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .where(col(BudgetLine.plan_id) == plan_id, seen_by(actor))
        .order_by(
            col(BudgetLine.role) == LineRole.SOURCE,
            func.coalesce(Theme.position, 0),
            func.coalesce(Theme.id, 0),
            col(BudgetLine.position),
            col(BudgetLine.id),
        )
    )
    return tuple(NamedLine(*row) for row in rows)


def made_of(session: Session, asked: Asked, *, page: int = 1) -> MadeOf:
    """Read a page of what an amount is made of; a page beyond the last one is the last one. Three queries."""
    counted = _counted(asked)
    if asked.since and asked.corrections is not None:
        at_both = POSTING.c.decision_id.in_(counted_at_both(session, asked.plan_id, asked.since, asked.point))
        counted = counted.where(at_both if asked.corrections else ~at_both)
    values = {**bound(asked.point), **(bound(asked.since, prefix=_SINCE) if asked.since else {})}
    shown = counted.subquery()
    count, left_out, total = session.execute(
        select(
            func.coalesce(cast(func.sum(case((shown.c.is_shown, 1), else_=0)), BigInteger), 0),
            func.coalesce(cast(func.sum(case((shown.c.is_shown, 0), else_=1)), BigInteger), 0),
            func.coalesce(cast(func.sum(shown.c.amount_oere), BigInteger), 0),
        ),
        values,
    ).one()
    page_count = max(1, -(-count // ROWS_ON_A_PAGE))
    page = min(page, page_count)
    query = _detailed(counted, first=(page - 1) * ROWS_ON_A_PAGE)
    rows = [PostingRow(*row) for row in session.execute(query, values)]
    return MadeOf(_with_corrections(session, rows), page, page_count, count, left_out, total)


_REVERSAL = aliased(Transfer)


def _counted(asked: Asked) -> Select[*tuple[Any, ...]]:
    """Choose the postings that the amount is made of, each with its sign and what it is sorted by."""
    counts, sign = _counting(asked)
    query = (
        select(
            POSTING.c.transfer_id,
            POSTING.c.line_id,
            (POSTING.c.amount_oere * sign).label("amount_oere"),
            (sign < 0).label("drops_out"),
            case((_reversal_is_known(asked.point), col(_REVERSAL.id))).label("reversed_by_id"),
            (~_is_draft_history(asked)).label("is_shown"),
            col(Decision.decided_on).label("decided_on"),
            col(Decision.taken_at).label("taken_at"),
            POSTING.c.decision_id,
            func.coalesce(Transfer.reverses_id, Transfer.id).label("first_id"),
        )
        .select_from(POSTING)
        .join(Transfer, col(Transfer.id) == POSTING.c.transfer_id)
        .join(Decision, col(Decision.id) == POSTING.c.decision_id)
        .join(BudgetLine, col(BudgetLine.id) == POSTING.c.line_id)
        .join(_REVERSAL, col(_REVERSAL.reverses_id) == col(Transfer.id), isouter=True)
        .where(POSTING.c.plan_id == asked.plan_id, counts, *_of_lines(asked))
    )
    if asked.budget_year is not None:
        query = query.where(POSTING.c.budget_year == asked.budget_year)
    if asked.kinds:
        query = query.where(col(Decision.kind).in_(asked.kinds))
    return query


def _of_lines(asked: Asked) -> Iterable[ColumnElement[bool]]:
    if asked.line_ids:
        yield POSTING.c.line_id.in_(asked.line_ids)
    if asked.roles:
        yield col(BudgetLine.role).in_(asked.roles)
    elif not asked.line_ids:
        yield col(BudgetLine.role) != LineRole.SOURCE
    if asked.theme_id == NO_THEME:
        yield col(BudgetLine.theme_id).is_(None)
    elif asked.theme_id is not None:
        yield col(BudgetLine.theme_id) == asked.theme_id


def _counting(asked: Asked) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Say which postings count, and with which sign: what lies between two points is added or drops out."""
    now = _in_force(asked.point)
    if asked.since is None:
        return now, case((now, 1), else_=0)
    then = _in_force(asked.since, prefix=_SINCE)
    return now != then, case((now, 1), else_=-1)


def _in_force(point: AsOf, *, prefix: str = "") -> ColumnElement[bool]:
    conditions = in_force(
        known=point.known_at is not None,
        proposals=bool(point.proposals),
        without=bool(point.without),
        prefix=prefix,
    )
    # A proposal has no day to compare with, and neither answer would be false.
    return func.coalesce(and_(*conditions), false())


def _reversal_is_known(point: AsOf) -> ColumnElement[bool]:
    return col(_REVERSAL.id).is_not(None) if point.known_at is None else col(_REVERSAL.recorded_at) <= point.known_at


def _is_draft_history(asked: Asked) -> ColumnElement[bool]:
    """Say which rows were written anew before their decision was taken: both they and their reversals are known since.

    Where a moment in between can be asked for, an open proposal's rows are told apart one by one.
    """
    reversed_at = func.coalesce(
        _REVERSAL.recorded_at, case((col(Transfer.reverses_id).is_not(None), Transfer.recorded_at))
    )
    points = (asked.point, *((asked.since,) if asked.since else ()))
    of_a_draft = col(Decision.taken_at).is_(None) if all(point.known_at is None for point in points) else false()
    return func.coalesce(reversed_at <= col(Decision.taken_at), reversed_at.is_not(None) & of_a_draft)


def _detailed(counted: Select[*tuple[Any, ...]], *, first: int) -> Select[*tuple[Any, ...]]:
    """Sort and add up what is counted, take a page of it, and say all there is to say about its rows."""
    kept = counted.subquery()
    # A reversal stands right below what it reverses, and so do the two sides of a transfer.
    order = (
        kept.c.decided_on.is_(None),
        kept.c.decided_on,
        kept.c.taken_at,
        kept.c.decision_id,
        kept.c.first_id,
        kept.c.transfer_id,
        kept.c.amount_oere,
    )
    place = func.row_number().over(order_by=order).label("place")
    running = cast(func.sum(kept.c.amount_oere).over(order_by=order, rows=(None, 0)), BigInteger).label("running_oere")
    numbered = select(kept, place, running).where(kept.c.is_shown).subquery()
    page = select(numbered).where(numbered.c.place > first, numbered.c.place <= first + ROWS_ON_A_PAGE).subquery()
    line, other = aliased(BudgetLine), aliased(BudgetLine)
    is_taken = col(Transfer.from_line_id) == page.c.line_id
    return (
        select(
            page.c.transfer_id,
            page.c.amount_oere,
            page.c.running_oere,
            page.c.drops_out,
            page.c.reversed_by_id,
            col(Decision.id),
            col(Decision.kind),
            col(Decision.body),
            col(Decision.title),
            col(Decision.decided_on),
            col(Decision.proposal_state),
            col(Transfer.budget_year),
            col(Transfer.reverses_id),
            col(line.title),
            col(line.slug),
            col(other.title),
            col(other.slug),
            col(other.role),
            is_taken,
            col(Transfer.recorded_at),
            col(Person.name),
            col(StoredFile.id),
            col(StoredFile.name),
            col(PublishedTable.sheet),
            col(PublishedCell.cell),
            col(PublishedCell.printed),
        )
        .select_from(page)
        .join(Transfer, col(Transfer.id) == page.c.transfer_id)
        .join(Decision, col(Decision.id) == page.c.decision_id)
        .join(line, col(line.id) == page.c.line_id)
        .join(other, col(other.id) == case((is_taken, Transfer.to_line_id), else_=Transfer.from_line_id))
        .join(Person, col(Person.id) == col(Transfer.recorded_by_id))
        .join(PublishedCell, col(PublishedCell.id) == col(Transfer.published_cell_id), isouter=True)
        .join(PublishedRow, col(PublishedRow.id) == col(PublishedCell.row_id), isouter=True)
        .join(PublishedTable, col(PublishedTable.id) == col(PublishedRow.table_id), isouter=True)
        .join(StoredFile, col(StoredFile.id) == col(PublishedTable.file_id), isouter=True)
        .order_by(page.c.place)
    )


def _with_corrections(session: Session, rows: Iterable[PostingRow]) -> tuple[PostingRow, ...]:
    """Lay the reasons of the audit trail beside the reversals."""
    rows = tuple(rows)
    reversals = [
        Reversal(row.transfer_id, row.reverses_id, row.decision_id, row.recorded_at)
        for row in rows
        if row.reverses_id is not None
    ]
    found = corrections(session, reversals)
    return tuple(replace(row, correction=found.get(row.transfer_id)) for row in rows)
