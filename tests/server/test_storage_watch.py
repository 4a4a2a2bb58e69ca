"""The operator reads in the server's log what storage needs."""

import logging

from labelfield.server.storage_watch import StorageWatch
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.double.server import GreenfieldDouble
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.rpc import Patience
from labelfield.storage.greenfield.uploads import NewObject

BUCKET = "lf-31337-test"
KEY = Key(b"\x01" * 32)


def test_a_quota_that_ends_is_logged_and_a_missing_bucket_is_passed_over(tmp_path, caplog):
    settings = Settings(tmp_path, {KEY.address: ONE_BNB}, free_quota_bytes=100)
    with GreenfieldDouble(settings) as double, Greenfield(double.network(), KEY) as client:
        client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
        client.upload(NewObject(BUCKET, "a", bytes(95)))
        watch = StorageWatch(client, lambda: [BUCKET, "lf-31337-none"])
        assert watch.look() == ()
        client.read(BUCKET, "a")
        with caplog.at_level(logging.WARNING, "labelfield.storage"):
            (alarm,) = watch.look()
    assert f"storage: {BUCKET} {alarm.sentence}" in caplog.text


def test_a_store_that_does_not_answer_is_looked_at_again_later(tmp_path, caplog):
    with GreenfieldDouble(Settings(tmp_path, {KEY.address: ONE_BNB})) as double:
        network = double.network()
    with Greenfield(network, KEY, Patience(attempts=1)) as client:
        watch = StorageWatch(client, lambda: [BUCKET])
        assert watch.look() == ()
        watch.start()
        watch.stop()
    assert "does not answer, looking again later" in caplog.text
