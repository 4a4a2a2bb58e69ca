"""What models say of tasks, and what the last settlement makes of them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create both tables; no project had a model before."""
    op.create_table(
        "models",
        sa.Column("project_id", sa.Integer(), primary_key=True),
        sa.Column("model", sa.String(100), primary_key=True),
        sa.Column("predictions", sa.Integer(), nullable=False),
        sa.Column("weight_q16", sa.Integer(), nullable=False),
    )
    op.create_table(
        "predictions",
        sa.Column("project_id", sa.Integer(), primary_key=True),
        sa.Column("task", sa.String(66), primary_key=True),
        sa.Column("model", sa.String(100), primary_key=True),
        sa.Column("answer_json", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(34), nullable=False),
        sa.Column("settlement", sa.Integer(), nullable=False),
        sa.Column("doubt_q16", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Integer()),
    )
    op.create_index("predictions_doubt", "predictions", ["project_id", "doubt_q16"])
    op.create_index("predictions_checkpoint", "predictions", ["project_id", "checkpoint"])
