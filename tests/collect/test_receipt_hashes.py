"""Receipts' hashes are kept small, and found again by labeler and sequence."""

from hypothesis import given
from hypothesis import strategies as st

from labelfield.collect.receipt_hashes import ReceiptHashes
from labelfield.protocol.hashes import hex_of

places = st.tuples(st.sampled_from(["ann", "bob"]), st.integers(1, 12))
hashes = st.binary(min_size=32, max_size=32).filter(any)


@given(put=st.dictionaries(places, hashes), asked=st.tuples(st.text(), st.integers(-3, 20)))
def test_what_was_put_is_found_and_nothing_else(
    put: dict[tuple[str, int], bytes], asked: tuple[str, int]
) -> None:
    found = ReceiptHashes()
    for (labeler, sequence), digest in put.items():
        found.put(labeler, sequence, digest)
    assert dict(found) == {place: hex_of(digest) for place, digest in put.items()}
    assert len(found) == len(put)
    assert (asked in found) == (asked in put)
    assert found.get(("ann", 13)) is None
