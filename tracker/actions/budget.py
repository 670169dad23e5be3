"""Making plans, themes and lines, and changing their names and order; never their money."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, insert, select
from sqlmodel import Session, col

from tracker.actions.audit import record
from tracker.domain.budget import LineRole
from tracker.domain.names import free_slug
from tracker.domain.people import Actor
from tracker.domain.refusals import Refusal
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models.audit import Revision
from tracker.models.budget import ActionPlan, BudgetLine, Theme

SOURCE_TITLE = "Ramme"


class PlanRefused(Refusal):
    """A plan, theme or line that can't be made as asked."""

    code = "plan-refused"


def create_plan(
    session: Session,
    actor: Actor,
    *,
    title: str,
    first_year: int,
    last_year: int,
    committee: str = "",
    administration: str = "",
    price_level: str = "",
    audited: bool = True,
) -> int:
    """Make a plan with the source line that its frame comes from; gives the plan's id.

    ``audited`` is False where the plan is part of a larger change that records its own event.
    """
    if first_year > last_year:
        raise PlanRefused(
            Text(
                "Planens første år, %(first)s, ligger efter det sidste, %(last)s. Byt om på dem.",
                first=first_year,
                last=last_year,
            )
        )
    # One plan is made at a time, or two of the same title at once would both find its address free.
    session.execute(select(col(Revision.number)).with_for_update())
    taken = set(session.execute(select(col(ActionPlan.slug))).scalars())
    plan = ActionPlan(
        slug=free_slug(title, taken),
        title=title,
        first_year=first_year,
        last_year=last_year,
        committee=committee,
        administration=administration,
        price_level=price_level,
        created_at=now(),
    )
    session.add(plan)
    session.flush()
    plan_id = identity(plan.id)
    session.add(
        BudgetLine(
            plan_id=plan_id, position=0, slug="ramme", title=SOURCE_TITLE, role=LineRole.SOURCE, may_be_negative=True
        )
    )
    if audited:
        record(
            session,
            person_id=actor.id,
            action="create",
            subject="action_plan",
            subject_id=plan_id,
            after={"title": title, "first_year": first_year, "last_year": last_year},
        )
    return plan_id


def add_theme(session: Session, plan_id: int, *, title: str) -> int:
    """Put a theme behind the plan's other themes; gives its id. The caller records the event."""
    last = session.execute(select(func.max(Theme.position)).where(col(Theme.plan_id) == plan_id)).scalar_one()
    theme = Theme(plan_id=plan_id, position=(last or 0) + 1, title=title)
    session.add(theme)
    session.flush()
    return identity(theme.id)


@dataclass(frozen=True)
class NewLine:
    """A line to be put behind its theme's other lines."""

    theme_id: int | None
    title: str
    role: LineRole
    outline: str = ""
    may_be_negative: bool = False


def add_line(
    session: Session,
    plan_id: int,
    *,
    theme_id: int | None,
    title: str,
    role: LineRole,
    outline: str = "",
    may_be_negative: bool = False,
) -> int:
    """Put a line behind its theme's other lines; gives its id. The caller records the event."""
    return add_lines(session, plan_id, (NewLine(theme_id, title, role, outline, may_be_negative),))[0]


def add_lines(session: Session, plan_id: int, lines: Sequence[NewLine]) -> tuple[int, ...]:
    """Put lines behind their themes' other lines, in their order; gives their ids. The caller records the event."""
    if not lines:
        return ()
    taken = set(session.execute(select(col(BudgetLine.slug)).where(col(BudgetLine.plan_id) == plan_id)).scalars())
    last = dict(
        session.execute(
            select(col(BudgetLine.theme_id), func.max(BudgetLine.position))
            .where(col(BudgetLine.plan_id) == plan_id)
            .group_by(col(BudgetLine.theme_id))
        ).all()
    )
    rows = []
    for line in lines:
        slug = free_slug(line.title, taken)
        taken.add(slug)
        last[line.theme_id] = last.get(line.theme_id, 0) + 1
        rows.append({**asdict(line), "plan_id": plan_id, "slug": slug, "position": last[line.theme_id]})
    inserted = session.execute(insert(BudgetLine).returning(col(BudgetLine.id), sort_by_parameter_order=True), rows)
    return tuple(identity(line_id) for line_id in inserted.scalars())


def identity(number: int | None) -> int:
    """Give the number that the database has handed out for a row that was flushed."""
    if number is None:
        message = "the row has no id yet: flush first"
        raise ValueError(message)
    return number
