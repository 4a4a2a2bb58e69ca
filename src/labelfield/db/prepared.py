"""Statements of the hot path: compiled once, and handed as many rows as there are at a time.

SQLAlchemy's way from a statement and its values to the driver costs more than most of these
statements do; a prepared one goes there with its text and a tuple. Rows travel as one JSON text
that the database takes apart: one call does the work of many, and on SQLite the threads that serve
go on meanwhile (bench/server.py measures).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Connection,
    CursorResult,
    FromClause,
    LargeBinary,
    Select,
    String,
    Table,
    TableValuedAlias,
    bindparam,
    column,
    select,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import Executable
from sqlalchemy.sql.functions import FunctionElement

from labelfield.db.tables import AnyRow

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as one database takes it."""

    text: str
    names: Sequence[str]
    constants: Values


class Prepared:
    """A statement whose values the driver takes as they are: no type of ours needs converting."""

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Values) -> Sequence[AnyRow]:
        """Return what a query finds."""
        return self._execute(connection, values).all()

    def run(self, connection: Connection, values: Values) -> None:
        """Change what the statement changes."""
        self._execute(connection, values)

    def _execute(self, connection: Connection, values: Values) -> CursorResult[Any]:
        found = self._for(connection.dialect)
        given = {**found.constants, **values} if found.constants else values
        return connection.exec_driver_sql(found.text, tuple([given[name] for name in found.names]))

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled = self._statement.compile(dialect=dialect)
            constants = {name: each for name, each in compiled.params.items() if each is not None}
            names = tuple(compiled.positiontup)
            found = self._compiled[dialect.name] = _Compiled(str(compiled), names, constants)
        return found


def texts_of(name: str) -> Select[tuple[str]]:
    """Return a query for texts that are given under `name`, as `as_texts` writes them."""
    given = _Texts(bindparam(name, type_=String)).table_valued("value", name="given")
    return select(given.c.value)


def as_texts(texts: Collection[str]) -> str:
    """Return texts for `texts_of`."""
    return orjson.dumps(list(texts)).decode()


def rows_of(name: str, table: Table, names: Iterable[str]) -> TableValuedAlias:
    """Return rows with these of a table's columns, given under `name` as `as_rows` writes them."""
    columns = [table.c[each] for each in names]
    given = _Rows(bindparam(name, type_=String), columns)
    return given.table_valued(*(column(each.name, each.type) for each in columns), name="given")


def as_rows(rows: Iterable[Values]) -> str:
    """Return rows for `rows_of`; bytes must be UTF-8."""
    return orjson.dumps(list(rows), default=bytes.decode).decode()


def address_of(table: FromClause) -> ColumnElement[Any]:
    """Return where the database keeps a row, which finds it soonest within one transaction."""
    return _Address(table)


class _Texts(FunctionElement[str]):
    name = "texts"
    inherit_cache = True


class _Rows(FunctionElement[str]):
    name = "rows"
    inherit_cache = False

    def __init__(self, given: ColumnElement[str], columns: Sequence[Column[Any]]) -> None:
        super().__init__(given)
        self.given = columns


class _Address(ColumnElement[Any]):
    inherit_cache = False

    def __init__(self, table: FromClause) -> None:
        self.table = table


@compiles(_Texts, "sqlite")
def _texts_in_sqlite(element: _Texts, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Texts, "postgresql")
def _texts_in_postgresql(element: _Texts, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"


@compiles(_Rows, "sqlite")
def _rows_in_sqlite(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    """Cast what is read: an index serves no comparison with a value of no type."""
    fields = ", ".join(
        f"CAST(json_extract(value, '$.{each.name}') AS {_type(each, compiler)}) AS \"{each.name}\""
        for each in element.given
    )
    text = compiler.process(element.clauses, **options)
    return f"(SELECT {fields} FROM json_each({text}))"  # noqa: S608 (names of our own columns)


@compiles(_Rows, "postgresql")
def _rows_in_postgresql(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    fields, types = [], []
    for each in element.given:
        if isinstance(each.type, LargeBinary):
            fields.append(f'convert_to("{each.name}", \'UTF8\') AS "{each.name}"')
            types.append(f'"{each.name}" text')
        else:
            fields.append(f'"{each.name}"')
            types.append(f'"{each.name}" {_type(each, compiler)}')
    rows = f"json_to_recordset(CAST({compiler.process(element.clauses, **options)} AS json))"
    named = f"{rows} AS given({', '.join(types)})"
    return f"(SELECT {', '.join(fields)} FROM {named})"  # noqa: S608 (names of our own columns)


@compiles(_Address, "sqlite")
def _address_in_sqlite(element: _Address, compiler: SQLCompiler, **_: Any) -> str:
    return f"{_name(element, compiler)}.rowid"


@compiles(_Address, "postgresql")
def _address_in_postgresql(element: _Address, compiler: SQLCompiler, **_: Any) -> str:
    return f"{_name(element, compiler)}.ctid"


def _name(element: _Address, compiler: SQLCompiler) -> str:
    named: Any = element.table
    return compiler.preparer.quote(named.name)


def _type(of: Column[Any], compiler: SQLCompiler) -> str:
    return str(compiler.dialect.type_compiler_instance.process(of.type))
