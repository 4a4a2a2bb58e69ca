import pytest
from Crypto.Hash import keccak as pycryptodome
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.errors import MalformedId
from labelfield.protocol.hashes import bytes_of, hex_of, keccak, keccak_hex


@pytest.mark.parametrize(
    "text",
    ["0x", "0xa", "0xAB", "ab", "0xab ", "0x a", "0xa_", "0xabcd", "0Xab", "", None, 5, b"0xab"],
)
def test_bytes_of_refuses_other_spellings_of_one_byte(text: object) -> None:
    with pytest.raises(MalformedId):
        bytes_of(text, 1)


@given(st.binary(max_size=100))
def test_bytes_of_undoes_hex_of(data: bytes) -> None:
    assert bytes_of(hex_of(data), len(data)) == data


@given(st.binary(max_size=100), st.integers(0, 100))
def test_bytes_of_refuses_another_size(data: bytes, size: int) -> None:
    if size != len(data):
        with pytest.raises(MalformedId):
            bytes_of(hex_of(data), size)


@given(st.binary(max_size=1000))
def test_keccak_is_that_of_another_library(data: bytes) -> None:
    assert keccak(data) == pycryptodome.new(digest_bits=256, data=data).digest()
    assert keccak_hex(data) == hex_of(keccak(data))


def test_keccak_of_nothing_is_the_published_one() -> None:
    digest = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak_hex(b"") == digest
