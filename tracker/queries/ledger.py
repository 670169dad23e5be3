"""Reading the ledger as its rules need it: dated postings of some cells, and the transfers that stand."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, cast, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.domain.decisions import DecisionKind
from tracker.domain.entries import LineRef
from tracker.domain.ledger import DatedPosting
from tracker.domain.rewriting import StandingTransfer
from tracker.models.budget import ClosedYear
from tracker.models.decisions import Decision, Transfer
from tracker.queries.budget import POSTING

_REVERSAL = aliased(Transfer)


def dated_postings(
    session: Session, cells: Collection[tuple[int, int]], *, without_decision: int | None = None
) -> tuple[DatedPosting, ...]:
    """List what decisions change in some cells, (line, budget year), summed by day; proposals aren't among them."""
    by_year: dict[int, set[int]] = {}
    for line_id, year in cells:
        by_year.setdefault(year, set()).add(line_id)
    # A query for each year: asked for lines and years at once, every year of every line would be read.
    connection = session.connection()
    rows = [
        row
        for year, lines in by_year.items()
        for row in connection.execute(
            _DATED, {"year": year, "lines": sorted(lines), "without": without_decision or 0}
        ).all()
    ]
    return tuple(DatedPosting(*row) for row in rows)


_DATED = (
    select(
        POSTING.c.decided_on,
        POSTING.c.line_id,
        POSTING.c.budget_year,
        cast(func.sum(POSTING.c.amount_oere), BigInteger),
    )
    .where(
        POSTING.c.line_id.in_(bindparam("lines", expanding=True)),
        POSTING.c.budget_year == bindparam("year"),
        POSTING.c.decided_on.is_not(None),
        POSTING.c.decision_id != bindparam("without"),
    )
    .group_by(POSTING.c.decided_on, POSTING.c.line_id, POSTING.c.budget_year)
)


def standing_transfers(session: Session, decision_id: int) -> tuple[StandingTransfer, ...]:
    """List the transfers of a decision that count, in the order they were posted."""
    rows = session.connection().execute(_STANDING, {"decision_id": decision_id}).all()
    return tuple(StandingTransfer(*row) for row in rows)


_STANDING_COLUMNS = (
    col(Transfer.id),
    col(Transfer.budget_year),
    col(Transfer.from_line_id),
    col(Transfer.to_line_id),
    col(Transfer.amount_oere),
    col(Transfer.published_cell_id),
)
_STANDING: Select[*tuple[Any, ...]] = (
    select(*_STANDING_COLUMNS)
    .where(
        col(Transfer.decision_id) == bindparam("decision_id"),
        col(Transfer.reverses_id).is_(None),
        ~exists().where(col(_REVERSAL.reverses_id) == col(Transfer.id)),
    )
    .order_by(col(Transfer.id))
)


def transfers_reversed_last(session: Session, decision_id: int) -> tuple[StandingTransfer, ...]:
    """List the transfers of a decision that counted until its last reversals, in the order they were posted."""
    last = select(func.max(col(_REVERSAL.recorded_at))).where(
        col(_REVERSAL.decision_id) == decision_id, col(_REVERSAL.reverses_id).is_not(None)
    )
    rows = session.execute(
        select(*_STANDING_COLUMNS)
        .join(_REVERSAL, col(_REVERSAL.reverses_id) == col(Transfer.id))
        .where(col(Transfer.decision_id) == decision_id, col(_REVERSAL.recorded_at) == last.scalar_subquery())
        .order_by(col(Transfer.id))
    )
    return tuple(StandingTransfer(*row) for row in rows)


def adopted_cells(session: Session, line_ids: Collection[int]) -> dict[tuple[LineRef, int], date]:
    """Tell which (line, budget year) of these lines were given money by an adoption that stands, and when first."""
    rows = session.execute(
        select(col(Transfer.to_line_id), col(Transfer.budget_year), func.min(col(Decision.decided_on)))
        .join(Decision, col(Decision.id) == col(Transfer.decision_id))
        .where(
            col(Decision.kind) == DecisionKind.ADOPTION,
            col(Decision.decided_on).is_not(None),
            col(Transfer.to_line_id).in_(sorted(line_ids)),
            col(Transfer.reverses_id).is_(None),
            ~exists().where(col(_REVERSAL.reverses_id) == col(Transfer.id)),
        )
        .group_by(col(Transfer.to_line_id), col(Transfer.budget_year))
    )
    return {(line, year): day for line, year, day in rows}


def closed_years(session: Session, plan_id: int) -> frozenset[int]:
    """Tell which budget years of a plan take no more transfers."""
    return frozenset(session.connection().execute(_CLOSED_YEARS, {"plan_id": plan_id}).scalars())


_CLOSED_YEARS = select(col(ClosedYear.year)).where(col(ClosedYear.plan_id) == bindparam("plan_id"))
