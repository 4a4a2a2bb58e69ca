"""The encrypted formats as docs/protocol.md spells them, opened by other code than ours."""

import base64
import hmac

from Crypto.Cipher import AES
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from labelfield.storage.key_ring import (
    KeyRing,
    hidden_name,
    parse_ring,
    reader_key,
    ring_bytes,
    wrap_ring,
)
from labelfield.storage.private_store import encrypted_object

BUCKET, NAME = "lf-31337-test", "0x" + "ab" * 32
RING = KeyRing(b"n" * 32, (b"a" * 32, b"b" * 32))


def extract(salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), secret, "sha256")


def expand(key: bytes, info: bytes, length: int) -> bytes:
    made = block = b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([number]), "sha256")
        made += block
    return made[:length]


def test_an_object_is_opened_by_the_formula():
    plain = bytes(range(256)) * 600
    data = encrypted_object(RING, BUCKET, NAME, plain)
    assert (data[:4], int.from_bytes(data[4:8])) == (b"LFE1", 2)
    info = b"labelfield object\0" + f"{BUCKET}/{NAME}".encode()
    key = expand(extract(data[8:40], b"b" * 32), info, 32)
    chunks = [data[at : at + 65_552] for at in range(40, len(data), 65_552)]
    opened = b""
    for number, chunk in enumerate(chunks):
        nonce = bytes(3) + bytes([number == len(chunks) - 1]) + number.to_bytes(8)
        cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
        cipher.update(data[:40])
        opened += cipher.decrypt_and_verify(chunk[:-16], chunk[-16:])
    assert opened == plain


def test_a_name_is_hidden_by_the_formula():
    key = expand(extract(b"", b"n" * 32), b"labelfield names\0" + BUCKET.encode(), 64)
    spelled = NAME.encode() + b"\0"
    cipher = AES.new(key, AES.MODE_SIV)
    hidden, tag = cipher.encrypt_and_digest(spelled + bytes(-len(spelled) % 96))
    expected = base64.urlsafe_b64encode(tag + hidden).decode().rstrip("=")
    assert hidden_name(RING, BUCKET, NAME) == expected


def test_a_ring_is_spelled_by_the_formula():
    assert ring_bytes(RING) == b"LFK1" + b"n" * 32 + bytes([0, 0, 0, 2]) + b"a" * 32 + b"b" * 32


def test_a_wrapped_ring_is_opened_by_the_steps_of_rfc_9180():
    """Base mode of DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: sections 4.1 and 5.1."""
    key = reader_key(b"\x07" * 32)
    assert key.private_bytes_raw() == expand(
        extract(b"", b"\x07" * 32), b"labelfield reader key", 32
    )
    public = key.public_key().public_bytes_raw()
    wrapped = wrap_ring(RING, public, BUCKET)
    sent, sealed = wrapped[:32], wrapped[32:]
    kem, suite = b"KEM" + bytes([0, 0x20]), b"HPKE" + bytes([0, 0x20, 0, 1, 0, 2])

    def labeled_extract(which: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
        return extract(salt, b"HPKE-v1" + which + label + secret)

    def labeled_expand(which: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
        return expand(key, length.to_bytes(2) + b"HPKE-v1" + which + label + info, length)

    agreed = key.exchange(X25519PublicKey.from_public_bytes(sent))
    prk = labeled_extract(kem, b"", b"eae_prk", agreed)
    shared = labeled_expand(kem, prk, b"shared_secret", sent + public, 32)
    info = b"labelfield key ring\0" + BUCKET.encode()
    context = bytes([0])
    context += labeled_extract(suite, b"", b"psk_id_hash", b"")
    context += labeled_extract(suite, b"", b"info_hash", info)
    secret = labeled_extract(suite, shared, b"secret", b"")
    cipher = AES.new(
        labeled_expand(suite, secret, b"key", context, 32),
        AES.MODE_GCM,
        nonce=labeled_expand(suite, secret, b"base_nonce", context, 12),
    )
    assert parse_ring(cipher.decrypt_and_verify(sealed[:-16], sealed[-16:])) == RING
