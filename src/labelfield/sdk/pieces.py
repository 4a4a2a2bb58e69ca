"""Tasks on their way to the server: on disk, in pieces that a request holds.

However many there are, none of them stays in memory.
"""

import tempfile
import weakref
from collections.abc import Iterator
from itertools import pairwise

from labelfield.protocol.tasks import Task, task_json

PIECE_BYTES = 4 * 1024 * 1024
"""A piece is sent once it holds so much: well below what a server takes at once."""


class Pieces:
    """Checked tasks in a file of their own, which is gone when nobody holds this any more."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the finalizer)
        weakref.finalize(self, self._file.close)
        self._ends = [0]
        self.size = 0
        """Bytes of all tasks."""
        self.count = 0
        """How many tasks there are."""

    def add(self, task: Task) -> None:
        """Write one more task; raise NotCanonical for one that has no canonical spelling."""
        self.size += self._file.write(task_json(task) + b"\n")
        self.count += 1
        if self.size - self._ends[-1] >= PIECE_BYTES:
            self._ends.append(self.size)

    def pieces(self) -> Iterator[bytes]:
        """Yield every piece, whole lines each."""
        ends = self._ends if self._ends[-1] == self.size else [*self._ends, self.size]
        for start, end in pairwise(ends):
            self._file.seek(start)
            yield self._file.read(end - start)
