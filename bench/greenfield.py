"""How fast Greenfield's checksums and the client are, beside what they compare with.

Checksums: against the npm package in the same run, and against SHA-256 alone over the 2.5 bytes
that must be hashed for each byte of payload. Memory: the peak while 2 GB pass. Client: to and
from the double over loopback, whose disk and hashing are part of the time. Bundles: many small
items into one object, and one item back by ranges.

    python bench/greenfield.py
"""

import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np

from labelfield.storage.bundle import BundleItem, RangedBundle, write_bundle
from labelfield.storage.greenfield.checksums import SEGMENT_SIZE, checksums_of
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.double.server import GreenfieldDouble
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings, Strictness
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.uploads import NewObject

ROOT = Path(__file__).parents[1]
NPM = ROOT / "tests" / "storage" / "greenfield" / "js"
SIZE = 4 * SEGMENT_SIZE
REPEATS = 5
ITEMS = 100_000
MB = 1_000_000


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def hash_alone(payload: bytes) -> None:
    """Hash what the checksums must hash, without making any shard."""
    view, half = memoryview(payload), len(payload) // 2
    hashlib.sha256(view)
    for shard in range(4):
        hashlib.sha256(view[shard * half // 2 : (shard + 1) * half // 2])
    hashlib.sha256(view[:half])


def npm_seconds(file: Path) -> float:
    """Return how long the npm package takes for a file, its reading aside."""
    command = ["node", "checksums.cjs", str(file)]
    done = subprocess.run(command, cwd=NPM, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["seconds"])


def checksum_speed(folder: Path) -> None:
    """Print the speed of the checksums and of what they compare with, taken in turn."""
    payload = np.random.default_rng(1).bytes(SIZE)
    file = folder / "payload"
    file.write_bytes(payload)
    ours, bound, npm = [], [], []
    checksums_of(payload)
    for _ in range(REPEATS):
        ours.append(seconds(lambda: checksums_of(payload)))
        bound.append(seconds(lambda: hash_alone(payload)))
        if (NPM / "node_modules").exists():
            npm.append(npm_seconds(file))
    speed, limit = SIZE / MB / median(ours), SIZE / MB / median(bound)
    print(f"checksums, numpy, one thread  {speed:8.0f} MB/s   (best {SIZE / MB / min(ours):.0f})")
    print(f"SHA-256 alone, 2.5 bytes each {limit:8.0f} MB/s   (best {SIZE / MB / min(bound):.0f})")
    paired = [alone / whole for alone, whole in zip(bound, ours, strict=True)]
    print(f"  share of what SHA-256 allows{100 * median(paired):8.0f} %")
    if npm:
        peer = SIZE / MB / median(npm)
        print(f"npm reed-solomon 1.1.4        {peer:8.1f} MB/s")
        print(f"  times faster                {speed / peer:8.0f}")


def memory() -> None:
    """Print how much more memory 2 GB of payload need than 16 MB."""
    piece = bytes(MB)

    def pieces(count: int) -> Iterator[bytes]:
        return (piece for _ in range(count))

    checksums_of(pieces(16))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    checksums_of(pieces(2000))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory 16 MB → 2 GB      {before / 1024:8.0f} → {after / 1024:.0f} MiB")


def bundle_speed(folder: Path) -> None:
    """Print how fast many small items become one object, and how many requests one item takes."""
    items = [BundleItem(f"item-{number:06}", random.randbytes(1024)) for number in range(ITEMS)]
    taken = [seconds(lambda: write_bundle(items)) for _ in range(REPEATS)]
    print(f"bundle of {ITEMS:,} × 1 KB   {ITEMS * 1024 / MB / median(taken):8.0f} MB/s")
    key, wanted = Key(b"\x01" * 32), random.choice(items)
    settings = Settings(folder / "bundles", {key.address: 1000 * ONE_BNB})
    with GreenfieldDouble(settings) as double, Greenfield(double.network(), key) as client:
        client.create_bucket("bench", Visibility.VISIBILITY_TYPE_PRIVATE)
        client.upload(NewObject("bench", "bundle", write_bundle(items)))
        size, asked = client.head("bench", "bundle").payload_size, []

        def read(offset: int, length: int) -> bytes:
            asked.append(length)
            return client.read_range("bench", "bundle", offset, length)

        def one_item() -> None:
            asked.clear()
            assert RangedBundle(read, size).read(wanted.name) == wanted.data

        taken = [seconds(one_item) for _ in range(REPEATS)]
    print(
        f"one item of it                {1000 * median(taken):8.0f} ms   in {len(asked)} requests"
    )


def client_speed(folder: Path, strictness: Strictness) -> None:
    """Print how fast objects go to the double and come back, checked on both sides."""
    key = Key(b"\x01" * 32)
    source, target = folder / "source", folder / "target"
    up, down = [], []
    settings = Settings(
        folder / strictness.name, {key.address: 1000 * ONE_BNB}, strictness=strictness
    )
    with GreenfieldDouble(settings) as double, Greenfield(double.network(), key) as client:
        client.create_bucket("bench", Visibility.VISIBILITY_TYPE_PRIVATE)
        for number in range(REPEATS):
            source.write_bytes(np.random.default_rng(number).bytes(SIZE))
            new = NewObject("bench", f"object-{number}", source)
            up.append(seconds(lambda new=new: client.upload(new)))
            down.append(seconds(lambda new=new: client.download("bench", new.name, target)))
    how = strictness.name.lower().replace("_", " ")
    for what, taken in ((f"upload, double strict as {how:11}", up), (f"{'download':36}", down)):
        print(f"{what}{SIZE / MB / median(taken):8.0f} MB/s   (best {SIZE / MB / min(taken):.0f})")


def main() -> None:
    """Run all measurements."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        memory()
        checksum_speed(folder)
        for strictness in Strictness:
            client_speed(folder, strictness)
        bundle_speed(folder)


if __name__ == "__main__":
    sys.exit(main())
