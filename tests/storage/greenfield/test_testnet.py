"""The client against the public testnet, if asked for: nobody has run this yet.

LABELFIELD_GREENFIELD_TESTNET=1 and LABELFIELD_GREENFIELD_KEY, an account's key with some testnet
BNB. It makes a bucket of its own, reads back what it wrote, and removes both.
"""

import os
import secrets

import pytest

from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.network import TESTNET
from labelfield.storage.greenfield.uploads import NewObject

pytestmark = pytest.mark.skipif(
    os.environ.get("LABELFIELD_GREENFIELD_TESTNET") != "1",
    reason="the testnet is asked only with LABELFIELD_GREENFIELD_TESTNET=1",
)


def test_an_object_goes_to_the_testnet_and_comes_back():
    key = Key(bytes.fromhex(os.environ["LABELFIELD_GREENFIELD_KEY"].removeprefix("0x")))
    bucket, data = f"lf-test-{secrets.token_hex(8)}", secrets.token_bytes(200_000)
    with Greenfield(TESTNET, key) as client:
        client.create_bucket(bucket, Visibility.VISIBILITY_TYPE_PRIVATE)
        try:
            client.upload(NewObject(bucket, "object", data))
            assert client.read(bucket, "object") == data
            assert client.read_range(bucket, "object", 1000, 50) == data[1000:1050]
            assert [found.name for found in client.list_objects(bucket)] == ["object"]
            assert client.quota(bucket).left_bytes() >= 0
        finally:
            if client.chain.has_object(bucket, "object"):
                client.delete(bucket, "object")
            client.delete_bucket(bucket)
