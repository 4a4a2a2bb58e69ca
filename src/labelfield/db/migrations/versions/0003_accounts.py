"""Logins of requesters and operators, and their API keys."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "logins",
        sa.Column("token_hash", sa.String(66), primary_key=True),
        sa.Column("address", sa.String(42), nullable=False),
        sa.Column("valid_until_s", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(42), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("key_hash", sa.String(66), nullable=False, unique=True),
        sa.Column("begins_with", sa.String(12), nullable=False),
        sa.Column("created_s", sa.BigInteger(), nullable=False),
        sa.Column("valid_until_s", sa.BigInteger()),
        sa.Column("revoked_s", sa.BigInteger()),
    )
    op.create_index("api_keys_address", "api_keys", ["address"])
