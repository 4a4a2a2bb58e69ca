import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.errors import MalformedId, MalformedMessage
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key, recover
from labelfield.protocol.messages import (
    Answer,
    Appeal,
    Login,
    Message,
    Receipt,
    Session,
    Withdrawal,
    answer_hash,
    digest,
)
from labelfield.protocol.typed_data import Domain, domain_separator
from tests.protocol.drawn import CANONICAL, DOMAINS, MESSAGES, PRIVATE_KEYS, hexadecimal

ROOT = Path(__file__).parents[2]
TYPE = re.compile(r"^(\w+)\((.+)\)$", re.MULTILINE)
DOCUMENTED = {
    name: [tuple(field.split(" ")) for field in members.split(",")]
    for name, members in TYPE.findall((ROOT / "docs" / "protocol.md").read_text())
}
"""The types as docs/protocol.md prints them: by struct, the (type, name) of each member."""

DOMAIN = Domain(31337, Address("0x" + "5f" * 20))
ACCOUNT = Address("0x" + "1a" * 20)
HASH = Hash32("0x" + "2b" * 32)
EXAMPLES: tuple[Message, ...] = (
    Session(ACCOUNT, ACCOUNT, 1),
    Login(ACCOUNT, ACCOUNT, HASH),
    Answer(ProjectNumber(1), ACCOUNT, TaskId(HASH), HASH, 1, ZERO_HASH, 1),
    Receipt(ACCOUNT, 1, 1, ProjectNumber(1), 1, HASH, TaskId(HASH), 1, 1),
    Withdrawal(ACCOUNT, ACCOUNT, 1, 1, 0, 1),
    Appeal(ProjectNumber(1), ACCOUNT, TaskId(HASH), 1),
)


def documented_types(message: Message) -> list[tuple[str, str]]:
    return DOCUMENTED[type(message).__name__]


def typed_data(domain: Domain, message: Message) -> dict[str, object]:
    """Return `message` as wallets are asked to sign it, from the documented types."""
    name, members = type(message).__name__, documented_types(message)
    values = [getattr(message, field.name) for field in fields(message)]
    return {
        "domain": {
            "name": "Labelfield",
            "version": "1",
            "chainId": domain.chain_id,
            "verifyingContract": domain.pool,
        },
        "primaryType": name,
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "version", "type": "string"},
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            name: [{"name": member, "type": kind} for kind, member in members],
        },
        "message": dict(zip([member for _, member in members], values, strict=True)),
    }


def malformed_values(kind: str) -> list[object]:
    if kind.startswith("uint"):
        return [-1, 2 ** int(kind[4:]), True, 1.0, "1", None]
    size = 20 if kind == "address" else 32
    good = "0x" + "ab" * size
    return [good.upper(), good[2:], good[:-2], good + "00", bytes(size), None, 0]


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_no_malformed_field_is_hashed(message: Message) -> None:
    for field, (kind, _) in zip(fields(message), documented_types(message), strict=True):
        for value in malformed_values(kind):
            with pytest.raises((MalformedMessage, MalformedId)):
                replace(message, **{field.name: value}).struct_hash()


@pytest.mark.parametrize("chain_id", [-1, 2**256, True, "1", None, 1.5])
def test_no_malformed_chain_id_is_hashed(chain_id: int) -> None:
    with pytest.raises(MalformedMessage):
        domain_separator(Domain(chain_id, DOMAIN.pool))


@pytest.mark.parametrize("salt", ["0x", "0x" + "00" * 15, "0x" + "00" * 17, "00" * 16, ""])
def test_answer_hash_refuses_salts_of_another_size(salt: str) -> None:
    with pytest.raises(MalformedId):
        answer_hash(salt, b"[]")


@given(DOMAINS, MESSAGES, MESSAGES)
def test_different_messages_have_different_digests(
    domain: Domain, one: Message, other: Message
) -> None:
    assert (digest(domain, one) == digest(domain, other)) == (one == other)


@given(DOMAINS, DOMAINS, MESSAGES)
def test_a_signature_counts_in_one_domain_only(
    one: Domain, other: Domain, message: Message
) -> None:
    assert (digest(one, message) == digest(other, message)) == (one == other)


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_every_field_is_signed(message: Message) -> None:
    for field, (kind, _) in zip(fields(message), documented_types(message), strict=True):
        other = 77 if kind.startswith("uint") else "0x" + "77" * (20 if kind == "address" else 32)
        changed = replace(message, **{field.name: other})
        assert changed.struct_hash() != message.struct_hash()


@given(DOMAINS, MESSAGES, PRIVATE_KEYS)
def test_digest_and_signature_are_those_of_eth_account(
    domain: Domain, message: Message, private_key: bytes
) -> None:
    signable = encode_typed_data(full_message=typed_data(domain, message))
    assert domain_separator(domain) == signable.header
    assert message.struct_hash() == signable.body
    signed = Account.sign_typed_data(private_key, full_message=typed_data(domain, message))
    assert digest(domain, message) == bytes(signed.message_hash)
    signature = Key(private_key).sign(digest(domain, message))
    assert signature == bytes(signed.signature)
    assert recover(digest(domain, message), signature) == Key(private_key).address


@given(MESSAGES)
def test_struct_hash_is_the_abi_encoding_of_the_documented_type(message: Message) -> None:
    members = documented_types(message)
    spelled = f"{type(message).__name__}({','.join(' '.join(member) for member in members)})"
    values = [getattr(message, field.name) for field in fields(message)]
    words = [
        bytes_of(value, 32) if kind == "bytes32" else value
        for value, (kind, _) in zip(values, members, strict=True)
    ]
    kinds = [kind for kind, _ in members]
    data = encode(["bytes32", *kinds], [keccak(text=spelled), *words])
    assert message.struct_hash() == keccak(data)


@given(hexadecimal(16), CANONICAL)
def test_answer_hash_covers_salt_and_answer(salt: str, answer_json: bytes) -> None:
    assert answer_hash(salt, answer_json) == hex_of(keccak(bytes.fromhex(salt[2:]) + answer_json))


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=5))
def test_the_head_of_a_chain_covers_every_answer_before_it(times: list[int]) -> None:
    def head_after(times: list[int]) -> Hash32:
        head = ZERO_HASH
        for sequence, time_s in enumerate(times, start=1):
            head = Answer(
                ProjectNumber(1), ACCOUNT, TaskId(HASH), HASH, sequence, head, time_s
            ).head()
        return head

    for place, time_s in enumerate(times):
        changed = [*times[:place], time_s ^ 1, *times[place + 1 :]]
        assert head_after(changed) != head_after(times)


def test_the_document_names_every_message_and_no_other() -> None:
    assert set(DOCUMENTED) == {type(message).__name__ for message in EXAMPLES}
