"""A client that is killed while it uploads, then runs again: never a half object for a whole."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from labelfield.storage.greenfield.checksums import SEGMENT_SIZE
from labelfield.storage.greenfield.enums import ObjectStatus, Visibility
from labelfield.storage.greenfield.errors import NotFound
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET

SIZE = 2 * SEGMENT_SIZE + 12_345

UPLOADER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from labelfield.storage.greenfield.client import Greenfield
    from labelfield.storage.greenfield.keys import Key
    from labelfield.storage.greenfield.network import Network
    from labelfield.storage.greenfield.uploads import NewObject

    rpc, gateway, how, name, source = sys.argv[1:]
    client = Greenfield(Network(rpc, 9000, {1: gateway}), Key(bytes([1]) * 32))
    new = NewObject("lf-31337-test", name, Path(source))

    def progress(done, total):
        print(done, flush=True)

    if how == "whole":
        client.upload(new, progress)
    else:
        client.upload_resumably(new, 16 * 1024 * 1024, progress)
    """
)


@pytest.mark.parametrize("how", ["whole", "parts"])
def test_an_upload_killed_at_any_moment_is_finished_by_the_next(start, connect, tmp_path, how):
    double = start()
    client = connect(double)
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE, provider_id=1)
    moments = random.Random(5)
    for number in range(2):
        source = tmp_path / f"source-{number}"
        source.write_bytes(os.urandom(SIZE))
        name = f"{how}-{number}"
        _upload_and_kill(double, how, name, source, moments.randrange(1, SIZE - SEGMENT_SIZE))
        assert not _is_sealed(client, name)
        new = NewObject(BUCKET, name, source)
        before = client.gateway(BUCKET).resume_offset(BUCKET, name)
        assert before % SEGMENT_SIZE == 0
        if how == "whole":
            client.upload(new)
        else:
            client.upload_resumably(new, SEGMENT_SIZE)
        client.download(BUCKET, name, tmp_path / "out")
        assert (tmp_path / "out").read_bytes() == source.read_bytes()


def _upload_and_kill(double, how: str, name: str, source: Path, after: int) -> None:
    """Kill -9 an uploader once it has sent `after` bytes, and wait until the double noticed."""
    network = double.network()
    arguments = [network.rpc_url, network.gateways[1], how, name, str(source)]
    command = [sys.executable, "-c", UPLOADER, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as uploader:
        assert uploader.stdout is not None
        for line in uploader.stdout:
            if int(line) >= after:
                uploader.send_signal(signal.SIGKILL)
                break
    unfinished = Path(double._world.settings.folder) / "unfinished"
    for _ in range(500):
        if not list(unfinished.iterdir()):
            return
        time.sleep(0.01)
    raise AssertionError("the double still waits for a dead uploader")


def _is_sealed(client, name: str) -> bool:
    try:
        found = client.chain.object(BUCKET, name)
    except NotFound:
        return False
    return found.object_status == ObjectStatus.OBJECT_STATUS_SEALED


def test_a_double_that_dies_keeps_no_half_object(start, connect, tmp_path):
    first = start()
    client = connect(first)
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
    (tmp_path / "double" / "unfinished" / "left").write_bytes(b"half")
    first.close()
    connect(start())
    assert list((tmp_path / "double" / "unfinished").iterdir()) == []
