"""A finished dataset is read whole where it is small, and in pieces where it is not."""

from types import SimpleNamespace
from typing import Any

import pytest

from labelfield.formats.published import ANSWERS_FILE, DATASET_OBJECT, LABELS_FILE
from labelfield.requesting import finished
from labelfield.requesting.errors import NotFinished
from labelfield.storage.bundle import Bundle, BundleItem, write_bundle
from labelfield.storage.memory import MemoryStore

BUCKET = "lf-31337-abc"


class Watched(MemoryStore):
    """Says how much was read of it at once."""

    most = 0

    def get(self, bucket: str, name: str) -> bytes:
        data = super().get(bucket, name)
        self.most = max(self.most, len(data))
        return data

    def size(self, bucket: str, name: str) -> int:
        return len(super().get(bucket, name))

    def get_range(self, bucket: str, name: str, offset: int, length: int) -> bytes:
        self.most = max(self.most, length)
        return super().get(bucket, name)[offset : offset + length]


def place(store: MemoryStore) -> Any:
    return SimpleNamespace(store=store, bucket=BUCKET)


def test_before_it_is_published_there_is_none() -> None:
    with pytest.raises(NotFinished):
        finished._dataset(place(MemoryStore()), 7)


@pytest.mark.parametrize(("whole_bytes", "held"), [(10**6, 10_000), (100, 1_000)])
def test_a_dataset_is_the_same_however_it_is_read(
    monkeypatch: pytest.MonkeyPatch, whole_bytes: int, held: int
) -> None:
    monkeypatch.setattr(finished, "WHOLE_BYTES", whole_bytes)
    monkeypatch.setattr("labelfield.storage.bundle.PIECE_BYTES", 1_000)
    labels, answers = b'{"a":1}\n' * 1_000, b'{"b":2}\n' * 300
    bundle = write_bundle([BundleItem(LABELS_FILE, labels), BundleItem(ANSWERS_FILE, answers)])
    store = Watched()
    store.put(BUCKET, DATASET_OBJECT, bundle)
    found = finished._dataset(place(store), 7)
    assert b"".join(found.lines(LABELS_FILE)) == labels
    assert b"".join(found.lines(ANSWERS_FILE)) == answers
    assert isinstance(found, Bundle) == (whole_bytes > len(bundle))
    assert (store.most > held) == (whole_bytes > len(bundle))
