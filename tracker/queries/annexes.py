"""Reading what a committee's annex tells: proposals with their effect, and what they leave of the pool together."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionStatus, NewDecision
from tracker.domain.entries import Entry, LineRef
from tracker.domain.people import Actor, Role
from tracker.domain.refusals import NotFound, Refusal
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import BudgetLine, Theme
from tracker.models.people import PersonRole
from tracker.queries.budget import AsOf, Layout, budget_at, layout_of
from tracker.queries.decisions import DecisionDetail, decision
from tracker.queries.entries import Weighed, lines_to_choose, standing_entry, weigh
from tracker.queries.lines_in_use import is_in_use
from tracker.queries.plans import PlanRow, plan_by_slug
from tracker.queries.points import DecidedRow, after, decided
from tracker.queries.proposals import NamedShortfall, changes_of, overdrawn_together
from tracker.queries.scenarios import ScenarioRow, scenario

MOST_PROPOSALS = 40
OPEN = frozenset({DecisionStatus.DRAFT, DecisionStatus.SENT})
_GONE = frozenset({DecisionStatus.DROPPED, DecisionStatus.REVERSED})


@dataclass(frozen=True)
class NewLine:
    """A line that a proposal makes, and the theme it stands under; empty outside the themes."""

    title: str
    role: LineRole
    theme: str


@dataclass(frozen=True)
class Flow:
    """What a proposal moves from one line to another, in øre by year."""

    from_title: str
    from_role: LineRole
    to_title: str
    to_role: LineRole
    amounts_oere: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class AnnexProposal:
    """A proposal or decision with its effect: what it moves, what was before, and who must decide it."""

    detail: DecisionDetail
    flows: tuple[Flow, ...]
    weighed: Weighed
    new_lines: tuple[NewLine, ...]
    owner_roles: frozenset[Role]

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be decided."""
        return self.detail.row.status in OPEN


@dataclass(frozen=True)
class Annex:
    """The proposals of one annex; the pool is øre by year, today and after all that are open."""

    plan: PlanRow
    layout: Layout
    scenario: ScenarioRow | None
    proposals: tuple[AnnexProposal, ...]
    pool_today_oere: tuple[int, ...]
    pool_after_all_oere: tuple[int, ...]
    shortfalls: tuple[NamedShortfall, ...]


class NothingToWrite(Refusal):
    """An annex without a proposal, or with more than anybody reads."""

    code = "nothing-to-write"


def annex_of_decision(session: Session, decision_id: int, *, actor: Actor | None) -> Annex:
    """Read the annex of one proposal or decision; raises NotFound, also for another's draft."""
    plan = plan_by_slug(session, decision(session, decision_id, actor=actor).row.plan_slug)
    return annex(session, plan, [decision_id], actor=actor)


def annex_of_scenario(session: Session, plan: PlanRow, scenario_id: int, *, actor: Actor | None) -> Annex:
    """Read the annex of a scenario: those of its proposals that somebody may see and that still stand."""
    found = scenario(session, plan.id, scenario_id, actor=actor)
    kept = [proposal.id for proposal in found.proposals if proposal.status not in _GONE]
    return annex(session, plan, kept, actor=actor, of=found)


def annex(
    session: Session,
    plan: PlanRow,
    decision_ids: Sequence[int],
    *,
    actor: Actor | None,
    of: ScenarioRow | None = None,
) -> Annex:
    """Read some proposals of a plan in the order asked for; raises NotFound and NothingToWrite."""
    ids = tuple(dict.fromkeys(decision_ids))
    if not ids:
        raise NothingToWrite(Text("Der er ingen forslag at skrive i bilaget. Vælg mindst ét forslag."))
    if len(ids) > MOST_PROPOSALS:
        text = Text("Et bilag har plads til %(most)s forslag. Vælg færre, og lav flere bilag.", most=MOST_PROPOSALS)
        raise NothingToWrite(text)
    taken = decided(session, plan.id)
    proposals = tuple(_proposal(session, plan, number, actor=actor, taken=taken) for number in ids)
    still_open = [proposal.detail.row.id for proposal in proposals if proposal.is_open]
    pool, after = _pool(session, plan, still_open)
    return Annex(
        plan=plan,
        layout=layout_of(session, plan),
        scenario=of,
        proposals=proposals,
        pool_today_oere=pool,
        pool_after_all_oere=after,
        shortfalls=overdrawn_together(session, plan, still_open),
    )


