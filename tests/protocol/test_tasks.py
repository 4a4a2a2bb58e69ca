import pytest
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.canonical import Json, canonical_json
from labelfield.protocol.errors import BadProof, MalformedId, MalformedMessage, ProtocolError
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import Hash32, TaskId
from labelfield.protocol.merkle import check_proof, proof_of
from labelfield.protocol.tasks import (
    Gold,
    Task,
    gold_leaf,
    gold_leaves,
    gold_root,
    parse_task,
    task_id,
    task_json,
)
from tests.protocol.drawn import CANONICAL, HASHES, JSON, TASKS, TEXTS

TASK_DRAWS = st.builds(Task, key=TEXTS, data=st.dictionaries(TEXTS, JSON, max_size=3))
GOLDS = st.lists(st.builds(Gold, TASKS, CANONICAL, HASHES), min_size=1, max_size=8)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"key": "a"},
        {"data": {}},
        {"data": [], "key": "a"},
        {"data": None, "key": "a"},
        {"data": {}, "key": 1},
        {"data": {}, "key": "a" * 501},
        {"data": {}, "key": "a", "more": 1},
    ],
)
def test_parse_task_refuses_other_shapes(value: Json) -> None:
    with pytest.raises(MalformedMessage):
        parse_task(canonical_json(value))


def test_parse_task_refuses_other_spellings() -> None:
    with pytest.raises(ProtocolError):
        parse_task(b'{"key":"a","data":{}}')


@pytest.mark.parametrize("salt", ["", "0x00", "0x" + "AB" * 32])
def test_gold_without_a_whole_salt_has_no_leaf(salt: str) -> None:
    with pytest.raises(MalformedId):
        gold_leaf(Gold(TaskId("0x" + "00" * 32), b"[]", Hash32(salt)))


@given(TASK_DRAWS)
def test_parse_task_undoes_task_json(task: Task) -> None:
    assert parse_task(task_json(task)) == task


@given(TASK_DRAWS, TASK_DRAWS)
def test_a_task_id_commits_to_the_whole_task(one: Task, other: Task) -> None:
    assert (task_id(one) == task_id(other)) == (task_json(one) == task_json(other))
    assert task_id(one) == hex_of(keccak(task_json(one)))


@given(GOLDS, st.randoms(use_true_random=False))
def test_gold_has_one_root_whatever_its_order(golds: list[Gold], random: object) -> None:
    shuffled = list(golds)
    random.shuffle(shuffled)
    assert gold_leaves(shuffled) == gold_leaves(golds) == sorted(gold_leaves(golds))
    assert gold_root(shuffled) == gold_root(golds)


@given(GOLDS, CANONICAL)
def test_gold_is_proved_by_its_answer_and_no_other(golds: list[Gold], other: bytes) -> None:
    leaves = gold_leaves(golds)
    root = bytes_of(gold_root(golds), 32)
    for gold in golds:
        proof = proof_of(leaves, leaves.index(gold_leaf(gold)))
        check_proof(gold_leaf(gold), proof, root)
        if other != gold.answer_json:
            with pytest.raises(BadProof):
                check_proof(gold_leaf(Gold(gold.task, other, gold.salt)), proof, root)


@given(TASKS, CANONICAL, HASHES)
def test_a_gold_leaf_is_what_the_document_says(
    task: TaskId, answer_json: bytes, salt: Hash32
) -> None:
    content = bytes_of(task, 32) + bytes_of(salt, 32) + keccak(answer_json)
    assert gold_leaf(Gold(task, answer_json, salt)) == keccak(keccak(content))
