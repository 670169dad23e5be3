"""Reading published tables: what was printed, to be laid beside what the ledger says."""

from sqlmodel import Session, col, select

from tracker.domain.published_tables import RowKind
from tracker.models.published_tables import PublishedCell, PublishedRow


def printed_totals(session: Session, table_id: int | None) -> dict[int, int]:
    """Tell the printed grand totals of a published table, øre by year; a year without a printed amount is left out."""
    if table_id is None:
        return {}
    last_total = (
        select(PublishedRow.id)
        .where(col(PublishedRow.table_id) == table_id, col(PublishedRow.kind) == RowKind.TOTAL)
        .order_by(col(PublishedRow.position).desc())
        .limit(1)
        .scalar_subquery()
    )
    cells = session.exec(
        select(PublishedCell.column, PublishedCell.amount_oere).where(
            col(PublishedCell.row_id) == last_total, col(PublishedCell.amount_oere).is_not(None)
        )
    )
    return {int(name): amount for name, amount in cells if name.isdecimal() and amount is not None}
