"""Stores that speak S3. The shared tests run on obstore's own memory; these are about the rest.

LABELFIELD_S3_STORE=s3://BUCKET/PREFIX asks a server (AWS_ENDPOINT_URL and so on say where); it was
run against moto 5.2.5 on loopback.
"""

import os
import secrets
import sys

import pytest

from labelfield.storage.errors import DriverMissing, ObjectDiffers, ObjectMissing
from labelfield.storage.memory import MemoryStore
from labelfield.storage.mirror import mirror
from labelfield.storage.store import open_store


def test_without_its_library_the_way_to_get_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(DriverMissing, match=r"pip install 'labelfield\[s3\]'"):
        open_store("s3://bucket")


@pytest.mark.skipif(
    "LABELFIELD_S3_STORE" not in os.environ,
    reason="an S3 server is asked only with LABELFIELD_S3_STORE=s3://BUCKET/PREFIX",
)
def test_an_s3_server_keeps_what_was_put_and_never_changes_it():
    store, bucket = open_store(os.environ["LABELFIELD_S3_STORE"]), f"lf-{secrets.token_hex(8)}"
    store.put(bucket, "a/ü %2f", b"0123456789")
    store.put(bucket, "a/ü %2f", b"0123456789")
    with pytest.raises(ObjectDiffers):
        store.put(bucket, "a/ü %2f", b"others")
    with pytest.raises(ObjectMissing):
        store.get(bucket, "none")
    assert store.get_range(bucket, "a/ü %2f", 3, 4) == b"3456"
    large = MemoryStore()
    large.put(bucket, "large", secrets.token_bytes(20_000_000))
    assert mirror(large, store, bucket).copied == 1
    assert store.names(bucket) == ("a/ü %2f", "large")
