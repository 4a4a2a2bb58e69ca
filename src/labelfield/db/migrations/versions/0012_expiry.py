"""Leases whose time is over are found without going through all of a project's."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the index."""
    op.create_index("leases_expiry", "leases", ["project_id", "expires_s"])
