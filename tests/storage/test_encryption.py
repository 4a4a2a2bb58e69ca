"""Encrypted objects: nothing can be changed, cut, reordered or moved without being noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.encryption import (
    CHUNK,
    HEADER,
    TAG,
    Header,
    decrypt,
    encrypt,
    encrypted_size,
    object_key,
    plain_size,
    read_header,
)
from labelfield.storage.errors import NotDecryptable

HEAD = Header(1, b"s" * 32)
KEY = object_key(b"k" * 32, HEAD.salt, "bucket/name")
EDGES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5)


def sealed(plain: bytes) -> bytes:
    return b"".join(encrypt(KEY, HEAD, [plain]))


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(decrypt(key, read_header(data), [data[HEADER:]]))


@pytest.mark.parametrize("size", EDGES)
def test_what_was_encrypted_comes_back_and_sizes_are_foretold(size):
    plain = bytes(range(251)) * (size // 251 + 1)
    data = sealed(plain[:size])
    assert opened(data) == plain[:size]
    assert (len(data), plain_size(len(data))) == (encrypted_size(size), size)


def test_pieces_of_any_size_make_the_same_object():
    plain = bytes(1000) * 300
    pieces = [plain[at : at + 777] for at in range(0, len(plain), 777)]
    assert b"".join(encrypt(KEY, HEAD, pieces)) == sealed(plain)
    data = sealed(plain)
    cut = [data[at : at + 1013] for at in range(HEADER, len(data), 1013)]
    assert b"".join(decrypt(KEY, HEAD, cut)) == plain


@pytest.mark.parametrize("size", [0, 5, 2 * CHUNK + 9])
@given(st.data())
def test_no_single_changed_byte_is_accepted(size, data):
    whole = bytearray(sealed(bytes(size)))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NotDecryptable):
        opened(bytes(whole))


@pytest.mark.parametrize("kept", [0, 10, HEADER, HEADER + 15, HEADER + CHUNK + TAG])
def test_an_object_that_ends_early_is_refused(kept):
    with pytest.raises(NotDecryptable):
        opened(sealed(bytes(2 * CHUNK))[:kept])


def test_chunks_that_changed_places_are_refused():
    whole = sealed(bytes(3 * CHUNK))
    first, second = HEADER, HEADER + CHUNK + TAG
    moved = whole[:first] + whole[second : second + CHUNK + TAG]
    moved += whole[first:second] + whole[second + CHUNK + TAG :]
    with pytest.raises(NotDecryptable):
        opened(moved)


def test_an_object_is_bound_to_its_place_and_its_key():
    for key in (
        object_key(b"k" * 32, HEAD.salt, "bucket/other"),
        object_key(b"x" * 32, HEAD.salt, "bucket/name"),
    ):
        with pytest.raises(NotDecryptable, match="or the key is another"):
            opened(sealed(b"secret"), key)


@given(st.integers(0, 10**7))
def test_sizes_fit_each_other_and_no_other_size_is_taken(size):
    assert plain_size(encrypted_size(size)) == size


@pytest.mark.parametrize("size", [-1, 0, HEADER, HEADER + 15, HEADER + CHUNK + TAG + 3])
def test_a_size_that_no_object_has_is_refused(size):
    with pytest.raises(NotDecryptable, match="no encrypted object has"):
        plain_size(size)


@given(st.binary(max_size=200))
def test_foreign_bytes_are_refused_by_name(data):
    with pytest.raises(NotDecryptable):
        opened(data)
