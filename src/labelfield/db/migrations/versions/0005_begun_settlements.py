"""Settlements that have begun: what closes meanwhile is for the next one."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the count; nothing is under way while a server starts."""
    op.add_column(
        "projects",
        sa.Column("begun_settlements", sa.Integer(), nullable=False, server_default="0"),
    )
    op.execute("UPDATE projects SET begun_settlements = settlements")
