"""Copies of a project in another store: whole, compared, begun again where they ended."""

import pytest

from labelfield.protocol.hashes import keccak_hex
from labelfield.storage.content import put_content
from labelfield.storage.errors import CorruptObject, NotMirrored, ObjectDiffers
from labelfield.storage.folder import FolderStore
from labelfield.storage.memory import MemoryStore
from labelfield.storage.mirror import mirror

BUCKET = "lf-31337-test"


class Forgetful(MemoryStore):
    """Gives back other bytes than it was given."""

    def get(self, bucket: str, name: str) -> bytes:
        return super().get(bucket, name)[:-1]


def filled() -> MemoryStore:
    store = MemoryStore()
    put_content(store, BUCKET, b"content")
    store.put(BUCKET, "dataset.bundle", b"labels")
    return store


def test_a_mirror_holds_what_the_source_holds(store, tmp_path):
    source = filled()
    done = mirror(source, store, BUCKET)
    assert (done.objects, done.copied, done.size) == (2, 2, 13)
    back = FolderStore(tmp_path / "back")
    mirror(store, back, BUCKET)
    for name in source.names(BUCKET):
        assert back.get(BUCKET, name) == source.get(BUCKET, name)


def test_a_mirror_that_broke_off_goes_on_and_tells_of_each_object():
    source, target, told = filled(), MemoryStore(), []
    put_content(target, BUCKET, b"content")
    done = mirror(source, target, BUCKET, told.append)
    assert (done.objects, done.copied) == (2, 1)
    assert told == sorted(source.names(BUCKET))


def test_an_object_that_is_not_what_its_name_says_is_not_copied():
    source, target = MemoryStore(), MemoryStore()
    source.put(BUCKET, keccak_hex(b"true"), b"false")
    with pytest.raises(CorruptObject):
        mirror(source, target, BUCKET)
    assert target.names(BUCKET) == ()


def test_a_copy_that_differs_is_found():
    with pytest.raises(NotMirrored, match="expected SHA-256"):
        mirror(filled(), Forgetful(), BUCKET)


def test_other_bytes_already_in_the_target_are_found():
    target = MemoryStore()
    target.put(BUCKET, "dataset.bundle", b"others")
    with pytest.raises((NotMirrored, ObjectDiffers)):
        mirror(filled(), target, BUCKET)
