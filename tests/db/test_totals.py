"""The row of totals: whose database it is, whose term, and what is promised."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.db.database import Database
from labelfield.db.errors import OtherPool, TurnLost
from labelfield.db.totals import (
    add_promised,
    check_term,
    get_totals,
    keep_for_pool,
    next_term,
    subtract_credited,
    unsettled_total,
)
from labelfield.db.writer import Writer
from labelfield.protocol.ids import Address
from tests import databases

POOL, OTHER = Address("0x" + "11" * 20), Address("0x" + "22" * 20)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = databases.opened(databases.new_url(tmp_path))
    yield database
    database.close()


def test_a_database_is_one_pools(database: Database) -> None:
    database.transact(lambda c: keep_for_pool(c, 56, POOL))
    database.transact(lambda c: keep_for_pool(c, 56, POOL))
    for chain_id, pool in ((56, OTHER), (204, POOL)):
        with pytest.raises(OtherPool, match=POOL):
            database.transact(lambda c, at=(chain_id, pool): keep_for_pool(c, *at))


def test_whoever_lost_the_turn_writes_nothing(database: Database) -> None:
    writer = Writer(database)
    old = writer.run(next_term)
    fenced = writer.fenced(lambda connection: check_term(connection, old))
    fenced.run(lambda connection: add_promised(connection, 1, 5))
    writer.run(next_term)
    with pytest.raises(TurnLost):
        fenced.run(lambda connection: add_promised(connection, 1, 5))
    assert writer.read(get_totals).receipts == 1
    writer.close()


def test_what_is_promised_is_counted_until_it_is_credited(database: Database) -> None:
    database.transact(lambda c: add_promised(c, 3, 70))
    database.transact(lambda c: subtract_credited(c, 30))
    assert database.read(unsettled_total) == 40
    assert database.read(get_totals).receipts == 3
