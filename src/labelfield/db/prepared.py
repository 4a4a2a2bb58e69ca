"""Statements of the hot path, compiled once for each kind of database.

SQLAlchemy's way from a statement and its values to the driver costs more than most of these
statements do; a prepared one goes there with its text and a tuple (bench/server.py measures).
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, FromClause, bindparam, select
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable, Select, column
from sqlalchemy.sql.functions import FunctionElement

from labelfield.db.tables import AnyRow

Values = Mapping[str, object]


class Prepared:
    """A statement whose values the driver takes as they are: no type of ours may need converting.

    Of an INSERT the `columns` that rows give are named.
    """

    def __init__(self, statement: Executable, columns: Collection[str] | None = None) -> None:
        self._statement: Any = statement
        self._columns = columns
        self._compiled: dict[str, tuple[str, Sequence[str]]] = {}

    def rows(self, connection: Connection, values: Values) -> Sequence[AnyRow]:
        """Return what a query finds."""
        text, names = self._for(connection.dialect)
        return connection.exec_driver_sql(text, _ordered(names, values)).all()

    def run(self, connection: Connection, values: Values) -> None:
        """Change what the statement changes."""
        text, names = self._for(connection.dialect)
        connection.exec_driver_sql(text, _ordered(names, values))

    def run_all(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Change what the statement changes, with each row's values."""
        text, names = self._for(connection.dialect)
        connection.exec_driver_sql(text, [_ordered(names, row) for row in rows])

    def _for(self, dialect: Dialect) -> tuple[str, Sequence[str]]:
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
            found = self._compiled[dialect.name] = str(compiled), tuple(compiled.positiontup)
        return found


def _ordered(names: Sequence[str], values: Values) -> tuple[object, ...]:
    return tuple([values[name] for name in names])


def texts_of(name: str) -> Select[tuple[str]]:
    """Return a query for the texts of a list, which is given under `name` as `as_list` makes it.

    So one statement serves lists of any length.
    """
    given: BindParameter[str] = bindparam(name)
    found: FromClause = _Texts(given).alias("given")
    return select(column("value")).select_from(found)


def as_list(texts: Collection[str]) -> str:
    """Return texts as `texts_of` reads them."""
    return json.dumps(list(texts))


class _Texts(FunctionElement[str]):
    """The texts of a JSON array, one a row, in a column named `value`."""

    name = "texts"
    inherit_cache = True


@compiles(_Texts, "sqlite")
def _in_sqlite(element: _Texts, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Texts, "postgresql")
def _in_postgresql(element: _Texts, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"
