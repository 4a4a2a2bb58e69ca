"""When withdrawals were paid: for a while a fork may throw the payment out."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the time, and the way to find what was paid lately."""
    op.add_column("withdrawals", sa.Column("paid_s", sa.BigInteger()))
    op.drop_index("withdrawals_state", "withdrawals")
    op.create_index("withdrawals_state", "withdrawals", ["state", "paid_s"])
