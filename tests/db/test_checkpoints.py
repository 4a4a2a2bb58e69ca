"""What a mined checkpoint changes, and how it is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import sqlite

from labelfield.db.checkpoints import apply_credits, prepare_checkpoint, uncovered
from labelfield.db.database import SqliteDatabase
from labelfield.db.schema import upgrade
from labelfield.db.tables import answers, labelers, memberships, projects
from labelfield.protocol.ids import Address

ANN = Address("0x" + "aa" * 20)
CHECKPOINT = {"number": 1, "state": "prepared", "credited": 30, "fee": 0, "prepared_s": 0}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """Ann with three receipts in project 1: 10, 20 and 30 owed, due at 100, 200 and 300."""
    database = SqliteDatabase(tmp_path / "test.sqlite")
    upgrade(database)
    with database.engine.begin() as connection:
        plain = {"manifest_json": b"", "requester": "", "bucket": "", "kind": "text"}
        rest = {"manifest_hash": "0x1", "reserved": False, "state": "open", "number": 1}
        connection.execute(insert(projects).values(id=1, **plain, **rest))
        connection.execute(insert(labelers).values(labeler=ANN, receipts=3, owed=30, due_s=100))
        member = {"project_id": 1, "labeler": ANN, "sequence": 3, "head": "0x", "owed": 30}
        connection.execute(insert(memberships).values(**member))
        connection.execute(insert(answers), [answer(number) for number in (1, 2, 3)])
        yield connection
    database.close()


def answer(number: int) -> dict[str, object]:
    return {
        "project_id": 1,
        "labeler": ANN,
        "sequence": number,
        "task": f"0x{number}",
        "position": 1,
        "answer_json": b"",
        "label": 0,
        "salt": "0x",
        "time_s": 0,
        "head": "0x",
        "settlement": 0,
        "increment": 10,
        "receipt_number": number,
        "owed": 10 * number,
        "settle_by_s": 100 * number,
    }


@pytest.mark.parametrize(
    ("amount", "due_s"), [(1, 100), (9, 100), (10, 200), (19, 200), (20, 300), (30, None)]
)
def test_the_oldest_receipt_that_credit_does_not_cover_falls_due_next(
    connection: Connection, amount: int, due_s: int | None
) -> None:
    prepare_checkpoint(connection, 1, CHECKPOINT, {ANN: amount})
    apply_credits(connection, 1, 1)
    row = connection.execute(select(labelers)).one()
    assert (row.credited, row.due_s) == (amount, due_s)
    assert connection.execute(select(memberships.c.credited)).scalar_one() == amount


def test_a_checkpoint_takes_every_row_that_no_record_holds(connection: Connection) -> None:
    prepare_checkpoint(connection, 1, CHECKPOINT, {})
    connection.execute(insert(answers).values(**answer(4)))
    found = connection.execute(select(answers.c.checkpoint).order_by(answers.c.sequence))
    assert list(found.scalars()) == [1, 1, 1, None]


def test_the_next_due_time_is_found_without_reading_all_answers(connection: Connection) -> None:
    statement = update(labelers).where(labelers.c.labeler == ANN).values(due_s=uncovered(ANN))
    text = statement.compile(
        dialect=sqlite.dialect(),
        compile_kwargs={"literal_binds": True},
    )
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all()
    assert [row.detail for row in plan if row.detail.startswith("SCAN")] == []
