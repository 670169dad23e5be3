"""Reading budgets and the tables of plans: frozen rows for pages and workbooks alike."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, bindparam, cast, column, func, select, table
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind
from tracker.domain.money import UNITS, Unit
from tracker.domain.published_tables import CellKind
from tracker.domain.years import today
from tracker.models.audit import Revision
from tracker.models.budget import BudgetLine, Theme
from tracker.models.columns import UtcDateTime
from tracker.models.decisions import Decision
from tracker.models.published_tables import PublishedCell, PublishedRow, PublishedTable
from tracker.queries.lines_in_use import is_in_use
from tracker.queries.plans import PlanRow

POSTING = table(
    "posting",
    column("transfer_id"),
    column("decision_id"),
    column("plan_id"),
    column("kind"),
    column("decided_on", Date()),
    column("recorded_at", UtcDateTime()),
    column("budget_year"),
    column("line_id"),
    column("amount_oere", BigInteger()),
)


@dataclass(frozen=True)
class AsOf:
    """Which budget is meant: as decided on or before a day.

    With ``known_at`` only what was recorded by that moment counts, so that a correction doesn't rewrite history.
    ``without`` are decisions of that day that don't count yet. ``proposals`` are those that are counted in beside what
    is decided; None where nobody asked for any.
    """

    day: date
    known_at: datetime | None = None
    proposals: frozenset[int] | None = None
    without: frozenset[int] = frozenset()

    def counts(
        self, decision_id: int, decided_on: date | None, taken_at: datetime | None, recorded_at: datetime
    ) -> bool:
        """Tell whether a decision is in force and known by then, or is a proposal that is counted in and was known.

        The same as ``in_force`` says in SQL.
        """
        is_in_force = decided_on is not None and decided_on <= self.day
        if not is_in_force and decision_id not in (self.proposals or ()):
            return False
        if self.known_at is not None and (taken_at or recorded_at) > self.known_at:
            return False
        return decision_id not in self.without


@dataclass(frozen=True)
class TableLine:
    """A line of the budget table. An amount is øre, or None where nothing is given; ``marks`` says which nothing."""

    id: int
    slug: str
    outline: str
    title: str
    role: LineRole
    amounts_oere: tuple[int | None, ...]
    marks: tuple[CellKind, ...]
    sum_oere: int


@dataclass(frozen=True)
class TableSection:
    """A section of the budget table with its lines in published order; the title is empty for lines without one."""

    theme_id: int | None
    title: str
    lines: tuple[TableLine, ...]
    sums_oere: tuple[int, ...]
    sum_oere: int


@dataclass(frozen=True)
class Layout:
    """How the plan's newest published table is printed: what an export has to look like."""

    table_id: int | None
    title: str
    head: str
    unit: Unit
    price_level: str
    section_titles: tuple[str, ...]
    total_label: str
    has_row_total: bool


@dataclass(frozen=True)
class BudgetTable:
    """The budget as of a day, in published order; all amounts in øre, columns as ``years``."""

    plan: PlanRow
    point: AsOf
    last_decision_id: int | None
    last_decided_on: date | None
    years: tuple[int, ...]
    sections: tuple[TableSection, ...]
    totals_oere: tuple[int, ...]
    total_oere: int
    layout: Layout

    @property
    def as_of(self) -> date:
        """Up to which day decisions count."""
        return self.point.day

    @property
    def known_at(self) -> datetime | None:
        """By which moment it was known; None for what is known now."""
        return self.point.known_at

    @property
    def includes_proposals(self) -> bool:
        """Tell whether proposals were asked for, also where there are none."""
        return self.point.proposals is not None

    @property
    def line_count(self) -> int:
        """How many lines the table has."""
        return sum(len(section.lines) for section in self.sections)


def _rows(session: Session, query: Select[*tuple[Any, ...]], values: Mapping[str, object]) -> Sequence[Any]:
    """Fetch plain rows, all at once: past the ORM, which would make up half of a page's time."""
    return session.connection().execute(query, values).all()


