"""Keeping published tables as they were printed, and the reasons why a figure in them doesn't tie out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import insert, select
from sqlmodel import Session, col

from tracker.actions.audit import record
from tracker.actions.budget import identity
from tracker.domain.money import Unit
from tracker.domain.people import Actor
from tracker.domain.published_tables import CellKind, RowKind
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models.published_tables import DifferenceReason, PublishedCell, PublishedRow, PublishedTable


@dataclass(frozen=True)
class NewCell:
    """A printed cell; ``column`` is a year or "I alt"."""

    column: str
    cell: str
    printed: str
    kind: CellKind
    amount_oere: int | None


@dataclass(frozen=True)
class NewRow:
    """A printed row with its cells; ``line_id`` where it is a budget line."""

    kind: RowKind
    cell: str
    printed_label: str
    label: str
    outline: str = ""
    footnote: str = ""
    section: str = ""
    line_id: int | None = None
    cells: tuple[NewCell, ...] = field(default=())


@dataclass(frozen=True)
class NewTable:
    """A table as it was printed on one sheet of one file."""

    sheet: str
    title: str
    head: str
    unit: Unit
    price_level: str
    rows: tuple[NewRow, ...]


def keep_table(
    session: Session, plan_id: int, table: NewTable, *, file_id: int, decision_id: int | None
) -> dict[tuple[str, str], int]:
    """Write a published table down for good; gives the cells' ids by (row's cell, column)."""
    row = PublishedTable(
        plan_id=plan_id,
        file_id=file_id,
        decision_id=decision_id,
        sheet=table.sheet,
        title=table.title,
        head=table.head,
        unit=table.unit.code,
        price_level=table.price_level,
        read_at=now(),
    )
    session.add(row)
    session.flush()
    table_id = identity(row.id)
    session.execute(insert(PublishedRow), list(_row_values(table_id, table.rows)))
    row_ids = dict(
        session.execute(
            select(col(PublishedRow.position), col(PublishedRow.id)).where(col(PublishedRow.table_id) == table_id)
        ).all()
    )
    cells = list(_cell_values(row_ids, table.rows))
    if cells:
        session.execute(insert(PublishedCell), cells)
    found = session.execute(
        select(col(PublishedRow.cell), col(PublishedCell.column), col(PublishedCell.id))
        .join(PublishedRow, col(PublishedRow.id) == col(PublishedCell.row_id))
        .where(col(PublishedRow.table_id) == table_id)
    )
    return {(row_cell, column): identity(cell_id) for row_cell, column, cell_id in found}


def explain_difference(session: Session, actor: Actor, cell_id: int, *, reason: str) -> None:
    """Record why a printed figure doesn't tie out; an earlier reason is kept beneath the new one."""
    if session.get(PublishedCell, cell_id) is None:
        raise NotFound(Text("Den trykte celle findes ikke. Gå tilbage til afstemningen."))
    session.add(DifferenceReason(cell_id=cell_id, reason=reason, recorded_at=now(), recorded_by_id=actor.id))
    record(
        session,
        person_id=actor.id,
        action="explain",
        subject="published_cell",
        subject_id=cell_id,
        after={"reason": reason},
    )


def _row_values(table_id: int, rows: Sequence[NewRow]) -> Iterable[dict[str, object]]:
    for position, row in enumerate(rows):
        yield {
            "table_id": table_id,
            "position": position,
            "kind": row.kind,
            "cell": row.cell,
            "printed_label": row.printed_label,
            "label": row.label,
            "outline": row.outline,
            "footnote": row.footnote,
            "section": row.section,
            "line_id": row.line_id,
        }


def _cell_values(row_ids: dict[int, int], rows: Sequence[NewRow]) -> Iterable[dict[str, object]]:
    for position, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            yield {
                "row_id": row_ids[position],
                "position": place,
                "column": cell.column,
                "cell": cell.cell,
                "printed": cell.printed,
                "kind": cell.kind,
                "amount_oere": cell.amount_oere,
            }
