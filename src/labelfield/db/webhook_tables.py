"""Whom requesters want to be told, of what they were, and what is on its way."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table

from labelfield.db.metadata import metadata

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(42), nullable=False),
    Column("project", Integer),  # number on chain; null: all of the account's
    Column("url", String(2000), nullable=False),
    Column("secret", String(100), nullable=False),
    Column("events", String(200), nullable=False),  # joined by spaces
    Column("created_s", BigInteger, nullable=False),
)
Index("webhooks_address", webhooks.c.address)

webhook_seen = Table(  # what a webhook was told of a project
    "webhook_seen",
    metadata,
    Column("webhook_id", Integer, primary_key=True),
    Column("project_id", Integer, primary_key=True),
    Column("state", String(8), nullable=False),
    Column("settlements", Integer, nullable=False),
    Column("checkpoints", Integer, nullable=False),
    Column("opened_checkpoints", Integer, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("webhook_id", Integer, nullable=False),
    Column("event", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(9), nullable=False),  # waiting, delivered, failed
    Column("attempts", Integer, nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("next_s", BigInteger, nullable=False),
    Column("status", Integer),
    Column("problem", String(500)),
)
Index("deliveries_due", deliveries.c.state, deliveries.c.next_s)
Index("deliveries_webhook", deliveries.c.webhook_id)
