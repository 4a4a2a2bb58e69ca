"""The credits of a checkpoint as bytes: eight an entry, labeler index and units."""

from collections.abc import Sequence
from itertools import pairwise

from labelfield.chain.errors import MalformedCall, MalformedData

ENTRY_SIZE = 8
AMOUNT_MAX = 2**32 - 1
INDEX_MAX = 2**32 - 1


def pack_entries(entries: Sequence[tuple[int, int]]) -> bytes:
    """Return the entries as the contract reads them; raise MalformedCall for what it refuses."""
    for index, amount in entries:
        _require(index, "a labeler index", INDEX_MAX)
        _require(amount, "an amount", AMOUNT_MAX)
    for (before, _), (after, _) in pairwise(entries):
        if after < before:
            raise MalformedCall("checkpoint", "entries", (before, after), "rising indices")
    return b"".join(index.to_bytes(4) + amount.to_bytes(4) for index, amount in entries)


def split_amounts(credits_due: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return (index, units) pairs in which amounts too large for one entry stand in several."""
    return tuple(
        (index, min(AMOUNT_MAX, amount - start))
        for index, amount in credits_due
        for start in range(0, amount, AMOUNT_MAX)
    )


def unpack_entries(packed: bytes) -> tuple[tuple[int, int], ...]:
    """Return the (labeler index, units) pairs of a checkpoint event."""
    if len(packed) % ENTRY_SIZE:
        raise MalformedData(f"entries have {len(packed)} bytes: expected a multiple of 8")
    return tuple(
        (int.from_bytes(packed[start : start + 4]), int.from_bytes(packed[start + 4 : start + 8]))
        for start in range(0, len(packed), ENTRY_SIZE)
    )


def _require(value: object, name: str, most: int) -> None:
    if type(value) is not int or not 1 <= value <= most:
        raise MalformedCall("checkpoint", name, value, f"an integer from 1 to {most}")
