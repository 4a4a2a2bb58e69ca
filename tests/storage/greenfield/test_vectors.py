"""Transactions that the network's own JS SDK made, against our encoder and our signatures."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from labelfield.storage.greenfield.codec import decode, encode
from labelfield.storage.greenfield.cosmos import AuthInfo, Body, RawTransaction
from labelfield.storage.greenfield.keys import Key, recover
from labelfield.storage.greenfield.messages import MESSAGES, decode_message
from labelfield.storage.greenfield.typed_data import SignDocument, digest_of

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text())
KEY = Key(b"\x01" * 32)
MADE_BY_US_ALONE = {
    "/greenfield.storage.MsgUpdateObjectContent",
    "/greenfield.storage.MsgCancelUpdateObjectContent",
    "/greenfield.storage.MsgRenewGroupMember",
}


def taken_apart(vector):
    raw = decode(RawTransaction, bytes.fromhex(vector["transaction"]))
    body, auth = decode(Body, raw.body), decode(AuthInfo, raw.auth_info)
    messages = tuple(decode_message(found.type_url, found.value) for found in body.messages)
    signed = SignDocument(9000, 1, auth.signer_infos[0].sequence, auth.fee, messages)
    return raw, body, auth, messages, signed


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_every_message_is_encoded_byte_for_byte_as_the_js_sdk_does(vector):
    raw, body, auth, messages, _ = taken_apart(vector)
    assert [encode(message) for message in messages] == [found.value for found in body.messages]
    assert encode(body) == raw.body
    assert encode(auth) == raw.auth_info
    assert encode(raw).hex() == vector["transaction"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_our_digest_is_the_one_that_the_js_sdk_signed(vector):
    raw, _, _, _, signed = taken_apart(vector)
    assert recover(digest_of(signed), raw.signatures[0]) == KEY.address
    assert KEY.sign(digest_of(signed))[:64] == raw.signatures[0][:64]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_another_sequence_has_another_digest(vector):
    _, _, _, _, signed = taken_apart(vector)
    assert digest_of(replace(signed, sequence=signed.sequence + 1)) != digest_of(signed)


def test_only_what_the_js_sdk_cannot_make_has_no_vector():
    made = {message.TYPE_URL for vector in VECTORS for message in taken_apart(vector)[3]}
    assert set(MESSAGES) - made == MADE_BY_US_ALONE
