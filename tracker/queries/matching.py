"""What a table from outside is matched with: the lines of a plan by all their names, and where its ledger stands."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.models.budget import ActionPlan, BudgetLine, LineAlias, Theme
from tracker.models.decisions import Decision, Transfer


@dataclass(frozen=True)
class NamedLine:
    """A line with every name it is known by and the theme it stands under."""

    id: int
    title: str
    theme_title: str
    role: LineRole
    names: tuple[str, ...]


def named_lines(session: Session, plan_id: int) -> tuple[NamedLine, ...]:
    """List a plan's lines, the source too, with their former and other names; no line of a proposal is among them."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for line_id, title in session.execute(
        select(col(LineAlias.line_id), col(LineAlias.title))
        .join(BudgetLine, col(BudgetLine.id) == col(LineAlias.line_id))
        .where(col(BudgetLine.plan_id) == plan_id)
    ):
        aliases[line_id].append(title)
    rows = session.execute(
        select(col(BudgetLine.id), col(BudgetLine.title), col(Theme.title), col(BudgetLine.role))
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .join(Decision, col(Decision.id) == col(BudgetLine.introduced_by_id), isouter=True)
        .where(
            col(BudgetLine.plan_id) == plan_id,
            col(BudgetLine.introduced_by_id).is_(None) | col(Decision.decided_on).is_not(None),
        )
        .order_by(col(BudgetLine.id))
    )
    return tuple(
        NamedLine(line_id or 0, title, theme or "", role, (title, *aliases[line_id or 0]))
        for line_id, title, theme, role in rows
    )


def ledger_mark(session: Session, plan_id: int) -> str:
    """Sum up in a few characters where a plan's ledger and names stand, to see later whether they have moved."""
    last, count = session.execute(
        select(func.max(Transfer.id), func.count(col(Transfer.id)))
        .join(Decision, col(Decision.id) == col(Transfer.decision_id))
        .where(col(Decision.plan_id) == plan_id)
    ).one()
    lines = session.execute(
        select(func.count(col(BudgetLine.id)), func.sum(BudgetLine.version)).where(col(BudgetLine.plan_id) == plan_id)
    ).one()
    themes = session.execute(
        select(func.count(col(Theme.id)), func.sum(Theme.version)).where(col(Theme.plan_id) == plan_id)
    ).one()
    plan = session.execute(select(col(ActionPlan.version)).where(col(ActionPlan.id) == plan_id)).scalar_one()
    parts = (plan_id, plan, last or 0, count, *lines, *themes)
    return ".".join(str(part or 0) for part in parts)
