from concurrent.futures import ThreadPoolExecutor

import pytest

from labelfield.chain import calls
from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.calls import Call
from labelfield.chain.errors import (
    ChainUnreachable,
    NonceTaken,
    ReceiptTimeout,
    TransactionReverted,
    TransactionTooBig,
)
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import TRANSACTION_GAS_MAX, Sender
from labelfield.protocol.errors import BadSignature
from labelfield.protocol.ids import Address, Hash32
from tests.chain.conftest import RECORD, World

SOMEBODY = Address("0x" + "ab" * 20)


def mint(world: World, amount: int = 1) -> Call:
    return calls.mint(world.pool.token, SOMEBODY, amount)


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(BadSignature):
        Sender("http://127.0.0.1:1", bytes(32))


def test_a_dead_node_is_named() -> None:
    with pytest.raises(ChainUnreachable):
        Sender("http://127.0.0.1:1", DEV_KEYS[0]).next_nonce()


@pytest.mark.chain
def test_a_transaction_over_the_gas_limit_is_refused(world: World) -> None:
    with pytest.raises(TransactionTooBig, match="16,777,217"):
        world.relayer.sign(mint(world), 0, gas=TRANSACTION_GAS_MAX + 1)


@pytest.mark.chain
def test_a_call_that_would_fail_is_refused_at_signing(world: World) -> None:
    call = calls.checkpoint(world.pool.address, 9, 1, RECORD, [])
    with pytest.raises(TransactionReverted) as caught:
        world.checkpointer.sign(call, world.checkpointer.next_nonce())
    assert caught.value.error == "UnknownProject"
    assert caught.value.values == {"project": 9}


@pytest.mark.chain
def test_a_mined_failure_is_told_by_its_name(world: World) -> None:
    call = calls.checkpoint(world.pool.address, 9, 1, RECORD, [])
    sent = world.relayer.send(call, gas=100_000)
    with pytest.raises(TransactionReverted, match="NotCheckpointKey") as caught:
        world.relayer.wait(sent.hash, 5)
    assert caught.value.transaction == sent.hash
    assert caught.value.values["caller"] == world.relayer.address


@pytest.mark.chain
def test_a_transaction_that_is_never_mined_runs_into_the_timeout(world: World) -> None:
    with pytest.raises(ReceiptTimeout):
        world.relayer.wait(Hash32("0x" + "99" * 32), 0)


@pytest.mark.chain
def test_a_nonce_that_another_transaction_took_is_named(world: World) -> None:
    taken = world.relayer.send(mint(world))
    world.relayer.wait(taken.hash, 5)
    late = world.relayer.sign(mint(world, 2), taken.nonce)
    with pytest.raises(NonceTaken) as caught:
        world.relayer.broadcast(late)
    assert caught.value.nonce == taken.nonce


@pytest.mark.chain
def test_sending_again_does_nothing_before_and_after_mining(world: World) -> None:
    rpc = Rpc(world.rpc_url)
    rpc.ask("evm_setAutomine", False)
    try:
        sent = world.relayer.send(mint(world))
        world.relayer.broadcast(sent)
        assert world.pool.receipt(sent.hash) is None
        rpc.ask("evm_mine")
    finally:
        rpc.ask("evm_setAutomine", True)
    world.relayer.broadcast(sent)
    receipt = world.relayer.wait(sent.hash, 5)
    assert receipt == world.pool.receipt(sent.hash)
    assert world.pool.token_balance(SOMEBODY) == 1


@pytest.mark.chain
def test_a_receipt_says_what_it_cost(world: World) -> None:
    receipt = world.relayer.execute(mint(world))
    assert receipt.status == 1
    assert receipt.block_number == world.pool.block_number()
    assert 21_000 < receipt.gas_used < 100_000
    assert receipt.effective_gas_price_wei == 50_000_000
    assert receipt.cost_wei == receipt.gas_used * 50_000_000
    assert receipt.created is None


@pytest.mark.chain
def test_a_transaction_outlives_its_sender_and_needs_no_key(world: World) -> None:
    signed = world.relayer.sign(mint(world), world.relayer.next_nonce())
    world.operator.broadcast(signed)
    assert world.operator.wait(signed.hash, 5).status == 1


@pytest.mark.chain
def test_threads_that_share_a_sender_never_share_a_nonce(world: World) -> None:
    with ThreadPoolExecutor(8) as threads:
        sent = list(threads.map(lambda _: world.relayer.send(mint(world)), range(24)))
    assert len({transaction.nonce for transaction in sent}) == 24
    for transaction in sent:
        world.relayer.wait(transaction.hash, 5)
    assert world.pool.token_balance(SOMEBODY) == 24


def test_a_sender_never_shows_its_key() -> None:
    shown = repr(Sender("http://127.0.0.1:1", DEV_KEYS[0]))
    assert DEV_KEYS[0].hex() not in shown
    assert "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266" in shown


@pytest.mark.chain
def test_a_transaction_that_waits_is_replaced_by_a_dearer_one(world: World) -> None:
    rpc = Rpc(world.pool.rpc_url)
    rpc.ask("evm_setAutomine", False)
    try:
        waiting = world.relayer.send(mint(world, 5))
        dearer = world.relayer.replacement(waiting)
        assert (dearer.nonce, dearer.hash != waiting.hash) == (waiting.nonce, True)
        world.relayer.broadcast(dearer)
        rpc.ask("evm_mine")
    finally:
        rpc.ask("evm_setAutomine", True)
    assert world.relayer.wait(dearer.hash, 5).status == 1
    with pytest.raises(ReceiptTimeout):
        world.relayer.wait(waiting.hash, 0)


@pytest.mark.chain
def test_no_price_far_beyond_todays_is_offered(world: World) -> None:
    offered = [world.relayer.sign(mint(world), world.relayer.next_nonce())]
    for _ in range(40):
        offered.append(world.relayer.replacement(offered[-1]))
    assert offered[-1] == offered[-2]
    assert 15 < len(set(offered)) < 30
