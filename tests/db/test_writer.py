"""One thread, many use cases, one commit; each alone in what it changes."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from labelfield.db.database import SqliteDatabase
from labelfield.db.errors import WriterStopped
from labelfield.db.schema import upgrade
from labelfield.db.tables import nonces, tasks
from labelfield.db.writer import MOST_JOBS_A_COMMIT, Writer
from tests import databases

PATIENCE_S = 10


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database."""
    return databases.new_url(tmp_path)


@pytest.fixture
def writer(url: str) -> Iterator[Writer]:
    writer = Writer(databases.opened(url))
    yield writer
    writer.close()


def note(text: str) -> Callable[[Connection], str]:
    """Return a use case that stores a text and returns it."""

    def use_case(connection: Connection) -> str:
        connection.execute(insert(nonces).values(nonce=text, expires_s=0))
        return text

    return use_case


def note_then_fail(connection: Connection) -> None:
    note("half")(connection)
    raise KeyError("no")


def break_the_commit(connection: Connection) -> None:
    """SQLite refuses this row only when it commits."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    connection.execute(
        insert(tasks).values(project_id=404, task="0x", ordinal=0, task_json=b"", answers=0)
    )


def stored(url: str) -> set[str]:
    """Return what another connection sees."""
    return databases.look(url, lambda found: set(found.execute(select(nonces.c.nonce)).scalars()))


class Gate:
    """A use case that holds the writer's thread, so that what comes after shares a commit."""

    def __init__(self, writer: Writer) -> None:
        self._open = threading.Event()
        self._entered = threading.Event()
        self._pool = ThreadPoolExecutor(32)
        self._writer = writer
        self._run(self._wait)
        assert self._entered.wait(PATIENCE_S)

    def _wait(self, _: Connection) -> None:
        self._entered.set()
        assert self._open.wait(PATIENCE_S)

    def _run(self, use_case: Callable[[Connection], object]) -> "Future[object]":
        return self._pool.submit(self._writer.run, use_case)

    def add(self, *use_cases: Callable[[Connection], object]) -> "list[Future[object]]":
        """Hand use cases in, in this order."""
        found = []
        for use_case in use_cases:
            before = self._writer._jobs.qsize()
            found.append(self._run(use_case))
            while self._writer._jobs.qsize() == before:
                threading.Event().wait(0.001)
        return found

    def release(self) -> None:
        """Let the writer go on."""
        self._open.set()


def test_work_after_close_is_refused(url: str) -> None:
    writer = Writer(databases.opened(url))
    writer.close()
    with pytest.raises(WriterStopped):
        writer.run(note("late"))
    with pytest.raises(WriterStopped):
        asyncio.run(writer.submit(note("late")))


def test_closing_twice_does_nothing_more(url: str) -> None:
    writer = Writer(databases.opened(url))
    writer.close()
    writer.close()


def test_what_was_handed_in_before_close_is_finished(url: str) -> None:
    writer = Writer(databases.opened(url))
    gate = Gate(writer)
    waiting = gate.add(note("one"), note("two"))
    closing = threading.Thread(target=writer.close)
    closing.start()
    gate.release()
    assert [future.result(PATIENCE_S) for future in waiting] == ["one", "two"]
    closing.join(PATIENCE_S)
    assert stored(url) == {"one", "two"}


def test_nobody_waits_for_ever_when_the_writer_closes(url: str) -> None:
    """Whoever comes while it closes is served or refused."""
    for round_number in range(20):
        writer = Writer(databases.opened(url))
        with ThreadPoolExecutor(8) as pool:
            futures = [
                pool.submit(writer.run, note(f"{round_number}/{number}")) for number in range(30)
            ]
            pool.submit(writer.close)
            for future in futures:
                assert isinstance(future.exception(PATIENCE_S), WriterStopped | None)


def test_a_use_case_that_fails_changes_nothing_and_stops_nobody(writer: Writer, url: str) -> None:
    gate = Gate(writer)
    before, failing, after = gate.add(note("before"), note_then_fail, note("after"))
    gate.release()
    assert isinstance(failing.exception(PATIENCE_S), KeyError)
    assert before.result(PATIENCE_S) == "before"
    assert after.result(PATIENCE_S) == "after"
    assert stored(url) == {"before", "after"}


