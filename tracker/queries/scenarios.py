"""Reading scenarios: named sets of proposals, and what the budget would be with each of them beside today's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionStatus
from tracker.domain.people import Actor
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.people import Person
from tracker.models.scenarios import Scenario, ScenarioProposal
from tracker.queries.budget import AsOf, BudgetTable, TableLine, budget_table
from tracker.queries.plans import PlanRow
from tracker.queries.proposals import NamedShortfall, ProposalRow, overdrawn_together, proposals_by_id

_OPEN = frozenset({DecisionStatus.DRAFT, DecisionStatus.SENT})


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario with those of its proposals that the reader may see; ``hidden_count`` is how many more it holds."""

    id: int
    plan_id: int
    title: str
    note: str
    owner_id: int
    owner: str
    put_away: bool
    version: int
    created_at: datetime
    proposals: tuple[ProposalRow, ...]
    hidden_count: int

    @property
    def counted(self) -> tuple[ProposalRow, ...]:
        """The proposals that make a difference to today: those that are neither adopted nor dropped."""
        return tuple(proposal for proposal in self.proposals if proposal.status in _OPEN)

    @property
    def adopted(self) -> tuple[ProposalRow, ...]:
        """The proposals that are part of today's budget already."""
        return tuple(proposal for proposal in self.proposals if proposal.status is DecisionStatus.ADOPTED)

    @property
    def dropped(self) -> tuple[ProposalRow, ...]:
        """The proposals that don't count any more."""
        return tuple(proposal for proposal in self.proposals if proposal.status is DecisionStatus.DROPPED)


@dataclass(frozen=True)
class ComparedScenario:
    """A scenario beside today: its budget table, and its shortfalls. Amounts are øre, by year."""

    scenario: ScenarioRow
    table: BudgetTable
    reserve_oere: tuple[int, ...]
    allocated_oere: tuple[int, ...]
    shortfalls: tuple[NamedShortfall, ...]


@dataclass(frozen=True)
class ComparedLine:
    """A line in every table of a comparison; an amount is None where the table hasn't the line or gives it nothing.

    ``line`` is the line as the first table has it that has it at all; ``is_new`` where today's table doesn't.
    ``amounts_oere`` and ``differences_oere`` are for each scenario, by year.
    """

    line: TableLine
    is_new: bool
    today_oere: tuple[int | None, ...]
    amounts_oere: tuple[tuple[int | None, ...], ...]

    @property
    def differences_oere(self) -> tuple[tuple[int, ...], ...]:
        """What each scenario gives more or less than today, by year."""
        return tuple(
            tuple((then or 0) - (now or 0) for then, now in zip(amounts, self.today_oere, strict=True))
            for amounts in self.amounts_oere
        )

    @property
    def is_touched(self) -> bool:
        """Tell whether some scenario changes the line."""
        return any(map(any, self.differences_oere))


@dataclass(frozen=True)
class ComparedSection:
    """A section of the budget table with the lines of all tables of a comparison, in published order."""

    title: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True)
class Comparison:
    """Scenarios beside today's budget. ``today`` is the table without any of them."""

    plan: PlanRow
    day: date
    years: tuple[int, ...]
    today: BudgetTable
    today_reserve_oere: tuple[int, ...]
    today_allocated_oere: tuple[int, ...]
    scenarios: tuple[ComparedScenario, ...]
    sections: tuple[ComparedSection, ...]


def scenarios(
    session: Session, plan_id: int, *, actor: Actor | None, put_away: bool = False
) -> tuple[ScenarioRow, ...]:
    """List a plan's scenarios, the oldest first; those that were put away where asked for."""
    return _rows(session, actor, col(Scenario.plan_id) == plan_id, col(Scenario.put_away).is_(put_away))


def scenario(session: Session, plan_id: int, scenario_id: int, *, actor: Actor | None) -> ScenarioRow:
    """Read one scenario of a plan, also one that was put away; raises NotFound."""
    found = _rows(session, actor, col(Scenario.plan_id) == plan_id, col(Scenario.id) == scenario_id)
    if not found:
        raise NotFound(Text("Scenariet findes ikke. Se listen under planens Scenarier."))
    return found[0]


