"""What breaks around the server, and what it does then: docs/operate.md says the same in words."""

import errno
import threading
import time
from typing import Any

import pytest

from labelfield.chain.rpc import Rpc
from labelfield.db.tables import answers, labelers
from labelfield.db.totals import get_totals
from labelfield.storage.errors import StorageError
from labelfield.storage.store import Store
from tests import databases
from tests.server.chain_world import ChainWorld
from tests.server.funds import funds_of
from tests.server.test_checkpointing import books_agree, earning
from tests.server.world import (
    IMAGE_CONFIG,
    QUICK,
    Json,
    Person,
    Terms,
    World,
    code_of,
    draft_of,
    picture,
    right_label,
)

HOUR_S = 3_600


@pytest.mark.skipif(databases.POSTGRESQL, reason="a limit of SQLite files stands for the disk")
def test_a_full_disk_refuses_what_it_cannot_keep_and_takes_it_again_once_there_is_room(
    world: World,
) -> None:
    project = world.open(Terms(tasks=200, maximum=1))
    ann = world.person("ann", project)
    tasks = ann.lease(project, 50)
    request = ann.signed(project, *((task, "yes") for task in tasks))
    _limit_pages(world, 1)  # never below what there is
    with world.unchanged():
        refused = ann.send(project, request)
    assert (refused.status_code, code_of(refused)) == (503, "database_unreachable")
    assert ann.get("/api/me").status_code == 200, "reading goes on"
    _limit_pages(world, 2**31 - 2)
    accepted = ann.send(project, request)
    assert accepted.status_code == 200
    assert len(world.rows(answers)) == len(tasks) == len(accepted.json()["receipts"])


