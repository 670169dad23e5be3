"""The budget book: plans, ledger, published tables, people, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "action_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("committee", sa.String(length=80), nullable=False),
        sa.Column("administration", sa.String(length=80), nullable=False),
        sa.Column("price_level", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_year <= last_year", name=op.f("ck_action_plan_years_in_order")),
        sa.CheckConstraint("first_year >= 1900 AND last_year <= 2200", name=op.f("ck_action_plan_years_plausible")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
        sa.UniqueConstraint("slug", name=op.f("uq_action_plan_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_sha256", sa.String(length=64), nullable=False),
        sa.Column("client_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_failure_account_sha256_at", ["account_sha256", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_failure_client_sha256"), ["client_sha256"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_event_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_audit_event_subject_subject_id", ["subject", "subject_id"], unique=False)

    op.create_table(
        "closed_year",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_closed_year_closed_by_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_closed_year_plan_id_action_plan")),
        sa.PrimaryKeyConstraint("plan_id", "year", name=op.f("pk_closed_year")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("agenda_item", sa.String(length=40), nullable=False),
        sa.Column("case_number", sa.String(length=80), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("permanence", sa.String(length=24), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('adoption', 'allocation', 'reallocation', 'supplementary', 'cut', 'carry_over', 'indexation')",
            name=op.f("ck_decision_kind_known"),
        ),
        sa.CheckConstraint(
            "permanence IS NULL OR permanence IN ('permanent', 'one_off')", name=op.f("ck_decision_permanence_known")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_decision_plan_id_action_plan")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_decision_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_plan_id_decided_on", ["plan_id", "decided_on"], unique=False)

    op.create_table(
        "import_preview",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("plan_title", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("ledger_mark", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_preview_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_import_preview_plan_id_action_plan")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_import_preview")),
    )
    with op.batch_alter_table("import_preview", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_preview_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.CheckConstraint(
            "role IN ('reader', 'project_lead', 'budget_officer', 'finance', 'administrator')",
            name=op.f("ck_person_role_role_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_role")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_token_sha256")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["stored_by_id"], ["person.id"], name=op.f("fk_stored_file_stored_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_stored_file_sha256")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_stored_file_stored_name")),
    )
    op.create_table(
        "submission",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_submission_person_id_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_theme_plan_id_action_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("plan_id", "title", name=op.f("uq_theme_plan_id_title")),
    )
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("outline", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("may_be_negative", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('source', 'initiative', 'other', 'reserve')", name=op.f("ck_budget_line_role_known")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_budget_line_plan_id_action_plan")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_budget_line_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint("plan_id", "slug", name=op.f("uq_budget_line_plan_id_slug")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "published_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("head", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("price_level", sa.String(length=40), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_published_table_decision_id_decision")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_published_table_file_id_stored_file")),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_published_table_plan_id_action_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_table")),
        sa.UniqueConstraint("plan_id", "file_id", "sheet", name=op.f("uq_published_table_plan_id_file_id_sheet")),
    )
    with op.batch_alter_table("published_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_table_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_table_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_table_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "initiative_profile",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=4000), nullable=False),
        sa.Column("target_group", sa.String(length=4000), nullable=False),
        sa.Column("basis", sa.String(length=4000), nullable=False),
        sa.Column("activities", sa.String(length=4000), nullable=False),
        sa.Column("follow_up", sa.String(length=4000), nullable=False),
        sa.Column("policy_goals", sa.String(length=4000), nullable=False),
        sa.Column("use_of_money", sa.String(length=4000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["budget_line.id"], name=op.f("fk_initiative_profile_line_id_budget_line")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_initiative_profile")),
    )
    op.create_table(
        "line_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_line_alias_line_id_budget_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_alias")),
        sa.UniqueConstraint("line_id", "title", name=op.f("uq_line_alias_line_id_title")),
    )
    with op.batch_alter_table("line_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_alias_line_id"), ["line_id"], unique=False)

    op.create_table(
        "published_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("cell", sa.String(length=12), nullable=False),
        sa.Column("printed_label", sa.String(length=600), nullable=False),
        sa.Column("label", sa.String(length=600), nullable=False),
        sa.Column("outline", sa.String(length=20), nullable=False),
        sa.Column("footnote", sa.String(length=20), nullable=False),
        sa.Column("section", sa.String(length=600), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('section', 'line', 'subtotal', 'total')", name=op.f("ck_published_row_kind_known")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_published_row_line_id_budget_line")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["published_table.id"], name=op.f("fk_published_row_table_id_published_table")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_row")),
        sa.UniqueConstraint("table_id", "position", name=op.f("uq_published_row_table_id_position")),
    )
    with op.batch_alter_table("published_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_row_line_id"), ["line_id"], unique=False)

    op.create_table(
        "responsibility",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["budget_line.id"], name=op.f("fk_responsibility_line_id_budget_line")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_responsibility_person_id_person")),
        sa.PrimaryKeyConstraint("line_id", "person_id", name=op.f("pk_responsibility")),
    )
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responsibility_person_id"), ["person_id"], unique=False)

    op.create_table(
        "published_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("cell", sa.String(length=12), nullable=False),
        sa.Column("printed", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("amount_oere", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('amount', 'zero')) = (amount_oere IS NOT NULL)", name=op.f("ck_published_cell_amount_where_due")
        ),
        sa.CheckConstraint(
            "amount_oere IS NULL OR typeof(amount_oere) = 'integer'", name=op.f("ck_published_cell_amount_oere_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "kind IN ('amount', 'nil', 'zero', 'no_entry', 'empty')", name=op.f("ck_published_cell_kind_known")
        ),
        sa.ForeignKeyConstraint(["row_id"], ["published_row.id"], name=op.f("fk_published_cell_row_id_published_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_cell")),
    )
    with op.batch_alter_table("published_cell", schema=None) as batch_op:
        batch_op.create_index("ix_published_cell_row_id_position", ["row_id", "position"], unique=True)

    op.create_table(
        "difference_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["published_cell.id"], name=op.f("fk_difference_reason_cell_id_published_cell")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_difference_reason_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference_reason")),
    )
    with op.batch_alter_table("difference_reason", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_difference_reason_cell_id"), ["cell_id"], unique=False)

    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("from_line_id", sa.Integer(), nullable=False),
        sa.Column("to_line_id", sa.Integer(), nullable=False),
        sa.Column("amount_oere", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("published_cell_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount_oere IS NULL OR typeof(amount_oere) = 'integer'", name=op.f("ck_transfer_amount_oere_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("amount_oere > 0", name=op.f("ck_transfer_amount_positive")),
        sa.CheckConstraint("from_line_id <> to_line_id", name=op.f("ck_transfer_two_lines")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_transfer_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["from_line_id"], ["budget_line.id"], name=op.f("fk_transfer_from_line_id_budget_line")
        ),
        sa.ForeignKeyConstraint(
            ["published_cell_id"], ["published_cell.id"], name=op.f("fk_transfer_published_cell_id_published_cell")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_transfer_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["reverses_id"], ["transfer.id"], name=op.f("fk_transfer_reverses_id_transfer")),
        sa.ForeignKeyConstraint(["to_line_id"], ["budget_line.id"], name=op.f("fk_transfer_to_line_id_budget_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_transfer_reverses_id")),
    )
    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_transfer_budget",
            ["decision_id", "budget_year", "from_line_id", "to_line_id", "amount_oere"],
            unique=False,
        )
        batch_op.create_index(
            "ix_transfer_from_line", ["from_line_id", "budget_year", "decision_id", "amount_oere"], unique=False
        )
        batch_op.create_index(
            "ix_transfer_to_line", ["to_line_id", "budget_year", "decision_id", "amount_oere"], unique=False
        )
    op.execute("INSERT INTO revision (id, number) VALUES (1, 0)")


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.drop_index("ix_transfer_to_line")
        batch_op.drop_index("ix_transfer_from_line")
        batch_op.drop_index("ix_transfer_budget")

    op.drop_table("transfer")
    with op.batch_alter_table("difference_reason", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_difference_reason_cell_id"))

    op.drop_table("difference_reason")
    with op.batch_alter_table("published_cell", schema=None) as batch_op:
        batch_op.drop_index("ix_published_cell_row_id_position")

    op.drop_table("published_cell")
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responsibility_person_id"))

    op.drop_table("responsibility")
    with op.batch_alter_table("published_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_row_line_id"))

    op.drop_table("published_row")
    with op.batch_alter_table("line_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_alias_line_id"))

    op.drop_table("line_alias")
    op.drop_table("initiative_profile")
    with op.batch_alter_table("published_table", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_table_plan_id"))
        batch_op.drop_index(batch_op.f("ix_published_table_file_id"))
        batch_op.drop_index(batch_op.f("ix_published_table_decision_id"))

    op.drop_table("published_table")
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_line_theme_id"))
        batch_op.drop_index(batch_op.f("ix_budget_line_plan_id"))

    op.drop_table("budget_line")
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_theme_plan_id"))

    op.drop_table("theme")
    op.drop_table("submission")
    op.drop_table("stored_file")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    op.drop_table("person_role")
    with op.batch_alter_table("import_preview", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_preview_person_id"))

    op.drop_table("import_preview")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decision_plan_id_decided_on")

    op.drop_table("decision")
    op.drop_table("closed_year")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_subject_subject_id")
        batch_op.drop_index(batch_op.f("ix_audit_event_person_id"))

    op.drop_table("audit_event")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_client_sha256"))
        batch_op.drop_index("ix_sign_in_failure_account_sha256_at")

    op.drop_table("sign_in_failure")
    op.drop_table("revision")
    op.drop_table("person")
    op.drop_table("action_plan")
