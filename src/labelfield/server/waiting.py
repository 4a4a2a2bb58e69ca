"""What all accounts together have sent and no draft shows yet: accounts are free, disks are not.

Pieces and media lie in the home until a draft takes them. How many bytes that are is counted once
in a while, and what comes in between is added: servers of one home may let a little more in.
"""

import contextlib
import threading
import time
from pathlib import Path

from labelfield.protocol.ids import Hash32
from labelfield.server import refusals
from labelfield.storage.store import Store

KEPT_S = 24 * 3600
"""A piece that no draft was made of by then is forgotten."""
COUNTED_FOR_S = 600.0
"""Seconds until everything is counted again."""
SOON_S = 10.0
"""The same where somebody would be refused: room that came meanwhile is found."""
MEDIA_BUCKET = "media"
SHOWN_BUCKET = "shown-media"
"""Lists of media that drafts took, by the batch of tasks that shows them."""


class Waiting:
    """How much waits, as far as this server knows; for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes = 0
        self._counted_at: float | None = None

    def take(self, home: Path, sealed: Store, most: int, size: int) -> None:
        """Note that so many bytes come; refuse them where no more than `most` may wait."""
        with self._lock:
            for patience_s in (COUNTED_FOR_S, SOON_S):
                self._count_again(home, sealed, patience_s)
                if self._bytes + size <= most:
                    self._bytes += size
                    return
            raise refusals.Conflict(
                f"Of all accounts together {self._bytes} bytes of tasks and media wait for drafts, "
                f"and this server's operator allows {most} (most_waiting): try again later.",
                most=most,
            )

    def _count_again(self, home: Path, sealed: Store, patience_s: float) -> None:
        now = time.monotonic()
        if self._counted_at is None or now - self._counted_at > patience_s:
            self._bytes = _pieces_bytes(home / "pieces") + _media_bytes(sealed)
            self._counted_at = now


def note_shown(sealed: Store, batch: Hash32, media: list[str]) -> None:
    """Note that a published batch of tasks shows media: they wait no more."""
    if media:
        sealed.put(SHOWN_BUCKET, batch, "\n".join(media).encode())


def young_bytes(folder: Path) -> int:
    """Return how many bytes an account's pieces have; forget those that are too old."""
    found = 0
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another request forgot it
            piece = path.stat()
            if piece.st_mtime < time.time() - KEPT_S:
                path.unlink()
            else:
                found += piece.st_size
    return found


def _pieces_bytes(pieces: Path) -> int:
    folders = pieces.iterdir() if pieces.is_dir() else ()
    return sum(young_bytes(folder) for folder in folders)


def _media_bytes(sealed: Store) -> int:
    shown = {
        name
        for batch in sealed.names(SHOWN_BUCKET)
        for name in sealed.get(SHOWN_BUCKET, batch).decode().split("\n")
    }
    waiting = [name for name in sealed.names(MEDIA_BUCKET) if name not in shown]
    return sum(sealed.size(MEDIA_BUCKET, name) for name in waiting)
