"""One thread owns the database's connection and commits many use cases with one fsync.

Each use case runs in a savepoint of its own: one that fails changes nothing and stops no other.
Use cases over many items share a savepoint while nothing unforeseen happens: what is read and
written for many costs little more than for one. Nobody hears of success before the commit that
makes it durable.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection

from labelfield.db.database import Database
from labelfield.db.errors import WriterStopped
from labelfield.db.turns import Turn

Item = TypeVar("Item")
Result = TypeVar("Result")

Many = Callable[[Connection, Sequence[Item]], Sequence[Result | Exception]]
"""Handles items in their order; returns for each what it came to, or why it was refused.

A refused item must have changed nothing.
"""


@dataclass(frozen=True, slots=True)
class _Job:
    """One item for a use case, and who waits for what it comes to."""

    use_case: Many[Any, Any]
    item: Any
    future: "Future[Any] | asyncio.Future[Any]"
    """A thread's, or one of an event loop's own, which is cheaper than a thread's wrapped in it."""


MOST_JOBS_A_COMMIT = 256
CROWD = 4
"""Jobs in one commit that show that many clients wait."""
GATHER_S = 0.002
"""How long a commit then lets more come: what it costs, it costs once for all of them."""


class Writer:
    """Runs use cases one after another on its own thread; commits them in groups."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._fence: Callable[[Connection], None] | None = None
        self._handing_in = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="database", daemon=True)
        self._thread.start()

    def run(self, use_case: Callable[[Connection], Result]) -> Result:
        """Return the use case's result once it is durable; raise what it raised."""
        if self._fence is not None:
            use_case = _behind(self._fence, use_case)
        future: Future[Result] = Future()
        self._hand_in(_Job(_alone, use_case, future))
        return future.result()

    def fenced(self, fence: Callable[[Connection], None]) -> "Writer":
        """Return this writer as one that runs use cases only where `fence` does not raise."""
        fenced = copy(self)
        fenced._fence = fence
        return fenced

    def turn(self) -> Turn:
        """Return a place in the line of the servers on this database."""
        return self._database.turn()

    def read(self, use_case: Callable[[Connection], Result]) -> Result:
        """Return what the use case finds, on this thread and beside whatever is being written."""
        return self._database.read(use_case)

    async def submit(self, use_case: Callable[[Connection], Result]) -> Result:
        """Like `run`, from an event loop."""
        return await self.submit_item(_alone, use_case)

    async def submit_item(self, use_case: Many[Item, Result], item: Item) -> Result:
        """Like `submit`; items for one use case that wait next to each other are handled at once.

        `use_case` is one object for all of them, like a bound method kept by its owner.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._hand_in(_Job(use_case, item, future))
        return await future

    def close(self) -> None:
        """Finish what was handed in, then stop the thread and close the database."""
        with self._handing_in:
            self._stopped.set()
            self._jobs.put(None)
        self._thread.join()
        self._database.close()

    def _hand_in(self, job: _Job) -> None:
        with self._handing_in:  # after the None that ends the thread nobody would be served
            if self._stopped.is_set():
                raise WriterStopped
            self._jobs.put(job)

    def _work(self) -> None:
        crowded = False
        while (job := self._jobs.get()) is not None:
            if crowded:
                time.sleep(GATHER_S)
            jobs = self._take_more(job)
            crowded = len(jobs) >= CROWD
            self._commit_together(jobs)

    def _take_more(self, first: _Job) -> list[_Job]:
        jobs = [first]
        while len(jobs) < MOST_JOBS_A_COMMIT:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            jobs.append(job)
        return jobs

    def _commit_together(self, jobs: list[_Job]) -> None:
        """Run the jobs whose callers still wait, and commit them."""
        waiting = [job for job in jobs if not job.future.cancelled()]
        try:
            results = self._database.transact(lambda connection: _handle_all(connection, waiting))
        except Exception as error:  # the commit failed: nothing of this group happened
            results = [error] * len(waiting)
        _deliver(waiting, results)


def _behind(
    fence: Callable[[Connection], None], use_case: Callable[[Connection], Result]
) -> Callable[[Connection], Result]:
    def both(connection: Connection) -> Result:
        fence(connection)
        return use_case(connection)

    return both


def _deliver(jobs: Sequence[_Job], results: Sequence[Any]) -> None:
    """Tell everybody what their job came to; each event loop is woken once for all of its own."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for job, result in zip(jobs, results, strict=True):
        if isinstance(job.future, Future):
            _settle(job.future, result)
        else:
            loops.setdefault(job.future.get_loop(), []).append((job.future, result))
    for loop, found in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle_all, found)


def _settle_all(found: Sequence[tuple["asyncio.Future[Any]", Any]]) -> None:
    for future, result in found:
        if not future.cancelled():
            _settle(future, result)


def _settle(future: "Future[Any] | asyncio.Future[Any]", result: Any) -> None:
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def _handle_all(connection: Connection, jobs: Sequence[_Job]) -> list[Any]:
    return [result for group in _groups(jobs) for result in _handle(connection, group)]


def _alone(connection: Connection, use_cases: Sequence[Callable[[Connection], Any]]) -> list[Any]:
    """Run a use case that knows nothing of items."""
    [use_case] = use_cases
    return [use_case(connection)]


def _groups(jobs: Sequence[_Job]) -> Iterator[list[_Job]]:
    """Yield neighbours that share a use case; each job alone that knows nothing of items."""
    for use_case, group in groupby(jobs, key=lambda job: job.use_case):
        if use_case is _alone:
            yield from ([job] for job in group)
        else:
            yield list(group)


def _handle(connection: Connection, group: Sequence[_Job]) -> Sequence[Any]:
    """Return what each job came to; after an error nobody foresaw, each is tried by itself."""
    try:
        with connection.begin_nested():
            return group[0].use_case(connection, [job.item for job in group])
    except Exception as error:  # handed to the caller, who decides
        if len(group) == 1:
            return [error]
        return [result for job in group for result in _handle(connection, [job])]
