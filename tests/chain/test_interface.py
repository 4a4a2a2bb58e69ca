import pytest
from eth_abi import encode

from labelfield.chain.errors import MalformedData
from labelfield.chain.interface import decode_error, interface
from labelfield.protocol.hashes import keccak

POOL = interface("LabelPool")


def test_unknown_topics_are_refused() -> None:
    with pytest.raises(MalformedData, match="no event"):
        POOL.decode_event([keccak(b"Other()")], b"")
    with pytest.raises(MalformedData, match="no event"):
        POOL.decode_event([], b"")


def test_selectors_are_those_of_the_written_signatures() -> None:
    withdraw = "withdraw((address,address,uint64,uint64,uint64,uint64),bytes,uint64)"
    assert POOL.functions["withdraw"].selector == keccak(withdraw.encode())[:4]
    checkpoint = "Checkpoint(uint32,uint32,bytes32,uint64,bytes)"
    assert POOL.topic_of("Checkpoint") == keccak(checkpoint.encode())


def test_errors_are_named_with_their_values() -> None:
    selector = keccak(b"WrongCheckpointNumber(uint32,uint32,uint32)")[:4]
    data = selector + encode(["uint32"] * 3, [5, 1, 2])
    values = {"project": 5, "number": 1, "expected": 2}
    assert decode_error(data) == ("WrongCheckpointNumber", values)


def test_errors_of_libraries_and_tokens_are_known() -> None:
    assert decode_error(keccak(b"ZeroCredit(uint256)")[:4] + bytes(32))[0] == "ZeroCredit"
    short = keccak(b"ERC20InsufficientBalance(address,uint256,uint256)")[:4] + bytes(96)
    assert decode_error(short)[0] == "ERC20InsufficientBalance"


def test_solidity_s_own_errors_are_known() -> None:
    panic = keccak(b"Panic(uint256)")[:4] + encode(["uint256"], [0x11])
    assert decode_error(panic) == ("Panic", {"code": 0x11})
    message = keccak(b"Error(string)")[:4] + encode(["string"], ["no"])
    assert decode_error(message) == ("Error", {"message": "no"})


def test_other_errors_are_shown_as_they_are() -> None:
    assert decode_error(b"") == ("unknown", {"data": "0x"})
    assert decode_error(b"\1\2\3\4\5") == ("unknown", {"data": "0x0102030405"})
    cut = keccak(b"Panic(uint256)")[:4] + b"\1"
    assert decode_error(cut)[0] == "unknown"
