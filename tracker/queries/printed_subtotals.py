"""Reading where and how a published table prints its subtotals, so that an export can do the same."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.published_tables import RowKind, SubtotalPlace
from tracker.models.published_tables import PublishedRow


@dataclass(frozen=True)
class PrintedSubtotal:
    """A subtotal of a section: its printed label, and where it stands."""

    section: str
    label: str
    place: SubtotalPlace


def printed_subtotals(session: Session, table_id: int | None) -> tuple[PrintedSubtotal, ...]:
    """List the subtotals that belong to a section with lines; none where no table was published."""
    if table_id is None:
        return ()
    rows = session.execute(
        select(
            col(PublishedRow.kind), col(PublishedRow.printed_label), col(PublishedRow.label), col(PublishedRow.section)
        )
        .where(col(PublishedRow.table_id) == table_id)
        .order_by(col(PublishedRow.position))
    ).all()
    found = []
    for place, row in enumerate(rows):
        if row.kind is not RowKind.SUBTOTAL:
            continue
        before = rows[place - 1] if place else None
        after = rows[place + 1] if place + 1 < len(rows) else None
        below = after.section if after is not None and after.kind is RowKind.LINE else ""
        above = before.section if before is not None and before.kind is RowKind.LINE else ""
        if below and below == row.label:
            found.append(PrintedSubtotal(below, row.printed_label, SubtotalPlace.HEADING))
        elif above:
            found.append(PrintedSubtotal(above, row.printed_label, SubtotalPlace.BELOW))
        elif below:
            found.append(PrintedSubtotal(below, row.printed_label, SubtotalPlace.ABOVE))
    return tuple(found)
