"""Moving to another kind of database: every row, in one transaction."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, insert, select

from labelfield.db.database import Database
from labelfield.db.errors import DatabaseNotEmpty
from labelfield.db.schema import upgrade
from labelfield.db.tables import metadata, totals

ROWS_AT_ONCE = 5_000


def copy_database(source: Database, target: Database) -> int:
    """Copy every row of `source` and return how many there were.

    Both get today's schema first. Raises DatabaseNotEmpty if `target` holds a project or labeler
    already; after any error it holds nothing.
    """
    upgrade(source)
    upgrade(target)
    return target.transact(lambda connection: _copy_all(source, connection))


def _copy_all(source: Database, connection: Connection) -> int:
    copied = 0
    for table in metadata.sorted_tables:
        if table is totals:
            connection.execute(delete(totals))  # the row with which every database begins
        elif connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise DatabaseNotEmpty(table.name)
        for rows in _chunks(source, table):
            connection.execute(insert(table), rows)
            copied += len(rows)
        _count_on(connection, table)
    return copied


def _chunks(source: Database, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield all rows, by their primary key."""
    keys = list(table.primary_key.columns)
    for offset in range(0, 2**62, ROWS_AT_ONCE):
        chunk = select(table).order_by(*keys).limit(ROWS_AT_ONCE).offset(offset)
        rows = source.transact(partial(_rows, statement=chunk))
        if not rows:
            return
        yield rows


def _rows(connection: Connection, statement: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(statement).mappings()]


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows from behind the copied ones; SQLite does by itself."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    highest = connection.execute(select(func.max(column))).scalar_one()
    if highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, highest)))
