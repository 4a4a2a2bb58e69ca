"""Tasks that come in pieces: more than one request holds, kept until a draft names them.

A piece is named by what it holds, so sending it again changes nothing; a draft that names pieces is
made whole or not at all. Servers of one database share the home, and so the pieces.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from labelfield.api.storage_models import PieceStored
from labelfield.protocol.canonical import Json, parse_json, plain_value
from labelfield.protocol.errors import ProtocolError
from labelfield.protocol.fields import exact_object, text
from labelfield.protocol.ids import Address
from labelfield.protocol.tasks import Task, task_json
from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.waiting import KEPT_S, young_bytes

MOST_BYTES = 2 * 1024**3
"""Of one account's pieces."""
LONGEST_KEY = 500
_NAME = re.compile(r"[0-9a-f]{64}")


def keep_piece(coordinator: Coordinator, account: Address, name: str, data: bytes) -> PieceStored:
    """Keep tasks, one a line; refuse a line that is none, and data that is not what it is named."""
    _check_name(name)
    found = hashlib.sha256(data).hexdigest()
    if found != name:
        raise refusals.Malformed(f"The piece hashes to {found}, not to its name.", found=found)
    lines = [
        _checked(line, number) + b"\n"
        for number, line in enumerate(data.removesuffix(b"\n").split(b"\n"), start=1)
    ]
    folder = _folder(coordinator, account)
    folder.mkdir(parents=True, exist_ok=True)
    size = sum(map(len, lines))
    _make_room(folder, size)
    coordinator.take_room(size)
    _write(folder, name, lines)
    return PieceStored(name=name, tasks=len(lines))


def tasks_of_pieces(
    coordinator: Coordinator, account: Address, names: Sequence[str]
) -> Iterator[tuple[Task, bytes]]:
    """Yield an account's tasks and their canonical JSON; refuse a piece that is not there."""
    folder = _folder(coordinator, account)
    for name in names:
        _check_name(name)
        for line in _read(folder / name):
            fields = orjson.loads(line)  # as `keep_piece` spelled it
            yield Task(fields["key"], fields["data"]), line


def _read(path: Path) -> list[bytes]:
    """Return a piece's lines; a piece that the disk changed is none."""
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        digest, data = b"", b""
    if hashlib.sha256(data).hexdigest().encode() != digest:
        message = f"There is no piece {path.name}: send it (again), by PUT /api/pieces."
        raise refusals.NotFound(message, piece=path.name)
    return data.split(b"\n")[:-1]


def _checked(line: bytes, number: int) -> bytes:
    """Return the canonical JSON of a line's task: mostly the line itself."""
    value = plain_value(line)
    try:
        task = _task(parse_json(line) if value is None else value, number)
        return line if value is not None else task_json(task)
    except ProtocolError as error:
        raise refusals.Malformed(f"Line {number}: {error}", line=number) from error


def _task(value: Json, number: int) -> Task:
    fields = exact_object(value, ("data", "key"), "task")
    key, data = text(fields, "key", LONGEST_KEY), fields["data"]
    if not isinstance(data, dict):
        raise refusals.Malformed(f"Line {number}: data is no object.", line=number)
    if not key:
        raise refusals.Malformed(f"Line {number}: the key is empty.", line=number)
    return Task(key, data)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise refusals.NotFound("A piece is named by its SHA-256 in lower-case hexadecimal.")


def _folder(coordinator: Coordinator, account: Address) -> Path:
    return coordinator.settings.home / "pieces" / account


def _make_room(folder: Path, size: int) -> None:
    """Forget old pieces; refuse another one where too much of an account's waits."""
    waiting = young_bytes(folder)
    if waiting + size > MOST_BYTES:
        raise refusals.Conflict(
            f"{waiting} bytes of pieces wait for a draft, and {MOST_BYTES} may: "
            f"they are forgotten after {KEPT_S // 3600} hours."
        )


def _write(folder: Path, name: str, lines: Sequence[bytes]) -> None:
    """Write aside and move: a piece is there whole or not at all, and young again.

    It begins with the hash of its lines, by which a disk that changes bytes is found out.
    """
    data = b"".join(lines)
    aside = folder / f".{secrets.token_hex(8)}"
    try:
        with aside.open("xb") as file:
            file.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        os.replace(aside, folder / name)
    finally:
        aside.unlink(missing_ok=True)