def revision(session: Session) -> int:
    """Tell how many changes the data have seen; the same number means the same pages."""
    number: int = session.connection().execute(_REVISION).scalar_one()
    return number


_REVISION = select(col(Revision.number))


def budget_as_of(
    session: Session,
    plan_id: int,
    day: date,
    *,
    known_at: datetime | None = None,
    proposals: Collection[int] | None = None,
) -> dict[tuple[int, int], int]:
    """Sum the ledger in one query: øre by (line, budget year), as decided on or before ``day``; see ``AsOf``."""
    counted = None if proposals is None else frozenset(proposals)
    return budget_at(session, plan_id, AsOf(day, known_at, counted))


def budget_at(session: Session, plan_id: int, point: AsOf) -> dict[tuple[int, int], int]:
    """Sum the ledger in one query: øre by (line, budget year)."""
    rows = _sums(session, plan_id, point, ("line_id", "budget_year"))
    return {(line_id, year): amount for line_id, year, amount in rows}


def budget_by_kind(session: Session, plan_id: int, point: AsOf) -> dict[tuple[int, int], dict[DecisionKind, int]]:
    """Sum the ledger by what moved the money: øre by kind of decision, for each (line, budget year)."""
    found: dict[tuple[int, int], dict[DecisionKind, int]] = {}
    for line_id, year, kind, amount in _sums(session, plan_id, point, ("line_id", "budget_year", "kind")):
        found.setdefault((line_id, year), {})[DecisionKind(kind)] = amount
    return found


def _amounts_by_line(session: Session, plan: PlanRow, point: AsOf) -> dict[int, tuple[int | None, ...]]:
    """Sum the ledger in one query: øre by budget year for each line, None where no money came or went.

    A row for each line is read much faster than a row for each cell.
    """
    rows = _sums(session, plan.id, point, ("line_id",), years=plan.years)
    return {row[0]: tuple(row[1:]) for row in rows}


def _sums(
    session: Session, plan_id: int, point: AsOf, parts: tuple[str, ...], *, years: tuple[int, ...] = ()
) -> Sequence[Any]:
    query = _sum_query(
        parts,
        years,
        known=point.known_at is not None,
        proposals=bool(point.proposals),
        without=bool(point.without),
    )
    return _rows(session, query, {"plan_id": plan_id, **bound(point)})


@cache
def _sum_query(
    parts: tuple[str, ...], years: tuple[int, ...], *, known: bool, proposals: bool, without: bool
) -> Select[*tuple[Any, ...]]:
    """Ask for the sum of the postings of each of the parts, or for a sum of each of the years beside one another."""
    columns = [POSTING.c[part] for part in parts]
    total = func.sum(POSTING.c.amount_oere)
    sums: list[ColumnElement[Any]] = [total.filter(POSTING.c.budget_year == year) for year in years] or [total]
    return (
        select(*columns, *(cast(one, BigInteger) for one in sums))
        .where(POSTING.c.plan_id == bindparam("plan_id"))
        .where(*in_force(known=known, proposals=proposals, without=without))
        .group_by(*columns)
    )


def in_force(*, known: bool, proposals: bool, without: bool, prefix: str = "") -> tuple[ColumnElement[bool], ...]:
    """Say in SQL which postings count at a point; ``bound`` gives its values, under the same prefix."""
    counts: ColumnElement[bool] = POSTING.c.decided_on <= bindparam(f"{prefix}day")
    if proposals:
        counts = counts | POSTING.c.decision_id.in_(bindparam(f"{prefix}proposals", expanding=True))
    found = [counts]
    if known:
        found.append(POSTING.c.recorded_at <= bindparam(f"{prefix}known_at", type_=UtcDateTime()))
    if without:
        found.append(POSTING.c.decision_id.not_in(bindparam(f"{prefix}without", expanding=True)))
    return tuple(found)


