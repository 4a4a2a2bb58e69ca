"""Sealed records: encrypted until their project's opening (section 6).

The keys of a project's records form a chain, each the keccak of the next one's, so that 32 bytes
open everything up to a checkpoint and nothing after it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from labelfield.protocol.errors import BadSeal
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import ProjectNumber
from labelfield.protocol.typed_data import Domain

if TYPE_CHECKING:  # takes a while to import
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LAST_CHECKPOINT = 2**17
"""The chain of keys ends there: at one checkpoint every two minutes, after half a year."""

_ANCHOR_EVERY = 2**9
_KEY_SIZE = 32
_NONCE_SIZE = 12
_TAG_SIZE = 16
_HEAD_SIZE = _KEY_SIZE + _NONCE_SIZE


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """The one checkpoint whose record a sealed object can be."""

    domain: Domain
    project: ProjectNumber
    checkpoint: int

    def spelled(self) -> bytes:
        """Return the place as the encryption binds it."""
        return f"{project_name(self.domain, self.project)}/{self.checkpoint}".encode()


def project_name(domain: Domain, project: ProjectNumber) -> str:
    """Return what no other project has: chain, pool and number."""
    return f"{domain.chain_id}/{domain.pool}/{project}"


def project_secret(operator_secret: bytes, domain: Domain, project: ProjectNumber) -> bytes:
    """Return the end of a project's chain of keys; the operator can always find it again."""
    name = project_name(domain, project).encode()
    return keccak(b"labelfield/record secret/1" + operator_secret + name)


def record_key(secret: bytes, checkpoint: int) -> bytes:
    """Return the key of one checkpoint's record; `secret` is the key of the last there can be."""
    if not 1 <= checkpoint <= LAST_CHECKPOINT:
        raise BadSeal(f"checkpoint {checkpoint}: a project has keys for 1 to {LAST_CHECKPOINT}")
    anchor = -(-checkpoint // _ANCHOR_EVERY)
    return key_before(_anchors(secret)[anchor], anchor * _ANCHOR_EVERY - checkpoint)


def key_before(key: bytes, steps: int) -> bytes:
    """Return the key of the record that is `steps` checkpoints before that of `key`."""
    for _ in range(steps):
        key = keccak(key)
    return key


def seal(key: bytes, place: RecordPlace, data: bytes) -> bytes:
    """Return the object that holds `data` sealed: the same for the same key, place and data.

    The nonce follows from key and data, so that even a key that had to be used twice (after the
    loss of a database) gives nothing away. The commitment fixes the key: without it one object
    could be made to open by two keys.
    """
    nonce = keccak(b"labelfield/record nonce/1" + key + data)[:_NONCE_SIZE]
    return _commitment(key) + nonce + _cipher(key).encrypt(nonce, data, place.spelled())


def unseal(key: bytes, place: RecordPlace, sealed: bytes) -> bytes:
    """Return what was sealed; raise BadSeal for another key, another place or a changed byte."""
    from cryptography.exceptions import InvalidTag

    if len(sealed) < _HEAD_SIZE + _TAG_SIZE:
        raise BadSeal(f"a sealed record has {len(sealed)} bytes: that is too few")
    if sealed[:_KEY_SIZE] != _commitment(key):
        raise BadSeal(f"the record of checkpoint {place.checkpoint} was sealed with another key")
    nonce = sealed[_KEY_SIZE:_HEAD_SIZE]
    try:
        return _cipher(key).decrypt(nonce, sealed[_HEAD_SIZE:], place.spelled())
    except InvalidTag as error:
        raise BadSeal(f"the record is not sealed for checkpoint {place.checkpoint}") from error


def _commitment(key: bytes) -> bytes:
    return keccak(b"labelfield/record key/1" + key)


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


@lru_cache(maxsize=64)
def _anchors(secret: bytes) -> tuple[bytes, ...]:
    """Return every 512th key, by its place: finding them all anew takes a tenth of a second."""
    found = [secret]
    for _ in range(LAST_CHECKPOINT // _ANCHOR_EVERY):
        found.append(key_before(found[-1], _ANCHOR_EVERY))
    return tuple(reversed(found))
