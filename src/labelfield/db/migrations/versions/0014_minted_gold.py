"""Gold that settlements make of tasks of which they are very sure."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the class of such gold, and the way to find it."""
    op.add_column("tasks", sa.Column("minted", sa.Integer()))
    op.create_index("tasks_minted", "tasks", ["project_id", "minted"])
