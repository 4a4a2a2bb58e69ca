"""Bringing a database to today's schema, by the numbered migrations beside this file."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from labelfield.db.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Apply every migration that the database has not seen, in one transaction.

    Mostly there is none, and alembic, which takes long to load, is not asked.
    """
    if database.transact(_revision) != newest_revision():
        database.transact(_upgrade)


def newest_revision() -> str:
    """Return the number that the newest migration has, and its file's name begins with."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
