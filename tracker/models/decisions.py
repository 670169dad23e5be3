"""Decisions and their transfers: the ledger, to which rows are only ever added."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from tracker.domain.decisions import DecisionKind, Permanence, ProposalState
from tracker.models.columns import moment, oere, one_of, whole_oere, word


class Decision(SQLModel, table=True):
    """Who decided what, when and where it is written; without ``decided_on`` it is a proposal and counts nowhere."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("kind", DecisionKind),
        CheckConstraint("permanence IS NULL OR permanence IN ('permanent', 'one_off')", name="permanence_known"),
        CheckConstraint(
            "proposal_state IS NULL OR proposal_state IN ('draft', 'sent', 'dropped')", name="proposal_state_known"
        ),
        CheckConstraint("(decided_on IS NULL) = (proposal_state IS NOT NULL)", name="proposal_or_decided"),
        CheckConstraint("(decided_on IS NULL) = (taken_at IS NULL)", name="decided_and_taken"),
        # All that the posting view says of a decision: the budget of a day is read without the table.
        Index("ix_decision_budget", "plan_id", "decided_on", "kind", "taken_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="action_plan.id")
    kind: DecisionKind = Field(sa_column=word(DecisionKind))
    body: str = Field(max_length=80)
    decided_on: date | None = None
    agenda_item: str = Field(default="", max_length=40)
    case_number: str = Field(default="", max_length=80)
    link: str = Field(default="", max_length=500)
    reason: str = Field(default="", max_length=2000)
    permanence: Permanence | None = Field(default=None, sa_column=word(Permanence, nullable=True))
    title: str = Field(default="", max_length=200)
    plan_for_use: str = Field(default="", max_length=2000)
    targets_touched: str = Field(default="", max_length=2000)
    proposal_state: ProposalState | None = Field(default=None, sa_column=word(ProposalState, nullable=True))
    # Since when it has been in that state; the moment its date was entered stands in taken_at.
    state_since: datetime = Field(sa_column=moment())
    taken_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    owner_id: int = Field(foreign_key="person.id")
    version: int = 1
    recorded_at: datetime = Field(sa_column=moment())
    recorded_by_id: int = Field(foreign_key="person.id")


class Transfer(SQLModel, table=True):
    """Money moved from one line to another in one budget year; both sides in one row, so a year always balances."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("amount_oere > 0", name="amount_positive"),
        CheckConstraint("from_line_id <> to_line_id", name="two_lines"),
        whole_oere("amount_oere"),
        # All that the posting view says of a transfer, so that the table itself isn't read.
        Index(
            "ix_transfer_budget",
            "decision_id",
            "budget_year",
            "from_line_id",
            "to_line_id",
            "amount_oere",
            "recorded_at",
        ),
        Index("ix_transfer_from_line", "from_line_id", "budget_year", "decision_id", "amount_oere"),
        Index("ix_transfer_to_line", "to_line_id", "budget_year", "decision_id", "amount_oere"),
    )

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="decision.id")
    budget_year: int
    from_line_id: int = Field(foreign_key="budget_line.id")
    to_line_id: int = Field(foreign_key="budget_line.id")
    amount_oere: int = Field(sa_column=oere())
    recorded_at: datetime = Field(sa_column=moment())
    recorded_by_id: int = Field(foreign_key="person.id")
    reverses_id: int | None = Field(default=None, foreign_key="transfer.id", unique=True)
    published_cell_id: int | None = Field(default=None, foreign_key="published_cell.id")
