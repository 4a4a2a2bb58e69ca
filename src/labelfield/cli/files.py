"""Reading and writing what the command line names; whatever fails is said in one sentence."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from labelfield.cli.errors import FileTrouble
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.ids import Address, parse_address


def read_text(file: Path) -> str:
    """Return the text of a UTF-8 file."""
    try:
        return file.read_bytes().decode()
    except OSError as error:
        raise FileTrouble(file, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FileTrouble(file, f"is not UTF-8 at byte {error.start}: save it as UTF-8") from error


def read_bytes(file: Path) -> bytes:
    """Return the bytes of a file."""
    with opened_file(file) as source:
        return source.read()


@contextmanager
def opened_file(file: Path) -> Iterator[BinaryIO]:
    """Yield a file to read."""
    try:
        source = file.open("rb")
    except OSError as error:
        raise FileTrouble(file, f"cannot be read: {error.strerror}") from error
    with source:
        yield source


def read_addresses(file: Path) -> list[Address]:
    """Return the addresses that stand in a file, one a line."""
    found = []
    for number, line in enumerate(read_text(file).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(parse_address(line.strip().lower()))
        except MalformedId as error:
            raise FileTrouble(file, f"line {number}: {error}") from error
    return found


def write_whole(file: Path, pieces: Iterable[bytes]) -> None:
    """Write a whole file or none of it."""
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as written:
            written.writelines(pieces)
        part.replace(file)
    except OSError as error:
        raise FileTrouble(file, f"cannot be written: {error.strerror}") from error


def write_secret(file: Path, text: str) -> None:
    """Write a new file that only its owner can read."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise FileTrouble(file, "exists: a key is never overwritten; name another") from error
    except OSError as error:
        raise FileTrouble(file, f"cannot be written: {error.strerror}") from error
    with os.fdopen(descriptor, "w") as written:
        written.write(text)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, unless it is there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileTrouble(folder, f"cannot be made: {error.strerror}") from error
