"""The seven checksums against a plain twin and against the package that the network's users run."""

import hashlib
import io
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.greenfield.checksums import SEGMENT_SIZE, ChecksumStream, checksums_of
from tests.storage.greenfield.node import checksums_by_npm, needs_npm
from tests.storage.greenfield.plain_checksums import plain_checksums

EDGES = [
    edge * SEGMENT_SIZE + step
    for edge in (1, 2, 3)
    for step in (-4, -1, 0, 1, 3)
    if edge < 3 or step <= 0
]


def payload_of(size: int) -> bytes:
    return np.random.default_rng(size).bytes(size)


@given(st.binary(max_size=2000), st.lists(st.integers(0, 2000), max_size=5))
def test_any_payload_in_any_pieces_has_the_plain_twins_checksums(payload, cuts):
    places = [0, *sorted(min(cut, len(payload)) for cut in cuts), len(payload)]
    pieces = [payload[a:b] for a, b in pairwise(places)]
    assert checksums_of(pieces) == checksums_of(payload) == plain_checksums(payload)


@given(st.integers(0, 400_000), st.integers(0, 2**32))
def test_blocks_larger_than_the_scratch_have_the_plain_twins_checksums(size, seed):
    payload = np.random.default_rng(seed).bytes(size)
    assert checksums_of(io.BytesIO(payload)) == plain_checksums(payload)


def test_an_empty_payload_has_seven_hashes_of_nothing():
    assert checksums_of(b"") == (hashlib.sha256().digest(),) * 7


def test_asking_early_does_not_disturb_the_rest():
    stream = ChecksumStream()
    stream.update(b"a" * 1001)
    assert stream.checksums() == plain_checksums(b"a" * 1001)
    stream.update(b"b" * 1001)
    assert stream.checksums() == plain_checksums(b"a" * 1001 + b"b" * 1001)
    assert stream.size == 2002


@pytest.mark.parametrize("size", [SEGMENT_SIZE - 1, SEGMENT_SIZE, SEGMENT_SIZE + 1])
def test_a_segments_edge_has_the_plain_twins_checksums(size):
    payload = payload_of(size)
    assert checksums_of(payload) == plain_checksums(payload)


@needs_npm
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 1_000_003, SEGMENT_SIZE + 1])
def test_the_npm_package_computes_the_same(size, tmp_path):
    _compare_with_npm(size, tmp_path)


@needs_npm
def test_the_npm_package_has_no_checksums_of_nothing_to_compare_with(tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(AssertionError, match="file buffer is empty"):
        checksums_by_npm(tmp_path / "empty")


@needs_npm
@pytest.mark.soak
@pytest.mark.parametrize("size", [*EDGES, 100_000_000])
def test_the_npm_package_computes_the_same_at_every_edge_and_at_100_mb(size, tmp_path):
    _compare_with_npm(size, tmp_path)


def _compare_with_npm(size, tmp_path):
    file = tmp_path / "payload"
    file.write_bytes(payload_of(size))
    with file.open("rb") as source:
        assert checksums_of(source) == checksums_by_npm(file)


def test_memory_does_not_grow_with_the_payload():
    piece = bytes(1024 * 1024)
    tracemalloc.start()
    checksums_of(piece for _ in range(100))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024
