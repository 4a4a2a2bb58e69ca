"""Moving to another kind of database: every row, in one transaction."""

from sqlalchemy import Connection, Table, delete, func, insert, select

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
    return target.transact(lambda writing: source.read(lambda reading: _copy_all(reading, writing)))


def _copy_all(reading: Connection, writing: Connection) -> int:
    copied = 0
    for table in metadata.sorted_tables:
        if table is totals:
            writing.execute(delete(totals))  # the row with which every database begins
        elif writing.execute(select(func.count()).select_from(table)).scalar_one():
            raise DatabaseNotEmpty(table.name)
        statement = select(table).order_by(*table.primary_key.columns)
        found = reading.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE})
        for rows in found.mappings().partitions():
            writing.execute(insert(table), [dict(row) for row in rows])
            copied += len(rows)
        _count_on(writing, table)
    return copied


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows from behind the copied ones; SQLite does by itself."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    highest = connection.execute(select(func.max(column))).scalar_one()
    if highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, highest)))
