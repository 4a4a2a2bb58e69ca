"""kill -9 at random instants, under load: what has a receipt is stored once, and owed once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from labelfield.db.schema import upgrade
from labelfield.db.tables import answers, labelers, projects, tasks
from labelfield.db.totals import get_totals
from labelfield.sdk.labeler import Labeler
from tests import databases
from tests.server.killable import Killable
from tests.server.product import Receipts, wait_until
from tests.server.world import (
    QUICK,
    Switchboard,
    Terms,
    World,
    answer,
    coordinator_at,
    right_label,
    wallet,
)

PEOPLE = 4
MAXIMUM = 3


def label_all(url: str, project: int, name: str) -> None:
    """Label until there is nothing left, whatever happens to the server meanwhile."""
    labeler = Labeler(url, wallet(name))
    labeler.log_in()
    labeler.join(project)
    while leases := labeler.lease(project, 3):
        for lease in leases:
            label = right_label(str(lease.data["text"]))
            labeler.submit(project, [(lease.task, answer(label))])
    labeler.close()


def killed_under_load(home: Path, board: Switchboard, kills: int, tasks_each: int) -> None:
    """Let people label a project while its server is killed; then compare receipts and books."""
    url = databases.new_url(home)
    database = databases.opened(url)
    upgrade(database)
    world = World(coordinator_at(home, database), board)
    project = world.open(Terms(tasks=tasks_each * (kills + 1), maximum=MAXIMUM, scoring=QUICK))
    world.close()
    receipts, random = Receipts(), Random(kills)
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(PEOPLE) as threads:
        patch.setattr(Labeler, "submit", receipts.keep(Labeler.submit))
        patch.setattr("labelfield.sdk.http.PAUSES_S", (0.05,) * 10_000)
        server = Killable(home, url, project)
        working = [
            threads.submit(label_all, server.url, project, f"person {number}")
            for number in range(PEOPLE)
        ]
        total = MAXIMUM * tasks_each * (kills + 1)
        for kill in range(1, kills + 1):
            due = total * kill // (kills + 1) - random.randrange(MAXIMUM * tasks_each // 2)
            wait_until(_reached(receipts, due))
            server.kill()
            server.start()
        for each in working:
            each.result()
        server.kill()
    world = World(coordinator_at(home, databases.opened(url)), board)
    assert_the_books_hold_what_was_promised(world, receipts, total)
    world.close()


def _reached(receipts: Receipts, due: int) -> Callable[[], bool]:
    return lambda: len(receipts.all) >= due


def assert_the_books_hold_what_was_promised(world: World, receipts: Receipts, total: int) -> None:
    rows = world.rows(answers)
    promised = Counter(
        (each.labeler, each.sequence, each.head, each.task, each.position, each.owed)
        for each in receipts.all
    )
    stored = Counter(
        (row.labeler, row.sequence, row.head, row.task, row.position, row.owed) for row in rows
    )
    assert len(rows) == total
    assert promised == stored
    assert all(row.answers == MAXIMUM for row in world.rows(tasks))
    [project] = world.rows(projects)
    assert (project.accepted, project.closed_tasks) == (total, total // MAXIMUM)
    totals: Any = world.transact(get_totals)
    people = world.rows(labelers)
    assert (totals.receipts, totals.unsettled) == (total, sum(row.owed for row in people))
    assert sum(row.owed for row in people) > 0
    assert all(row.owed <= Terms().price * row.receipts for row in people)


def test_ten_kills_lose_no_receipt_and_pay_nothing_twice(
    tmp_path: Path, board: Switchboard
) -> None:
    killed_under_load(tmp_path, board, kills=10, tasks_each=4)


@pytest.mark.soak
def test_two_hundred_kills_lose_no_receipt_and_pay_nothing_twice(
    tmp_path: Path, board: Switchboard
) -> None:
    killed_under_load(tmp_path, board, kills=200, tasks_each=6)
