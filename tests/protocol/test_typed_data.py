import pytest
from eth_abi.abi import encode
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.errors import MalformedId, MalformedMessage
from labelfield.protocol.typed_data import (
    Domain,
    domain_separator,
    encode_address,
    encode_bytes32,
    encode_uint,
    struct_digest,
)
from tests.protocol.drawn import ADDRESSES, DOMAINS, HASHES, unsigned


@pytest.mark.parametrize("bits", [8, 16, 32, 64, 256])
def test_encode_uint_refuses_what_needs_more_bits_and_what_is_no_integer(bits: int) -> None:
    for value in (-1, 1 << bits, True, False, 0.0, "0", None):
        with pytest.raises(MalformedMessage, match="amount"):
            encode_uint(value, bits, "amount")


@given(st.text() | st.binary() | st.integers() | st.none())
def test_words_refuse_other_spellings(value: object) -> None:
    for word in (encode_address, encode_bytes32):
        with pytest.raises(MalformedId):
            word(value)


@given(ADDRESSES, HASHES, unsigned(64))
def test_words_are_those_of_the_abi(address: str, digest: str, amount: int) -> None:
    assert encode_address(address) == encode(["address"], [address])
    assert encode_bytes32(digest) == encode(["bytes32"], [bytes.fromhex(digest[2:])])
    assert encode_uint(amount, 64, "amount") == encode(["uint64"], [amount])


@given(DOMAINS, st.binary(min_size=32, max_size=32))
def test_digests_follow_eip_712(domain: Domain, struct_hash: bytes) -> None:
    kind = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    separator = keccak(
        encode(
            ["bytes32", "bytes32", "bytes32", "uint256", "address"],
            [
                keccak(text=kind),
                keccak(text="Labelfield"),
                keccak(text="1"),
                domain.chain_id,
                domain.pool,
            ],
        )
    )
    assert domain_separator(domain) == separator
    assert struct_digest(domain, struct_hash) == keccak(b"\x19\x01" + separator + struct_hash)
