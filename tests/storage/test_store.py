"""What every store promises, tested once over all of them."""

import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelfield.storage.errors import (
    InvalidName,
    InvalidRange,
    InvalidStoreUrl,
    ObjectDiffers,
    ObjectMissing,
)
from labelfield.storage.folder import PIECE_BYTES, FolderStore
from labelfield.storage.key_ring import LONGEST_NAME
from labelfield.storage.memory import MemoryStore
from labelfield.storage.names import check_object
from labelfield.storage.private_store import PrivateStore
from labelfield.storage.store import Store, open_store

BUCKET = "lf-31337-test"
BAD_BUCKETS = ("", "ab", "a" * 64, "-ab", "ab-", "Abc", "a.b", "a/b", "..", "a_b", "äöü", "abc\n")
BAD_NAMES = (
    *("", "/", "a/", "/a", "a//b", ".", "..", "a/../b", "./a", "a/ .. /b", " a", "a ", "a/ b"),
    *("a\nb", "a\x00b", "a\u2028b", "\ud800", "ä" * 513),
)

name_texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=300)


def _is_name(text: str) -> bool:
    try:
        check_object(text)
    except InvalidName:
        return False
    return True


ACTS: tuple[Callable[[Store, str, str], object], ...] = (
    lambda store, bucket, name: store.put(bucket, name, b"x"),
    lambda store, bucket, name: store.put_file(bucket, name, Path(__file__)),
    lambda store, bucket, name: store.get(bucket, name),
    lambda store, bucket, name: store.get_range(bucket, name, 0, 0),
    lambda store, bucket, name: store.size(bucket, name),
    lambda store, bucket, name: store.has(bucket, name),
)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("bucket", BAD_BUCKETS)
def test_every_act_refuses_a_bucket_that_greenfield_would_refuse(store, act, bucket):
    with pytest.raises(InvalidName, match="bucket name"):
        act(store, bucket, "a")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", BAD_NAMES)
def test_every_act_refuses_a_name_that_could_escape_or_cannot_be_read(store, act, name):
    with pytest.raises(InvalidName, match="object name"):
        act(store, BUCKET, name)


def test_listing_refuses_a_bad_bucket(store: Store):
    with pytest.raises(InvalidName):
        store.names("../up")


@pytest.mark.parametrize("act", ACTS[2:5])
def test_what_was_never_put_is_missing(store, act):
    with pytest.raises(ObjectMissing, match="holds no object 'a'"):
        act(store, BUCKET, "a")
    assert not store.has(BUCKET, "a")


def test_put_refuses_other_bytes_under_a_taken_name_and_keeps_the_first(store: Store):
    store.put(BUCKET, "a", b"first")
    with pytest.raises(ObjectDiffers, match="objects never change"):
        store.put(BUCKET, "a", b"other")
    assert store.get(BUCKET, "a") == b"first"


@pytest.mark.parametrize("size", [0, 1, 2 * PIECE_BYTES, 2 * PIECE_BYTES + 7])
def test_a_file_is_kept_as_its_bytes_are(store: Store, tmp_path: Path, size: int):
    data = (b"0123456789abcdef!" * (size // 17 + 1))[:size]
    (tmp_path / "file").write_bytes(data)
    for _ in range(2):
        store.put_file(BUCKET, "a", tmp_path / "file")
    assert store.get(BUCKET, "a") == data
    store.put(BUCKET, "a", data)
    for other in (data + b"!", data[:-1] + b"?"):
        (tmp_path / "file").write_bytes(other)
        with pytest.raises(ObjectDiffers):
            store.put_file(BUCKET, "a", tmp_path / "file")
    assert store.get(BUCKET, "a") == data


@pytest.mark.parametrize("store", ["folder", "private"], indirect=True)
def test_a_large_file_is_never_held_whole(store: Store, tmp_path: Path):
    size = 32 * PIECE_BYTES
    with (tmp_path / "file").open("wb") as file:
        file.truncate(size)
    tracemalloc.start()
    try:
        for _ in range(2):
            store.put_file(BUCKET, "a", tmp_path / "file")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert store.size(BUCKET, "a") == size
    assert peak < 8 * PIECE_BYTES


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (0, -1), (0, 6), (5, 1), (6, 0), (99, 1)])
def test_get_range_refuses_what_lies_outside_the_object(store: Store, offset, length):
    store.put(BUCKET, "a", b"12345")
    with pytest.raises(InvalidRange, match="do not lie inside its 5 bytes"):
        store.get_range(BUCKET, "a", offset, length)


@pytest.mark.parametrize("url", ["", "folder:", "memory", "memory:x", "s3:bucket", "/tmp/x"])
def test_open_store_refuses_urls_it_does_not_know(url):
    with pytest.raises(InvalidStoreUrl, match="expected 'folder:<path>', 'memory:'"):
        open_store(url)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(objects=st.dictionaries(name_texts.filter(_is_name), st.binary(max_size=40), max_size=8))
def test_a_store_gives_back_exactly_what_was_put(tmp_path_factory, objects):
    for store in (MemoryStore(), FolderStore(tmp_path_factory.mktemp("store"))):
        for name, data in objects.items():
            store.put(BUCKET, name, data)
            store.put(BUCKET, name, data)
        assert store.names(BUCKET) == tuple(sorted(objects))
        assert {name: store.get(BUCKET, name) for name in store.names(BUCKET)} == objects
        assert all(store.size(BUCKET, name) == len(data) for name, data in objects.items())
        assert store.names("lf-other") == ()


@given(data=st.binary(max_size=50), cut=st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_get_range_is_a_slice(data, cut):
    offset, end = sorted(min(place, len(data)) for place in cut)
    store = MemoryStore()
    store.put(BUCKET, "a", data)
    assert store.get_range(BUCKET, "a", offset, end - offset) == data[offset:end]


def test_folder_get_range_is_a_slice(tmp_path: Path):
    store = FolderStore(tmp_path)
    store.put(BUCKET, "a", b"0123456789")
    assert store.get_range(BUCKET, "a", 3, 4) == b"3456"
    assert store.get_range(BUCKET, "a", 10, 0) == b""


def test_names_that_nest_or_differ_only_in_case_live_side_by_side(store: Store):
    longest = LONGEST_NAME - 1 if isinstance(store, PrivateStore) else 1024
    for name in ("a", "a/b", "a/b/c", "A", "a%2fb", "é", "con", "x" * longest, "X" * longest):
        store.put(BUCKET, name, name.encode())
        assert store.get(BUCKET, name) == name.encode()
    assert store.names(BUCKET, "a/") == ("a/b", "a/b/c")
    assert len(store.names(BUCKET)) == 9


def test_two_writers_of_one_name_never_mix(store: Store):
    def write(number: int) -> bool:
        try:
            store.put(BUCKET, "contested", bytes([number]) * 100_000)
        except ObjectDiffers:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(16)))
    assert won.count(True) == 1
    assert store.get(BUCKET, "contested") == bytes([won.index(True)]) * 100_000


def test_open_store_opens_the_folder_it_names(tmp_path: Path):
    open_store(f"folder:{tmp_path}/new").put(BUCKET, "a", b"x")
    assert open_store(f"folder:{tmp_path}/new").get(BUCKET, "a") == b"x"


def test_open_store_makes_a_new_memory_each_time():
    open_store("memory:").put(BUCKET, "a", b"x")
    assert not open_store("memory:").has(BUCKET, "a")
