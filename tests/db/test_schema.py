"""Migrations lead to exactly the tables that the code names."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from labelfield.db.schema import MIGRATIONS, upgrade
from labelfield.db.tables import metadata
from labelfield.db.writer import open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_engine(tmp_path / "test.sqlite")
    upgrade(engine)
    return engine


def test_the_newest_migration_makes_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_upgrading_again_does_nothing(engine: Engine) -> None:
    before = described(engine)
    upgrade(engine)
    assert described(engine) == before


def test_migrations_stand_in_one_line() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_a_database_survives_a_crash_of_the_machine_and_checks_references(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert found == ["wal", 2, 1]


def described(engine: Engine) -> dict[str, object]:
    """Return every table with its columns and indexes, and the version."""
    inspector = inspect(engine)
    tables = {
        name: (repr(inspector.get_columns(name)), repr(inspector.get_indexes(name)))
        for name in inspector.get_table_names()
    }
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT * FROM alembic_version").all()
    return tables | {"version": version}
