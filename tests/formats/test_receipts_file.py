"""Files of receipts: read as the page saves them, refused in any other shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.formats.receipts_file import parse_receipts
from labelfield.protocol.errors import ProtocolError
from tests.protocol.drawn import JSON

RECEIPT: dict[str, Any] = {
    "labeler": "0x" + "1a" * 20,
    "number": 3,
    "owed": 5_000,
    "project": 1,
    "sequence": 2,
    "head": "0x" + "2b" * 32,
    "task": "0x" + "3c" * 32,
    "position": 4,
    "settle_by_s": 1_790_000_000,
    "signature": "0x" + "4d" * 65,
}
FILE: dict[str, Any] = {
    "chain_id": 31337,
    "pool": "0x" + "5e" * 20,
    "receipt_key": "0x" + "6f" * 20,
    "receipts": [RECEIPT],
}


def spelled(file: object) -> bytes:
    return json.dumps(file, indent=1).encode() + b"\n"


@pytest.mark.parametrize("name", RECEIPT)
@pytest.mark.parametrize("value", [None, -1, 0.5, "", "0x", [], {}, True])
def test_a_field_of_another_type_or_range_is_refused(name: str, value: object) -> None:
    with pytest.raises(ProtocolError):
        parse_receipts(spelled(FILE | {"receipts": [RECEIPT | {name: value}]}))


@pytest.mark.parametrize("name", FILE)
def test_a_missing_or_unknown_field_is_refused(name: str) -> None:
    without = {key: value for key, value in FILE.items() if key != name}
    for file in (without, FILE | {name + "_": 1}):
        with pytest.raises(ProtocolError):
            parse_receipts(spelled(file))


@given(st.sampled_from(sorted(RECEIPT)), JSON)
def test_any_field_is_refused_or_read_as_it_stands(name: str, value: object) -> None:
    file = FILE | {"receipts": [RECEIPT | {name: value}]}
    try:
        ((receipt, signature),) = parse_receipts(spelled(file)).receipts
    except ProtocolError:
        return
    found = {field: getattr(receipt, field) for field in RECEIPT if field != "signature"}
    assert found | {"signature": "0x" + signature.hex()} == RECEIPT | {name: value}


@given(st.binary(max_size=100))
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_receipts(data)


def test_a_saved_file_is_read() -> None:
    found = parse_receipts(spelled(FILE))
    assert (found.chain_id, found.pool, found.receipt_key) == (
        31337,
        FILE["pool"],
        FILE["receipt_key"],
    )
    assert len(found.receipts) == 1
    assert parse_receipts(spelled(FILE | {"receipts": []})).receipts == ()
