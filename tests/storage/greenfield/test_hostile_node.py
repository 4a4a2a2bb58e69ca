"""Nodes that lie, break off or come late."""

import base64
import json

import pytest

from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.errors import (
    MalformedProtobuf,
    MalformedResponse,
    NotCommitted,
    NotFound,
    RpcRefused,
    TransactionFailed,
    Unreachable,
    WrongSequence,
)
from labelfield.storage.greenfield.network import chain_id_of
from labelfield.storage.greenfield.queries import HeadBucketQuery
from labelfield.storage.greenfield.rpc import Patience, Rpc
from labelfield.storage.greenfield.transaction import hash_of
from tests.storage.greenfield.liar import Lie, lying

ASKED = HeadBucketQuery("bucket")


def result(value, **more):
    return Lie(json.dumps({"jsonrpc": "2.0", "id": 1, "result": value, **more}).encode())


def error(data, code=-32603):
    found = {"code": code, "message": "Internal error", "data": data}
    return Lie(json.dumps({"jsonrpc": "2.0", "id": 1, "error": found}).encode(), 500)


def query(value=b"", code=0, log=""):
    found = {"code": code, "log": log, "value": base64.b64encode(value).decode(), "height": "1"}
    return result({"response": found})


@pytest.fixture
def rpc_to(clock):
    made = []

    def connect(liar):
        made.append(Rpc(liar.url, Patience(sleep=clock.sleep)))
        return made[-1]

    yield connect
    for rpc in made:
        rpc.close()


@pytest.mark.parametrize(
    "lie",
    [
        Lie(b""),
        Lie(b"[]"),
        Lie(b"not json"),
        Lie(b"[" * 100_000),
        Lie(b"\xff"),
        Lie(b"{}", 200),
        result([]),
        result({"response": []}),
        result({"response": {"code": "x"}}),
        result({"response": {"code": True}}),
        result({"response": {"code": -1}}),
        result({"response": {"code": 0, "value": "not base64!"}}),
        query(b"\xff\xff"),
        Lie(b"", 302, {"location": "http://127.0.0.1:1"}),
    ],
)
def test_an_answer_that_is_none_is_refused(rpc_to, lie):
    with lying(lie) as liar, pytest.raises(MalformedResponse):
        rpc_to(liar).query(ASKED)


def test_a_message_that_is_none_is_refused(rpc_to):
    with lying(query(b"\x0a\x05ab")) as liar, pytest.raises(MalformedProtobuf):
        rpc_to(liar).query(ASKED)


def test_an_answer_beyond_all_bounds_is_refused(rpc_to, monkeypatch):
    monkeypatch.setattr("labelfield.storage.greenfield.rpc.MAX_ANSWER_BYTES", 100)
    with lying(query(bytes(200))) as liar, pytest.raises(MalformedResponse, match="bytes"):
        rpc_to(liar).query(ASKED)


@pytest.mark.parametrize(
    ("lie", "kind"),
    [
        (query(code=18, log="No such bucket: invalid request"), NotFound),
        (query(code=30, log="key"), NotFound),
        (query(code=18, log="invalid request"), RpcRefused),
    ],
)
def test_refusals_carry_code_and_log(rpc_to, lie, kind):
    with lying(lie) as liar, pytest.raises(RpcRefused) as caught:
        rpc_to(liar).query(ASKED)
    assert type(caught.value) is kind
    assert caught.value.code in (18, 30)


@pytest.mark.parametrize("name", ["", "greenfield", "x_0-1", "x_1017", "x_1017-1-1", "x_9x-1"])
def test_a_chains_name_must_hold_a_number(name):
    with pytest.raises(MalformedResponse):
        chain_id_of(name)


def test_a_node_that_comes_back_is_asked_again(rpc_to, clock):
    with lying(Lie(hang_up=True), Lie(status=502), query(b"")) as liar:
        assert rpc_to(liar).query(ASKED).bucket_info is None
        assert len(liar.asked) == 3
    assert clock.passed_s == 0.25 + 0.5


def test_a_node_that_stays_away_is_given_up(rpc_to):
    with lying(Lie(hang_up=True)) as liar:
        with pytest.raises(Unreachable):
            rpc_to(liar).query(ASKED)
        assert len(liar.asked) == 4


def test_a_transaction_whose_answer_was_lost_is_sent_again_and_known_for_its_own(rpc_to):
    for second in (
        result({"code": 0}),
        result({"code": 19, "log": "tx already in mempool"}),
        result({"code": 32, "log": "account sequence mismatch"}),
        error("tx already exists in cache"),
    ):
        with lying(Lie(hang_up=True), second) as liar:
            assert rpc_to(liar).broadcast(b"tx") == hash_of(b"tx")
            assert liar.asked[0] == liar.asked[1]


def test_a_sequence_refused_at_once_is_refused(rpc_to):
    lie = result({"code": 32, "log": "account sequence mismatch"})
    with lying(lie) as liar, pytest.raises(WrongSequence):
        rpc_to(liar).broadcast(b"tx")


def test_other_refusals_of_a_transaction_are_refusals(rpc_to):
    with lying(error("mempool is full")) as liar, pytest.raises(RpcRefused, match="mempool"):
        rpc_to(liar).broadcast(b"tx")


def test_a_transaction_that_no_block_holds_may_still_come(rpc_to, clock):
    with lying(error("tx (AB) not found")) as liar, pytest.raises(NotCommitted) as caught:
        rpc_to(liar).wait("AB" * 32)
    assert caught.value.tx_hash == "AB" * 32
    assert clock.passed_s == 60


def test_a_transaction_that_failed_says_why(rpc_to):
    lie = result({"hash": "AB", "height": "7", "tx_result": {"code": 5, "log": "no money"}})
    with lying(lie) as liar, pytest.raises(TransactionFailed, match="no money"):
        rpc_to(liar).wait("AB" * 32)


def test_looking_for_a_transaction_may_fail_for_other_reasons(rpc_to):
    with lying(error("indexing is disabled")) as liar, pytest.raises(RpcRefused, match="indexing"):
        rpc_to(liar).wait("AB" * 32)


def test_a_stale_sequence_is_signed_anew(owner, monkeypatch):
    refusals = [WrongSequence("transaction", 32, "account sequence mismatch")]
    true_broadcast = owner.chain._rpc.broadcast

    def broadcast(transaction):
        if refusals:
            raise refusals.pop()
        return true_broadcast(transaction)

    monkeypatch.setattr(owner.chain._rpc, "broadcast", broadcast)
    owner.create_bucket("another", Visibility.VISIBILITY_TYPE_PRIVATE)
    assert owner.chain.bucket("another").owner == owner.chain.address()
