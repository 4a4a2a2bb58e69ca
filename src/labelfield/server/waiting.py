"""What all accounts together have sent and no draft shows yet: accounts are free, disks are not.

Pieces and media lie in the home until a draft takes them. How many bytes that are stands in a file
of the home, for all its servers: it is counted once in a while, and what comes is added.
"""

import contextlib
import fcntl
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TextIO

from labelfield.protocol.ids import Hash32
from labelfield.server import refusals
from labelfield.server.problems import Problem
from labelfield.storage.errors import ObjectMissing
from labelfield.storage.store import Store

FILE = "waiting.json"
KEPT_S = 24 * 3600
"""A piece that no draft was made of by then is forgotten."""
COUNTED_FOR_S = 600.0
"""Seconds until everything is counted again."""
SOON_S = 10.0
"""The same where somebody would be refused: room that came meanwhile is found."""
MEDIA_BUCKET = "media"
SHOWN_BUCKET = "shown-media"
"""Lists of media that drafts took, by the batch of tasks that shows them."""


@dataclass(frozen=True, slots=True)
class _Count:
    bytes: int
    counted_s: float
    """When everything was counted (seconds since 1970)."""


def take_room(home: Path, sealed: Store, most: int, size: int) -> None:
    """Note that so many bytes come; refuse them where no more than `most` may wait."""
    with _held(home / FILE) as file:
        count = _recent(_read(file), COUNTED_FOR_S) or _counted(home, sealed)
        if count.bytes + size > most:
            count = _recent(count, SOON_S) or _counted(home, sealed)
        fits = count.bytes + size <= most
        _write(file, replace(count, bytes=count.bytes + size) if fits else count)
    if not fits:
        raise refusals.Conflict(
            f"Of all accounts together {count.bytes} bytes of tasks and media wait for drafts, and "
            f"this server's operator allows {most} (most_waiting): try again later.",
            most=most,
            problem=Problem.NO_ROOM,
        )


def note_shown(sealed: Store, batch: Hash32, media: list[str]) -> None:
    """Note that a published batch of tasks shows media: they wait no more."""
    if media:
        sealed.put(SHOWN_BUCKET, batch, "\n".join(media).encode())


def unshown_media(sealed: Store) -> list[str]:
    """Return the media that no published batch of tasks shows, as far as that was noted."""
    shown = {
        name
        for batch in sealed.names(SHOWN_BUCKET)
        for name in sealed.get(SHOWN_BUCKET, batch).decode().split("\n")
    }
    return [name for name in sealed.names(MEDIA_BUCKET) if name not in shown]


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


@contextlib.contextmanager
def _held(path: Path) -> Iterator[TextIO]:
    """Yield a file that one thread of all servers of a home has at a time."""
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _read(file: TextIO) -> _Count | None:
    """Return what was counted; None where it never was, or a killed server left half of it."""
    file.seek(0)
    try:
        return _Count(**json.load(file))
    except (ValueError, TypeError):
        return None


def _write(file: TextIO, count: _Count) -> None:
    file.seek(0)
    file.truncate()
    json.dump(asdict(count), file)
    file.flush()


def _recent(count: _Count | None, patience_s: float) -> _Count | None:
    """Return what was counted, unless that is too long ago, or ahead of the clock."""
    if count is None or not 0 <= time.time() - count.counted_s <= patience_s:
        return None
    return count


def _counted(home: Path, sealed: Store) -> _Count:
    return _Count(_pieces_bytes(home / "pieces") + _media_bytes(sealed), time.time())


def _pieces_bytes(pieces: Path) -> int:
    folders = pieces.iterdir() if pieces.is_dir() else ()
    return sum(young_bytes(folder) for folder in folders)


def _media_bytes(sealed: Store) -> int:
    found = 0
    for name in unshown_media(sealed):
        with contextlib.suppress(ObjectMissing):  # forgotten meanwhile
            found += sealed.size(MEDIA_BUCKET, name)
    return found
