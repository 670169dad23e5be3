"""Reading action plans: a frozen row of each, as lists and heads show it."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from tracker.domain.names import danish_order
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.models.budget import ActionPlan


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


def all_plans(session: Session) -> tuple[PlanRow, ...]:
    """List the plans, newest years first, and those of the same years in Danish order."""
    found = (PlanRow(*row) for row in session.execute(select(*_PLAN_COLUMNS)))  # type: ignore[call-overload]
    return tuple(sorted(found, key=lambda plan: (-plan.first_year, danish_order(plan.title), plan.id)))


def plan_by_slug(session: Session, slug: str) -> PlanRow:
    """Find a plan by the name in its address; raises NotFound."""
    row = session.connection().execute(_PLAN_BY_SLUG, {"slug": slug}).first()
    if row is None:
        raise NotFound(Text("Der er ingen handleplan med navnet %(slug)s. Se listen under Handleplaner.", slug=slug))
    return PlanRow(*row)


def plan_by_id(session: Session, plan_id: int) -> PlanRow:
    """Find a plan by its number; raises NotFound."""
    row = session.execute(select(*_PLAN_COLUMNS).where(col(ActionPlan.id) == plan_id)).first()  # type: ignore[call-overload]
    if row is None:
        raise NotFound(Text("Handleplanen findes ikke længere. Gå til listen under Handleplaner."))
    return PlanRow(*row)


def plan_slug(session: Session, plan_id: int) -> str:
    """Tell the name in a plan's address."""
    slug: str = session.execute(select(col(ActionPlan.slug)).where(col(ActionPlan.id) == plan_id)).scalar_one()
    return slug
