"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "answers",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=66), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answer_json", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=34), nullable=False),
        sa.Column("time_s", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=66), nullable=False),
        sa.Column("settlement", sa.Integer(), nullable=False),
        sa.Column("increment", sa.BigInteger(), nullable=False),
        sa.Column("receipt_number", sa.Integer(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("settle_by_s", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=42), nullable=True),
        sa.Column("signature", sa.String(length=132), nullable=True),
        sa.Column("checkpoint", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "labeler", "sequence"),
        sa.UniqueConstraint("project_id", "task", "labeler"),
    )
    op.create_index("answers_checkpoint", "answers", ["project_id", "checkpoint"], unique=False)
    op.create_table(
        "checkpoints",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.String(length=66), nullable=True),
        sa.Column("transaction_hash", sa.String(length=66), nullable=True),
        sa.Column("transaction_raw", sa.LargeBinary(), nullable=True),
        sa.Column("transaction_nonce", sa.Integer(), nullable=True),
        sa.Column("gas_used", sa.BigInteger(), nullable=True),
        sa.Column("gas_price_wei", sa.BigInteger(), nullable=True),
        sa.Column("prepared_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "number"),
    )
    op.create_table(
        "credits",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "checkpoint", "labeler"),
    )
    op.create_table(
        "gold",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=66), nullable=False),
        sa.Column("answer_json", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=66), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "task"),
    )
    op.create_table(
        "labelers",
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("due_s", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("labeler"),
    )
    op.create_table(
        "labels",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=66), nullable=False),
        sa.Column("label", sa.Integer(), nullable=False),
        sa.Column("confidence_q16", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "task"),
    )
    op.create_table(
        "leases",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=66), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("expires_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "task", "labeler"),
    )
    op.create_index("leases_labeler", "leases", ["project_id", "labeler"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=66), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("earned", sa.BigInteger(), nullable=False),
        sa.Column("rate32", sa.Integer(), nullable=True),
        sa.Column("score_q16", sa.Integer(), nullable=True),
        sa.Column("closed_answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "labeler"),
    )
    op.create_index("memberships_labeler", "memberships", ["labeler"], unique=False)
    op.create_table(
        "nonces",
        sa.Column("nonce", sa.String(length=66), nullable=False),
        sa.Column("expires_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("nonce"),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("manifest_hash", sa.String(length=66), nullable=False),
        sa.Column("manifest_json", sa.LargeBinary(), nullable=False),
        sa.Column("requester", sa.String(length=42), nullable=False),
        sa.Column("bucket", sa.String(length=63), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("reserved", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("deposit", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("closed_tasks", sa.Integer(), nullable=False),
        sa.Column("settlements", sa.Integer(), nullable=False),
        sa.Column("final_settlement", sa.Integer(), nullable=True),
        sa.Column("checkpoints", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("manifest_hash"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "reservations",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("task", sa.String(length=66), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "labeler", "task"),
    )
    op.create_table(
        "sessions",
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("key", sa.String(length=42), nullable=False),
        sa.Column("valid_until_s", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.String(length=132), nullable=False),
        sa.PrimaryKeyConstraint("labeler", "key"),
    )
    op.create_table(
        "settlements",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("inputs_hash", sa.String(length=66), nullable=False),
        sa.Column("settlement_hash", sa.String(length=66), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "number"),
    )
    op.create_table(
        "skips",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=66), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "task", "labeler"),
    )
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(length=66), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("key", sa.String(length=42), nullable=False),
        sa.Column("valid_until_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("labeler", sa.String(length=42), nullable=False),
        sa.Column("destination", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("max_relay_fee", sa.BigInteger(), nullable=False),
        sa.Column("relay_fee", sa.BigInteger(), nullable=False),
        sa.Column("nonce", sa.Integer(), nullable=False),
        sa.Column("deadline_s", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.String(length=132), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("transaction_hash", sa.String(length=66), nullable=True),
        sa.Column("transaction_raw", sa.LargeBinary(), nullable=True),
        sa.Column("transaction_nonce", sa.Integer(), nullable=True),
        sa.Column("gas_used", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("labeler", "nonce", "signature"),
    )
    op.create_index("withdrawals_state", "withdrawals", ["state"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=66), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("task_json", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("closing", sa.Integer(), nullable=True),
        sa.Column("checkpoint", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
        ),
        sa.PrimaryKeyConstraint("project_id", "task"),
    )
    op.create_index("tasks_open", "tasks", ["project_id", "closing", "ordinal"], unique=False)
