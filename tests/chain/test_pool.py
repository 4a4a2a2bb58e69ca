import time

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from labelfield.chain import calls
from labelfield.chain.errors import ChainUnreachable, NoContract, TransactionReverted, WrongChain
from labelfield.chain.interface import interface
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import ProjectState
from labelfield.chain.rpc import Rpc
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.messages import Withdrawal, digest
from tests.chain.conftest import DEPOSIT, FEE_BPS, MANIFEST, RECORD, World, labeler

pytestmark = pytest.mark.chain

DESTINATION = Address("0x" + "de" * 20)


def credit(world: World, project: int, number: int, *entries: tuple[int, int]) -> str:
    call = calls.checkpoint(world.pool.address, project, number, RECORD, entries)
    return world.checkpointer.execute(call).hash


def order(world: World, account: Address, amount: int, **changes: int) -> Withdrawal:
    terms = {"max_relay_fee": 10, "nonce": world.pool.withdrawn_of(account)}
    terms |= {"deadline_s": world.pool.chain_time_s() + 600} | changes
    return Withdrawal(account, DESTINATION, amount, **terms)


def test_a_malformed_address_is_refused() -> None:
    with pytest.raises(MalformedId):
        Pool("http://127.0.0.1:1", Address("0xAB"))


def test_a_dead_node_is_named() -> None:
    with pytest.raises(ChainUnreachable):
        Pool("http://127.0.0.1:1", DESTINATION).block_number()


def test_an_address_without_contract_is_named(world: World) -> None:
    with pytest.raises(NoContract, match=DESTINATION):
        Pool(world.rpc_url, DESTINATION).float_amount()


def test_another_chain_is_refused(world: World) -> None:
    world.pool.require_chain(31337)
    with pytest.raises(WrongChain):
        world.pool.require_chain(204)


def test_an_unknown_project_is_told_by_name(world: World) -> None:
    with pytest.raises(TransactionReverted, match=r"UnknownProject\(project 1\)"):
        world.pool.project(1)


def test_a_project_is_as_it_was_opened(world: World) -> None:
    project = world.open_project()
    state = world.pool.project(project)
    assert state == ProjectState(
        requester=world.requester.address,
        deposit=DEPOSIT,
        credited=0,
        fees=0,
        unopened=0,
        max_unopened=DEPOSIT,
        fee_bps=FEE_BPS,
        checkpoint_count=0,
        unopened_since_s=0,
        opening_count=0,
        proven_count=0,
        holds=0,
        closes_at_s=0,
        refunded=False,
    )
    (event,) = world.pool.projects_opened(world.deployment.block, world.pool.block_number())
    assert (event.project, event.requester, event.deposit) == (
        project,
        world.requester.address,
        DEPOSIT,
    )
    assert (event.manifest_hash, event.store, event.fee_bps) == (MANIFEST, "folder", FEE_BPS)
    assert event.max_unopened == DEPOSIT


def test_indices_come_in_one_request_and_zero_for_the_unknown(world: World) -> None:
    registered = world.register("ann", "bob")
    addresses = [key.address for key, _ in registered]
    assert [index for _, index in registered] == [1, 2]
    found = world.pool.labeler_indices([*addresses, DESTINATION])
    assert found == {addresses[0]: 1, addresses[1]: 2, DESTINATION: 0}
    assert world.pool.labeler_indices([]) == {}
    assert world.pool.labeler_count() == 2
    events = world.pool.labelers_registered(world.deployment.block, world.pool.block_number())
    assert events == {1: addresses[0], 2: addresses[1]}


