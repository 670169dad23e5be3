"""Reading how a plan's budget got from one point to another: for each line what each kind of decision changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, and_, case, cast, false, func, select
from sqlmodel import Session, col

from tracker.domain.bridges import KINDS, Bridge, added_up
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.models.budget import BudgetLine, Theme
from tracker.queries.budget import POSTING, AsOf, TableLine, bound, budget_table, in_force
from tracker.queries.plans import PlanRow
from tracker.queries.points import counted_at_both

_SINCE = "since_"


@dataclass(frozen=True)
class BridgeLine:
    """A line with its bridge; ``section`` is the title that it stands under.

    ``moved`` are the kinds that changed it in some year, None for corrections, also where they come to nothing in all.
    """

    line: TableLine
    section: str
    bridge: Bridge
    moved: frozenset[DecisionKind | None]


@dataclass(frozen=True)
class BridgeTable:
    """A plan's lines from one point to another, in published order, for one year or all of them."""

    lines: tuple[BridgeLine, ...]

    @property
    def moved(self) -> frozenset[DecisionKind | None]:
        """The kinds that changed some line."""
        return frozenset().union(*(row.moved for row in self.lines))

    @property
    def total(self) -> Bridge:
        """All lines added up."""
        return added_up(row.bridge for row in self.lines)

    @property
    def pool(self) -> Bridge | None:
        """The pools added up; None for a plan without one."""
        found = [row.bridge for row in self.lines if row.line.role is LineRole.RESERVE]
        return added_up(found) if found else None

    @property
    def changed(self) -> tuple[BridgeLine, ...]:
        """The lines that something happened to."""
        return tuple(row for row in self.lines if row.moved)


def bridge_table(session: Session, plan: PlanRow, start: AsOf, end: AsOf, *, year: int | None = None) -> BridgeTable:
    """Read the bridge of every line that there is at either point; ``year`` is None for all years together."""
    lines: dict[int, tuple[str, TableLine]] = {}
    start_oere: dict[int, int] = {}
    for point in (end, start):
        for section in budget_table(session, plan, point).sections:
            for line in section.lines:
                lines.setdefault(line.id, (section.title, line))
                start_oere[line.id] = _of_year(plan, line, year) if point is start else 0
    changes = _changes(session, plan, start, end, year)
    rows = []
    for line_id in _in_order(session, plan.id):
        if line_id in lines:
            title, line = lines[line_id]
            found = changes.get(line_id, {})
            bridge = Bridge(start_oere[line_id], tuple(found.get(kind, 0) for kind in KINDS), found.get(None, 0))
            rows.append(BridgeLine(line, title, bridge, frozenset(found)))
    return BridgeTable(tuple(rows))


def _of_year(plan: PlanRow, line: TableLine, year: int | None) -> int:
    return line.sum_oere if year is None else line.amounts_oere[plan.years.index(year)] or 0


def _in_order(session: Session, plan_id: int) -> tuple[int, ...]:
    """List the plan's lines as they are published."""
    rows = session.execute(
        select(col(BudgetLine.id))
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .where(col(BudgetLine.plan_id) == plan_id)
        .order_by(
            func.coalesce(Theme.position, 0), func.coalesce(Theme.id, 0), col(BudgetLine.position), col(BudgetLine.id)
        )
    )
    return tuple(number for number in rows.scalars() if number is not None)


def _changes(
    session: Session, plan: PlanRow, start: AsOf, end: AsOf, year: int | None
) -> Mapping[int, dict[DecisionKind | None, int]]:
    """Sum what lies between the points, by line: øre by kind of decision, under None what corrections come to."""
    known = start.known_at is not None or end.known_at is not None
    put_right = counted_at_both(session, plan.id, start, end) if known else frozenset()
    query = _query(start, end, put_right, plan.id)
    if year is not None:
        query = query.where(POSTING.c.budget_year == year)
    found: dict[int, dict[DecisionKind | None, int]] = defaultdict(lambda: defaultdict(int))
    values = {**bound(end), **bound(start, prefix=_SINCE)}
    for line_id, _year, kind, is_correction, amount in session.execute(query, values):
        if amount:
            found[line_id][None if is_correction else DecisionKind(kind)] += amount
    return found


def _query(start: AsOf, end: AsOf, put_right: frozenset[int], plan_id: int) -> Select[*tuple[Any, ...]]:
    # A proposal has no day to compare with, and neither answer would be false.
    now, then = (
        func.coalesce(
            and_(
                *in_force(
                    known=point.known_at is not None,
                    proposals=bool(point.proposals),
                    without=bool(point.without),
                    prefix=prefix,
                )
            ),
            false(),
        )
        for point, prefix in ((end, ""), (start, _SINCE))
    )
    is_correction = case((POSTING.c.decision_id.in_(put_right), 1), else_=0).label("is_correction")
    parts = (POSTING.c.line_id, POSTING.c.budget_year, POSTING.c.kind, is_correction)
    amount = case((now, POSTING.c.amount_oere), else_=-POSTING.c.amount_oere)
    return (
        select(*parts, cast(func.sum(amount), BigInteger))
        .where(POSTING.c.plan_id == plan_id, now != then)
        .group_by(*parts)
    )
