"""Migrations lead to exactly the tables that the code names."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from labelfield.db.database import Database, SqliteDatabase
from labelfield.db.schema import MIGRATIONS, newest_revision, upgrade
from labelfield.db.tables import metadata
from tests import databases


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = databases.opened(databases.new_url(tmp_path))
    yield database
    database.close()


def test_the_newest_migration_makes_the_tables_of_the_code(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert database.transact(differences) == []


def test_upgrading_again_does_nothing(database: Database) -> None:
    before = database.transact(described)
    upgrade(database)
    assert database.transact(described) == before


def test_the_newest_revision_is_told_without_alembic() -> None:
    assert newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_migrations_stand_in_one_line() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_a_file_survives_a_crash_of_the_machine_and_checks_references(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "test.sqlite")
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    found = [database.transact(partial(_pragma, name=name)) for name in pragmas]
    database.close()
    assert found == ["wal", 2, 1]


def _pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def described(connection: Connection) -> dict[str, object]:
    """Return every table with its columns and indexes, and the version."""
    inspector = inspect(connection)
    tables = {
        name: (repr(inspector.get_columns(name)), repr(inspector.get_indexes(name)))
        for name in inspector.get_table_names()
    }
    return tables | {"version": connection.exec_driver_sql("SELECT * FROM alembic_version").all()}
