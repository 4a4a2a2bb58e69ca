"""The slow, plain twin of the checksums: one multiplication table, one byte at a time."""

import hashlib

SEGMENT = 16 * 1024 * 1024
ROWS = ((27, 28, 18, 20), (28, 27, 20, 18))


def times(left: int, right: int) -> int:
    product = 0
    while right:
        product ^= left if right & 1 else 0
        left = left << 1 ^ (0x11D if left & 0x80 else 0)
        right >>= 1
    return product


TABLES = {row: bytes(times(row, value) for value in range(256)) for row in (18, 20, 27, 28)}


def parity(shards: list[bytes], row: tuple[int, ...]) -> bytes:
    terms = [
        int.from_bytes(shard.translate(TABLES[factor]), "big")
        for shard, factor in zip(shards, row, strict=True)
    ]
    total = terms[0] ^ terms[1] ^ terms[2] ^ terms[3]
    return total.to_bytes(len(shards[0]), "big")


def plain_checksums(payload: bytes) -> tuple[bytes, ...]:
    joined = [b""] * 7
    for start in range(0, len(payload), SEGMENT):
        segment = payload[start : start + SEGMENT]
        size = -(-len(segment) // 4)
        padded = segment.ljust(4 * size, b"\0")
        shards = [padded[place * size : (place + 1) * size] for place in range(4)]
        pieces = [segment, *shards, *(parity(shards, row) for row in ROWS)]
        joined = [
            whole + hashlib.sha256(piece).digest()
            for whole, piece in zip(joined, pieces, strict=True)
        ]
    return tuple(hashlib.sha256(whole).digest() for whole in joined)
