"""Who is asked first, and of which tasks the labelers are unsure."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add what the next settlement fills."""
    op.add_column("projects", sa.Column("heard", sa.Integer(), nullable=False, server_default="0"))
    for name in ("judged", "sure_q16"):
        op.add_column("tasks", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "memberships",
        sa.Column("resting", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
