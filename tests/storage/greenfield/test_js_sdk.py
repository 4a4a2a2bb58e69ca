"""The network's own JS SDK, unmodified, against the double, and reading what our client wrote."""

import json

from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, OWNER
from tests.storage.greenfield.node import needs_npm, run_node

NAMED = "http://sp{id}.greenfield.test:{port}"


@needs_npm
def test_the_js_sdk_and_our_client_read_what_the_other_wrote(start, connect):
    double = start(endpoint=NAMED)
    ours = connect(double)
    ours.create_bucket("written-by-python", Visibility.VISIBILITY_TYPE_PRIVATE, provider_id=2)
    ours.upload(NewObject("written-by-python", "a b/ü.txt", b"written by Python", "text/plain"))
    given = {
        "rpc": double.network().rpc_url,
        "chain": "9000",
        "key": "0x" + "01" * 32,
        "address": OWNER.address,
        "bucket": BUCKET,
        "theirs": {"bucketName": "written-by-python", "objectName": "a b/ü.txt"},
    }
    seen = run_node("session.cjs", json.dumps(given), preload="dns.cjs")
    assert (seen["made"], seen["announced"]) == (0, 0)
    assert (seen["uploaded"], seen["delegated"]) == (0, 0)
    assert (seen["head"], seen["size"]) == (1, 21)
    assert seen["own"] == "written by the JS SDK"
    assert seen["other"] == "written by Python"
    assert seen["listed"] == ["delegated", "folder/by js.txt"]
    assert seen["missing"]["message"] == "no such object"
    assert seen["quota"]["freeQuota"] == 1024**3 - len(seen["own"])
    assert ours.read(BUCKET, "folder/by js.txt") == b"written by the JS SDK"
    assert ours.read(BUCKET, "delegated") == b"without a transaction"
