"""Reading what is said about a budget line: its profile, its people, its names, and what its years are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.domain.bridges import KINDS
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, DecisionStatus
from tracker.domain.people import Actor
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import BudgetLine, LineAlias, Theme
from tracker.models.initiatives import InitiativeProfile, Responsibility
from tracker.models.people import Person
from tracker.queries.decisions import TransferRow, transfers_of_line
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.proposals import come_with_a_proposal, seen_by


@dataclass(frozen=True)
class ProfileRow:
    """What an initiative is for; version 0 is a profile that nobody has written yet."""

    purpose: str = ""
    target_group: str = ""
    basis: str = ""
    activities: str = ""
    follow_up: str = ""
    policy_goals: str = ""
    use_of_money: str = ""
    version: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written yet."""
        return not any(
            (
                self.purpose,
                self.target_group,
                self.basis,
                self.activities,
                self.follow_up,
                self.policy_goals,
                self.use_of_money,
            )
        )


@dataclass(frozen=True)
class NamedPerson:
    """A person who is, or could be, responsible."""

    id: int
    name: str


@dataclass(frozen=True)
class OtherName:
    """A former or other name that a line is found by."""

    id: int
    title: str


@dataclass(frozen=True)
class OwnLine:
    """A line that somebody is responsible for."""

    id: int
    title: str


@dataclass(frozen=True)
class LineRow:
    """A budget line with its place in the plan."""

    id: int
    slug: str
    outline: str
    title: str
    role: LineRole
    theme_title: str
    plan: PlanRow
    is_proposed: bool


@dataclass(frozen=True)
class YearOfLine:
    """A line's year as it stands today, in øre by kind of decision, and its transfers, proposals last."""

    year: int
    by_kind_oere: Mapping[DecisionKind, int]
    transfers: tuple[TransferRow, ...]

    @property
    def amount_oere(self) -> int:
        """The line's amount in the year."""
        return sum(self.by_kind_oere.values())


@dataclass(frozen=True)
class LineEvent:
    """What one decision does to a line: the signed change in all, and the years it is in."""

    decision_id: int
    kind: DecisionKind
    body: str
    title: str
    decided_on: date | None
    status: DecisionStatus
    change_oere: int
    years: tuple[int, ...]


@dataclass(frozen=True)
class LineDetail:
    """A budget line, whole."""

    line: LineRow
    profile: ProfileRow
    responsible: tuple[NamedPerson, ...]
    other_names: tuple[OtherName, ...]
    years: tuple[YearOfLine, ...]
    transfers: tuple[TransferRow, ...]
    events: tuple[LineEvent, ...]

    @property
    def sum_oere(self) -> int:
        """The line's amount over all years."""
        return sum(year.amount_oere for year in self.years)

    @property
    def kinds(self) -> tuple[DecisionKind, ...]:
        """The kinds of decision that gave or took money in some year, as a budget comes about."""
        return tuple(kind for kind in KINDS if any(kind in year.by_kind_oere for year in self.years))

    def sum_of_kind_oere(self, kind: DecisionKind) -> int:
        """Sum what a kind of decision changed in all years."""
        return sum(year.by_kind_oere.get(kind, 0) for year in self.years)


def line_by_slug(session: Session, plan_slug: str, line_slug: str, *, actor: Actor | None) -> LineRow:
    """Find a line by its plan's and its own name in the address; raises NotFound. The source has no page.

    A line that comes with a proposal is there for those who may see the proposal.
    """
    plan = plan_by_slug(session, plan_slug)
    row = session.execute(
        select(
            col(BudgetLine.id),
            col(BudgetLine.slug),
            col(BudgetLine.outline),
            col(BudgetLine.title),
            col(BudgetLine.role),
            col(Theme.title),
            come_with_a_proposal(),
        )
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .where(
            col(BudgetLine.plan_id) == plan.id,
            col(BudgetLine.slug) == line_slug,
            col(BudgetLine.role) != LineRole.SOURCE,
            seen_by(actor),
        )
    ).first()
    if row is None:
        raise NotFound(
            Text("%(plan)s har ingen linje med den adresse. Find linjen i planens budgettabel.", plan=plan.title)
        )
    line_id, slug, outline, title, role, theme_title, is_proposed = row
    return LineRow(line_id or 0, slug, outline, title, role, theme_title or "", plan, bool(is_proposed))


