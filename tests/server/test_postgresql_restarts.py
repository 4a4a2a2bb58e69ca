"""PostgreSQL goes away under a server and comes back: nothing is lost, nothing needs a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.db.database import open_database
from labelfield.db.schema import upgrade
from labelfield.db.tables import answers
from tests import databases
from tests.postgresql import Postgresql, running_postgresql
from tests.server.world import QUICK, Switchboard, Terms, World, code_of, coordinator_at

pytestmark = pytest.mark.skipif(
    not databases.POSTGRESQL,
    reason="make test runs it with LABELFIELD_TEST_DATABASE=postgresql",
)


@pytest.fixture
def postgresql() -> Iterator[Postgresql]:
    """A server of this test's own, which keeps what it commits."""
    with running_postgresql(durability=()) as server:
        yield server


@pytest.fixture
def mortal(postgresql: Postgresql, board: Switchboard, tmp_path: Path) -> Iterator[World]:
    database = open_database(postgresql.create())
    upgrade(database)
    world = World(coordinator_at(tmp_path, database), board)
    yield world
    world.close()


def test_answers_are_refused_while_it_is_gone_and_taken_once_it_is_back(
    mortal: World, postgresql: Postgresql
) -> None:
    project = mortal.open(Terms(tasks=3, scoring=QUICK))
    ann = mortal.person("ann", project)
    tasks = ann.lease(project, 3)
    first = ann.answer(project, tasks[0])
    request = ann.signed(project, (tasks[1], "yes"))
    for _ in range(2):
        postgresql.stop()
        response = ann.send(project, request)
        assert (response.status_code, code_of(response)) == (503, "database_unreachable")
        postgresql.start()
    [second] = ann.send(project, request).json()["receipts"]
    assert (first.number, second["number"]) == (1, 2)
    assert ann.send(project, request).json()["receipts"] == [second], "again: the same receipt"
    assert [row.sequence for row in mortal.rows(answers)] == [1, 2]
    mortal.settle(project)
