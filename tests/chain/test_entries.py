import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.chain.entries import AMOUNT_MAX, pack_entries, split_amounts, unpack_entries
from labelfield.chain.errors import MalformedCall, MalformedData

UINT32 = st.integers(1, 2**32 - 1)


@pytest.mark.parametrize(
    "entries",
    [
        [(0, 1)],
        [(2**32, 1)],
        [(True, 1)],
        [(1, 0)],
        [(1, -1)],
        [(1, 2**32)],
        [(1, True)],
        [(1, 1.0)],
        [(2, 1), (1, 1)],
    ],
)
def test_what_the_contract_would_refuse_is_refused(entries: list[tuple[int, int]]) -> None:
    with pytest.raises(MalformedCall):
        pack_entries(entries)


@pytest.mark.parametrize("length", [1, 7, 9, 15])
def test_entries_of_broken_length_are_refused(length: int) -> None:
    with pytest.raises(MalformedData, match=f"{length} bytes"):
        unpack_entries(bytes(length))


def test_an_entry_is_index_then_amount_high_byte_first() -> None:
    assert pack_entries([(0x01020304, 0xA1B2C3D4)]) == bytes.fromhex("01020304a1b2c3d4")
    assert pack_entries([]) == b""


@given(st.lists(st.tuples(UINT32, UINT32)))
def test_unpacking_is_the_inverse_of_packing(entries: list[tuple[int, int]]) -> None:
    ordered = sorted(entries)
    assert unpack_entries(pack_entries(ordered)) == tuple(ordered)


@given(st.lists(st.tuples(UINT32, st.integers(0, 2**34))))
def test_splitting_keeps_every_labelers_sum(credits_due: list[tuple[int, int]]) -> None:
    split = split_amounts(sorted(credits_due))
    pack_entries(split)
    assert all(amount <= AMOUNT_MAX for _, amount in split)
    for index, _ in credits_due:
        wanted = sum(amount for each, amount in credits_due if each == index)
        assert sum(amount for each, amount in split if each == index) == wanted
