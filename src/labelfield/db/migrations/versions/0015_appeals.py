"""Appeals against judgments, for which others are asked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the table; what labelers wrote to the operator before stays among the cases."""
    op.create_table(
        "appeals",
        sa.Column("project_id", sa.Integer(), primary_key=True),
        sa.Column("task", sa.String(66), primary_key=True),
        sa.Column("labeler", sa.String(42), nullable=False),
        sa.Column("time_s", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(42), nullable=False),
        sa.Column("signature", sa.String(132), nullable=False),
        sa.Column("settlement", sa.Integer(), nullable=False),
        sa.Column("accepted_s", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("closing", sa.Integer()),
        sa.Column("checkpoint", sa.Integer()),
        sa.Column("closing_checkpoint", sa.Integer()),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("gained", sa.BigInteger()),
    )
