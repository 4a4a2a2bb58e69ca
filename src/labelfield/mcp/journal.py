"""What the desk owes, on disk: one file a question, replaced whole; no crash loses money."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from labelfield.mcp.errors import BrokenJournal, UnknownQuestion
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.ids import Hash32


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with everything that was done for it. Amounts are units."""

    id: Hash32
    state: str
    """`paying` until the payment stands on chain, then a state of QuestionStatus."""
    request: dict[str, Any]
    payment: dict[str, Any]
    """The x402 payload, to settle it after a crash."""
    payer: str
    paid: int
    deadline_s: int
    """Unix time."""
    draft: dict[str, Any] | None = None
    """What the server made of the question."""
    project: int | None = None
    given: int = 0
    answers: list[dict[str, Any]] | None = None
    spent: int | None = None
    refunded: int | None = None
    transactions: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Signed transactions by what they do, kept before they are sent."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A folder of entries."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Return the journal in a folder, which is made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    def put(self, entry: Entry) -> None:
        """Keep an entry, durably, in place of an older one."""
        path = self._path(entry.id)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as written:
            json.dump(asdict(entry), written)
            written.flush()
            os.fsync(written.fileno())
        part.replace(path)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def change(self, entry: Entry, **changes: Any) -> Entry:
        """Keep a changed entry and return it."""
        changed = replace(entry, **changes)
        self.put(changed)
        return changed

    def get(self, identity: Hash32) -> Entry:
        """Return an entry; raise UnknownQuestion."""
        path = self._path(identity)
        if not path.exists():
            raise UnknownQuestion(identity)
        return _read(path)

    def has(self, identity: Hash32) -> bool:
        """Tell whether there is such an entry."""
        return self._path(identity).exists()

    def drop(self, entry: Entry) -> None:
        """Forget a question that was never paid."""
        self._path(entry.id).unlink(missing_ok=True)

    def unfinished(self) -> Iterator[Entry]:
        """Yield every entry that something is still to be done for, oldest name first."""
        for path in sorted(self.folder.glob("0x*.json")):
            entry = _read(path)
            if entry.state != "done":
                yield entry

    def _path(self, identity: Hash32) -> Path:
        return self.folder / f"0x{bytes_of(identity, 32).hex()}.json"


def _read(path: Path) -> Entry:
    try:
        return Entry(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BrokenJournal(path, error) from error
