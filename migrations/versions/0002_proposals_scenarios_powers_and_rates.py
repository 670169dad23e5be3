"""Proposals, scenarios, powers and rates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHECKS = {
    "proposal_state_known": "proposal_state IS NULL OR proposal_state IN ('draft', 'sent', 'dropped')",
    "proposal_or_decided": "(decided_on IS NULL) = (proposal_state IS NOT NULL)",
    "decided_and_taken": "(decided_on IS NULL) = (taken_at IS NULL)",
}
_OF_TRANSFER = ("decision_id", "budget_year", "from_line_id", "to_line_id", "amount_oere")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "decision_power",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=24), nullable=False),
        sa.Column("most_oere", sa.BigInteger(), nullable=True),
        sa.Column("most_share", sa.Integer(), nullable=True),
        sa.Column("otherwise", sa.String(length=24), nullable=False),
        sa.CheckConstraint(
            "matter IN ('adoption', 'allocation', 'reallocation', 'supplementary', 'cut', 'carry_over',"
            " 'indexation', 'across_committees')",
            name=op.f("ck_decision_power_matter_known"),
        ),
        sa.CheckConstraint(
            "most_oere IS NULL OR typeof(most_oere) = 'integer'", name=op.f("ck_decision_power_most_oere_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "otherwise IN ('administration', 'committee', 'finance_committee', 'council')",
            name=op.f("ck_decision_power_otherwise_known"),
        ),
        sa.CheckConstraint(
            "most_oere IS NULL OR most_oere >= 0", name=op.f("ck_decision_power_most_oere_not_negative")
        ),
        sa.CheckConstraint(
            "most_share IS NULL OR most_share BETWEEN 0 AND 10000", name=op.f("ck_decision_power_most_share_plausible")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_decision_power_plan_id_action_plan")),
        sa.PrimaryKeyConstraint("plan_id", "matter", name=op.f("pk_decision_power")),
    )
    op.create_table(
        "index_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("to_year", sa.Integer(), nullable=False),
        sa.Column("rate_millionths", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_year >= 1900 AND to_year <= 2200", name=op.f("ck_index_rate_years_plausible")),
        sa.CheckConstraint("rate_millionths BETWEEN -500000 AND 1000000", name=op.f("ck_index_rate_rate_plausible")),
        sa.CheckConstraint("to_year > from_year", name=op.f("ck_index_rate_years_in_order")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_index_rate_entered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_rate")),
    )
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("put_away", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_scenario_owner_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_scenario_plan_id_action_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scenario_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "scenario_proposal",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_scenario_proposal_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenario.id"], name=op.f("fk_scenario_proposal_scenario_id_scenario")
        ),
        sa.PrimaryKeyConstraint("scenario_id", "decision_id", name=op.f("pk_scenario_proposal")),
    )
    with op.batch_alter_table("scenario_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scenario_proposal_decision_id"), ["decision_id"], unique=False)

    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("committee", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("introduced_by_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.alter_column("committee", server_default=None)
        batch_op.create_index(batch_op.f("ix_budget_line_introduced_by_id"), ["introduced_by_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_budget_line_introduced_by_id_decision"), "decision", ["introduced_by_id"], ["id"]
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        for name, length in (("title", 200), ("plan_for_use", 2000), ("targets_touched", 2000)):
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("proposal_state", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("state_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    # Who entered a proposal owns it, and a decision counts as known from the moment it was recorded with its transfers:
    # they were written a little later in the same transaction.
    op.execute(
        "UPDATE decision SET owner_id = recorded_by_id, state_since = recorded_at,"
        " taken_at = CASE WHEN decided_on IS NULL THEN NULL ELSE coalesce("
        "(SELECT min(transfer.recorded_at) FROM transfer WHERE transfer.decision_id = decision.id), recorded_at) END,"
        " proposal_state = CASE WHEN decided_on IS NULL THEN 'draft' ELSE NULL END"
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        for name in ("title", "plan_for_use", "targets_touched", "version"):
            batch_op.alter_column(name, server_default=None)
        batch_op.alter_column("state_since", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("owner_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_decision_owner_id_person"), "person", ["owner_id"], ["id"])
        for name, condition in _CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_decision_{name}"), condition)
        batch_op.drop_index("ix_decision_plan_id_decided_on")
        batch_op.create_index("ix_decision_budget", ["plan_id", "decided_on", "kind", "taken_at"], unique=False)
    _put_in_place("ix_transfer_budget", [*_OF_TRANSFER, "recorded_at"])


def downgrade() -> None:
    """Take the change back."""
    _put_in_place("ix_transfer_budget", [*_OF_TRANSFER])
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decision_budget")
        batch_op.create_index("ix_decision_plan_id_decided_on", ["plan_id", "decided_on"], unique=False)
        for name in _CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_decision_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_decision_owner_id_person"), type_="foreignkey")
        batch_op.drop_column("version")
        batch_op.drop_column("owner_id")
        batch_op.drop_column("taken_at")
        batch_op.drop_column("state_since")
        batch_op.drop_column("proposal_state")
        batch_op.drop_column("targets_touched")
        batch_op.drop_column("plan_for_use")
        batch_op.drop_column("title")

    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_budget_line_introduced_by_id_decision"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_budget_line_introduced_by_id"))
        batch_op.drop_column("introduced_by_id")
        batch_op.drop_column("committee")

    with op.batch_alter_table("scenario_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scenario_proposal_decision_id"))

    op.drop_table("scenario_proposal")
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scenario_plan_id"))

    op.drop_table("scenario")
    op.drop_table("index_rate")
    op.drop_table("decision_power")


def _put_in_place(index: str, columns: list[str]) -> None:
    op.drop_index(index, table_name="transfer")
    op.create_index(index, "transfer", columns, unique=False)
