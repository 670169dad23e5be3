"""Reading decisions and the transfers that every amount is made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ScalarSelect, Select, cast, exists, false, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.domain.budget import LineRole
from tracker.domain.decisions import DecisionKind, DecisionStatus, Permanence, ProposalState, status_of
from tracker.domain.people import Actor
from tracker.domain.refusals import NotFound
from tracker.domain.texts import Text
from tracker.models.budget import ActionPlan, BudgetLine
from tracker.models.decisions import Decision, Transfer
from tracker.models.people import Person
from tracker.models.published_tables import PublishedCell, PublishedRow, PublishedTable
from tracker.models.uploads import StoredFile
from tracker.queries.proposals import is_reversed, of_a_draft, visible_to, writing_seen_by


@dataclass(frozen=True)
class DecisionRow:
    """A decision as lists show it; ``moved_oere`` is the sum of its transfers that still stand.

    ``is_reversed`` says that it was taken and had transfers, and that none of them stand.
    """

    id: int
    plan_slug: str
    plan_title: str
    kind: DecisionKind
    body: str
    decided_on: date | None
    agenda_item: str
    case_number: str
    title: str
    proposal_state: ProposalState | None
    state_since: datetime
    owner_id: int
    version: int
    moved_oere: int
    is_reversed: bool

    @property
    def status(self) -> DecisionStatus:
        """Tell how far it has come."""
        return DecisionStatus.REVERSED if self.is_reversed else status_of(self.proposal_state)


@dataclass(frozen=True)
class TransferRow:
    """Money moved in one year, with the cell of the file that it was read from and whether it was put right later."""

    id: int
    decision_id: int
    kind: DecisionKind
    body: str
    title: str
    decided_on: date | None
    proposal_state: ProposalState | None
    budget_year: int
    from_line_id: int
    from_title: str
    from_slug: str
    to_line_id: int
    to_title: str
    to_slug: str
    to_role: LineRole
    amount_oere: int
    recorded_at: datetime
    recorded_by: str
    reverses_id: int | None
    reversed_by_id: int | None
    file_id: int | None
    file_name: str | None
    sheet: str | None
    cell: str | None
    printed: str | None

    @property
    def status(self) -> DecisionStatus:
        """Tell how far its decision has come."""
        return status_of(self.proposal_state)


@dataclass(frozen=True)
class SourceTable:
    """The published table that a decision was read from, and its file."""

    table_id: int
    title: str
    sheet: str
    file_id: int
    file_name: str
    sha256: str


@dataclass(frozen=True)
class DecisionDetail:
    """A decision, whole."""

    row: DecisionRow
    link: str
    reason: str
    permanence: Permanence | None
    plan_for_use: str
    targets_touched: str
    taken_at: datetime | None
    owner: str
    recorded_at: datetime
    recorded_by: str
    transfers: tuple[TransferRow, ...]
    sources: tuple[SourceTable, ...]


_FROM = aliased(BudgetLine)
_TO = aliased(BudgetLine)
_REVERSAL = aliased(Transfer)
_OWNER = aliased(Person)


def decision(session: Session, decision_id: int, *, actor: Actor | None, with_transfers: bool = True) -> DecisionDetail:
    """Read one decision with its transfers and the file it came from; raises NotFound, also for another's draft.

    A draft that was often written anew has many transfers; a page that shows none leaves them out.
    """
    row = session.execute(decision_query().where(col(Decision.id) == decision_id, visible_to(actor))).first()
    if row is None:
        raise NotFound(Text("Beslutningen findes ikke. Se listen under Beslutninger."))
    more = session.execute(
        select(
            col(Decision.link),
            col(Decision.reason),
            col(Decision.permanence),
            col(Decision.plan_for_use),
            col(Decision.targets_touched),
            col(Decision.taken_at),
            col(Decision.recorded_at),
            col(Person.name),
            col(_OWNER.name).label("owner"),
        )
        .join(Person, col(Person.id) == col(Decision.recorded_by_id))
        .join(_OWNER, col(_OWNER.id) == col(Decision.owner_id))
        .where(col(Decision.id) == decision_id)
    ).one()
    sources = session.execute(
        select(
            col(PublishedTable.id),
            col(PublishedTable.title),
            col(PublishedTable.sheet),
            col(StoredFile.id),
            col(StoredFile.name),
            col(StoredFile.sha256),
        )
        .join(StoredFile, col(StoredFile.id) == col(PublishedTable.file_id))
        .where(col(PublishedTable.decision_id) == decision_id)
    )
    return DecisionDetail(
        row=DecisionRow(*row),
        link=more.link,
        reason=more.reason,
        permanence=more.permanence,
        plan_for_use=more.plan_for_use,
        targets_touched=more.targets_touched,
        taken_at=more.taken_at,
        owner=more.owner,
        recorded_at=more.recorded_at,
        recorded_by=more.name,
        transfers=transfers_of_decision(session, decision_id, actor=actor) if with_transfers else (),
        sources=tuple(SourceTable(*source) for source in sources),
    )


def transfers_of_decision(session: Session, decision_id: int, *, actor: Actor | None) -> tuple[TransferRow, ...]:
    """List a decision's transfers as far as somebody may see them, in the order they were posted."""
    query = transfer_query(actor).where(col(Transfer.decision_id) == decision_id).order_by(col(Transfer.id))
    return tuple(TransferRow(*row) for row in session.execute(query))


