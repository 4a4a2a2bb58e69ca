"""Limits a labeler, withheld tasks, hidden projects; reports and appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("projects", sa.Column("most_answers", sa.Integer(), nullable=True))
    op.add_column("projects", sa.Column("most_held", sa.Integer(), nullable=True))
    op.add_column(
        "projects", sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "tasks", sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("tasks_progress", "tasks", ["project_id", "closing", "answers", "ordinal"])
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("labeler", sa.String(42), nullable=False),
        sa.Column("task", sa.String(66)),
        sa.Column("sequence", sa.Integer()),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("created_s", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(2000)),
        sa.Column("answered_s", sa.BigInteger()),
    )
    op.create_index("cases_labeler", "cases", ["labeler"])
