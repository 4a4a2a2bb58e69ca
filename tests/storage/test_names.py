"""Bucket names of projects."""

from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.ids import Address
from labelfield.storage.names import bucket_of, check_bucket

POOL = Address("0x" + "ab" * 20)


@given(chain_id=st.integers(1, 2**64 - 1), key=st.text(max_size=200))
def test_every_project_has_a_valid_bucket(chain_id, key):
    bucket = bucket_of(chain_id, POOL, key.encode(errors="replace").decode())
    assert check_bucket(bucket) == bucket


def test_chain_pool_and_project_each_change_the_bucket():
    buckets = {
        bucket_of(chain_id, pool, key)
        for chain_id in (56, 97)
        for pool in (POOL, Address("0x" + "cd" * 20))
        for key in ("1", "2")
    }
    assert len(buckets) == 8


def test_a_bucket_names_its_chain_and_nothing_else():
    assert bucket_of(56, POOL, "7") == "lf-56-" + bucket_of(56, POOL, "7")[6:]
    assert len(bucket_of(56, POOL, "7")) == len("lf-56-") + 32