def bound(point: AsOf, *, prefix: str = "") -> dict[str, object]:
    """Give the values that ``in_force`` asks for at a point."""
    values: dict[str, object] = {f"{prefix}day": point.day}
    if point.known_at is not None:
        values[f"{prefix}known_at"] = point.known_at
    if point.proposals:
        values[f"{prefix}proposals"] = sorted(point.proposals)
    if point.without:
        values[f"{prefix}without"] = sorted(point.without)
    return values


def budget_table(session: Session, plan: PlanRow, point: AsOf | None = None) -> BudgetTable:
    """Read the budget table of a plan at a point; as decided until today where none is given."""
    point = point or AsOf(today())
    amounts = _amounts_by_line(session, plan, point)
    layout = layout_of(session, plan)
    marks = _printed_nothings(session, layout.table_id)
    sections = _sections(session, plan, amounts, marks, hidden=_not_yet(session, plan.id, point))
    totals = tuple(sum(section.sums_oere[index] for section in sections) for index in range(len(plan.years)))
    last = _last_decision(session, plan.id, point)
    return BudgetTable(
        plan=plan,
        point=point,
        last_decision_id=last[0] if last else None,
        last_decided_on=last[1] if last else None,
        years=plan.years,
        sections=sections,
        totals_oere=totals,
        total_oere=sum(totals),
        layout=layout,
    )


def _not_yet(session: Session, plan_id: int, point: AsOf) -> frozenset[int]:
    """Tell which lines came with a decision that isn't in force at the point, or that gave them up while a draft."""
    rows = _rows(session, _INTRODUCED, {"plan_id": plan_id})
    return frozenset(line_id for line_id, is_used, *decision in rows if not is_used or not point.counts(*decision))


def _last_decision(session: Session, plan_id: int, point: AsOf) -> tuple[int, date] | None:
    """Find the last decision that counts at the point, with its day; proposals aren't among them."""
    query = _last_decision_query(known=point.known_at is not None, without=bool(point.without))
    rows = _rows(session, query, {"plan_id": plan_id, **bound(replace(point, proposals=None))})
    return (rows[0].id, rows[0].decided_on) if rows else None


@cache
def _last_decision_query(*, known: bool, without: bool) -> Select[*tuple[Any, ...]]:
    conditions = [col(Decision.plan_id) == bindparam("plan_id"), col(Decision.decided_on) <= bindparam("day")]
    if known:
        conditions.append(col(Decision.taken_at) <= bindparam("known_at"))
    if without:
        conditions.append(col(Decision.id).not_in(bindparam("without", expanding=True)))
    newest_first = (col(Decision.decided_on).desc(), col(Decision.taken_at).desc(), col(Decision.id).desc())
    return select(col(Decision.id), col(Decision.decided_on)).where(*conditions).order_by(*newest_first).limit(1)


_INTRODUCED = (
    select(  # type: ignore[call-overload]
        BudgetLine.id,
        is_in_use(),
        Decision.id,
        Decision.decided_on,
        Decision.taken_at,
        Decision.recorded_at,
    )
    .select_from(BudgetLine)
    .join(Decision, col(Decision.id) == col(BudgetLine.introduced_by_id))
    .where(col(BudgetLine.plan_id) == bindparam("plan_id"))
)
_NEWEST_TABLE = (
    select(
        col(PublishedTable.id),
        col(PublishedTable.title),
        col(PublishedTable.head),
        col(PublishedTable.unit),
        col(PublishedTable.price_level),
    )
    .where(col(PublishedTable.plan_id) == bindparam("plan_id"))
    .order_by(col(PublishedTable.id).desc())
    .limit(1)
)


