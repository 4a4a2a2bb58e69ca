"""A private bucket inside another store: hidden, checked, readable in parts."""

import pytest

from labelfield.storage.encryption import CHUNK
from labelfield.storage.errors import NotDecryptable, ObjectDiffers, ObjectMissing
from labelfield.storage.key_ring import KeyRing, hidden_name, rotated
from labelfield.storage.memory import MemoryStore
from labelfield.storage.private_store import Privacy, PrivateStore

BUCKET, OPEN = "lf-31337-private", "lf-31337-public"
RING = KeyRing(b"n" * 32, (b"a" * 32,))
PLAIN = bytes(range(256)) * (3 * CHUNK // 256) + b"end"


def seen_with(inner, ring: KeyRing) -> PrivateStore:
    privacy = Privacy(ring, frozenset({"manifest"}))
    return PrivateStore(inner, lambda bucket: privacy if bucket == BUCKET else None)


def test_strangers_see_neither_names_nor_bytes():
    inner = MemoryStore()
    store = seen_with(inner, RING)
    store.put(BUCKET, "tasks", b"the patient has a cold")
    store.put(BUCKET, "manifest", b"terms")
    store.put(OPEN, "tasks", b"public")
    assert inner.get(BUCKET, "manifest") == b"terms"
    assert inner.get(OPEN, "tasks") == b"public"
    assert "tasks" not in inner.names(BUCKET)
    assert all(b"cold" not in inner.get(BUCKET, name) for name in inner.names(BUCKET))
    assert store.names(BUCKET) == ("manifest", "tasks")


@pytest.mark.parametrize(
    ("offset", "length"),
    [(0, 1), (0, 0), (CHUNK - 1, 2), (CHUNK, CHUNK), (3 * CHUNK - 5, 8), (0, len(PLAIN))],
)
def test_a_range_is_a_slice_of_the_plaintext(offset, length):
    store = seen_with(MemoryStore(), RING)
    store.put(BUCKET, "media", PLAIN)
    assert store.size(BUCKET, "media") == len(PLAIN)
    assert store.get_range(BUCKET, "media", offset, length) == PLAIN[offset : offset + length]


def test_what_was_encrypted_before_a_rotation_stays_and_what_comes_after_is_closed_to_the_rest():
    inner = MemoryStore()
    seen_with(inner, RING).put(BUCKET, "before", b"1")
    newer = rotated(RING, b"b" * 32)
    seen_with(inner, newer).put(BUCKET, "after", b"2")
    assert seen_with(inner, newer).get(BUCKET, "before") == b"1"
    with pytest.raises(NotDecryptable, match="ask for a newer one"):
        seen_with(inner, RING).get(BUCKET, "after")
    seen_with(inner, newer).put(BUCKET, "before", b"1")


def test_bytes_moved_to_another_name_are_refused():
    inner = MemoryStore()
    store = seen_with(inner, RING)
    store.put(BUCKET, "a", b"1")
    moved = inner.get(BUCKET, hidden_name(RING, BUCKET, "a"))
    inner.put(BUCKET, hidden_name(RING, BUCKET, "b"), moved)
    with pytest.raises(NotDecryptable):
        store.get(BUCKET, "b")


def test_other_bytes_under_a_taken_name_and_missing_names_are_refused_by_their_true_names():
    store = seen_with(MemoryStore(), RING)
    store.put(BUCKET, "a", b"1")
    with pytest.raises(ObjectDiffers, match="'a'"):
        store.put(BUCKET, "a", b"2")
    for act in (store.get, store.size):
        with pytest.raises(ObjectMissing, match="'b'"):
            act(BUCKET, "b")
