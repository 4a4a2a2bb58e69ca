"""Bundles: what is refused, what comes back, and how many reads an item costs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.bundle import Bundle, BundleItem, RangedBundle, open_bundle, write_bundle
from labelfield.storage.bundle_index import BundleEntry, write_index
from labelfield.storage.errors import (
    BundleError,
    CorruptItem,
    InvalidItem,
    InvalidName,
    ItemMissing,
    MalformedBundle,
)
from labelfield.storage.memory import MemoryStore
from labelfield.storage.names import check_object


def _is_name(text: str) -> bool:
    try:
        check_object(text)
    except InvalidName:
        return False
    return True


names = st.text(min_size=1, max_size=30).filter(_is_name)
items = st.lists(
    st.builds(
        BundleItem,
        names,
        st.binary(max_size=60),
        st.sampled_from(["", "image/png", "application/jsonl"]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda item: item.name,
)
SMALL = (BundleItem("a.txt", b"alpha", "text/plain"), BundleItem("b", b""), BundleItem("c", b"c"))


def _entry(name: str, offset: int, data: bytes) -> BundleEntry:
    return BundleEntry(name, offset, len(data), hashlib.sha256(data).digest(), "")


def _assemble(data: bytes, index: bytes, version: int = 0) -> bytes:
    return data + index + len(index).to_bytes(8) + version.to_bytes(8)


def test_write_bundle_refuses_no_items():
    with pytest.raises(InvalidItem, match="at least one item"):
        write_bundle([])


def test_write_bundle_refuses_a_name_twice():
    with pytest.raises(InvalidItem, match="'a' cannot be bundled: the name is taken"):
        write_bundle([BundleItem("a", b"1"), BundleItem("a", b"2")])


@pytest.mark.parametrize("name", ["", "../a", "/a", "a\n"])
def test_write_bundle_refuses_names_that_could_escape_when_unpacked(name):
    with pytest.raises(InvalidItem):
        write_bundle([BundleItem(name, b"")])


def test_write_bundle_refuses_a_content_type_with_control_characters():
    with pytest.raises(InvalidItem, match="not printable ASCII"):
        write_bundle([BundleItem("a", b"", "text/html\r\nx: y")])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "too few"),
        (b"\x00" * 15, "too few"),
        (b"\x00" * 16, "index is empty"),
        (_assemble(b"x", write_index([_entry("a", 0, b"x")]), version=1), "version 1 is unknown"),
        (b"x" + (2).to_bytes(8) + bytes(8), "does not fit"),
        (b"x" + (2**64 - 1).to_bytes(8) + bytes(8), "does not fit"),
        (_assemble(b"xx", write_index([_entry("a", 0, b"x")])), "items end at 1, the data at 2"),
        (_assemble(b"", write_index([_entry("a", 0, b"x")])), "items end at 1, the data at 0"),
        (_assemble(b"xy", write_index([_entry("a", 1, b"y")])), "begins at 1, expected 0"),
        (
            _assemble(b"xy", write_index([_entry("a", 0, b"xy"), _entry("b", 1, b"y")])),
            "'b' begins at 1, expected 2",
        ),
        (
            _assemble(b"xy", write_index([_entry("a", 0, b"x"), _entry("a", 1, b"y")])),
            "same name",
        ),
        (_assemble(b"", write_index([_entry("../a", 0, b"")])), "is refused"),
        (_assemble(b"", b"\x0a"), "does not end"),
        (_assemble(b"", b"\x0a" + b"\xff" * 9 + b"\x02"), "64 bits"),
        (_assemble(b"", b"\x0a\x05abc"), "past the end"),
        (_assemble(b"", b"\x12\x00"), "unknown field 2"),
        (_assemble(b"", b"\x08\x00"), "unknown field 1 of wire type 0"),
        (_assemble(b"", b"\x0a\x00"), "hash algorithm 0"),
        (_assemble(b"", b"\x0a\x03\x0a\x01a"), "hash algorithm 0"),
        (_assemble(b"", b"\x0a\x05\x0a\x01a\x20\x01"), "has 0 bytes, expected 32"),
        (_assemble(b"", b"\x0a\x27\x0a\x01\xff\x20\x01\x2a\x20" + bytes(32)), "is refused"),
        (_assemble(b"", b"\x0a\x29\x0a\x01a\x10\x00\x20\x01\x2a\x20" + bytes(32)), "not spelled"),
        (_assemble(b"", b"\x0a\x27\x20\x01\x0a\x01a\x2a\x20" + bytes(32)), "not spelled"),
        (_assemble(b"", b"\x0a\x2a\x0a\x01a\x20\x01\x2a\x20" + bytes(32) + b"\x32\x01\n"), "ASCII"),
    ],
)
def test_bundle_refuses(data, problem):
    with pytest.raises(MalformedBundle, match=problem):
        Bundle(data)


def test_reading_refuses_an_item_that_is_not_there():
    with pytest.raises(ItemMissing, match="holds no item 'z'"):
        Bundle(write_bundle(SMALL)).read("z")


def test_reading_refuses_an_item_whose_bytes_changed():
    data = write_bundle(SMALL).replace(b"alpha", b"alphb")
    assert Bundle(data).read("c") == b"c"
    with pytest.raises(CorruptItem, match="is corrupt") as caught:
        Bundle(data).read("a.txt")
    assert caught.value.expected == hashlib.sha256(b"alpha").hexdigest()
    assert caught.value.found == hashlib.sha256(b"alphb").hexdigest()


@given(items)
def test_what_was_bundled_comes_back(found):
    bundle = Bundle(write_bundle(found))
    assert bundle.names == tuple(item.name for item in found)
    assert [bundle.read(item.name) for item in found] == [item.data for item in found]
    assert [entry.content_type for entry in bundle.entries] == [item.content_type for item in found]


@given(items)
def test_a_bundle_has_one_spelling(found):
    bundle = Bundle(write_bundle(found))
    again = [BundleItem(e.name, bundle.read(e.name), e.content_type) for e in bundle.entries]
    assert write_bundle(again) == write_bundle(found)


@given(items, st.data())
def test_a_flipped_byte_never_changes_an_item_unseen(found, data):
    whole = bytearray(write_bundle(found))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    true = {item.name: item.data for item in found}
    try:
        bundle = Bundle(bytes(whole))
        read = {name: bundle.read(name) for name in bundle.names}
    except BundleError:
        return
    # Only a name or a content type can have changed: those the object's own hash protects.
    assert list(read.values()) == list(true.values())


@given(st.binary(max_size=200), st.integers(0, 40))
def test_any_bytes_are_a_bundle_or_refused(data, index_size):
    for whole in (data, data + index_size.to_bytes(8) + bytes(8)):
        try:
            Bundle(whole)
        except MalformedBundle:
            continue


@given(items, st.data())
def test_a_bundle_cut_short_is_refused(found, data):
    whole = write_bundle(found)
    with pytest.raises(MalformedBundle):
        Bundle(whole[: data.draw(st.integers(0, len(whole) - 1))])


def test_the_format_is_that_of_bep_323():
    digest = hashlib.sha256(b"hi").digest()
    index = b"\x0a\x04name\x18\x02\x20\x01\x2a\x20" + digest + b"\x32\x0atext/plain"
    expected = b"hi" + b"\x0a" + bytes([len(index)]) + index
    expected += (len(index) + 2).to_bytes(8, "big") + bytes(8)
    assert write_bundle([BundleItem("name", b"hi", "text/plain")]) == expected


@given(items)
def test_one_item_costs_three_reads_and_each_other_one_more(found):
    whole, reads = write_bundle(found), []

    def read(offset: int, length: int) -> bytes:
        reads.append(length)
        return whole[offset : offset + length]

    bundle = RangedBundle(read, len(whole))
    count = 2
    for item in found:
        assert bundle.read(item.name) == item.data
        count += bool(item.data)
        assert len(reads) == count


def test_a_stored_bundle_is_read_by_ranges():
    store = MemoryStore()
    store.put("lf-1-a", "bundle", write_bundle(SMALL))
    assert open_bundle(store, "lf-1-a", "bundle").read("a.txt") == b"alpha"


@pytest.mark.parametrize("size", [1, 3, 100])
@given(data=st.binary(max_size=40))
def test_an_items_lines_are_the_items_whatever_the_pieces(size: int, data: bytes) -> None:
    found = Bundle(write_bundle([BundleItem("before", b"x"), BundleItem("lines", data)]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("labelfield.storage.bundle.PIECE_BYTES", size)
        assert list(found.lines("lines")) == data.splitlines(keepends=True) or b"\r" in data
        assert b"".join(found.lines("lines")) == data


def test_lines_that_do_not_hash_to_the_index_are_refused_at_the_end() -> None:
    whole = write_bundle([BundleItem("lines", b"one\ntwo\n")])
    found = Bundle(whole.replace(b"two", b"six"))
    given_out = []
    with pytest.raises(CorruptItem):
        given_out.extend(found.lines("lines"))
    with pytest.raises(ItemMissing):
        next(found.lines("none"))
