"""Which keys open which records, as the chain published them."""

from collections.abc import Mapping, Sequence

from labelfield.chain.events import RecordsOpened
from labelfield.protocol.hashes import bytes_of
from labelfield.protocol.sealing import key_before


def record_keys(openings: Sequence[RecordsOpened]) -> Mapping[int, bytes]:
    """Return the key of every opened checkpoint's record, by the checkpoint's number."""
    keys: dict[int, bytes] = {}
    first = 1
    for opening in sorted(openings, key=lambda opening: opening.last_checkpoint):
        key = bytes_of(opening.key, 32)
        for checkpoint in range(opening.last_checkpoint, first - 1, -1):
            keys[checkpoint] = key
            key = key_before(key, 1)
        first = opening.last_checkpoint + 1
    return keys
