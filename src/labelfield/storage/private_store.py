"""A store in which private projects lie encrypted, under names that say nothing."""

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from labelfield.storage.encryption import (
    CHUNK,
    HEADER,
    SALT_BYTES,
    TAG,
    Header,
    decrypt,
    decrypt_chunk,
    encrypt,
    encrypted_size,
    object_key,
    plain_size,
    read_header,
)
from labelfield.storage.errors import NotDecryptable, ObjectDiffers, ObjectMissing
from labelfield.storage.key_ring import KeyRing, hidden_name, true_name
from labelfield.storage.names import check_bucket, check_object
from labelfield.storage.ranges import check_range
from labelfield.storage.store import Store

PIECE_BYTES = 1024 * 1024
"""Of a file, in memory at a time."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """How one bucket is kept private."""

    ring: KeyRing
    clear: frozenset[str]
    """Objects that anyone may read: the manifest, which says that the rest is private."""


class PrivateStore:
    """Another store, seen by somebody who holds the keys of some of its buckets.

    `privacy_of` returns how a bucket is kept private, or None where it is public.
    """

    def __init__(self, store: Store, privacy_of: Callable[[str], Privacy | None]) -> None:
        self._store = store
        self._privacy_of = privacy_of

    def put(self, bucket: str, name: str, data: bytes) -> None:
        """Keep `data` under a new name, or find it there already."""
        ring = self._ring(bucket, name)
        if ring is None:
            self._store.put(bucket, name, data)
            return
        hidden = hidden_name(ring, bucket, name)
        if not self._store.has(bucket, hidden):
            try:
                self._store.put(bucket, hidden, encrypted_object(ring, bucket, name, data))
            except ObjectDiffers:  # somebody was faster, with another salt
                pass
            else:
                return
        if self.get(bucket, name) != data:
            raise ObjectDiffers(bucket, name)

    def put_file(self, bucket: str, name: str, file: Path) -> None:
        """Keep a file's bytes, encrypted a piece at a time where they are private."""
        ring = self._ring(bucket, name)
        if ring is None:
            self._store.put_file(bucket, name, file)
            return
        if not self.has(bucket, name):
            try:
                self._put_encrypted(ring, bucket, name, file)
            except ObjectDiffers:  # somebody was faster, with another salt
                pass
            else:
                return
        if not self._has_bytes_of(bucket, name, file):
            raise ObjectDiffers(bucket, name)

    def get(self, bucket: str, name: str) -> bytes:
        """Return the object; raise NotDecryptable when it is not what was put."""
        ring = self._ring(bucket, name)
        if ring is None:
            return self._store.get(bucket, name)
        with _missing_as(bucket, name):
            data = self._store.get(bucket, hidden_name(ring, bucket, name))
        header = read_header(data)
        return b"".join(decrypt(self._key(ring, header, bucket, name), header, [data[HEADER:]]))

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`, reading the chunks that hold them."""
        ring = self._ring(bucket, name)
        if ring is None:
            return self._store.get_range(bucket, name, offset, length)
        hidden, size = hidden_name(ring, bucket, name), self.size(bucket, name)
        check_range(name, offset, length, size)
        if not length:
            return b""
        header = read_header(self._store.get_range(bucket, hidden, 0, HEADER))
        key = self._key(ring, header, bucket, name)
        first, last = offset // CHUNK, (offset + length - 1) // CHUNK
        start = HEADER + first * (CHUNK + TAG)
        end = min(HEADER + (last + 1) * (CHUNK + TAG), encrypted_size(size))
        data = self._store.get_range(bucket, hidden, start, end - start)
        plain = b"".join(
            decrypt_chunk(key, header, number, (number + 1) * CHUNK >= size, chunk)
            for number, chunk in enumerate(_cut(data, CHUNK + TAG), start=first)
        )
        skipped = offset - first * CHUNK
        return plain[skipped : skipped + length]

    def size(self, bucket: str, name: str) -> int:
        """Return the plaintext's size in bytes."""
        ring = self._ring(bucket, name)
        if ring is None:
            return self._store.size(bucket, name)
        with _missing_as(bucket, name):
            return plain_size(self._store.size(bucket, hidden_name(ring, bucket, name)))

    def has(self, bucket: str, name: str) -> bool:
        """Say whether the object is there."""
        ring = self._ring(bucket, name)
        return self._store.has(bucket, name if ring is None else hidden_name(ring, bucket, name))

    def names(self, bucket: str, prefix: str = "") -> tuple[str, ...]:
        """Return the true names that begin with `prefix`, sorted; what is not ours is left out."""
        privacy = self._privacy_of(check_bucket(bucket))
        if privacy is None:
            return self._store.names(bucket, prefix)
        found = (_name(privacy, bucket, name) for name in self._store.names(bucket))
        return tuple(sorted(name for name in found if name and name.startswith(prefix)))

    def _put_encrypted(self, ring: KeyRing, bucket: str, name: str, file: Path) -> None:
        with NamedTemporaryFile() as encrypted, file.open("rb") as source:
            pieces = iter(partial(source.read, PIECE_BYTES), b"")
            encrypted.writelines(_encrypted(ring, bucket, name, pieces))
            encrypted.flush()
            self._store.put_file(bucket, hidden_name(ring, bucket, name), Path(encrypted.name))

    def _has_bytes_of(self, bucket: str, name: str, file: Path) -> bool:
        size = file.stat().st_size
        if self.size(bucket, name) != size:
            return False
        with file.open("rb") as source:
            return all(
                source.read(PIECE_BYTES)
                == self.get_range(bucket, name, start, min(PIECE_BYTES, size - start))
                for start in range(0, size, PIECE_BYTES)
            )

    def _ring(self, bucket: str, name: str) -> KeyRing | None:
        privacy = self._privacy_of(check_bucket(bucket))
        return None if privacy is None or check_object(name) in privacy.clear else privacy.ring

    def _key(self, ring: KeyRing, header: Header, bucket: str, name: str) -> bytes:
        return object_key(ring.key_of(header.generation), header.salt, f"{bucket}/{name}")


def encrypted_object(ring: KeyRing, bucket: str, name: str, data: bytes) -> bytes:
    """Return what lies in a private bucket under the hidden name of `name`."""
    return b"".join(_encrypted(ring, bucket, name, [data]))


def _encrypted(ring: KeyRing, bucket: str, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    header = Header(ring.generation, secrets.token_bytes(SALT_BYTES))
    key = object_key(ring.key_of(header.generation), header.salt, f"{bucket}/{name}")
    return encrypt(key, header, pieces)


@contextlib.contextmanager
def _missing_as(bucket: str, name: str) -> Iterator[None]:
    """Name what is missing as the caller names it."""
    try:
        yield
    except ObjectMissing:
        raise ObjectMissing(bucket, name) from None


def _cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def _name(privacy: Privacy, bucket: str, found: str) -> str | None:
    if found in privacy.clear:
        return found
    try:
        return true_name(privacy.ring, bucket, found)
    except NotDecryptable:
        return None
