"""Moving to another database: the same rows, or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from labelfield.db.copying import ROWS_AT_ONCE, copy_database
from labelfield.db.database import Database, SqliteDatabase
from labelfield.db.errors import DatabaseNotEmpty
from labelfield.db.tables import metadata, nonces, projects
from tests import databases

PROJECT = {
    "manifest_json": b"\x00{",
    "requester": "",
    "bucket": "",
    "kind": "text",
    "state": "open",
    "reserved": False,
}


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    """A file with two projects, the first of three deleted, and more nonces than one chunk."""
    database = SqliteDatabase(tmp_path / "old.sqlite")
    copy_database(SqliteDatabase(tmp_path / "empty.sqlite"), database)
    database.transact(_fill)
    yield database
    database.close()


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Database]:
    database = databases.opened(databases.new_url(tmp_path))
    yield database
    database.close()


def test_every_row_is_copied(source: Database, target: Database) -> None:
    assert copy_database(source, target) == ROWS_AT_ONCE + 3 + 1, "and the row of totals"
    assert target.transact(_dump) == source.transact(_dump)


def test_new_rows_are_numbered_behind_the_copied_ones(source: Database, target: Database) -> None:
    copy_database(source, target)
    plain = {**PROJECT, "manifest_hash": "0x9"}
    new = target.transact(
        lambda c: c.execute(insert(projects).values(**plain)).inserted_primary_key
    )
    assert new is not None
    assert new[0] == 4


def test_a_database_that_has_rows_is_refused_and_stays_as_it_is(
    source: Database, target: Database
) -> None:
    target.transact(lambda c: c.execute(insert(nonces).values(nonce="there", expires_s=1)))
    before = target.transact(_dump)
    with pytest.raises(DatabaseNotEmpty, match="nonces"):
        copy_database(source, target)
    assert target.transact(_dump) == before


def _fill(connection: Connection) -> None:
    for number in (2, 3):
        plain = {**PROJECT, "manifest_hash": f"0x{number}"}
        connection.execute(insert(projects).values(id=number, **plain))
    rows = [{"nonce": f"{n:06}", "expires_s": n} for n in range(ROWS_AT_ONCE + 1)]
    connection.execute(insert(nonces), rows)


def _dump(connection: Connection) -> dict[str, list[str]]:
    return {
        table.name: [
            repr(dict(row))
            for row in connection.execute(
                select(table).order_by(*table.primary_key.columns)
            ).mappings()
        ]
        for table in metadata.sorted_tables
    }