def layout_of(session: Session, plan: PlanRow) -> Layout:
    """Tell how the plan's newest published table is printed; a plan without one gets the usual layout."""
    found = next(iter(_rows(session, _NEWEST_TABLE, {"plan_id": plan.id})), None)
    if found is None:
        return Layout(None, plan.title, "", UNITS["tkr"], plan.price_level, (), "I alt", has_row_total=False)
    rows = session.execute(
        select(PublishedRow.kind, PublishedRow.printed_label)  # type: ignore[call-overload]
        .where(col(PublishedRow.table_id) == found.id, col(PublishedRow.kind).in_(("section", "total")))
        .order_by(PublishedRow.position)
    ).all()
    row_total = session.execute(
        select(PublishedCell.id)  # type: ignore[call-overload]
        .join(PublishedRow, col(PublishedRow.id) == PublishedCell.row_id)
        .where(col(PublishedRow.table_id) == found.id, col(PublishedCell.column) == "I alt")
        .limit(1)
    ).first()
    totals = [label for kind, label in rows if kind == "total"]
    return Layout(
        table_id=found.id,
        title=found.title,
        head=found.head,
        unit=UNITS[found.unit],
        price_level=found.price_level,
        section_titles=tuple(label for kind, label in rows if kind == "section"),
        total_label=totals[-1] if totals else "I alt",
        has_row_total=row_total is not None,
    )


def _printed_nothings(session: Session, table_id: int | None) -> dict[tuple[int, int], CellKind]:
    """Tell which kind of nothing the newest published table printed, by (line, year)."""
    if table_id is None:
        return {}
    rows = _rows(session, _PRINTED_NOTHINGS, {"table_id": table_id})
    return {(line, int(name)): kind for line, name, kind in rows if name.isdecimal()}


_PRINTED_NOTHINGS = (
    select(PublishedRow.line_id, PublishedCell.column, PublishedCell.kind)  # type: ignore[call-overload]
    .join(PublishedCell, col(PublishedCell.row_id) == PublishedRow.id)
    .where(
        col(PublishedRow.table_id) == bindparam("table_id"),
        col(PublishedRow.line_id).is_not(None),
        col(PublishedCell.kind) != CellKind.AMOUNT,
    )
)
_LINES_IN_ORDER = (
    select(  # type: ignore[call-overload]
        Theme.id, Theme.title, BudgetLine.id, BudgetLine.slug, BudgetLine.outline, BudgetLine.title, BudgetLine.role
    )
    .select_from(BudgetLine)
    .join(Theme, col(Theme.id) == BudgetLine.theme_id, isouter=True)
    .where(col(BudgetLine.plan_id) == bindparam("plan_id"), col(BudgetLine.role) != LineRole.SOURCE)
    .order_by(func.coalesce(Theme.position, 0), func.coalesce(Theme.id, 0), BudgetLine.position, BudgetLine.id)
)


def _sections(
    session: Session,
    plan: PlanRow,
    amounts: Mapping[int, tuple[int | None, ...]],
    marks: Mapping[tuple[int, int], CellKind],
    hidden: frozenset[int],
) -> tuple[TableSection, ...]:
    titles: dict[int | None, str] = {}
    lines: dict[int | None, list[TableLine]] = {}
    years = plan.years
    mark_of = marks.get
    given, nil = CellKind.AMOUNT, CellKind.NIL
    all_given, nothing = (given,) * len(years), (None,) * len(years)
    rows = _rows(session, _LINES_IN_ORDER, {"plan_id": plan.id})
    for theme_id, theme_title, line_id, slug, outline, title, role in rows:
        found = amounts.get(line_id, nothing)
        # A decision that was entered late can give a line money before the day that the line came with.
        if line_id in hidden and not any(found):
            continue
        titles[theme_id] = theme_title or ""
        kinds = all_given
        if not all(found):
            kinds = tuple(
                [given if amount else mark_of((line_id, year), nil) for amount, year in zip(found, years, strict=True)]
            )
        line = TableLine(line_id, slug, outline, title, role, found, kinds, sum(filter(None, found)))
        lines.setdefault(theme_id, []).append(line)
    return tuple(_section(theme_id, titles[theme_id], tuple(rows), len(years)) for theme_id, rows in lines.items())


def _section(theme_id: int | None, title: str, lines: tuple[TableLine, ...], width: int) -> TableSection:
    columns = zip(*(line.amounts_oere for line in lines), strict=True) if lines else ((),) * width
    sums = tuple(sum(filter(None, column)) for column in columns)
    return TableSection(theme_id, title, lines, sums, sum(sums))
