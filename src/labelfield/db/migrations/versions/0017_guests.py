"""Projects whose tasks are all for the same labelers: named once, not beside each task."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add their names."""
    op.create_table(
        "guests",
        sa.Column("project_id", sa.Integer(), primary_key=True),
        sa.Column("labeler", sa.String(42), primary_key=True),
    )
