"""Sealed records: only their own key opens them, at their own checkpoint, to the byte."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.errors import BadSeal
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address, ProjectNumber
from labelfield.protocol.sealing import (
    LAST_CHECKPOINT,
    RecordPlace,
    key_before,
    project_secret,
    record_key,
    seal,
    unseal,
)
from labelfield.protocol.typed_data import Domain

DOMAIN = Domain(31337, Address("0x" + "5f" * 20))
PLACE = RecordPlace(DOMAIN, ProjectNumber(7), 3)
SECRET = project_secret(b"operator", DOMAIN, ProjectNumber(7))
KEYS = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("checkpoint", [0, -1, LAST_CHECKPOINT + 1])
def test_a_checkpoint_beyond_the_chain_has_no_key(checkpoint: int) -> None:
    with pytest.raises(BadSeal, match="1 to 131072"):
        record_key(SECRET, checkpoint)


@given(KEYS, KEYS, st.binary(max_size=100))
def test_another_key_is_refused(key: bytes, other: bytes, data: bytes) -> None:
    if key != other:
        with pytest.raises(BadSeal, match="another key"):
            unseal(other, PLACE, seal(key, PLACE, data))


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, checkpoint=4),
        replace(PLACE, project=ProjectNumber(8)),
        replace(PLACE, domain=replace(DOMAIN, chain_id=56)),
        replace(PLACE, domain=replace(DOMAIN, pool=Address("0x" + "5e" * 20))),
    ],
)
def test_another_place_is_refused(other: RecordPlace) -> None:
    key = record_key(SECRET, 3)
    with pytest.raises(BadSeal):
        unseal(key, other, seal(key, PLACE, b"record"))


@given(st.binary(max_size=60), st.data())
def test_any_changed_byte_is_refused(data: bytes, drawn: st.DataObject) -> None:
    key = record_key(SECRET, 3)
    sealed = bytearray(seal(key, PLACE, data))
    place = drawn.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= drawn.draw(st.integers(1, 255))
    with pytest.raises(BadSeal):
        unseal(key, PLACE, bytes(sealed))


@given(KEYS, st.binary(max_size=200))
def test_garbage_is_refused(key: bytes, garbage: bytes) -> None:
    with pytest.raises(BadSeal):
        unseal(key, PLACE, garbage)


@given(KEYS, st.binary(max_size=200))
def test_unseal_undoes_seal_and_sealing_again_gives_the_same_bytes(key: bytes, data: bytes) -> None:
    sealed = seal(key, PLACE, data)
    assert unseal(key, PLACE, sealed) == data
    assert seal(key, PLACE, data) == sealed


@given(KEYS, st.binary(max_size=40), st.binary(max_size=40))
def test_a_key_used_twice_has_two_nonces(key: bytes, one: bytes, other: bytes) -> None:
    nonces = {seal(key, PLACE, data)[32:44] for data in (one, other)}
    assert len(nonces) == len({one, other})


def test_each_key_is_the_keccak_of_the_next_ones() -> None:
    numbers = (1, 2, 511, 512, 513, 1024, LAST_CHECKPOINT - 1, LAST_CHECKPOINT)
    for number in numbers[:-1]:
        assert record_key(SECRET, number) == keccak(record_key(SECRET, number + 1))
    assert record_key(SECRET, LAST_CHECKPOINT) == SECRET
    for first, second in pairwise((1, 5, 700, 3000)):
        later = record_key(SECRET, second)
        assert key_before(later, second - first) == record_key(SECRET, first)


def test_the_commitment_is_not_the_key_before() -> None:
    """Else every sealed record would open all records before it."""
    key = record_key(SECRET, 3)
    assert record_key(SECRET, 2) not in seal(key, PLACE, b"record")


def test_every_project_has_a_secret_of_its_own() -> None:
    other = replace(DOMAIN, chain_id=56)
    secrets = {
        project_secret(b"operator", DOMAIN, ProjectNumber(7)),
        project_secret(b"operator", DOMAIN, ProjectNumber(8)),
        project_secret(b"operator", other, ProjectNumber(7)),
        project_secret(b"another", DOMAIN, ProjectNumber(7)),
    }
    assert len(secrets) == 4
