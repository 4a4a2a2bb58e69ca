"""Runs migrations on the connection that `labelfield.db.schema` hands in."""

from alembic import context

from labelfield.db.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
