"""Totals of the pool, and whose turn it is to settle."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table and its one row."""
    op.create_table(
        "totals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("chain_id", sa.BigInteger(), nullable=True),
        sa.Column("pool", sa.String(42), nullable=True),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("heard_block", sa.BigInteger(), nullable=True),
        sa.Column("receipts", sa.BigInteger(), nullable=False),
        sa.Column("unsettled", sa.BigInteger(), nullable=False),
    )
    op.execute(
        "INSERT INTO totals (id, term, receipts, unsettled) "
        "SELECT 1, 0, COALESCE(SUM(receipts), 0), COALESCE(SUM(owed - credited), 0) FROM labelers"
    )