def test_a_commit_that_fails_fails_everybody_in_it_and_nobody_after(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "test.sqlite")
    upgrade(database)
    writer, url = Writer(database), f"sqlite:///{tmp_path / 'test.sqlite'}"
    gate = Gate(writer)
    waiting = gate.add(note("one"), break_the_commit, note("two"))
    gate.release()
    for future in waiting:
        assert isinstance(future.exception(PATIENCE_S), IntegrityError)
    assert stored(url) == set()
    assert writer.run(note("after")) == "after"
    assert stored(url) == {"after"}
    writer.close()


def test_a_caller_who_gave_up_harms_nobody(writer: Writer, url: str) -> None:
    """A request that its client abandons is cancelled, in the queue or while it runs."""
    inside, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        inside.set()
        assert go_on.wait(PATIENCE_S)
        note("slow")(connection)

    async def give_up() -> None:
        running = asyncio.create_task(writer.submit(slow))
        while not inside.is_set():
            await asyncio.sleep(0.001)
        queued = asyncio.create_task(writer.submit(note("queued")))
        failing = asyncio.create_task(writer.submit(note_then_fail))
        neighbour = asyncio.create_task(writer.submit(note("neighbour")))
        await asyncio.sleep(0)
        for task in (running, queued, failing):
            task.cancel()
        await asyncio.gather(running, queued, failing, return_exceptions=True)
        go_on.set()
        assert await asyncio.wait_for(neighbour, PATIENCE_S) == "neighbour"

    asyncio.run(give_up())
    assert writer.run(note("after")) == "after"
    assert {"neighbour", "after"} <= stored(url) <= {"slow", "queued", "neighbour", "after"}


def test_many_use_cases_share_a_commit(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[object] = []
    transact = writer._database.transact

    def counted(work: Callable[[Connection], list[object]]) -> list[object]:
        commits.append(work)
        return transact(work)

    monkeypatch.setattr(writer._database, "transact", counted)
    gate = Gate(writer)
    waiting = gate.add(*(note(str(number)) for number in range(10)))
    gate.release()
    for future in waiting:
        future.result(PATIENCE_S)
    assert len(commits) == 2, "the gate's, and one for all ten"
    assert MOST_JOBS_A_COMMIT > 10


class Register:
    """A use case for many names: notes them together, refuses `bad`, chokes on `poison`."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []

    def note_all(self, connection: Connection, names: Sequence[str]) -> Sequence[str | Exception]:
        self.groups.append(list(names))
        good = [name for name in names if name != "bad"]
        connection.execute(insert(nonces), [{"nonce": name, "expires_s": 0} for name in good])
        if "poison" in names:
            raise KeyError("poison")
        return [ValueError(name) if name == "bad" else name for name in names]


def handed_in_together(writer: Writer, register: Register, *names: str) -> list[object]:
    """Return what each name came to, when all waited in the queue next to each other."""

    async def hand_in() -> list[object]:
        gate = await asyncio.to_thread(Gate, writer)
        waiting = [writer.submit_item(register.note_all, name) for name in names]
        tasks = [asyncio.create_task(one) for one in waiting]
        await asyncio.sleep(0)
        gate.release()
        return await asyncio.gather(*tasks, return_exceptions=True)

    return asyncio.run(hand_in())


def test_items_that_wait_together_are_handled_at_once(writer: Writer, url: str) -> None:
    register = Register()
    one, bad, two = handed_in_together(writer, register, "one", "bad", "two")
    assert (one, two) == ("one", "two")
    assert isinstance(bad, ValueError)
    assert register.groups == [["one", "bad", "two"]]
    assert stored(url) == {"one", "two"}


def test_an_item_that_breaks_its_group_stops_nobody_else(writer: Writer, url: str) -> None:
    register = Register()
    one, poison, two = handed_in_together(writer, register, "one", "poison", "two")
    assert (one, two) == ("one", "two")
    assert isinstance(poison, KeyError)
    assert register.groups == [["one", "poison", "two"], ["one"], ["poison"], ["two"]]
    assert stored(url) == {"one", "two"}


def test_a_result_is_heard_only_once_it_is_durable(writer: Writer, url: str) -> None:
    for number in range(20):
        writer.run(note(str(number)))
        assert str(number) in stored(url)
