"""A private project's data keys, the names they hide, and how one reader is handed them.

A key ring is spelled `"LFK1" ‖ name key (32) ‖ count (4) ‖ data keys (32 each)`. Objects are
encrypted with the newest data key; whoever holds a ring reads everything up to it. Object names
are AES-256-SIV of the true name, padded, so that equal names meet and strangers learn nothing.

A ring is handed over by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) to a key that the
reader derives from the session's key, which no message ever carries.
"""

import base64
import binascii
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from labelfield.storage.encryption import KEY_BYTES, derived
from labelfield.storage.errors import InvalidName, MalformedKeyRing, NotDecryptable

MAGIC = b"LFK1"
NAME_BLOCK = 96
"""Hidden names are padded to multiples of this, so that hashes and short names look alike."""

LONGEST_NAME = 7 * NAME_BLOCK
"""Longer ones, encrypted and spelled in base64, would be no object's name."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """What opens a private project; it never prints."""

    name_key: bytes
    data_keys: tuple[bytes, ...]
    """By generation, from 1: the last encrypts what is new."""

    def __post_init__(self) -> None:
        """Raise MalformedKeyRing unless every key has its length."""
        if any(len(key) != KEY_BYTES for key in (self.name_key, *self.data_keys)):
            raise MalformedKeyRing(f"a key has {KEY_BYTES} bytes")
        if not self.data_keys:
            raise MalformedKeyRing("it holds no data key")

    def __repr__(self) -> str:
        return f"KeyRing(of {len(self.data_keys)} generations)"

    @property
    def generation(self) -> int:
        """Number of the newest data key."""
        return len(self.data_keys)

    def key_of(self, generation: int) -> bytes:
        """Return the data key of a generation."""
        if not 1 <= generation <= len(self.data_keys):
            raise NotDecryptable(
                f"it needs generation {generation} of the project's keys, and the ring ends at "
                f"{len(self.data_keys)}: ask for a newer one"
            )
        return self.data_keys[generation - 1]


def rotated(ring: KeyRing, new_key: bytes) -> KeyRing:
    """Return the ring for those who stay: who left cannot read what is encrypted from now on."""
    return replace(ring, data_keys=(*ring.data_keys, new_key))


def ring_bytes(ring: KeyRing) -> bytes:
    """Return a key ring as bytes."""
    count = len(ring.data_keys).to_bytes(4)
    return b"".join((MAGIC, ring.name_key, count, *ring.data_keys))


def parse_ring(data: bytes) -> KeyRing:
    """Return the key ring that `data` spell."""
    start = len(MAGIC) + KEY_BYTES + 4
    if len(data) < start or data[: len(MAGIC)] != MAGIC:
        raise MalformedKeyRing("it does not begin as key rings do")
    count = int.from_bytes(data[start - 4 : start])
    if len(data) != start + count * KEY_BYTES:
        raise MalformedKeyRing(f"{len(data)} bytes do not hold {count} data keys")
    keys = tuple(
        data[start + place * KEY_BYTES : start + (place + 1) * KEY_BYTES] for place in range(count)
    )
    return KeyRing(data[len(MAGIC) : start - 4], keys)


def hidden_name(ring: KeyRing, bucket: str, name: str) -> str:
    """Return the opaque name under which an object lies."""
    spelled = name.encode() + b"\0"
    if len(spelled) > LONGEST_NAME:
        raise InvalidName("private object", name, f"at most {LONGEST_NAME - 1} bytes of UTF-8")
    padded = spelled + bytes(-len(spelled) % NAME_BLOCK)
    hidden = _name_cipher(ring, bucket).encrypt(padded, None)
    return base64.urlsafe_b64encode(hidden).decode().rstrip("=")


def true_name(ring: KeyRing, bucket: str, hidden: str) -> str:
    """Return the name that was hidden; raise NotDecryptable for any other text."""
    try:
        data = base64.b64decode(hidden + "=" * (-len(hidden) % 4), b"-_", validate=True)
        padded = _name_cipher(ring, bucket).decrypt(data, None)
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise NotDecryptable(f"{hidden!r:.80} hides no name of this project") from error
    return padded.rstrip(b"\0").decode()


def reader_key(session_secret: bytes) -> X25519PrivateKey:
    """Return the key that opens what is wrapped for the holder of a session."""
    secret = derived(session_secret, b"", "labelfield reader key")
    return X25519PrivateKey.from_private_bytes(secret)


def wrap_ring(ring: KeyRing, reader: bytes, bucket: str) -> bytes:
    """Return the ring of a bucket for the one reader whose public key has these 32 bytes."""
    try:
        public = X25519PublicKey.from_public_bytes(reader)
        return _SUITE.encrypt(ring_bytes(ring), public, _info(bucket))
    except ValueError as error:
        raise MalformedKeyRing("a reader's key is an X25519 public key of 32 bytes") from error


def unwrap_ring(wrapped: bytes, key: X25519PrivateKey, bucket: str) -> KeyRing:
    """Return the ring that was wrapped for the holder of `key`."""
    try:
        return parse_ring(_SUITE.decrypt(wrapped, key, _info(bucket)))
    except (InvalidTag, ValueError) as error:
        raise NotDecryptable("the key ring was wrapped for somebody else, or changed") from error


def _name_cipher(ring: KeyRing, bucket: str) -> AESSIV:
    return AESSIV(derived(ring.name_key, b"", f"labelfield names\0{bucket}", 64))


def _info(bucket: str) -> bytes:
    return f"labelfield key ring\0{bucket}".encode()
