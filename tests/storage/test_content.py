"""Objects named by their hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.hashes import keccak_hex
from labelfield.storage.content import get_content, put_content
from labelfield.storage.errors import CorruptObject
from labelfield.storage.memory import MemoryStore

BUCKET = "lf-31337-test"


def test_get_content_refuses_bytes_that_do_not_hash_to_their_name():
    store = MemoryStore()
    name = keccak_hex(b"promised")
    store.put(BUCKET, name, b"given")
    with pytest.raises(CorruptObject) as caught:
        get_content(store, BUCKET, name)
    assert caught.value.bucket == BUCKET
    assert caught.value.name == name
    assert caught.value.expected == name
    assert caught.value.found == keccak_hex(b"given")
    assert all(text in str(caught.value) for text in (BUCKET, name, keccak_hex(b"given")))


@given(data=st.binary(max_size=200))
def test_content_comes_back_under_its_keccak(data):
    store = MemoryStore()
    name = put_content(store, BUCKET, data)
    assert name == put_content(store, BUCKET, data) == keccak_hex(data)
    assert get_content(store, BUCKET, name) == data
