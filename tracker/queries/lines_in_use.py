"""Telling lines that a transfer uses: one that a decision brought and then gave up is in nobody's way."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from tracker.models.budget import BudgetLine
from tracker.models.decisions import Transfer

_REVERSAL = aliased(Transfer)


def is_in_use(*, decision_id: int | None = None) -> ColumnElement[bool]:
    """Say in SQL which lines a transfer that stands uses, whichever decision it is of; or one of this decision."""
    put_right = exists().where(col(_REVERSAL.reverses_id) == col(Transfer.id))

    def used(side: Mapped[int]) -> ColumnElement[bool]:
        found = exists().where(side == col(BudgetLine.id), col(Transfer.reverses_id).is_(None), ~put_right)
        if decision_id is not None:
            found = found.where(col(Transfer.decision_id) == decision_id)
        return found.correlate(BudgetLine)

    return used(col(Transfer.to_line_id)) | used(col(Transfer.from_line_id))
