"""Recording decisions and posting their transfers: the only way money moves."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlmodel import Session, col

from tracker.actions.audit import record
from tracker.actions.budget import identity
from tracker.actions.moments import moment
from tracker.domain.decisions import NewDecision, ProposalState, body_level, reaches
from tracker.domain.ledger import (
    BodyMayNot,
    BudgetOverdrawn,
    NewTransfer,
    TransferRefused,
    YearClosed,
    check_transfer,
    shortfall_text,
    shortfalls,
)
from tracker.domain.people import Actor
from tracker.domain.refusals import NotFound
from tracker.domain.rewriting import StandingTransfer
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import ActionPlan, BudgetLine, ClosedYear
from tracker.models.decisions import Decision, Transfer
from tracker.queries import powers
from tracker.queries.ledger import dated_postings
from tracker.queries.powers import is_held


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
    lock_plan(session, plan_id)
    at = moment(session)
    taken = decision.decided_on is not None
    row = Decision(
        plan_id=plan_id,
        proposal_state=None if taken else ProposalState.DRAFT,
        state_since=at,
        taken_at=at if taken else None,
        owner_id=actor.id,
        recorded_at=at,
        recorded_by_id=actor.id,
        **asdict(decision),
    )
    session.add(row)
    session.flush()
    return identity(row.id)


def post_transfers(session: Session, actor: Actor, decision_id: int, transfers: Sequence[NewTransfer]) -> None:
    """Add transfers to a decision; refuses what a closed year, another plan or an empty pool stands against."""
    if not transfers:
        return
    decision = session.get_one(Decision, decision_id)
    plan = lock_plan(session, decision.plan_id)
    if decision.proposal_state not in {None, ProposalState.DRAFT}:
        raise TransferRefused(Text("Kun en kladde kan rettes. Hent forslaget tilbage til kladde først."))
    for transfer in transfers:
        check_transfer(transfer, first_year=plan.first_year, last_year=plan.last_year)
    if decision.decided_on is not None:
        _check_years_open(session, plan, {transfer.budget_year for transfer in transfers})
    named = {line for transfer in transfers for line in (transfer.from_line_id, transfer.to_line_id)}
    if named - _lines_of(session, decision):
        raise TransferRefused(
            Text("Begge linjer skal høre til planen %(plan)s. Vælg linjerne fra listen.", plan=plan.title)
        )
    at = moment(session)
    session.execute(
        insert(Transfer),
        [
            {**asdict(transfer), "decision_id": decision_id, "recorded_at": at, "recorded_by_id": actor.id}
            for transfer in transfers
        ],
    )
    if decision.decided_on is not None:
        check_in_force(session, plan, decision, transfers)


def check_in_force(
    session: Session, plan: ActionPlan, decision: Decision, transfers: Sequence[NewTransfer | StandingTransfer]
) -> None:
    """Hold a decision that is in force to the rules: its body may take it, and no line goes below zero by it.

    Ask after its rows are written and under the plan's lock; ``transfers`` are those that are new to the budget.
    """
    _check_power(session, plan, decision)
    giving = {(transfer.from_line_id, transfer.budget_year) for transfer in transfers}
    _check_not_overdrawn(session, decision, giving)


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


def _lines_of(session: Session, decision: Decision) -> set[int]:
    """Tell which lines of the plan a decision may move money between: not those that came with another's proposal."""
    query = (
        select(col(BudgetLine.id))
        .join(Decision, col(Decision.id) == col(BudgetLine.introduced_by_id), isouter=True)
        .where(
            col(BudgetLine.plan_id) == decision.plan_id,
            col(BudgetLine.introduced_by_id).is_(None)
            | col(Decision.decided_on).is_not(None)
            | (col(Decision.id) == decision.id),
        )
    )
    return set(session.execute(query).scalars())


def _check_power(session: Session, plan: ActionPlan, decision: Decision) -> None:
    ruling = powers.ruling_of(session, plan, decision)
    level = body_level(decision.body, administration=plan.administration)
    if not reaches(level, ruling.level):
        raise BodyMayNot(
            Text(
                "%(body)s kan ikke beslutte det. %(rule)s Vælg det organ, der har besluttet det.",
                body=decision.body,
                rule=ruling.text,
            )
        )


def _check_not_overdrawn(session: Session, decision: Decision, giving: set[tuple[int, int]]) -> None:
    """Look at every later day of the cells that the decision takes money from; those that only gain can't fall."""
    held = {
        identity(line.id): line
        for line in session.execute(
            select(BudgetLine).where(col(BudgetLine.id).in_({line_id for line_id, _ in giving}))
        ).scalars()
        if is_held(line.role, may_be_negative=line.may_be_negative)
    }
    found = shortfalls(
        dated_postings(session, {cell for cell in giving if cell[0] in held}),
        from_day=decision.decided_on or today(),
        never_negative=dict.fromkeys(held, True),
    )
    if found:
        raise BudgetOverdrawn(shortfall_text(found[0], held[found[0].line_id].title), found)
