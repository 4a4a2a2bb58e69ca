"""Copies of a project in another store: networks end, and data must outlive them."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from labelfield.protocol.hashes import keccak_hex
from labelfield.storage.errors import CorruptObject, NotMirrored
from labelfield.storage.store import Store

_CONTENT_NAME = re.compile(r"0x[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a copy came to."""

    objects: int
    copied: int
    """Those that the target did not hold yet."""

    size: int
    """Bytes of all of them."""


def mirror(
    source: Store, target: Store, bucket: str, progress: Callable[[str], None] = lambda _: None
) -> Mirrored:
    """Copy every object of a bucket; begun before and broken off, it goes on.

    Each is read back from the target and compared; one named by its hash is held against it.
    """
    copied = size = 0
    names = source.names(bucket)
    for name in names:
        progress(name)
        data = source.get(bucket, name)
        _check_content(bucket, name, data)
        if not target.has(bucket, name):
            target.put(bucket, name, data)
            copied += 1
        _check_copy(bucket, name, data, target.get(bucket, name))
        size += len(data)
    return Mirrored(len(names), copied, size)


def _check_content(bucket: str, name: str, data: bytes) -> None:
    if _CONTENT_NAME.fullmatch(name) and (found := keccak_hex(data)) != name:
        raise CorruptObject(bucket, name, expected=name, found=found)


def _check_copy(bucket: str, name: str, data: bytes, copy: bytes) -> None:
    expected, found = hashlib.sha256(data).hexdigest(), hashlib.sha256(copy).hexdigest()
    if expected != found:
        raise NotMirrored(bucket, name, f"expected SHA-256 {expected}, found {found}")
