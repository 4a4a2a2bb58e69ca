"""Key rings: spelled in one way, wrapped for one reader, hiding names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.errors import InvalidName, MalformedKeyRing, NotDecryptable
from labelfield.storage.key_ring import (
    KeyRing,
    hidden_name,
    parse_ring,
    reader_key,
    ring_bytes,
    rotated,
    true_name,
    unwrap_ring,
    wrap_ring,
)
from labelfield.storage.names import check_object

BUCKET = "lf-31337-test"
RING = KeyRing(b"n" * 32, (b"a" * 32, b"b" * 32))
ANN, BOB = reader_key(b"\x01" * 32), reader_key(b"\x02" * 32)


def public(key) -> bytes:
    return key.public_key().public_bytes_raw()


@given(
    st.binary(min_size=32, max_size=32), st.lists(st.binary(min_size=32, max_size=32), min_size=1)
)
def test_a_ring_is_read_as_it_was_written(name_key, data_keys):
    ring = KeyRing(name_key, tuple(data_keys))
    assert parse_ring(ring_bytes(ring)) == ring


@given(st.binary(max_size=120) | st.binary(max_size=120).map(lambda tail: b"LFK1" + tail))
def test_bytes_that_are_no_ring_are_refused_or_spelled_the_same(data):
    try:
        ring = parse_ring(data)
    except MalformedKeyRing:
        return
    assert ring_bytes(ring) == data


@pytest.mark.parametrize("keys", [(), (b"short",)])
def test_a_ring_without_whole_keys_is_refused(keys):
    with pytest.raises(MalformedKeyRing):
        KeyRing(b"n" * 32, keys)


def test_a_ring_never_prints_its_keys():
    assert str(RING) == "KeyRing(of 2 generations)"


def test_only_the_reader_opens_a_wrapped_ring_and_only_for_its_bucket():
    wrapped = wrap_ring(RING, public(ANN), BUCKET)
    assert unwrap_ring(wrapped, ANN, BUCKET) == RING
    assert wrapped != wrap_ring(RING, public(ANN), BUCKET)
    for key, bucket in ((BOB, BUCKET), (ANN, "lf-31337-other")):
        with pytest.raises(NotDecryptable, match="wrapped for somebody else"):
            unwrap_ring(wrapped, key, bucket)


@given(st.binary(max_size=300))
def test_foreign_bytes_are_no_wrapped_ring(data):
    with pytest.raises(NotDecryptable):
        unwrap_ring(data, ANN, BUCKET)


@pytest.mark.parametrize("key", [b"", b"x" * 31, bytes(32)])
def test_a_readers_key_that_is_none_is_refused(key):
    with pytest.raises(MalformedKeyRing, match="X25519"):
        wrap_ring(RING, key, BUCKET)


def test_who_left_has_no_key_for_what_comes_later():
    later = rotated(RING, b"c" * 32)
    assert later.generation == 3
    assert later.key_of(2) == RING.key_of(2)
    with pytest.raises(NotDecryptable, match="generation 3 of the project's keys"):
        RING.key_of(3)


@pytest.mark.parametrize("name", ["a", "x" * 600, "dataset.bundle", "é/ü", "0x" + "ab" * 32])
def test_hidden_names_are_names_and_come_back(name):
    hidden = hidden_name(RING, BUCKET, name)
    assert check_object(hidden) == hidden
    assert hidden != name
    assert true_name(RING, BUCKET, hidden) == name
    assert hidden == hidden_name(rotated(RING, b"c" * 32), BUCKET, name)


def test_a_name_too_long_to_be_hidden_is_refused():
    assert check_object(hidden_name(RING, BUCKET, "x" * 671))
    with pytest.raises(InvalidName, match="at most 671 bytes"):
        hidden_name(RING, BUCKET, "x" * 672)


def test_short_names_and_hashes_look_alike():
    names = ("dataset.bundle", "0x" + "12" * 32)
    assert len({len(hidden_name(RING, BUCKET, name)) for name in names}) == 1


@given(st.text(max_size=60))
def test_a_text_that_hides_nothing_is_refused(text):
    with pytest.raises(NotDecryptable, match="hides no name"):
        true_name(RING, BUCKET, text)
