import pytest
from eth_abi import encode
from hypothesis import given
from hypothesis import strategies as st

from labelfield.chain.arguments import Parameter, decode_values, encode_values
from labelfield.chain.errors import MalformedCall, MalformedData

ADDRESS = "0x" + "ab" * 20
ORDER = Parameter(
    "order", "tuple", (Parameter("who", "address"), Parameter("amount", "uint64")), indexed=False
)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uint8", 256),
        ("uint64", -1),
        ("uint64", 2**64),
        ("uint64", True),
        ("uint64", 1.0),
        ("uint64", "1"),
        ("uint64", None),
        ("address", ADDRESS.upper()),
        ("address", "0x" + "AB" * 20),
        ("address", ADDRESS[:-1]),
        ("address", ADDRESS[2:]),
        ("address", bytes(20)),
        ("bytes32", "0x" + "ab" * 31),
        ("bytes32", "0x" + "AB" * 32),
        ("bytes32", bytes(32)),
        ("bytes", "0x00"),
        ("bytes", bytearray(1)),
        ("string", b"text"),
        ("address[]", ADDRESS),
        ("address[]", (ADDRESS, "0x")),
        ("uint32[]", (1, True)),
        ("int8", 1),
    ],
)
def test_what_is_not_spelled_exactly_is_refused(kind: str, value: object) -> None:
    with pytest.raises(MalformedCall, match="it is"):
        encode_values("call", [Parameter("it", kind)], [value])


@pytest.mark.parametrize("value", [(ADDRESS,), [ADDRESS, 1], (ADDRESS, 2**64), ADDRESS])
def test_a_tuple_of_another_shape_is_refused(value: object) -> None:
    with pytest.raises(MalformedCall):
        encode_values("call", [ORDER], [value])


def test_too_few_and_too_many_arguments_are_refused() -> None:
    for values in ([], [1, 2]):
        with pytest.raises(MalformedCall, match="1 of them"):
            encode_values("call", [Parameter("it", "uint8")], values)


def test_bytes_that_are_no_words_are_refused() -> None:
    with pytest.raises(MalformedData):
        decode_values([Parameter("it", "uint256")], b"\1\2")


@given(st.integers(0, 2**64 - 1), st.binary(min_size=20, max_size=20), st.binary(), st.text())
def test_encoding_is_eth_abis_and_decoding_is_its_inverse(
    amount: int, account: bytes, data: bytes, text: str
) -> None:
    address = "0x" + account.hex()
    parameters = [
        ORDER,
        Parameter("data", "bytes"),
        Parameter("text", "string"),
        Parameter("all", "address[]"),
        Parameter("hash", "bytes32"),
    ]
    digest = "0x" + account.hex() + "00" * 12
    values = ((address, amount), data, text, (address, address), digest)
    words = encode_values("call", parameters, values)
    types = ["(address,uint64)", "bytes", "string", "address[]", "bytes32"]
    plain = [(address, amount), data, text, [address, address], account + bytes(12)]
    assert words == encode(types, plain)
    assert decode_values(parameters, words) == values
