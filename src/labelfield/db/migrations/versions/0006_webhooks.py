"""Webhooks, what each has seen, and its posts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(42), nullable=False),
        sa.Column("project", sa.Integer()),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("secret", sa.String(100), nullable=False),
        sa.Column("events", sa.String(200), nullable=False),
        sa.Column("created_s", sa.BigInteger(), nullable=False),
    )
    op.create_index("webhooks_address", "webhooks", ["address"])
    op.create_table(
        "webhook_seen",
        sa.Column("webhook_id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("settlements", sa.Integer(), nullable=False),
        sa.Column("checkpoints", sa.Integer(), nullable=False),
        sa.Column("opened_checkpoints", sa.Integer(), nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_s", sa.BigInteger(), nullable=False),
        sa.Column("next_s", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("problem", sa.String(500)),
    )
    op.create_index("deliveries_due", "deliveries", ["state", "next_s"])
    op.create_index("deliveries_webhook", "deliveries", ["webhook_id"])
