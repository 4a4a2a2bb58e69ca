"""What a certificate says of an item is the canonical hash of it, however it is written."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelfield.formats.certificate import item_proof, proof_line
from labelfield.formats.exports.items import Item
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.errors import NotCanonical
from labelfield.protocol.hashes import keccak_hex
from tests.formats.exports.made import item, items
from tests.labeling.strategies import configs


def said_of(one: Item) -> dict[str, Any]:
    """What is hashed, as docs/verify.md names it."""
    names = ("confidence", "key", "label", "result", "task_id")
    return {name: getattr(one, name) for name in names}


@pytest.mark.parametrize("number", [2**64, float("inf")])
def test_what_no_record_can_hold_is_refused(number: float) -> None:
    with pytest.raises(NotCanonical):
        item_proof(item(1, {}, [{"value": {"number": number}}]))


@given(st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_item_is_hashed_in_canonical_json(data: st.DataObject) -> None:
    for one in data.draw(items(data.draw(configs()))):
        assert item_proof(one).hash == keccak_hex(canonical_json(said_of(one)))
        assert item_proof(one).hash.encode() in proof_line(one)


numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15) | st.floats(1e22, 1e300)


@given(st.text(st.characters(codec="utf-8")), numbers)
def test_any_text_and_number_is_hashed_in_canonical_json(text: str, number: float) -> None:
    one = Item(text, "0x0", {}, text, "1.0000", [{"value": {text: number}}], ())
    assert item_proof(one).hash == keccak_hex(canonical_json(said_of(one)))
    assert item_proof(one).hash.encode() in proof_line(one)
