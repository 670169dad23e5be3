"""Reading what awaits somebody: what is begun and not finished, the oldest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.people import Actor, Role
from tracker.models.budget import ActionPlan, BudgetLine
from tracker.models.decisions import Decision, Transfer
from tracker.models.initiatives import InitiativeProfile, Responsibility
from tracker.models.people import Person
from tracker.models.published_tables import DifferenceReason, PublishedTable
from tracker.models.uploads import ImportPreview

_PROFILE_TEXTS = (
    InitiativeProfile.purpose,
    InitiativeProfile.target_group,
    InitiativeProfile.basis,
    InitiativeProfile.activities,
    InitiativeProfile.follow_up,
    InitiativeProfile.policy_goals,
    InitiativeProfile.use_of_money,
)


@dataclass(frozen=True)
class OpenPreview:
    """A file that was uploaded and neither confirmed nor cancelled."""

    token: str
    file_name: str
    since: datetime


@dataclass(frozen=True)
class PlanWithout:
    """A plan that something is missing in; ``count`` is of how many lines, 0 where it is the plan as a whole."""

    slug: str
    title: str
    since: datetime
    count: int = 0


@dataclass(frozen=True)
class UnwrittenProfile:
    """An initiative whose profile nobody has written, and which this person is responsible for."""

    plan_slug: str
    line_slug: str
    title: str
    since: datetime


@dataclass(frozen=True)
class KeptTable:
    """A published table, known by its number, with the plan it belongs to."""

    id: int
    plan_id: int
    plan_slug: str
    plan_title: str
    read_at: datetime


@dataclass(frozen=True)
class Awaiting:
    """What awaits one person. Each list is empty for somebody whose role it doesn't concern."""

    previews: tuple[OpenPreview, ...] = ()
    plans_without_budget: tuple[PlanWithout, ...] = ()
    plans_without_people: tuple[PlanWithout, ...] = ()
    profiles: tuple[UnwrittenProfile, ...] = ()
    start_passwords: int = 0
    start_passwords_since: datetime | None = None


def awaiting(session: Session, actor: Actor) -> Awaiting:
    """Collect what awaits this person."""
    officer = Role.BUDGET_OFFICER in actor.roles
    count, since = _start_passwords(session) if Role.ADMINISTRATOR in actor.roles else (0, None)
    return Awaiting(
        previews=_open_previews(session, actor.id) if officer else (),
        plans_without_budget=_plans_without_budget(session) if officer else (),
        plans_without_people=_plans_without_people(session) if officer else (),
        profiles=_unwritten_profiles(session, actor.id),
        start_passwords=count,
        start_passwords_since=since,
    )


def kept_tables(session: Session) -> tuple[KeptTable, ...]:
    """List the published tables of all plans, the oldest first."""
    rows = session.execute(
        select(
            col(PublishedTable.id),
            col(PublishedTable.plan_id),
            col(ActionPlan.slug),
            col(ActionPlan.title),
            col(PublishedTable.read_at),
        )
        .join(ActionPlan, col(ActionPlan.id) == col(PublishedTable.plan_id))
        .order_by(col(PublishedTable.id))
    )
    return tuple(KeptTable(row.id, row.plan_id, row.slug, row.title, row.read_at) for row in rows)


def explained_cells(session: Session, cell_ids: Collection[int]) -> frozenset[int]:
    """Tell for which of these printed cells somebody has recorded a reason."""
    if not cell_ids:
        return frozenset()
    reasons = session.execute(select(col(DifferenceReason.cell_id)).distinct()).scalars()
    return frozenset(reasons) & frozenset(cell_ids)


def _open_previews(session: Session, person_id: int) -> tuple[OpenPreview, ...]:
    rows = session.execute(
        select(col(ImportPreview.token), col(ImportPreview.name), col(ImportPreview.created_at))
        .where(col(ImportPreview.person_id) == person_id)
        .order_by(col(ImportPreview.created_at))
    )
    return tuple(OpenPreview(row.token, row.name, row.created_at) for row in rows)


def _plans_without_budget(session: Session) -> tuple[PlanWithout, ...]:
    decided = (
        exists()
        .where(col(Decision.plan_id) == col(ActionPlan.id), col(Decision.decided_on).is_not(None))
        .where(col(Transfer.decision_id) == col(Decision.id))
    )
    rows = session.execute(
        select(col(ActionPlan.slug), col(ActionPlan.title), col(ActionPlan.created_at))
        .where(~decided)
        .order_by(col(ActionPlan.created_at))
    )
    return tuple(PlanWithout(row.slug, row.title, row.created_at) for row in rows)


def _plans_without_people(session: Session) -> tuple[PlanWithout, ...]:
    responsible = exists().where(col(Responsibility.line_id) == col(BudgetLine.id))
    rows = session.execute(
        select(col(ActionPlan.slug), col(ActionPlan.title), col(ActionPlan.created_at), func.count().label("lines"))
        .join(BudgetLine, col(BudgetLine.plan_id) == col(ActionPlan.id))
        .where(col(BudgetLine.role) == LineRole.INITIATIVE, ~responsible)
        .group_by(col(ActionPlan.id), col(ActionPlan.slug), col(ActionPlan.title), col(ActionPlan.created_at))
        .order_by(col(ActionPlan.created_at))
    )
    return tuple(PlanWithout(row.slug, row.title, row.created_at, row.lines) for row in rows)


def _unwritten_profiles(session: Session, person_id: int) -> tuple[UnwrittenProfile, ...]:
    texts = (func.nullif(col(text), "") for text in _PROFILE_TEXTS)
    written = exists().where(col(InitiativeProfile.line_id) == col(BudgetLine.id), func.coalesce(*texts).is_not(None))
    rows = session.execute(
        select(
            col(ActionPlan.slug).label("plan_slug"),
            col(BudgetLine.slug).label("line_slug"),
            col(BudgetLine.title),
            col(ActionPlan.created_at),
        )
        .join_from(BudgetLine, ActionPlan, col(ActionPlan.id) == col(BudgetLine.plan_id))
        .join(Responsibility, col(Responsibility.line_id) == col(BudgetLine.id))
        .where(col(Responsibility.person_id) == person_id, col(BudgetLine.role) == LineRole.INITIATIVE, ~written)
        .order_by(col(ActionPlan.created_at), col(BudgetLine.position), col(BudgetLine.id))
    )
    return tuple(UnwrittenProfile(row.plan_slug, row.line_slug, row.title, row.created_at) for row in rows)


def _start_passwords(session: Session) -> tuple[int, datetime | None]:
    row = session.execute(
        select(func.count(), func.min(col(Person.created_at))).where(
            col(Person.active), col(Person.must_change_password)
        )
    ).one()
    return row[0], row[1]
