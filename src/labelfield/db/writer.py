"""One thread owns the SQLite connection and commits many use cases with one fsync.

Each use case runs in a savepoint of its own: one that fails changes nothing and stops no other.
Nobody hears of success before the commit that makes it durable.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from labelfield.db.errors import WriterStopped

Result = TypeVar("Result")
_Job = tuple[Callable[[Connection], Any], "Future[Any]"]

MOST_JOBS_A_COMMIT = 256


def open_engine(path: Path) -> Engine:
    """Return an engine on the SQLite file at `path`, in WAL mode with synchronous=FULL."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # transactions begin in _begin
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class Writer:
    """Runs use cases one after another on its own thread; commits them in groups."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._stopped = False
        self._handing_in = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="database", daemon=True)
        self._thread.start()

    def run(self, use_case: Callable[[Connection], Result]) -> Result:
        """Return the use case's result once it is durable; raise what it raised."""
        return self._enqueue(use_case).result()

    async def submit(self, use_case: Callable[[Connection], Result]) -> Result:
        """Like `run`, from an event loop."""
        return await asyncio.wrap_future(self._enqueue(use_case))

    def close(self) -> None:
        """Finish what was handed in, then stop the thread and the engine."""
        with self._handing_in:
            self._stopped = True
            self._jobs.put(None)
        self._thread.join()
        self._engine.dispose()

    def _enqueue(self, use_case: Callable[[Connection], Result]) -> "Future[Result]":
        future: Future[Result] = Future()
        with self._handing_in:  # after the None that ends the thread nobody would be served
            if self._stopped:
                raise WriterStopped
            self._jobs.put((use_case, future))
        return future

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._commit_together(self._take_more(job))

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
        """Run the jobs whose callers still wait, and commit them.

        The connection is taken anew each time: SQLite stays inside a transaction whose commit
        failed, and only giving the connection back to the engine ends it.
        """
        waiting = [job for job in jobs if job[1].set_running_or_notify_cancel()]
        done: list[tuple[Future[Any], Any]] = []
        try:
            with self._engine.begin() as connection:
                for use_case, future in waiting:
                    try:
                        with connection.begin_nested():
                            done.append((future, use_case(connection)))
                    except Exception as error:  # handed to the caller, who decides
                        future.set_exception(error)
        except Exception as error:  # the commit failed: nothing of this group happened
            for _, future in waiting:
                if not future.done():
                    future.set_exception(error)
            return
        for future, result in done:
            future.set_result(result)
