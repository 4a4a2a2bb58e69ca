"""What the chain says of each project's openings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; the worker fills them from the chain."""
    op.add_column(
        "projects",
        sa.Column("opened_checkpoints", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column("projects", sa.Column("unopened_since_s", sa.BigInteger(), nullable=True))
    op.add_column("projects", sa.Column("proves_at_s", sa.BigInteger(), nullable=True))
