"""Reading what awaits somebody: what is begun and not finished, the oldest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, ProposalState
from tracker.domain.people import Actor, Role
from tracker.domain.years import now
from tracker.models.budget import ActionPlan, BudgetLine
from tracker.models.decisions import Decision, Transfer
from tracker.models.initiatives import InitiativeProfile, Responsibility
from tracker.models.people import Person, PersonRole
from tracker.models.published_tables import DifferenceReason, PublishedTable
from tracker.models.uploads import ImportPreview
from tracker.queries.proposals import lines_that_stand

_LATELY_DAYS = 60
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
class WaitingProposal:
    """A proposal that somebody has to take further; the title is empty where it has none."""

    id: int
    title: str
    kind: DecisionKind
    body: str
    owner: str
    since: datetime


@dataclass(frozen=True)
class DecidedLately:
    """A decision about initiatives that somebody is responsible for."""

    id: int
    title: str
    kind: DecisionKind
    body: str
    decided_on: date
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Awaiting:
    """What awaits one person. Each list is empty for somebody whose role it doesn't concern."""

    previews: tuple[OpenPreview, ...] = ()
    plans_without_budget: tuple[PlanWithout, ...] = ()
    plans_without_people: tuple[PlanWithout, ...] = ()
    profiles: tuple[UnwrittenProfile, ...] = ()
    sent: tuple[WaitingProposal, ...] = ()
    own_drafts: tuple[WaitingProposal, ...] = ()
    drafts_of_leads: tuple[WaitingProposal, ...] = ()
    decided: tuple[DecidedLately, ...] = ()
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
        sent=_proposals(session, col(Decision.proposal_state) == ProposalState.SENT) if officer else (),
        own_drafts=_proposals(session, _IS_DRAFT, col(Decision.owner_id) == actor.id),
        drafts_of_leads=_proposals(session, _IS_DRAFT, _of_a_lead(actor.id)) if officer else (),
        decided=_decided_lately(session, actor.id) if Role.PROJECT_LEAD in actor.roles else (),
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
        .where(col(BudgetLine.role) == LineRole.INITIATIVE, ~responsible, lines_that_stand())
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
        .where(
            col(Responsibility.person_id) == person_id,
            col(BudgetLine.role) == LineRole.INITIATIVE,
            ~written,
            lines_that_stand(),
        )
        .order_by(col(ActionPlan.created_at), col(BudgetLine.position), col(BudgetLine.id))
    )
    return tuple(UnwrittenProfile(row.plan_slug, row.line_slug, row.title, row.created_at) for row in rows)


_IS_DRAFT = col(Decision.proposal_state) == ProposalState.DRAFT


def _of_a_lead(person_id: int) -> ColumnElement[bool]:
    """Say in SQL which proposals others own who are no budget officers and so can't send them themselves."""
    officers = select(col(PersonRole.person_id)).where(col(PersonRole.role) == Role.BUDGET_OFFICER)
    return col(Decision.owner_id).not_in(officers) & (col(Decision.owner_id) != person_id)


def _proposals(session: Session, *conditions: ColumnElement[bool]) -> tuple[WaitingProposal, ...]:
    rows = session.execute(
        select(
            col(Decision.id),
            col(Decision.title),
            col(Decision.kind),
            col(Decision.body),
            col(Person.name),
            col(Decision.state_since),
        )
        .join(Person, col(Person.id) == col(Decision.owner_id))
        .where(*conditions)
        .order_by(col(Decision.state_since), col(Decision.id))
    )
    return tuple(WaitingProposal(number or 0, *more) for number, *more in rows)


_REVERSAL = aliased(Transfer)


def _decided_lately(session: Session, person_id: int) -> tuple[DecidedLately, ...]:
    """List what was taken in the last weeks and still moves money of somebody's own initiatives, the newest first."""
    rows = session.execute(
        select(
            col(Decision.id),
            col(Decision.title),
            col(Decision.kind),
            col(Decision.body),
            col(Decision.decided_on),
            col(BudgetLine.title).label("line"),
            col(BudgetLine.id),
            col(Decision.taken_at),
        )
        .join(Transfer, col(Transfer.decision_id) == col(Decision.id))
        .join(BudgetLine, col(BudgetLine.id).in_((col(Transfer.from_line_id), col(Transfer.to_line_id))))
        .join(Responsibility, col(Responsibility.line_id) == col(BudgetLine.id))
        .where(
            col(Responsibility.person_id) == person_id,
            col(Decision.taken_at) >= now() - timedelta(days=_LATELY_DAYS),
            col(Transfer.reverses_id).is_(None),
            ~exists().where(col(_REVERSAL.reverses_id) == col(Transfer.id)),
        )
        .distinct()
        .order_by(col(Decision.taken_at).desc(), col(Decision.id).desc(), col(BudgetLine.id))
    )
    found: dict[int, DecidedLately] = {}
    for number, title, kind, body, decided_on, line, _line_id, _taken_at in rows:
        earlier = found.get(number)
        lines = (*(earlier.lines if earlier else ()), line)
        found[number] = DecidedLately(number, title, kind, body, decided_on, lines)
    return tuple(found.values())


def _start_passwords(session: Session) -> tuple[int, datetime | None]:
    row = session.execute(
        select(func.count(), func.min(col(Person.created_at))).where(
            col(Person.active), col(Person.must_change_password)
        )
    ).one()
    return row[0], row[1]
