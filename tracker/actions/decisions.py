"""Recording decisions and posting their transfers: the only way money moves."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import insert, select
from sqlmodel import Session, col

from tracker.actions.audit import record
from tracker.actions.budget import identity
from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, Permanence, body_level, may_decide
from tracker.domain.ledger import (
    BodyMayNot,
    BudgetOverdrawn,
    DatedPosting,
    NewTransfer,
    Shortfall,
    TransferRefused,
    YearClosed,
    check_transfer,
    shortfalls,
)
from tracker.domain.money import KR, THOUSAND_KR, format_amount
from tracker.domain.people import Actor
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.domain.years import now
from tracker.models.budget import ActionPlan, BudgetLine, ClosedYear
from tracker.models.decisions import Decision, Transfer
from tracker.queries.budget import POSTING


@dataclass(frozen=True)
class NewDecision:
    """A decision as it is entered; without ``decided_on`` it is a proposal."""

    kind: DecisionKind
    body: str
    decided_on: date | None
    agenda_item: str = ""
    case_number: str = ""
    link: str = ""
    reason: str = ""
    permanence: Permanence | None = None


def lock_plan(session: Session, plan_id: int) -> ActionPlan:
    """Take the plan's lock for the rest of the transaction, so that what is checked still holds when it is written."""
    plan: ActionPlan | None = session.execute(
        select(ActionPlan)
        .where(col(ActionPlan.id) == plan_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if plan is None:
        raise NotFound(Text("Handleplanen findes ikke længere. Gå til listen under Handleplaner."))
    return plan


def record_decision(
    session: Session, actor: Actor, plan_id: int, decision: NewDecision, transfers: Sequence[NewTransfer]
) -> int:
    """Write a decision with its transfers, or refuse the whole of it; gives the decision's id."""
    decision_id = add_decision(session, actor, plan_id, decision)
    post_transfers(session, actor, decision_id, transfers)
    record(
        session,
        person_id=actor.id,
        action="record",
        subject="decision",
        subject_id=decision_id,
        after={**asdict(decision), "transfers": len(transfers)},
    )
    return decision_id


def add_decision(session: Session, actor: Actor, plan_id: int, decision: NewDecision) -> int:
    """Write the decision alone, under the plan's lock; the caller posts its transfers and records the event."""
    plan = lock_plan(session, plan_id)
    if decision.decided_on is not None:
        level = body_level(decision.body, administration=plan.administration)
        if not may_decide(decision.kind, level):
            raise BodyMayNot(
                Text(
                    "%(body)s kan ikke træffe den slags beslutning. Vælg det udvalg, der har besluttet det.",
                    body=decision.body,
                )
            )
    row = Decision(plan_id=plan_id, recorded_at=now(), recorded_by_id=actor.id, **asdict(decision))
    session.add(row)
    session.flush()
    return identity(row.id)


def post_transfers(session: Session, actor: Actor, decision_id: int, transfers: Sequence[NewTransfer]) -> None:
    """Add transfers to a decision; refuses what a closed year, another plan or an empty pool stands against."""
    if not transfers:
        return
    decision = session.get_one(Decision, decision_id)
    plan = lock_plan(session, decision.plan_id)
    for transfer in transfers:
        check_transfer(transfer, first_year=plan.first_year, last_year=plan.last_year)
    _check_years_open(session, plan, {transfer.budget_year for transfer in transfers})
    lines = _lines_of(session, decision.plan_id)
    if any(not {transfer.from_line_id, transfer.to_line_id} <= lines.keys() for transfer in transfers):
        raise TransferRefused(
            Text("Begge linjer skal høre til planen %(plan)s. Vælg linjerne fra listen.", plan=plan.title)
        )
    moment = now()
    session.execute(
        insert(Transfer),
        [
            {**asdict(transfer), "decision_id": decision_id, "recorded_at": moment, "recorded_by_id": actor.id}
            for transfer in transfers
        ],
    )
    if decision.decided_on is not None:
        touched = {line for transfer in transfers for line in (transfer.from_line_id, transfer.to_line_id)}
        _check_not_overdrawn(session, decision.decided_on, {line: lines[line] for line in touched})


def reverse_transfer(session: Session, actor: Actor, transfer_id: int, *, reason: str) -> int:
    """Put a typing error right by the mirrored transfer on the same decision; gives the new transfer's id."""
    wrong = session.get(Transfer, transfer_id)
    if wrong is None:
        raise NotFound(Text("Posteringen findes ikke. Gå tilbage til beslutningen."))
    decision = session.get_one(Decision, wrong.decision_id)
    lock_plan(session, decision.plan_id)
    already = session.execute(select(col(Transfer.id)).where(col(Transfer.reverses_id) == transfer_id)).first()
    if already or wrong.reverses_id is not None:
        raise TransferRefused(Text("Posteringen er allerede tilbageført. Se beslutningens posteringer."))
    mirrored = NewTransfer(
        budget_year=wrong.budget_year,
        from_line_id=wrong.to_line_id,
        to_line_id=wrong.from_line_id,
        amount_oere=wrong.amount_oere,
        reverses_id=transfer_id,
    )
    post_transfers(session, actor, wrong.decision_id, (mirrored,))
    new_id = session.execute(select(col(Transfer.id)).where(col(Transfer.reverses_id) == transfer_id)).scalar_one()
    record(
        session,
        person_id=actor.id,
        action="reverse",
        subject="transfer",
        subject_id=transfer_id,
        after={"reason": reason, "reversal": new_id},
    )
    return identity(new_id)


def _check_years_open(session: Session, plan: ActionPlan, years: set[int]) -> None:
    closed = session.execute(
        select(col(ClosedYear.year)).where(col(ClosedYear.plan_id) == plan.id, col(ClosedYear.year).in_(years))
    ).scalars()
    for year in sorted(closed):
        raise YearClosed(
            Text("%(year)s er lukket for %(plan)s. Bed en administrator om at åbne året.", year=year, plan=plan.title)
        )


def _lines_of(session: Session, plan_id: int) -> dict[int, BudgetLine]:
    rows = session.execute(select(BudgetLine).where(col(BudgetLine.plan_id) == plan_id)).scalars()
    return {identity(line.id): line for line in rows}


def _check_not_overdrawn(session: Session, from_day: date, lines: dict[int, BudgetLine]) -> None:
    held = {line_id: not (line.may_be_negative or line.role is LineRole.SOURCE) for line_id, line in lines.items()}
    postings = session.execute(
        select(POSTING.c.decided_on, POSTING.c.line_id, POSTING.c.budget_year, POSTING.c.amount_oere).where(
            POSTING.c.line_id.in_([line_id for line_id, is_held in held.items() if is_held]),
            POSTING.c.decided_on.is_not(None),
        )
    )
    found = shortfalls(
        (DatedPosting(day, line, year, amount) for day, line, year, amount in postings),
        from_day=from_day,
        never_negative=held,
    )
    if found:
        raise BudgetOverdrawn(_sentence(found[0], lines[found[0].line_id]), found)


def _sentence(short: Shortfall, line: BudgetLine) -> Text:
    return Text(
        "%(line)s rækker ikke: i %(year)s ville der mangle %(missing)s fra %(day)s. "
        "Sæt beløbet ned, eller vælg en anden linje.",
        line=line.title,
        year=short.budget_year,
        missing=_written(-short.balance_oere),
        day=f"{short.day:%d.%m.%Y}",
    )


def _written(amount_oere: int) -> str:
    whole = amount_oere % THOUSAND_KR.oere == 0
    unit, decimals = (THOUSAND_KR, 0) if whole else (KR, 0 if amount_oere % KR.oere == 0 else 2)
    return f"{format_amount(amount_oere, unit, decimals=decimals)} {'(1.000 kr.)' if whole else unit.label}"