def comparison(session: Session, plan: PlanRow, scenario_ids: Sequence[int], *, actor: Actor | None) -> Comparison:
    """Put scenarios of a plan beside today's budget, in the order asked for; raises NotFound for one that isn't there.

    What somebody may not see of a scenario isn't counted in; ``hidden_count`` says how much that is.
    """
    chosen = tuple(scenario(session, plan.id, number, actor=actor) for number in dict.fromkeys(scenario_ids))
    day = today()
    now = budget_table(session, plan, AsOf(day))
    compared = tuple(_compared(session, plan, day, row) for row in chosen)
    every = frozenset(proposal.id for row in chosen for proposal in row.counted)
    all_lines = budget_table(session, plan, AsOf(day, proposals=every)) if every else now
    return Comparison(
        plan=plan,
        day=day,
        years=plan.years,
        today=now,
        today_reserve_oere=_by_role(now, {LineRole.RESERVE}),
        today_allocated_oere=_by_role(now, {LineRole.INITIATIVE, LineRole.OTHER}),
        scenarios=compared,
        sections=_sections(all_lines, now, [row.table for row in compared]),
    )


def _compared(session: Session, plan: PlanRow, day: date, row: ScenarioRow) -> ComparedScenario:
    counted = frozenset(proposal.id for proposal in row.counted)
    table = budget_table(session, plan, AsOf(day, proposals=counted))
    return ComparedScenario(
        scenario=row,
        table=table,
        reserve_oere=_by_role(table, {LineRole.RESERVE}),
        allocated_oere=_by_role(table, {LineRole.INITIATIVE, LineRole.OTHER}),
        shortfalls=overdrawn_together(session, plan, counted),
    )


def _by_role(table: BudgetTable, roles: Collection[LineRole]) -> tuple[int, ...]:
    found = [line for section in table.sections for line in section.lines if line.role in roles]
    return tuple(sum(line.amounts_oere[index] or 0 for line in found) for index in range(len(table.years)))


def _sections(all_lines: BudgetTable, now: BudgetTable, tables: Sequence[BudgetTable]) -> tuple[ComparedSection, ...]:
    today_by_line, *by_line = [
        {line.id: line for section in table.sections for line in section.lines} for table in (now, *tables)
    ]
    nothing = (None,) * len(now.years)

    def compared(line: TableLine) -> ComparedLine:
        today_line = today_by_line.get(line.id)
        return ComparedLine(
            line=today_line or line,
            is_new=today_line is None,
            today_oere=today_line.amounts_oere if today_line else nothing,
            amounts_oere=tuple(lines[line.id].amounts_oere if line.id in lines else nothing for lines in by_line),
        )

    return tuple(ComparedSection(section.title, tuple(map(compared, section.lines))) for section in all_lines.sections)


def _rows(session: Session, actor: Actor | None, *conditions: ColumnElement[bool]) -> tuple[ScenarioRow, ...]:
    rows = session.execute(
        select(
            col(Scenario.id),
            col(Scenario.plan_id),
            col(Scenario.title),
            col(Scenario.note),
            col(Scenario.owner_id),
            col(Person.name),
            col(Scenario.put_away),
            col(Scenario.version),
            col(Scenario.created_at),
        )
        .join(Person, col(Person.id) == col(Scenario.owner_id))
        .where(*conditions)
        .order_by(col(Scenario.id))
    ).all()
    held: dict[int, list[int]] = defaultdict(list)
    for scenario_id, decision_id in session.execute(
        select(col(ScenarioProposal.scenario_id), col(ScenarioProposal.decision_id))
        .where(col(ScenarioProposal.scenario_id).in_([row[0] for row in rows]))
        .order_by(col(ScenarioProposal.decision_id))
    ):
        held[scenario_id].append(decision_id)
    seen = {
        proposal.id: proposal
        for proposal in proposals_by_id(session, {number for ids in held.values() for number in ids}, actor=actor)
    }
    return tuple(
        ScenarioRow(
            id=row[0],
            plan_id=row[1],
            title=row[2],
            note=row[3],
            owner_id=row[4],
            owner=row[5],
            put_away=row[6],
            version=row[7],
            created_at=row[8],
            proposals=tuple(seen[number] for number in held[row[0]] if number in seen),
            hidden_count=sum(number not in seen for number in held[row[0]]),
        )
        for row in rows
    )