def _proposal(
    session: Session, plan: PlanRow, decision_id: int, *, actor: Actor | None, taken: tuple[DecidedRow, ...]
) -> AnnexProposal:
    detail = decision(session, decision_id, actor=actor, with_transfers=False)
    if detail.row.plan_slug != plan.slug:
        raise NotFound(Text("Forslaget hører til en anden handleplan. Se listen under Beslutninger."))
    entry = _entry(session, detail)
    # Of what was decided on the same day, only what came before it stands before it.
    point = next((after(taken, row) for row in taken if row.id == decision_id), None)
    weighed = weigh(session, plan, entry, decision_id=decision_id, point=point)
    return AnnexProposal(
        detail=detail,
        flows=_flows(weighed, entry),
        weighed=weighed,
        new_lines=_new_lines(session, decision_id),
        owner_roles=_roles(session, detail.row.owner_id),
    )


def _entry(session: Session, detail: DecisionDetail) -> Entry:
    row = detail.row
    new = NewDecision(
        kind=row.kind,
        body=row.body,
        decided_on=row.decided_on,
        agenda_item=row.agenda_item,
        case_number=row.case_number,
        link=detail.link,
        reason=detail.reason,
        permanence=detail.permanence,
        title=row.title,
        plan_for_use=detail.plan_for_use,
        targets_touched=detail.targets_touched,
    )
    return standing_entry(session, row.id, new)


def _flows(weighed: Weighed, entry: Entry) -> tuple[Flow, ...]:
    lines = {line.ref: line for line in weighed.lines}
    moved: dict[tuple[LineRef, LineRef], dict[int, int]] = {}
    for transfer in entry.transfers:
        by_year = moved.setdefault((transfer.from_line, transfer.to_line), {})
        by_year[transfer.budget_year] = by_year.get(transfer.budget_year, 0) + transfer.amount_oere
    return tuple(
        Flow(lines[one].title, lines[one].role, lines[two].title, lines[two].role, tuple(sorted(by_year.items())))
        for (one, two), by_year in moved.items()
    )


def _new_lines(session: Session, decision_id: int) -> tuple[NewLine, ...]:
    # A line that was given up while the proposal was rewritten is left out.
    rows = session.execute(
        select(col(BudgetLine.title), col(BudgetLine.role), col(Theme.title))
        .join(Theme, col(Theme.id) == col(BudgetLine.theme_id), isouter=True)
        .where(col(BudgetLine.introduced_by_id) == decision_id, is_in_use(decision_id=decision_id))
        .order_by(col(BudgetLine.position), col(BudgetLine.id))
    )
    return tuple(NewLine(title, role, theme or "") for title, role, theme in rows)


def _roles(session: Session, person_id: int) -> frozenset[Role]:
    return frozenset(
        session.execute(select(col(PersonRole.role)).where(col(PersonRole.person_id) == person_id)).scalars()
    )


def _pool(session: Session, plan: PlanRow, still_open: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Add up the pools by year: today, and with what all open proposals together change."""
    pools = {line.id for line in lines_to_choose(session, plan.id) if line.role is LineRole.RESERVE}
    now, change = budget_at(session, plan.id, AsOf(today())), changes_of(session, still_open)
    pool = tuple(sum(now.get((line, year), 0) for line in pools) for year in plan.years)
    changed = (sum(change.get((line, year), 0) for line in pools) for year in plan.years)
    return pool, tuple(before + more for before, more in zip(pool, changed, strict=True))
