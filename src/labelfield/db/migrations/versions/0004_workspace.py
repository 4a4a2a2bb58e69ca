"""Projects can pause; requesters keep drafts that they are working on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column(
        "projects", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("requester", sa.String(42), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("content_json", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_s", sa.BigInteger(), nullable=False),
        sa.Column("manifest_hash", sa.String(66)),
    )
    op.create_index("workspace_requester", "workspace", ["requester"])
