"""Recording decisions and posting their transfers: the only way money moves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert, select
from sqlmodel import Session, col

from tracker.actions.audit import record
from tracker.actions.budget import identity
from tracker.actions.moments import moment
from tracker.domain.decisions import BodyLevel, NewDecision, ProposalState
from tracker.domain.entries import LineFacts, LineRef
from tracker.domain.ledger import (
    BodyMayNot,
    BodyUnknown,
    BudgetOverdrawn,
    NewTransfer,
    TransferRefused,
    YearClosed,
    check_transfer,
    shortfall_text,
    shortfalls,
)
from tracker.domain.people import Actor
from tracker.domain.refusals import NotFound, Refusal
from tracker.domain.rewriting import StandingTransfer
from tracker.domain.rulings import deciding_level, unknown_body
from tracker.domain.texts import Text
from tracker.domain.years import today
from tracker.models.budget import ActionPlan, ClosedYear
from tracker.models.decisions import Decision, Transfer
from tracker.queries import powers
from tracker.queries.ledger import dated_postings, standing_transfers


class NotDecidedYet(Refusal):
    """A decision of a day that lies ahead; until then it is a proposal."""

    code = "not-decided-yet"


def check_day(decided_on: date | None) -> None:
    """Refuse the day of a meeting that wasn't held yet; a proposal has none."""
    if decided_on is not None and decided_on > today():
        raise NotDecidedYet(
            Text("Mødet er ikke holdt endnu. Registrér beslutningen, når den er truffet."), field="decided_on"
        )


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
    """Write the decision alone, under the plan's lock; the caller posts its transfers and records the event.

    Raises NotDecidedYet where its day lies ahead.
    """
    check_day(decision.decided_on)
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
    lines = powers.lines_at_hand(session, decision.plan_id, plan.committee, only=named, decision_id=decision_id)
    if named - lines.keys():
        raise TransferRefused(
            Text("Begge linjer skal høre til planen %(plan)s. Vælg linjerne fra listen.", plan=plan.title)
        )
    is_first = not _has_transfers(session, decision_id)
    was = None if is_first else standing_transfers(session, decision_id)
    write_transfers(session, actor, decision_id, transfers)
    if decision.decided_on is not None:
        standing = transfers if is_first else standing_transfers(session, decision_id)
        check_in_force(session, plan, decision, transfers, standing=standing, was=was)


def _has_transfers(session: Session, decision_id: int) -> bool:
    query = select(col(Transfer.id)).where(col(Transfer.decision_id) == decision_id).limit(1)
    return session.execute(query).first() is not None


def write_transfers(session: Session, actor: Actor, decision_id: int, transfers: Sequence[NewTransfer]) -> None:
    """Add transfers that the caller has judged under the plan's lock; others are posted by ``post_transfers``.

    The rows go past the ORM, which would take longer than the database.
    """
    at = moment(session)
    session.connection().execute(
        insert(Transfer),
        [
            {
                "decision_id": decision_id,
                "budget_year": transfer.budget_year,
                "from_line_id": transfer.from_line_id,
                "to_line_id": transfer.to_line_id,
                "amount_oere": transfer.amount_oere,
                "recorded_at": at,
                "recorded_by_id": actor.id,
                "reverses_id": transfer.reverses_id,
                "published_cell_id": transfer.published_cell_id,
            }
            for transfer in transfers
        ],
    )


def check_in_force(
    session: Session,
    plan: ActionPlan,
    decision: Decision,
    transfers: Sequence[NewTransfer | StandingTransfer],
    *,
    standing: Sequence[NewTransfer | StandingTransfer],
    was: Sequence[StandingTransfer] | None,
) -> None:
    """Hold a decision that is in force to the rules: its body may take it, and no line goes below zero by it.

    Ask after its rows are written and under the plan's lock; ``transfers`` are those that are new to the budget,
    ``standing`` all of the decision's that count, and ``was`` those that counted before; None for a new decision.
    """
    named = {line for one in (*transfers, *standing) for line in (one.from_line_id, one.to_line_id)}
    lines = powers.line_facts(session, decision.plan_id, plan.committee, only=named)
    _check_power(session, plan, decision, standing, lines, was=was)
    _check_not_overdrawn(session, decision, {(one.from_line_id, one.budget_year) for one in transfers}, lines)


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


def _check_power(
    session: Session,
    plan: ActionPlan,
    decision: Decision,
    standing: Sequence[NewTransfer | StandingTransfer],
    lines: Mapping[LineRef, LineFacts],
    *,
    was: Sequence[StandingTransfer] | None,
) -> None:
    level = deciding_level(decision.body, administration=plan.administration, committee=plan.committee, lines=lines)
    if level is None and was is None:
        raise BodyUnknown(unknown_body(decision.body, committee=plan.committee))
    # A body that nobody knows is a committee where the decision was recorded with it.
    ruling = powers.ruling_against(
        session, decision, standing, lines, level=level or BodyLevel.COMMITTEE, was=was or ()
    )
    if ruling is not None:
        raise BodyMayNot(
            Text(
                "%(body)s kan ikke beslutte det. %(rule)s Vælg det organ, der har besluttet det.",
                body=decision.body,
                rule=ruling.text,
            )
        )


def _check_not_overdrawn(
    session: Session, decision: Decision, giving: Collection[tuple[int, int]], lines: Mapping[LineRef, LineFacts]
) -> None:
    """Look at every later day of the cells that the decision takes money from; those that only gain can't fall."""
    held = {cell for cell in giving if lines[cell[0]].held}
    found = shortfalls(dated_postings(session, held), from_day=decision.decided_on or today(), never_negative={})
    if found:
        raise BudgetOverdrawn(shortfall_text(found[0], lines[found[0].line_id].title), found)
