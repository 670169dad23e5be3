"""Reading a plan's published tables whole, with the reasons recorded for what in them doesn't tie out."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.money import UNITS, Unit
from tracker.domain.published_tables import CellKind, RowKind
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.models.budget import BudgetLine
from tracker.models.decisions import Decision
from tracker.models.people import Person
from tracker.models.published_tables import DifferenceReason, PublishedCell, PublishedRow, PublishedTable
from tracker.models.uploads import StoredFile


@dataclass(frozen=True)
class ReasonRow:
    """Why a printed figure doesn't tie out, as somebody recorded it."""

    reason: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class PrintedCell:
    """A printed cell; the newest reason comes first."""

    id: int
    column: str
    cell: str
    printed: str
    kind: CellKind
    amount_oere: int | None
    reasons: tuple[ReasonRow, ...]


@dataclass(frozen=True)
class PrintedRow:
    """A printed row; ``line_id`` where it is a budget line, with the line's place in addresses."""

    kind: RowKind
    cell: str
    label: str
    section: str
    line_id: int | None
    line_slug: str | None
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True)
class PrintedTable:
    """A published table with its file and the decision that its amounts were posted under."""

    id: int
    title: str
    sheet: str
    unit: Unit
    file_id: int
    file_name: str
    decision_id: int | None
    decided_on: date | None
    body: str | None
    rows: tuple[PrintedRow, ...]


def printed_tables(session: Session, plan_id: int) -> tuple[PrintedTable, ...]:
    """Read a plan's published tables, the newest first: four queries, however many tables there are."""
    reasons = _reasons(session, plan_id)
    cells: dict[int, list[PrintedCell]] = {}
    for row_id, cell_id, column, cell, printed, kind, amount in session.execute(
        select(
            col(PublishedCell.row_id),
            col(PublishedCell.id),
            col(PublishedCell.column),
            col(PublishedCell.cell),
            col(PublishedCell.printed),
            col(PublishedCell.kind),
            col(PublishedCell.amount_oere),
        )
        .join(PublishedRow, col(PublishedRow.id) == col(PublishedCell.row_id))
        .join(PublishedTable, col(PublishedTable.id) == col(PublishedRow.table_id))
        .where(col(PublishedTable.plan_id) == plan_id)
        .order_by(col(PublishedCell.row_id), col(PublishedCell.position))
    ):
        found = PrintedCell(cell_id or 0, column, cell, printed, kind, amount, tuple(reasons.get(cell_id or 0, ())))
        cells.setdefault(row_id, []).append(found)
    rows: dict[int, list[PrintedRow]] = {}
    for table_id, row_id, kind, cell, label, section, line_id, line_slug in session.execute(
        select(
            col(PublishedRow.table_id),
            col(PublishedRow.id),
            col(PublishedRow.kind),
            col(PublishedRow.cell),
            col(PublishedRow.label),
            col(PublishedRow.section),
            col(PublishedRow.line_id),
            col(BudgetLine.slug),
        )
        .join(PublishedTable, col(PublishedTable.id) == col(PublishedRow.table_id))
        .join(BudgetLine, col(BudgetLine.id) == col(PublishedRow.line_id), isouter=True)
        .where(col(PublishedTable.plan_id) == plan_id)
        .order_by(col(PublishedRow.table_id), col(PublishedRow.position))
    ):
        rows.setdefault(table_id, []).append(
            PrintedRow(kind, cell, label, section, line_id, line_slug, tuple(cells.get(row_id or 0, ())))
        )
    return tuple(_tables(session, plan_id, rows))


def plan_of_cell(session: Session, cell_id: int) -> int:
    """Tell which plan a printed cell belongs to; raises NotFound."""
    plan_id: int | None = session.execute(
        select(col(PublishedTable.plan_id))
        .join(PublishedRow, col(PublishedRow.table_id) == col(PublishedTable.id))
        .join(PublishedCell, col(PublishedCell.row_id) == col(PublishedRow.id))
        .where(col(PublishedCell.id) == cell_id)
    ).scalar_one_or_none()
    if plan_id is None:
        raise NotFound(Text("Den trykte celle findes ikke. Gå tilbage til afstemningen."))
    return plan_id


def _tables(session: Session, plan_id: int, rows: dict[int, list[PrintedRow]]) -> list[PrintedTable]:
    query = (
        select(
            col(PublishedTable.id),
            col(PublishedTable.title),
            col(PublishedTable.sheet),
            col(PublishedTable.unit),
            col(StoredFile.id),
            col(StoredFile.name),
            col(Decision.id),
            col(Decision.decided_on),
            col(Decision.body),
        )
        .join(StoredFile, col(StoredFile.id) == col(PublishedTable.file_id))
        .join(Decision, col(Decision.id) == col(PublishedTable.decision_id), isouter=True)
        .where(col(PublishedTable.plan_id) == plan_id)
        .order_by(col(PublishedTable.id).desc())
    )
    return [
        PrintedTable(
            id=table_id or 0,
            title=title,
            sheet=sheet,
            unit=UNITS[unit],
            file_id=file_id or 0,
            file_name=file_name,
            decision_id=decision_id,
            decided_on=decided_on,
            body=body,
            rows=tuple(rows.get(table_id or 0, ())),
        )
        for table_id, title, sheet, unit, file_id, file_name, decision_id, decided_on, body in session.execute(query)
    ]


def _reasons(session: Session, plan_id: int) -> dict[int, list[ReasonRow]]:
    found: dict[int, list[ReasonRow]] = {}
    for cell_id, *values in session.execute(
        select(
            col(DifferenceReason.cell_id),
            col(DifferenceReason.reason),
            col(DifferenceReason.recorded_at),
            col(Person.name),
        )
        .join(Person, col(Person.id) == col(DifferenceReason.recorded_by_id))
        .join(PublishedCell, col(PublishedCell.id) == col(DifferenceReason.cell_id))
        .join(PublishedRow, col(PublishedRow.id) == col(PublishedCell.row_id))
        .join(PublishedTable, col(PublishedTable.id) == col(PublishedRow.table_id))
        .where(col(PublishedTable.plan_id) == plan_id)
        .order_by(col(DifferenceReason.id).desc())
    ):
        found.setdefault(cell_id, []).append(ReasonRow(*values))
    return found
