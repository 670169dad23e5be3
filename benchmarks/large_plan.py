"""A plan such as no municipality has: 5,000 lines over ten years and 100,000 transfers in some hundred decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from tracker.actions import people
from tracker.actions.budget import NewLine, add_lines, add_theme, create_plan, identity
from tracker.actions.decisions import post_transfers, record_decision
from tracker.database import Database
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, NewDecision
from tracker.domain.ledger import NewTransfer
from tracker.domain.people import Actor, Role
from tracker.models.budget import BudgetLine
from tracker.queries.ledger import standing_transfers

FIRST_YEAR, LAST_YEAR = 2020, 2029
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
THEMES, LINES_EACH = 50, 100
ADOPTED = date(2019, 12, 12)
TRANSFERS = 100_000
ROWS_EACH = 200
TKR = 100_000
SLUG = "stor-handleplan"
# Every eighth decision is put right afterwards, every tenth is still a proposal; three at a time are of one day.
CORRECTED, PROPOSED, OF_ONE_DAY = 8, 10, 3
_KINDS = tuple(DecisionKind)[1:]


@dataclass(frozen=True)
class LargePlan:
    """The plan's numbers, and who posts; a line is an initiative, and the pool is beside them."""

    actor: Actor
    plan_id: int
    source: int
    pool: int
    lines: tuple[int, ...]


def add_officer(session: Session) -> Actor:
    """Make the account that posts."""
    roles = frozenset({Role.BUDGET_OFFICER})
    person_id = people.add_person(
        session,
        actor_id=None,
        email="budget@example.org",
        details=people.PersonDetails(name="Budgetkonsulent", roles=roles),
        password_hash="",
        must_change_password=False,
    )
    return Actor(person_id, "Budgetkonsulent", roles)


def add_empty(session: Session, actor: Actor, *, title: str = "Stor handleplan") -> LargePlan:
    """Make the plan with its lines and no money."""
    plan_id = create_plan(
        session, actor, title=title, first_year=FIRST_YEAR, last_year=LAST_YEAR, committee="BIU", administration="BIF"
    )
    source = session.exec(select(BudgetLine.id).where(BudgetLine.plan_id == plan_id)).one()
    new = []
    for theme in range(1, THEMES + 1):
        theme_id = add_theme(session, plan_id, title=f"Tema {theme}: flere skal videre")
        new += [
            NewLine(theme_id, f"Indsats {theme}.{number} for borgere", LineRole.INITIATIVE, f"{theme}.{number}")
            for number in range(1, LINES_EACH + 1)
        ]
    new[-1] = NewLine(new[-1].theme_id, "Pulje til senere udmøntning", LineRole.RESERVE)
    *lines, pool = add_lines(session, plan_id, new)
    return LargePlan(actor, plan_id, identity(source), pool, tuple(lines))


def fill(database: Database, plan: LargePlan) -> int:
    """Post the whole ledger of 100,000 transfers, each decision in its own transaction; gives how many decisions."""
    posted = _record(database, plan, ADOPTED, NewDecision(DecisionKind.ADOPTION, "BIU", ADOPTED), _adoption(plan))
    number = 0
    while posted < TRANSFERS:
        number += 1
        kind = _KINDS[number % len(_KINDS)]
        day = ADOPTED + timedelta(days=14 + number // OF_ONE_DAY * 12)
        taken_on = None if number % PROPOSED == 0 else day
        new = NewDecision(kind, "Borgerrepræsentationen", taken_on, title=f"Sag {number}")
        rows = list(_moves(plan, kind, number))[: TRANSFERS - posted]
        posted += _record(database, plan, day, new, rows, is_wrong=number % CORRECTED == 0)
    return number + 1


def _record(
    database: Database,
    plan: LargePlan,
    day: date,
    new: NewDecision,
    rows: list[NewTransfer],
    *,
    is_wrong: bool = False,
) -> int:
    """Post a decision the day after it was taken, and put it right later where it is wrong; gives how many rows."""
    noon = datetime.combine(day, time(12), UTC)
    with database.writing() as session:
        session.info["moment"] = noon + timedelta(days=1)
        decision_id = record_decision(session, plan.actor, plan.plan_id, new, rows)
    if not is_wrong or len(rows) < ROWS_EACH:
        return len(rows)
    with database.writing() as session:
        session.info["moment"] = noon + timedelta(days=40)
        wrong = standing_transfers(session, decision_id)[:5]
        right = [
            NewTransfer(row.budget_year, row.to_line_id, row.from_line_id, row.amount_oere, reverses_id=row.id)
            for row in wrong
        ]
        right += [NewTransfer(row.budget_year, row.from_line_id, row.to_line_id, row.amount_oere // 2) for row in wrong]
        post_transfers(session, plan.actor, decision_id, right)
    return len(rows) + len(right)


def _adoption(plan: LargePlan) -> list[NewTransfer]:
    """Give most cells their money, the pool most of all; every tenth cell gets none."""
    rows = [NewTransfer(year, plan.source, plan.pool, 10_000_000 * TKR) for year in YEARS]
    rows += [
        NewTransfer(year, plan.source, line, (500 + number * 37 % 4_500) * TKR)
        for number, line in enumerate(plan.lines)
        for year in YEARS
        if (number + year) % 10
    ]
    return rows


def _moves(plan: LargePlan, kind: DecisionKind, number: int) -> Iterator[NewTransfer]:
    """Give the rows of a decision of a kind: small amounts between cells that have money."""
    for row in range(ROWS_EACH):
        place = number * 211 + row * 7
        at = place % len(plan.lines)
        line, other = plan.lines[at], plan.lines[(at + 1_000) % (len(plan.lines))]
        year = YEARS[place // 3 % len(YEARS)]
        if (at + year) % 10 == 0:  # the cell was given no money
            year = FIRST_YEAR if year == LAST_YEAR else year + 1
        amount = (1 + place % 7) * TKR
        if kind is DecisionKind.ALLOCATION:
            yield NewTransfer(year, plan.pool, line, amount)
        elif kind is DecisionKind.REALLOCATION:
            yield NewTransfer(year, line, other, amount)
        elif kind is DecisionKind.CUT or (kind is DecisionKind.CARRY_OVER and row % 2 == 0):
            yield NewTransfer(year, line, plan.source, amount)
        else:
            yield NewTransfer(year, plan.source, line, amount)
