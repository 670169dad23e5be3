"""Reading plans and their budget tables: frozen rows for pages and workbooks alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, bindparam, cast, column, func, select, table
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.money import UNITS, Unit
from tracker.domain.names import danish_order
from tracker.domain.published_tables import CellKind
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.audit import Revision
from tracker.models.budget import ActionPlan, BudgetLine, Theme
from tracker.models.columns import UtcDateTime
from tracker.models.decisions import Decision
from tracker.models.published_tables import PublishedCell, PublishedRow, PublishedTable

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
class PlanRow:
    """An action plan as lists and heads show it."""

    id: int
    slug: str
    title: str
    first_year: int
    last_year: int
    committee: str
    administration: str
    price_level: str
    version: int

    @property
    def years(self) -> tuple[int, ...]:
        """All budget years of the plan, in order."""
        return tuple(range(self.first_year, self.last_year + 1))


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
    as_of: date
    known_at: datetime | None
    last_decision_id: int | None
    last_decided_on: date | None
    years: tuple[int, ...]
    sections: tuple[TableSection, ...]
    totals_oere: tuple[int, ...]
    total_oere: int
    layout: Layout
    includes_proposals: bool = False

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


_PLAN_COLUMNS = (
    ActionPlan.id,
    ActionPlan.slug,
    ActionPlan.title,
    ActionPlan.first_year,
    ActionPlan.last_year,
    ActionPlan.committee,
    ActionPlan.administration,
    ActionPlan.price_level,
    ActionPlan.version,
)


_PLAN_BY_SLUG = select(*_PLAN_COLUMNS).where(col(ActionPlan.slug) == bindparam("slug"))  # type: ignore[call-overload]


def plans(session: Session) -> tuple[PlanRow, ...]:
    """List the plans, newest years first, and those of the same years in Danish order."""
    found = (PlanRow(*row) for row in session.execute(select(*_PLAN_COLUMNS)))  # type: ignore[call-overload]
    return tuple(sorted(found, key=lambda plan: (-plan.first_year, danish_order(plan.title), plan.id)))


def plan_by_slug(session: Session, slug: str) -> PlanRow:
    """Find a plan by the name in its address; raises NotFound."""
    row = next(iter(_rows(session, _PLAN_BY_SLUG, {"slug": slug})), None)
    if row is None:
        raise NotFound(Text("Der er ingen handleplan med navnet %(slug)s. Se listen under Handleplaner.", slug=slug))
    return PlanRow(*row)


def plan_slug(session: Session, plan_id: int) -> str:
    """Tell the name in a plan's address."""
    slug: str = session.execute(select(col(ActionPlan.slug)).where(col(ActionPlan.id) == plan_id)).scalar_one()
    return slug


def budget_as_of(
    session: Session,
    plan_id: int,
    day: date,
    *,
    known_at: datetime | None = None,
    include_proposals: bool = False,
) -> dict[tuple[int, int], int]:
    """Sum the ledger in one query: øre by (line, budget year), as decided on or before ``day``.

    With ``known_at`` only what was recorded by that moment counts, so that a correction doesn't rewrite history.
    Proposals, which nobody has decided yet, count only where they are asked for.
    """
    query = _budget_query(known=known_at is not None, include_proposals=include_proposals)
    values: dict[str, object] = {"plan_id": plan_id, "day": day}
    if known_at is not None:
        values["known_at"] = known_at
    return {(line_id, year): amount for line_id, year, amount in _rows(session, query, values)}


@cache
def _budget_query(*, known: bool, include_proposals: bool) -> Select[*tuple[Any, ...]]:
    in_force: ColumnElement[bool] = POSTING.c.decided_on <= bindparam("day")
    if include_proposals:
        in_force = in_force | POSTING.c.decided_on.is_(None)
    total = cast(func.sum(POSTING.c.amount_oere), BigInteger)
    query = (
        select(POSTING.c.line_id, POSTING.c.budget_year, total)
        .where(POSTING.c.plan_id == bindparam("plan_id"), in_force)
        .group_by(POSTING.c.line_id, POSTING.c.budget_year)
    )
    return query.where(POSTING.c.recorded_at <= bindparam("known_at", type_=UtcDateTime())) if known else query


def budget_table(
    session: Session,
    plan: PlanRow,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    include_proposals: bool = False,
) -> BudgetTable:
    """Read the budget table of a plan as it was decided on or before a day (today where none is given)."""
    day = as_of or today()
    amounts = budget_as_of(session, plan.id, day, known_at=known_at, include_proposals=include_proposals)
    layout = layout_of(session, plan)
    marks = _printed_nothings(session, layout.table_id)
    sections = _sections(session, plan, amounts, marks)
    totals = tuple(sum(section.sums_oere[index] for section in sections) for index in range(len(plan.years)))
    last = next(iter(_rows(session, _LAST_DECISION, {"plan_id": plan.id, "day": day})), None)
    return BudgetTable(
        plan=plan,
        as_of=day,
        known_at=known_at,
        last_decision_id=last[0] if last else None,
        last_decided_on=last[1] if last else None,
        years=plan.years,
        sections=sections,
        totals_oere=totals,
        total_oere=sum(totals),
        layout=layout,
        includes_proposals=include_proposals,
    )


_LAST_DECISION = (
    select(Decision.id, Decision.decided_on)  # type: ignore[call-overload]
    .where(col(Decision.plan_id) == bindparam("plan_id"), col(Decision.decided_on) <= bindparam("day"))
    .order_by(col(Decision.decided_on).desc(), col(Decision.id).desc())
    .limit(1)
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
    amounts: Mapping[tuple[int, int], int],
    marks: Mapping[tuple[int, int], CellKind],
) -> tuple[TableSection, ...]:
    titles: dict[int | None, str] = {}
    lines: dict[int | None, list[TableLine]] = {}
    years = plan.years
    amount_of, mark_of = amounts.get, marks.get
    all_given = (CellKind.AMOUNT,) * len(years)
    rows = _rows(session, _LINES_IN_ORDER, {"plan_id": plan.id})
    for theme_id, theme_title, line_id, slug, outline, title, role in rows:
        titles[theme_id] = theme_title or ""
        found = tuple([amount_of((line_id, year)) for year in years])
        kinds = (
            all_given
            if all(found)
            else tuple(
                CellKind.AMOUNT if amount else mark_of((line_id, year), CellKind.NIL)
                for amount, year in zip(found, years, strict=True)
            )
        )
        line = TableLine(line_id, slug, outline, title, role, found, kinds, sum(filter(None, found)))
        lines.setdefault(theme_id, []).append(line)
    return tuple(_section(theme_id, titles[theme_id], tuple(rows), len(years)) for theme_id, rows in lines.items())


def _section(theme_id: int | None, title: str, lines: tuple[TableLine, ...], width: int) -> TableSection:
    columns = zip(*(line.amounts_oere for line in lines), strict=True) if lines else ((),) * width
    sums = tuple(sum(filter(None, column)) for column in columns)
    return TableSection(theme_id, title, lines, sums, sum(sums))