def transfers_of_line(
    session: Session, line_id: int, *, actor: Actor | None, budget_year: int | None = None
) -> tuple[TransferRow, ...]:
    """List what moved to and from a line as far as somebody may see it, in order of decision, proposals last.

    A reversal stands right below what it reverses. Rows that were written anew while their decision was a proposal, and
    proposals that were dropped, are left out: they come to nothing.
    """
    dropped = func.coalesce(col(Decision.proposal_state) == ProposalState.DROPPED, false())
    query = (
        transfer_query(actor)
        .where((col(Transfer.from_line_id) == line_id) | (col(Transfer.to_line_id) == line_id))
        .where(~of_a_draft(_REVERSAL), ~dropped)
        .order_by(
            col(Transfer.budget_year),
            col(Decision.decided_on).is_(None),
            col(Decision.decided_on),
            col(Decision.taken_at),
            col(Decision.id),
            func.coalesce(Transfer.reverses_id, Transfer.id),
            col(Transfer.id),
        )
    )
    if budget_year is not None:
        query = query.where(col(Transfer.budget_year) == budget_year)
    return tuple(TransferRow(*row) for row in session.execute(query))


def moved_oere() -> ScalarSelect[int]:
    """Say in SQL what a decision moves in all: the sum of its transfers that stand."""
    return (
        select(func.coalesce(cast(func.sum(Transfer.amount_oere), BigInteger), 0))
        .where(
            col(Transfer.decision_id) == col(Decision.id),
            col(Transfer.reverses_id).is_(None),
            ~exists().where(col(_REVERSAL.reverses_id) == col(Transfer.id)),
        )
        .scalar_subquery()
    )


def decision_query() -> Select[*tuple[Any, ...]]:
    """Choose decisions with the columns of ``DecisionRow``, in its order."""
    return select(
        col(Decision.id),
        col(ActionPlan.slug),
        col(ActionPlan.title),
        col(Decision.kind),
        col(Decision.body),
        col(Decision.decided_on),
        col(Decision.agenda_item),
        col(Decision.case_number),
        col(Decision.title),
        col(Decision.proposal_state),
        col(Decision.state_since),
        col(Decision.owner_id),
        col(Decision.version),
        moved_oere(),
        is_reversed(),
    ).join(ActionPlan, col(ActionPlan.id) == col(Decision.plan_id))


def transfer_query(actor: Actor | None) -> Select[*tuple[Any, ...]]:
    """Choose transfers with the columns of ``TransferRow``, in its order, of the decisions that somebody may see.

    What was written anew in a draft is left out for those who don't see drafts.
    """
    columns = (
        col(Transfer.id),
        col(Transfer.decision_id),
        col(Decision.kind),
        col(Decision.body),
        col(Decision.title),
        col(Decision.decided_on),
        col(Decision.proposal_state),
        col(Transfer.budget_year),
        col(_FROM.id),
        col(_FROM.title),
        col(_FROM.slug),
        col(_TO.id),
        col(_TO.title),
        col(_TO.slug),
        col(_TO.role),
        col(Transfer.amount_oere),
        col(Transfer.recorded_at),
        col(Person.name),
        col(Transfer.reverses_id),
        col(_REVERSAL.id),
        col(StoredFile.id),
        col(StoredFile.name),
        col(PublishedTable.sheet),
        col(PublishedCell.cell),
        col(PublishedCell.printed),
    )
    return (
        select(*columns)
        .select_from(Transfer)
        .join(Decision, col(Decision.id) == col(Transfer.decision_id))
        .join(_FROM, col(_FROM.id) == col(Transfer.from_line_id))
        .join(_TO, col(_TO.id) == col(Transfer.to_line_id))
        .join(Person, col(Person.id) == col(Transfer.recorded_by_id))
        .join(_REVERSAL, col(_REVERSAL.reverses_id) == col(Transfer.id), isouter=True)
        .join(PublishedCell, col(PublishedCell.id) == col(Transfer.published_cell_id), isouter=True)
        .join(PublishedRow, col(PublishedRow.id) == col(PublishedCell.row_id), isouter=True)
        .join(PublishedTable, col(PublishedTable.id) == col(PublishedRow.table_id), isouter=True)
        .join(StoredFile, col(StoredFile.id) == col(PublishedTable.file_id), isouter=True)
        .where(visible_to(actor), writing_seen_by(actor, _REVERSAL))
    )
