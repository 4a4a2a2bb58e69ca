"""How long a project whose tasks are all closed waits for appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add whether somebody may appeal, and until when."""
    op.add_column(
        "projects",
        sa.Column("appealable", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("projects", sa.Column("appeals_until_s", sa.BigInteger()))
