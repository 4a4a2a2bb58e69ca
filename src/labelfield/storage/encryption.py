"""Encrypted objects: chunks of AES-256-GCM that cannot be cut, reordered or moved elsewhere.

An object is `"LFE1" ‖ generation (4) ‖ salt (32) ‖ chunks`, numbers big-endian. Its own key is
HKDF-SHA256 of the project's data key, the salt, and where the object lies. Each chunk carries
64 KiB and a tag of 16 bytes; the last may be shorter, and a nonce is `0 (3) ‖ is last (1) ‖ number
(8)`, as in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár 2015). The header is
authenticated with every chunk. Memory does not grow with the object, and one chunk can be read
without the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from labelfield.storage.errors import NotDecryptable

KEY_BYTES = 32
SALT_BYTES = 32
CHUNK = 64 * 1024
TAG = 16
MAGIC = b"LFE1"
HEADER = len(MAGIC) + 4 + SALT_BYTES


@dataclass(frozen=True, slots=True)
class Header:
    """What an encrypted object says of itself in the clear."""

    generation: int
    """Which of the project's data keys it is encrypted with, from 1."""

    salt: bytes

    def spelled(self) -> bytes:
        """Return the header's bytes."""
        return MAGIC + self.generation.to_bytes(4) + self.salt


def read_header(data: bytes) -> Header:
    """Return the header at the beginning of an encrypted object."""
    if len(data) < HEADER or data[:4] != MAGIC:
        raise NotDecryptable("it does not begin as an encrypted object does")
    return Header(int.from_bytes(data[4:8]), data[8:HEADER])


def object_key(data_key: bytes, salt: bytes, place: str) -> bytes:
    """Return the key of one object, which lies at `place` and nowhere else."""
    return derived(data_key, salt, f"labelfield object\0{place}")


def derived(secret: bytes, salt: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    """Return a key for one purpose."""
    return HKDF(SHA256(), length, salt, purpose.encode()).derive(secret)


def encrypt(key: bytes, header: Header, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the encrypted object of a plaintext that comes in pieces of any size."""
    spelled, cipher = header.spelled(), AESGCM(key)
    yield spelled
    for number, (chunk, is_last) in enumerate(_chunks(pieces, CHUNK)):
        yield cipher.encrypt(_nonce(number, is_last), chunk, spelled)


def decrypt(key: bytes, header: Header, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the plaintext of what follows the header; each piece is authentic when it comes.

    That nothing is missing is certain only at the end: raise NotDecryptable otherwise.
    """
    spelled, cipher = header.spelled(), AESGCM(key)
    for number, (chunk, is_last) in enumerate(_chunks(pieces, CHUNK + TAG)):
        yield _opened(cipher, _nonce(number, is_last), chunk, spelled)


def decrypt_chunk(key: bytes, header: Header, number: int, is_last: bool, chunk: bytes) -> bytes:
    """Return the plaintext of one chunk, read alone."""
    return _opened(AESGCM(key), _nonce(number, is_last), chunk, header.spelled())


def encrypted_size(size: int) -> int:
    """Return how many bytes a plaintext of `size` bytes takes encrypted."""
    return HEADER + size + TAG * max(1, -(-size // CHUNK))


def plain_size(size: int) -> int:
    """Return how many bytes an encrypted object of `size` bytes holds."""
    body = size - HEADER
    plain = body - TAG * -(-body // (CHUNK + TAG))
    if body < TAG or plain < 0 or encrypted_size(plain) != size:
        raise NotDecryptable(f"no encrypted object has {size} bytes")
    return plain


def _chunks(pieces: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield chunks of `size` bytes and whether each is the last: there is always a last one."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > size:
            yield bytes(waiting[:size]), False
            del waiting[:size]
    yield bytes(waiting), True


def _nonce(number: int, is_last: bool) -> bytes:
    return bytes(3) + bytes([is_last]) + number.to_bytes(8)


def _opened(cipher: AESGCM, nonce: bytes, chunk: bytes, spelled: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, chunk, spelled)
    except InvalidTag:
        raise NotDecryptable("its bytes were changed, or the key is another") from None