def test_a_clock_that_jumps_ahead_ends_leases_and_changes_nothing(
    ready: tuple[World, Person, Json], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, ann, request = ready
    _jump(monkeypatch, HOUR_S)
    with world.unchanged():
        assert code_of(ann.send(1, request)) == "no_lease"
    _jump(monkeypatch, 0)
    assert ann.send(1, request).status_code == 200


def test_a_clock_that_jumps_back_refuses_answers_from_the_future_until_it_is_right(
    ready: tuple[World, Person, Json], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, ann, request = ready
    _jump(monkeypatch, -HOUR_S)
    with world.unchanged():
        refused = ann.send(1, request)
    assert (code_of(refused), "clock" in refused.text) == ("malformed", True)
    _jump(monkeypatch, 0)
    assert ann.send(1, request).status_code == 200


def test_what_a_settlement_raises_beyond_the_float_is_promised_by_no_receipt(
    world: World,
) -> None:
    """A settlement may find more earned than float or bond cover: nobody is promised it before a
    checkpoint made room, for the next receipt is refused."""
    project = world.open(Terms(tasks=12, maximum=2, scoring=QUICK))
    people = world.people(2, project)
    for person in people:
        for lease in person.leases(project, 11):
            person.answer(project, lease.task, right_label(lease.data["text"]))
    world.coordinator.watch.funds = funds_of(5_000)
    world.settle(project)
    assert world.transact(get_totals).unsettled > 5_000
    for person in people:
        [task] = person.lease(project)
        with world.unchanged():
            refused = person.send(project, person.signed(project, (task, "yes")))
        assert code_of(refused) == "float_spent"
    promised = {row.labeler: row.owed for row in world.rows(answers)}
    assert sum(promised.values()) <= 5_000
    assert sum(row.owed for row in world.rows(labelers)) > 5_000


@pytest.mark.chain
def test_a_store_that_refuses_holds_up_credits_and_nothing_else(chain_world: ChainWorld) -> None:
    project, people = earning(chain_world, "refused")
    coordinator = chain_world.world.coordinator
    store, coordinator.store = coordinator.store, Refusing(coordinator.store)
    chain_world.make_due()
    chain_world.step()
    assert chain_world.credited(*people) == [0, 0]
    [task] = people[0].lease(project)
    people[0].answer(project, task)
    coordinator.store = store
    chain_world.step()
    assert chain_world.credited(*people) >= [7_000, 7_000]


@pytest.mark.chain
def test_a_checkpoint_that_a_fork_of_three_blocks_threw_out_is_mined_again(
    chain_world: ChainWorld,
) -> None:
    _, people = earning(chain_world, "forked")
    chain_world.make_due()
    chain_world.step()
    assert chain_world.credited(*people) == [7_000, 7_000]
    rpc = Rpc(chain_world.pool.rpc_url)
    for _ in range(2):
        rpc.ask("evm_mine")
    rpc.ask("anvil_reorg", 3, [])
    assert chain_world.credited(*people) == [0, 0], "the fork does not have it"
    chain_world.step()
    assert chain_world.credited(*people) == [7_000, 7_000]
    assert books_agree(chain_world)


@pytest.mark.chain
def test_a_slow_node_holds_up_settlement_and_no_answer(
    chain_world: ChainWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, people = earning(chain_world, "slow")
    chain_world.make_due()
    asked, may_answer = threading.Event(), threading.Event()
    worker, plain = threading.Thread(target=chain_world.worker.step), Rpc.ask

    def slowly(rpc: Rpc, *question: Any) -> Any:
        if threading.current_thread() is worker:
            asked.set()
            assert may_answer.wait(60)
        return plain(rpc, *question)

    monkeypatch.setattr(Rpc, "ask", slowly)
    worker.start()
    assert asked.wait(60)
    [task] = people[0].lease(project)
    assert people[0].answer(project, task).number
    assert chain_world.credited(*people) == [0, 0]
    may_answer.set()
    worker.join()
    assert chain_world.credited(*people) >= [7_000, 7_000]
    assert books_agree(chain_world)


def test_a_corrupt_file_is_shown_to_nobody_and_goes_into_no_project(world: World) -> None:
    name, data = picture(b"a picture")
    project = world.open()
    world.as_requester("PUT", f"/api/media/{name}", content=data)
    [file] = [path for path in (world.coordinator.settings.home / "sealed").rglob("*")
              if path.is_file()]  # fmt: skip
    file.write_bytes(b"another")
    response = world.http.get(f"/api/projects/{project}/media/{name}")
    assert (response.status_code, code_of(response)) == (503, "storage_failed")
    item = {"key": "p", "data": {"image": f"media/{name}"}}
    body = draft_of(Terms()) | {"config": IMAGE_CONFIG, "tasks": [item]}
    with world.unchanged():
        refused = world.as_requester("POST", "/api/drafts", json=body)
    assert (refused.status_code, code_of(refused)) == (503, "storage_failed")
    file.unlink()
    world.as_requester("PUT", f"/api/media/{name}", content=data)
    assert world.http.get(f"/api/projects/{project}/media/{name}").content == data
    assert world.as_requester("POST", "/api/drafts", json=body).status_code == 200


def test_a_disk_that_takes_no_file_refuses_it_for_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    name, data = picture(b"a picture")
    with monkeypatch.context() as patch:
        patch.setattr("labelfield.storage.folder.os.fsync", full)
        response = world.as_requester("PUT", f"/api/media/{name}", content=data)
        assert (response.status_code, code_of(response)) == (503, "storage_failed")
        assert "No space left on device" in response.text
    assert world.as_requester("PUT", f"/api/media/{name}", content=data).status_code == 200


class StorageRefuses(StorageError):
    """The store has no room."""


class Refusing:
    """A store that keeps nothing new."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, *_: object) -> None:
        raise StorageRefuses

    put_file = put

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def _limit_pages(world: World, pages: int) -> None:
    world.transact(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}"))


def _jump(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Let the server's clock of the day be off by so much."""
    monkeypatch.undo()
    right = time.time
    monkeypatch.setattr("labelfield.server.routes_labeler.time.time", lambda: right() + seconds)
