"""The committed vectors: what the code makes today, and what other implementations make."""

import importlib.util
import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from labelfield.protocol.canonical import parse_canonical
from labelfield.protocol.manifest import manifest_hash, parse_manifest
from labelfield.protocol.tasks import parse_task, task_id
from tests.protocol.test_messages import DOCUMENTED

FOLDER = Path(__file__).parents[2] / "vectors"
NAMES = sorted(path.name for path in FOLDER.glob("*.json"))


def committed(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())


def generate() -> Any:
    spec = importlib.util.spec_from_file_location("generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def join(one: bytes, other: bytes) -> bytes:
    return keccak(b"".join(sorted((one, other))))


def plain_root(nodes: list[bytes]) -> bytes:
    while len(nodes) > 1:
        pairs = [nodes[start : start + 2] for start in range(0, len(nodes), 2)]
        nodes = [join(*pair) if pair[1:] else pair[0] for pair in pairs]
    return nodes[0] if nodes else bytes(32)


def typed_data(vector: Any) -> dict[str, object]:
    members = DOCUMENTED[vector["type"]]
    values = [
        int(value) if kind.startswith("uint") else value
        for (kind, _), value in zip(members, vector["message"].values(), strict=True)
    ]
    types = {vector["type"]: [{"name": name, "type": kind} for kind, name in members]}
    return {
        "domain_data": {
            "name": "Labelfield",
            "version": "1",
            "chainId": vector["domain"]["chain_id"],
            "verifyingContract": vector["domain"]["pool"],
        },
        "message_types": types,
        "message_data": dict(zip([name for _, name in members], values, strict=True)),
    }


def test_the_committed_files_are_the_generated_ones() -> None:
    assert sorted(generate().vectors()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_vectors_are_what_the_protocol_makes_today(name: str) -> None:
    module = generate()
    assert (FOLDER / name).read_text() == module.spelled(module.vectors()[name])


@pytest.mark.parametrize("vector", committed("messages.json"), ids=lambda vector: vector["type"])
def test_message_vectors_are_what_eth_account_makes(vector: Any) -> None:
    signable = encode_typed_data(**typed_data(vector))
    signed = Account.sign_message(signable, unhex(vector["private_key"]))
    assert signable.body == unhex(vector["struct_hash"])
    assert bytes(signed.message_hash) == unhex(vector["digest"])
    assert bytes(signed.signature) == unhex(vector["signature"])
    recovered = Account.recover_message(signable, signature=unhex(vector["signature"]))
    assert recovered.lower() == vector["signer"]


def test_there_are_vectors_for_every_message() -> None:
    assert {vector["type"] for vector in committed("messages.json")} == set(DOCUMENTED)


def test_the_withdrawal_vector_is_what_eth_account_makes() -> None:
    vector = committed("withdrawal.json")
    message = {name: vector[name] for _, name in DOCUMENTED["Withdrawal"]}
    domain = {"chain_id": vector["chainId"], "pool": vector["pool"]}
    flat = {"type": "Withdrawal", "domain": domain, "message": message}
    signable = encode_typed_data(**typed_data(flat))
    assert signable.header == unhex(vector["domainSeparator"])
    assert signable.body == unhex(vector["structHash"])
    assert keccak(b"\x19\x01" + signable.header + signable.body) == unhex(vector["digest"])
    recovered = Account.recover_message(signable, signature=unhex(vector["signature"]))
    assert recovered.lower() == vector["labeler"]
    assert list(vector) == sorted(vector), "forge decodes objects by the order of their names"


@pytest.mark.parametrize("vector", committed("canonical.json"))
def test_canonical_vectors_read_back_as_their_values(vector: Any) -> None:
    assert json.loads(vector["canonical"]) == vector["value"]
    assert parse_canonical(vector["canonical"].encode()) == vector["value"]


@pytest.mark.parametrize("vector", committed("answers.json"))
def test_answer_vectors_are_the_keccak_of_salt_and_sorted_json(vector: Any) -> None:
    spelled = json.dumps(
        vector["answer"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert keccak(unhex(vector["salt"]) + spelled.encode()) == unhex(vector["answer_hash"])


@pytest.mark.parametrize("vector", committed("merkle.json"))
def test_merkle_vectors_follow_the_document(vector: Any) -> None:
    leaves = [keccak(keccak(unhex(content))) for content in vector["contents"]]
    assert leaves == [unhex(leaf) for leaf in vector["leaves"]]
    assert plain_root(leaves) == unhex(vector["root"])
    for leaf, proof in zip(leaves, vector["proofs"], strict=True):
        nodes = accumulate(map(unhex, proof), join, initial=leaf)
        assert list(nodes)[-1] == unhex(vector["root"])


def test_task_and_gold_vectors_follow_the_document() -> None:
    vectors = committed("tasks.json")
    for vector in vectors["tasks"]:
        assert keccak(text=vector["json"]) == unhex(vector["task"])
        assert task_id(parse_task(vector["json"].encode())) == vector["task"]
    leaves = sorted(
        keccak(keccak(unhex(gold["task"]) + unhex(gold["salt"]) + keccak(text=gold["answer"])))
        for gold in vectors["gold"]
    )
    assert leaves == [unhex(leaf) for leaf in vectors["gold_leaves"]]
    assert plain_root(leaves) == unhex(vectors["gold_root"])


def test_the_manifest_vector_is_read_and_hashed() -> None:
    vector = committed("manifest.json")
    assert keccak(text=vector["json"]) == unhex(vector["manifest_hash"])
    assert manifest_hash(parse_manifest(vector["json"].encode())) == vector["manifest_hash"]


def test_the_sealing_vectors_follow_the_document() -> None:
    vectors = committed("sealing.json")
    keys = [unhex(vector["key"]) for vector in vectors]
    assert keys[:-1] == [keccak(key) for key in keys[1:]]
    for key, vector in zip(keys, vectors, strict=True):
        sealed, data = unhex(vector["sealed"]), unhex(vector["data"])
        assert sealed[:32] == keccak(b"labelfield/record key/1" + key)
        assert sealed[32:44] == keccak(b"labelfield/record nonce/1" + key + data)[:12]
        opened = AESGCM(key).decrypt(sealed[32:44], sealed[44:], vector["place"].encode())
        assert opened == data