def line_detail(session: Session, plan_slug: str, line_slug: str, *, actor: Actor | None) -> LineDetail:
    """Read everything a line's page shows to somebody; raises NotFound."""
    line = line_by_slug(session, plan_slug, line_slug, actor=actor)
    transfers = transfers_of_line(session, line.id, actor=actor)
    years = tuple(
        _year(line.id, year, tuple(transfer for transfer in transfers if transfer.budget_year == year))
        for year in line.plan.years
    )
    return LineDetail(
        line=line,
        profile=profile_of(session, line.id),
        responsible=responsible_for(session, line.id),
        other_names=other_names_of(session, line.id),
        years=years,
        transfers=transfers,
        events=_events(line.id, transfers),
    )


def _year(line_id: int, year: int, transfers: tuple[TransferRow, ...]) -> YearOfLine:
    """Sum a year's transfers up by kind, as decided until today."""
    by_kind: dict[DecisionKind, int] = {}
    for transfer in transfers:
        if transfer.decided_on is not None and transfer.decided_on <= today():
            by_kind[transfer.kind] = by_kind.get(transfer.kind, 0) + _change(line_id, transfer)
    return YearOfLine(year, by_kind, transfers)


def _change(line_id: int, transfer: TransferRow) -> int:
    return transfer.amount_oere if transfer.to_line_id == line_id else -transfer.amount_oere


def _events(line_id: int, transfers: tuple[TransferRow, ...]) -> tuple[LineEvent, ...]:
    """Sum a line's transfers up by decision, the newest first and proposals before them."""
    by_decision: dict[int, list[TransferRow]] = {}
    for transfer in transfers:
        by_decision.setdefault(transfer.decision_id, []).append(transfer)
    events = [
        LineEvent(
            decision_id=decision_id,
            kind=moved[0].kind,
            body=moved[0].body,
            title=moved[0].title,
            decided_on=moved[0].decided_on,
            status=moved[0].status,
            change_oere=sum(_change(line_id, row) for row in moved),
            years=tuple(sorted({row.budget_year for row in moved})),
        )
        for decision_id, moved in by_decision.items()
    ]
    return tuple(sorted(events, key=lambda event: (event.decided_on or date.max, event.decision_id), reverse=True))


def profile_of(session: Session, line_id: int) -> ProfileRow:
    """Read a line's profile; an empty one where nobody has written it."""
    row = session.get(InitiativeProfile, line_id)
    if row is None:
        return ProfileRow()
    return ProfileRow(
        purpose=row.purpose,
        target_group=row.target_group,
        basis=row.basis,
        activities=row.activities,
        follow_up=row.follow_up,
        policy_goals=row.policy_goals,
        use_of_money=row.use_of_money,
        version=row.version,
    )


def responsible_for(session: Session, line_id: int) -> tuple[NamedPerson, ...]:
    """List the people who are responsible for a line."""
    rows = session.execute(
        select(col(Person.id), col(Person.name))
        .join(Responsibility, col(Responsibility.person_id) == col(Person.id))
        .where(col(Responsibility.line_id) == line_id)
        .order_by(col(Person.id))
    )
    return tuple(NamedPerson(person_id or 0, name) for person_id, name in rows)


def own_lines(session: Session, plan_id: int, person_id: int) -> tuple[OwnLine, ...]:
    """List the lines of a plan that a person is responsible for, in published order."""
    rows = session.execute(
        select(col(BudgetLine.id), col(BudgetLine.title))
        .join(Responsibility, col(Responsibility.line_id) == col(BudgetLine.id))
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .where(col(BudgetLine.plan_id) == plan_id, col(Responsibility.person_id) == person_id)
        .order_by(func.coalesce(Theme.position, 0), col(BudgetLine.position), col(BudgetLine.id))
    )
    return tuple(OwnLine(line_id or 0, title) for line_id, title in rows)


def active_people(session: Session) -> tuple[NamedPerson, ...]:
    """List the people who can be made responsible."""
    rows = session.execute(
        select(col(Person.id), col(Person.name)).where(col(Person.active)).order_by(col(Person.name), col(Person.id))
    )
    return tuple(NamedPerson(person_id or 0, name) for person_id, name in rows)


def other_names_of(session: Session, line_id: int) -> tuple[OtherName, ...]:
    """List a line's former and other names."""
    rows = session.execute(
        select(col(LineAlias.id), col(LineAlias.title))
        .where(col(LineAlias.line_id) == line_id)
        .order_by(col(LineAlias.id))
    )
    return tuple(OtherName(alias_id or 0, title) for alias_id, title in rows)
