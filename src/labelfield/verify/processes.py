"""One process for each core, so that signatures and hashes are checked on all of them."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Protocol

from labelfield.verify.part import Part, PartCheck, PartFound, Terms

MOST_PROCESSES = 8


class Readers(Protocol):
    """Somebody who reads the parts of record after record."""

    def begin(self, parts: Sequence[Part]) -> None:
        """Hand out the parts of the next record."""

    def end(self) -> list[PartFound]:
        """Return what was found in them; raise what their check raised."""


class _Here:
    """Reads one part in this process."""

    def __init__(self, terms: Terms) -> None:
        self._check = PartCheck(terms)
        self._found: list[PartFound] = []

    def begin(self, parts: Sequence[Part]) -> None:
        """Read it."""
        self._found = [self._check.read(part) for part in parts]

    def end(self) -> list[PartFound]:
        """Return what was found."""
        return self._found


class _There:
    """Reads each part in a process of its own."""

    def __init__(self, connections: Sequence[Connection]) -> None:
        self._connections = connections

    def begin(self, parts: Sequence[Part]) -> None:
        """Send them; a process takes in all of a part before it answers."""
        for connection, part in zip(self._connections, parts, strict=True):
            connection.send(part)

    def end(self) -> list[PartFound]:
        """Wait for all of them."""
        found = [connection.recv() for connection in self._connections]
        for each in found:
            if isinstance(each, Exception):
                raise each
        return found


def processes() -> int:
    """Return how many are worth their while: one a core, one where a process cannot be copied."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return min(os.cpu_count() or 1, MOST_PROCESSES)


@contextmanager
def readers(terms: Terms, count: int) -> Iterator[Readers]:
    """Yield `count` readers, or one in this process; they end with the block."""
    if count == 1:
        yield _Here(terms)
        return
    context = multiprocessing.get_context("fork")
    pairs = [context.Pipe() for _ in range(count)]
    started = [
        context.Process(target=_serve, args=(terms, theirs), daemon=True) for _, theirs in pairs
    ]
    try:
        for process in started:
            process.start()
        for _, theirs in pairs:
            theirs.close()
        yield _There([ours for ours, _ in pairs])
    finally:
        for ours, _ in pairs:
            ours.close()
        for process in started:
            process.terminate()
            process.join()


def _serve(terms: Terms, connection: Connection) -> None:
    """Read parts until they end."""
    check = PartCheck(terms)
    while True:
        try:
            part = connection.recv()
        except EOFError:
            return
        try:
            found: PartFound | Exception = check.read(part)
        except Exception as error:
            found = RuntimeError(f"{type(error).__name__}: {error}")
        connection.send(found)
