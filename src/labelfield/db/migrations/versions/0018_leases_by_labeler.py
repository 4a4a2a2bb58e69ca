"""A labeler's leases that are still good, found without going through everybody's."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Let the index say until when."""
    op.drop_index("leases_labeler", "leases")
    op.create_index("leases_labeler", "leases", ["project_id", "labeler", "expires_s"])