def test_more_indices_than_a_request_takes_come_in_several(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labelfield.chain.pool.INDICES_PER_REQUEST", 2)
    registered = world.register("ann", "bob", "cat", "dan", "eve")
    found = world.pool.labeler_indices([key.address for key, _ in registered])
    assert found == {key.address: index for key, index in registered}


def test_a_checkpoint_is_read_back_as_it_was_sent(world: World) -> None:
    project = world.open_project()
    (ann, one), (bob, two) = world.register("ann", "bob")
    sent = credit(world, project, 1, (one, 700), (two, 300))
    assert world.pool.credit_of(ann.address) == 700
    assert world.pool.credit_of(bob.address) == 300
    assert world.pool.fees_due() == 50
    state = world.pool.project(project)
    assert (state.debited, state.fees, state.checkpoint_count) == (1_050, 50, 1)
    assert state.rest == DEPOSIT - 1_050
    (event,) = world.pool.checkpoints(project, 0, world.pool.block_number())
    assert (event.project, event.number, event.record_hash) == (project, 1, RECORD)
    assert (event.fee, event.entries) == (50, ((one, 700), (two, 300)))
    receipt = world.pool.receipt(sent)
    assert receipt is not None
    assert (event.transaction_hash, event.block_hash) == (receipt.hash, receipt.block_hash)
    assert (event.block_number, event.log_index) == (receipt.block_number, 0)


def test_checkpoints_are_found_by_project_or_all_together(world: World) -> None:
    first, second = world.open_project(), world.open_project()
    world.register("ann")
    credit(world, first, 1, (1, 5))
    credit(world, second, 1)
    credit(world, second, 2, (1, 6))
    last = world.pool.block_number()
    found = world.pool.checkpoints(None, 0, last)
    assert [(event.project, event.number) for event in found] == [
        (first, 1),
        (second, 1),
        (second, 2),
    ]
    assert len(world.pool.checkpoints(second, 0, last)) == 2
    assert world.pool.checkpoints(9, 0, last) == ()


def test_a_long_search_is_split(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    project = world.open_project()
    for number in range(1, 6):
        credit(world, project, number)
    monkeypatch.setattr("labelfield.chain.events.BLOCKS_PER_REQUEST", 2)
    last = world.pool.block_number()
    found = world.pool.checkpoints(project, world.deployment.block, last)
    assert [event.number for event in found] == [1, 2, 3, 4, 5]
    assert world.pool.checkpoints(project, last + 1, last) == ()


def test_the_digest_is_the_same_here_there_and_in_eth_account(world: World) -> None:
    withdrawal = order(world, labeler("ann").address, 2**64 - 1, nonce=3)
    ours = digest(world.pool.domain, withdrawal)
    fields = (
        withdrawal.labeler,
        withdrawal.destination,
        withdrawal.amount,
        withdrawal.max_relay_fee,
        withdrawal.nonce,
        withdrawal.deadline_s,
    )
    pool = interface("LabelPool")
    call = {
        "to": world.pool.address,
        "data": hex_of(pool.encode_call("withdrawalDigest", fields)),
    }
    answer = Rpc(world.rpc_url).ask("eth_call", call, "latest")
    assert answer == hex_of(ours)
    names = ("labeler", "destination", "amount", "maxRelayFee", "nonce", "deadline")
    typed = encode_typed_data(
        domain_data={
            "name": "Labelfield",
            "version": "1",
            "chainId": world.pool.chain_id,
            "verifyingContract": world.pool.address,
        },
        message_types={
            "Withdrawal": [
                {"name": name, "type": "address" if place < 2 else "uint64"}
                for place, name in enumerate(names)
            ]
        },
        message_data=dict(zip(names, fields, strict=True)),
    )
    theirs = Account.sign_message(typed, keccak(b"ann"))
    assert bytes(theirs.signature) == labeler("ann").sign(ours)


def test_a_withdrawal_is_refused_by_name_and_paid_once(world: World) -> None:
    project = world.open_project()
    ((ann, index),) = world.register("ann")
    credit(world, project, 1, (index, 1_000))
    wanted = order(world, ann.address, 400)
    signature = ann.sign(digest(world.pool.domain, wanted))
    forged = labeler("eve").sign(digest(world.pool.domain, wanted))
    with pytest.raises(TransactionReverted, match="WrongSignature"):
        world.relayer.execute(calls.withdraw(world.pool.address, wanted, forged, 0))
    with pytest.raises(TransactionReverted, match="RelayFeeTooHigh"):
        world.relayer.execute(calls.withdraw(world.pool.address, wanted, signature, 11))
    before = world.pool.token_balance(world.relayer.address)
    had = world.pool.token_balance(DESTINATION)
    call = calls.withdraw(world.pool.address, wanted, signature, 10)
    receipt = world.relayer.execute(call)
    assert world.pool.token_balance(DESTINATION) - had == 390 * world.pool.unit
    assert world.pool.token_balance(world.relayer.address) - before == 10 * world.pool.unit
    assert world.pool.withdrawn_of(ann.address) == 400
    assert world.pool.credit_of(ann.address) == 1_000
    with pytest.raises(TransactionReverted, match="WrongNonce"):
        world.relayer.execute(call)
    (event,) = world.pool.withdrawals(receipt.block_number, receipt.block_number)
    assert (event.labeler, event.destination) == (ann.address, DESTINATION)
    assert (event.amount, event.relay_fee, event.nonce) == (400, 10, 0)


def test_a_project_is_topped_up_closed_and_refunded(world: World) -> None:
    project = world.open_project()
    first = world.pool.block_number() + 1
    world.requester.execute(calls.top_up(world.pool.address, project, 500))
    world.requester.execute(calls.request_close(world.pool.address, project))
    closes_at_s = world.pool.project(project).closes_at_s
    assert closes_at_s == world.pool.chain_time_s() + world.pool.periods.close_notice
    with pytest.raises(TransactionReverted, match="CloseNoticeRunning"):
        world.requester.execute(calls.refund(world.pool.address, project))
    world.pass_time(world.pool.periods.close_notice)
    world.relayer.execute(calls.refund(world.pool.address, project))
    assert world.pool.project(project).refunded
    last = world.pool.block_number()
    (top_up,) = world.pool.top_ups(first, last)
    assert (top_up.project, top_up.payer, top_up.amount) == (
        project,
        world.requester.address,
        500,
    )
    (closing,) = world.pool.closings(first, last)
    assert (closing.project, closing.closes_at_s) == (project, closes_at_s)
    (refund,) = world.pool.refunds(first, last)
    assert (refund.requester, refund.amount) == (world.requester.address, DEPOSIT + 500)


def test_float_bond_and_fees_leave_by_the_operator_alone(world: World) -> None:
    project = world.open_project()
    world.register("ann")
    credit(world, project, 1, (1, 1_000))
    pool, operator = world.pool.address, world.operator
    with pytest.raises(TransactionReverted, match="NotOperator"):
        world.relayer.execute(calls.request_float_exit(pool, 1))
    floated, bonded = world.pool.float_amount(), world.pool.bond_amount()
    operator.execute(calls.request_float_exit(pool, 100))
    operator.execute(calls.request_bond_exit(pool, 200))
    with pytest.raises(TransactionReverted, match="ExitNotDue"):
        operator.execute(calls.take_float(pool))
    world.pass_time(world.pool.periods.bond_exit_delay)
    operator.execute(calls.take_float(pool))
    operator.execute(calls.take_bond(pool))
    operator.execute(calls.take_fees(pool, DESTINATION))
    assert world.pool.float_amount() == floated - 100
    assert world.pool.bond_amount() == bonded - 200
    assert world.pool.fees_due() == 0


def test_records_are_opened_and_proven_and_free_the_bond(world: World) -> None:
    project = world.open_project()
    world.register("ann")
    free = world.pool.funds().room
    credit(world, project, 1, (1, 1_000))
    credit(world, project, 2, (1, 200))
    state = world.pool.project(project)
    assert (state.unopened, state.unopened_since_s > 0) == (1_260, True)
    assert world.pool.funds().room == free - 1_260
    key = Hash32("0x" + "7e" * 32)
    world.checkpointer.execute(calls.open_records(world.pool.address, project, 2, key))
    (event,) = world.pool.records_opened(project, 0, world.pool.block_number())
    assert (event.opening, event.last_checkpoint, event.key, event.amount) == (1, 2, key, 1_260)
    opening = world.pool.opening_of(project, 1)
    assert (opening.first_checkpoint, opening.last_checkpoint) == (1, 2)
    assert opening.challenge_ends_at_s == event.challenge_ends_at_s
    with pytest.raises(TransactionReverted, match="NothingToProve"):
        world.relayer.execute(calls.prove(world.pool.address, project))
    world.pass_time(world.pool.periods.challenge_window + 1)
    world.relayer.execute(calls.prove(world.pool.address, project))
    state = world.pool.project(project)
    assert (state.unopened, state.unopened_since_s, state.proven_count) == (0, 0, 1)
    assert world.pool.funds().room == free


def test_chain_time_is_the_latest_blocks(world: World) -> None:
    block = Rpc(world.rpc_url).ask("eth_getBlockByNumber", "latest", False)
    assert world.pool.chain_time_s() == int(block["timestamp"], 16)
    assert world.pool.chain_time_s() > time.time() - 3_600
