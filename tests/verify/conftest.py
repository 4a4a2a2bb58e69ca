"""Finished projects, made once by a real server on a real chain."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from labelfield.chain.anvil import start_anvil, stop_anvil
from labelfield.market.closing import is_audited
from labelfield.protocol.ids import TaskId
from labelfield.server import settlement
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import QUICK, Person, Terms, answer, right_label, switchboard
from tests.verify.public import Public, heard

TASKS, LABELERS = 12, 8
CROWD = Terms(
    name="crowd",
    tasks=TASKS,
    maximum=LABELERS,
    gold={"t1": "yes", "t4": "no", "t7": "yes"},
    scoring=QUICK | {"credit_line_percent": 100},
)
SURE = Terms(
    name="sure", tasks=30, maximum=3, minimum=2, target_confidence_bps=9_000, scoring=QUICK
)
BUSY = Terms(
    name="busy", tasks=30, maximum=4, minimum=2, target_confidence_bps=9_000, scoring=QUICK
)
MINTED = Terms(
    name="minted", tasks=26, maximum=7, minimum=6, target_confidence_bps=9_990, scoring=QUICK
)
ENDED = Terms(name="ended", tasks=5, maximum=3, gold={"t0": "no", "t4": "no"}, scoring=QUICK)
EMPTY = Terms(name="empty")
RUNNING = Terms(name="running", tasks=4, maximum=2, scoring=QUICK)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks for finished projects needs a chain on which they were made."""
    for item in items:
        if "finished" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.chain)


@dataclass(frozen=True)
class Finished:
    """Projects as the public sees them, by what happened in them."""

    crowd: Public
    """All tasks full; several settlements and checkpoints; one labeler is no good."""
    sure: Public
    """Some tasks closed before they were full."""
    ended: Public
    """The requester closed it while tasks were open, one of them gold without an answer."""
    empty: Public
    """Closed without an answer."""
    running: Public
    """Not closed."""
    minted: Public
    """A settlement made gold of an open task."""
    busy: Public
    """Answers filled tasks, and newcomers came, while settlements were computed."""


@dataclass(frozen=True, order=True)
class Shown:
    """A task that a labeler holds."""

    number: int
    task: str


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    home = tmp_path_factory.mktemp("finished")
    anvil = start_anvil(home / "chain", block_time_s=None)
    with switchboard() as board, on_chain(home, board, anvil.rpc_url, credit_from=1) as chain:
        numbers = [
            make(chain) for make in (_crowd, _sure, _ended, _empty, _running, _minted, _busy)
        ]
        block, store = chain._deployment.block, chain.world.coordinator.store
        yield Finished(*(heard(chain.pool, number, block, store) for number in numbers))
    stop_anvil(anvil)


def _crowd(chain: ChainWorld) -> int:
    """Tasks fill four by four; one labeler says always yes; one comes for a single task."""
    number = chain.open(CROWD)
    single, *people = chain.world.people(LABELERS + 1, number)
    _submit(single, number, _leased(single, number, 1))
    held = {person.address: _leased(person, number) for person in people}
    for start in range(0, TASKS, 4):
        for person in people:
            tasks = [task for task in held[person.address] if start <= task.number < start + 4]
            _submit(person, number, tasks, "yes" if person is people[0] else None)
        chain.step()
    return number


def _sure(chain: ChainWorld) -> int:
    """Two answer everything, a third enough for both to be believed alone."""
    number = chain.open(SURE)
    ann, bob, cid = chain.world.people(3, number)
    for person in (ann, bob):
        _submit(person, number, _leased(person, number))
    _submit(cid, number, _leased(cid, number)[:22])
    chain.step()
    chain.step()
    return number


def _minted(chain: ChainWorld) -> int:
    """Six agree on audited tasks once they are known; the last answers come after."""
    number = chain.open(MINTED)
    people = chain.world.people(7, number)
    held = {person.address: _leased(person, number) for person in people}
    audited = [shown for shown in held[people[0].address] if is_audited(TaskId(shown.task))]
    for person in people:
        _submit(person, number, [each for each in held[person.address] if each not in audited])
    for person in people[:6]:
        _submit(person, number, audited)
    chain.step()
    _submit(people[6], number, audited, "no")
    chain.step()
    return number


def _busy(chain: ChainWorld) -> int:
    """Two answer everything; while that is settled two more fill tasks, one of them new."""
    number = chain.open(BUSY)
    ann, bob, cid, dan = chain.world.people(4, number)
    for person in (ann, bob):
        _submit(person, number, _leased(person, number)[:24])
    first = _leased(cid, number)
    _submit(cid, number, first[:3])
    _submit(dan, number, _leased(dan, number)[:2])
    with _meanwhile(chain, number):
        eve = chain.world.person("eve", number)
        _submit(cid, number, first[3:12])
        _submit(dan, number, _leased(dan, number)[:6])
        _submit(eve, number, _leased(eve, number)[20:26])
    with _meanwhile(chain, number):
        for person in (ann, bob):
            _submit(person, number, _leased(person, number)[:3])
    for person in (ann, bob):
        _submit(person, number, _leased(person, number))
    for person in (cid, dan):
        _submit(person, number, _leased(person, number))
    chain.step()
    chain.step()
    return number


@contextmanager
def _meanwhile(chain: ChainWorld, number: int) -> Iterator[None]:
    """Let things happen while a settlement is computed."""
    writer, facts = chain.world.coordinator.writer, chain.world.facts(number)
    begun = writer.run(lambda connection: settlement.begin(connection, facts, 0))
    assert begun is not None
    computed = writer.read(lambda connection: settlement.compute(connection, begun))
    yield
    writer.run(lambda connection: settlement.finish(connection, computed))


def _ended(chain: ChainWorld) -> int:
    number = chain.open(ENDED)
    ann, bob = chain.world.people(2, number)
    _submit(ann, number, _leased(ann, number)[:3])
    _submit(bob, number, _leased(bob, number)[1:3])
    chain.ask_to_close(number)
    chain.step()
    return number


def _empty(chain: ChainWorld) -> int:
    number = chain.open(EMPTY)
    chain.ask_to_close(number)
    chain.step()
    return number


def _running(chain: ChainWorld) -> int:
    number = chain.open(RUNNING)
    for person in chain.world.people(2, number):
        _submit(person, number, _leased(person, number)[:3])
    chain.step()
    return number


def _leased(person: Person, number: int, count: int = 50) -> list[Shown]:
    """Return what a labeler may label, by the tasks' numbers."""
    leases = person.leases(number, count)
    return sorted(Shown(int(lease.data["text"].split()[1]), lease.task) for lease in leases)


def _submit(person: Person, number: int, tasks: list[Shown], says: str | None = None) -> None:
    """Send answers in pairs, so that one signature covers two."""
    given = [(shown.task, answer(says or right_label(str(shown.number)))) for shown in tasks]
    for start in range(0, len(given), 2):
        person.client.submit(number, given[start : start + 2])
