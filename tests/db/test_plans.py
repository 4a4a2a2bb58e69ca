"""SQLite finds what one labeler has without going through what everybody has.

It knows nothing of how many rows there are, and takes an index that begins with the project alone
for a good one: of a million answers, to hand out one task.
"""

from pathlib import Path

import pytest
from sqlalchemy import Connection, Select
from sqlalchemy.dialects import sqlite

from labelfield.db.candidates import SHARED, VOTES
from labelfield.db.database import SqliteDatabase
from labelfield.db.leases import GOLD_GIVEN, HELD
from labelfield.db.schema import upgrade

STATEMENTS = {
    "held": HELD,
    "shared": SHARED,
    "votes": VOTES,
    **{f"gold given {place}": statement for place, statement in enumerate(GOLD_GIVEN)},
}

GIVEN = {"p_labeler": "", "p_tasks": [""]}


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_statement_of_leasing_goes_through_a_whole_project(tmp_path: Path, name: str) -> None:
    database = SqliteDatabase(tmp_path / "test.sqlite")
    upgrade(database)
    plan = database.transact(lambda connection: plan_of(connection, STATEMENTS[name]))
    database.close()
    assert plan, "the plan tells something"
    assert not [step for step in plan if step.endswith("(project_id=?)") or "SCAN" in step], plan


def plan_of(connection: Connection, statement: Select[object]) -> list[str]:
    """Return the steps by which SQLite searches."""
    names = statement.compile(dialect=sqlite.dialect()).binds
    given = {name: GIVEN.get(name, 1) for name in names if name.startswith("p_")}
    compiled = statement.params(given).compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
    )
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
    return [str(row.detail) for row in rows]
