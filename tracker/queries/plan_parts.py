"""Reading a plan's themes and lines as the forms that change them need: with order and version, without money."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.models.budget import BudgetLine, Theme
from tracker.queries.proposals import come_with_a_proposal


@dataclass(frozen=True)
class ThemeRow:
    """A theme; ``place`` is its number among the plan's themes, from 1."""

    id: int
    title: str
    version: int
    place: int


@dataclass(frozen=True)
class LineRow:
    """A line; ``place`` is its number among the lines of its theme, from 1. Its committee is empty for the plan's.

    ``is_proposed`` where it comes with a proposal that nobody has adopted.
    """

    id: int
    slug: str
    outline: str
    title: str
    role: LineRole
    theme_id: int | None
    version: int
    committee: str
    may_be_negative: bool
    is_proposed: bool
    place: int


def themes(session: Session, plan_id: int) -> tuple[ThemeRow, ...]:
    """List the plan's themes in their order."""
    rows = session.execute(
        select(col(Theme.id), col(Theme.title), col(Theme.version))
        .where(col(Theme.plan_id) == plan_id)
        .order_by(col(Theme.position), col(Theme.id))
    )
    return tuple(ThemeRow(row.id, row.title, row.version, place) for place, row in enumerate(rows, 1))


def theme(session: Session, plan_id: int, theme_id: int) -> ThemeRow:
    """Find one theme of the plan; raises NotFound."""
    for row in themes(session, plan_id):
        if row.id == theme_id:
            return row
    raise NotFound(Text("Temaet findes ikke i planen. Gå tilbage til planen, og vælg det igen."))


def lines(session: Session, plan_id: int) -> tuple[LineRow, ...]:
    """List the plan's lines in their order, the source left out."""
    rows = session.execute(
        select(
            col(BudgetLine.id),
            col(BudgetLine.slug),
            col(BudgetLine.outline),
            col(BudgetLine.title),
            col(BudgetLine.role),
            col(BudgetLine.theme_id),
            col(BudgetLine.version),
            col(BudgetLine.committee),
            col(BudgetLine.may_be_negative),
            come_with_a_proposal(),
        )
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .where(col(BudgetLine.plan_id) == plan_id, col(BudgetLine.role) != LineRole.SOURCE)
        .order_by(
            func.coalesce(Theme.position, 0), func.coalesce(Theme.id, 0), col(BudgetLine.position), col(BudgetLine.id)
        )
    )
    found: list[LineRow] = []
    for row in rows:
        place = found[-1].place + 1 if found and found[-1].theme_id == row.theme_id else 1
        found.append(LineRow(*(*row, place)))
    return tuple(found)


def line(session: Session, plan_id: int, slug: str) -> LineRow:
    """Find one line of the plan by the name in its address; raises NotFound."""
    for row in lines(session, plan_id):
        if row.slug == slug:
            return row
    raise NotFound(Text("Linjen findes ikke i planen. Gå tilbage til planen, og vælg den igen."))
