"""Ids: one NewType each, so that a task cannot stand for a labeler."""

import re
from collections.abc import Sequence
from typing import NewType

from labelfield.protocol.errors import MalformedId

Address = NewType("Address", str)
"""An account: `0x` and 40 lower-case hexadecimal digits (EIP-55 spelling is for display only)."""

Hash32 = NewType("Hash32", str)
"""A keccak-256 digest: `0x` and 64 lower-case hexadecimal digits."""

TaskId = NewType("TaskId", str)
"""A task: the hash of its canonical JSON, spelled like a `Hash32`."""

ProjectNumber = NewType("ProjectNumber", int)
"""A project within its pool, from 1."""

_ADDRESS = re.compile(r"0x[0-9a-f]{40}")
_HASH32 = re.compile(r"0x[0-9a-f]{64}")

ZERO_HASH = Hash32("0x" + "00" * 32)
ZERO_ADDRESS = Address("0x" + "00" * 20)


def parse_address(text: object) -> Address:
    """Return `text` as an address; raise MalformedId unless it is spelled exactly so."""
    if not isinstance(text, str) or not _ADDRESS.fullmatch(text):
        raise MalformedId("address", text, "0x and 40 lower-case hexadecimal digits")
    return Address(text)


def parse_hash32(text: object) -> Hash32:
    """Return `text` as a 32-byte hash; raise MalformedId unless it is spelled exactly so."""
    if not isinstance(text, str) or not _HASH32.fullmatch(text):
        raise MalformedId("hash", text, "0x and 64 lower-case hexadecimal digits")
    return Hash32(text)


def parse_task_id(text: object) -> TaskId:
    """Return `text` as a task id; raise MalformedId unless it is spelled like a hash."""
    return TaskId(parse_hash32(text))


def check_hashes(texts: Sequence[str]) -> None:
    """Raise MalformedId at the first text that is not spelled like a hash."""
    if not all(map(_HASH32.fullmatch, texts)):
        for text in texts:
            parse_hash32(text)
