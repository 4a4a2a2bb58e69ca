"""Answers of every type: what is compared of them, and what a settlement found of gold."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; answers of one single choice do without values."""
    for table in ("answers", "gold", "labels"):
        op.add_column(table, sa.Column("stored", sa.LargeBinary(), nullable=True))
    for column in ("gold_answers", "gold_right", "alike"):
        op.add_column(
            "memberships", sa.Column(column, sa.Integer(), nullable=False, server_default="0")
        )
    op.add_column(
        "projects", sa.Column("contested", sa.Boolean(), nullable=False, server_default=sa.false())
    )
