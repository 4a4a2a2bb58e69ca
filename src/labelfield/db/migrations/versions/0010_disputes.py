"""How many disputes are pending over each project."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; the worker fills it from the chain."""
    op.add_column(
        "projects", sa.Column("disputes", sa.Integer(), nullable=False, server_default="0")
    )
