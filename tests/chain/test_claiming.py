"""From a receipt that was not kept to money, whatever the operator does."""

from dataclasses import replace

import pytest

from labelfield.chain import calls
from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.claiming import SignedReceipt, Step, contradiction, next_step
from labelfield.chain.pool_state import PoolState
from labelfield.protocol.ids import Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Receipt, digest
from tests.chain.conftest import RECORD, World, labeler

ANN = labeler("ann")
OPERATOR = Key(DEV_KEYS[2])
TASK = TaskId(Hash32("0x" + "44" * 32))
PLAIN = Receipt(ANN.address, 1, 700, ProjectNumber(1), 1, RECORD, TASK, 1, 0)


def signed(world: World, **changes: object) -> SignedReceipt:
    """Return a receipt of Ann's that is due in a minute, as the operator signs it."""
    due = {"settle_by_s": world.pool.chain_time_s() + 60}
    receipt = replace(PLAIN, **(due | changes))  # type: ignore[arg-type]
    return receipt, OPERATOR.sign(digest(world.pool.domain, receipt))


def take(world: World, *receipts: SignedReceipt) -> Step:
    """Take the next step, if there is one now."""
    step = next_step(world.pool, receipts)
    if step.call is not None:
        world.relayer.execute(step.call)
    return step


@pytest.mark.chain
def test_a_credited_receipt_needs_no_step(world: World) -> None:
    world.open_project()
    ((_, index),) = world.register("ann")
    call = calls.checkpoint(world.pool.address, 1, 1, RECORD, [(index, 700)])
    world.checkpointer.execute(call)
    step = next_step(world.pool, [signed(world)])
    assert (step.call, step.wait_until_s) == (None, None)
    assert "nothing is missing" in step.sentence


@pytest.mark.chain
def test_a_late_receipt_is_filed_and_after_the_grace_paid_from_float(world: World) -> None:
    first, second = signed(world), signed(world, number=2, owed=900, position=2)
    assert "registering" in take(world, first, second).sentence
    step = take(world, first, second)
    assert (step.call, step.wait_until_s) == (None, first[0].settle_by_s)
    world.pass_time(61)
    assert "late receipt over 900" in take(world, first, second).sentence
    grace = world.pool.late_receipt_of(ANN.address)
    assert grace.owed == 900
    step = take(world, first, second)
    assert (step.call, step.wait_until_s) == (None, grace.grace_ends_at_s)
    world.pass_time(world.pool.periods.grace + 1)
    before = world.pool.float_amount()
    assert "default" in take(world, first, second).sentence
    assert world.pool.credit_of(ANN.address) == 900
    assert world.pool.float_amount() == before - 900
    assert world.pool.funds().state is PoolState.HALTED
    assert take(world, first, second).call is None


@pytest.mark.chain
def test_what_a_halted_operator_promised_is_claimed_and_paid(world: World) -> None:
    """Halted for something else, before the receipt fell due."""
    mine = signed(world)
    other = signed(world, owed=701)
    pair = contradiction([mine, other])
    assert pair is not None
    world.register("ann")
    world.relayer.execute(calls.prove_equivocation(world.pool.address, *pair))
    assert world.pool.funds().state is PoolState.HALTED
    assert "claiming 700" in take(world, mine).sentence
    assert world.pool.claim_of(ANN.address).shortfall == 700
    step = take(world, mine)
    assert step.wait_until_s == world.pool.halted_at() + world.pool.periods.claim_time
    world.pass_time(world.pool.periods.claim_time + 1)
    assert "dividing" in take(world, mine).sentence
    assert "paying" in take(world, mine).sentence
    assert world.pool.credit_of(ANN.address) == 700
    assert "nothing is missing" in take(world, mine).sentence


def with_signature(receipt: Receipt) -> SignedReceipt:
    return receipt, b""


@pytest.mark.parametrize(
    "changes",
    [
        {"owed": 701},
        {"number": 2, "settle_by_s": 9},
        {"labeler": labeler("bob").address, "number": 9, "sequence": 9},
        {"project": ProjectNumber(2)},
    ],
)
def test_receipts_that_contradict_are_found(changes: dict[str, object]) -> None:
    other = replace(PLAIN, **changes)  # type: ignore[arg-type]
    assert contradiction([with_signature(PLAIN), with_signature(other)]) is not None


def test_an_honest_operators_receipts_do_not_contradict() -> None:
    next_one = replace(PLAIN, number=2, sequence=2, task=TaskId(RECORD), owed=705)
    others = replace(PLAIN, labeler=labeler("bob").address, position=2)
    elsewhere = replace(PLAIN, number=3, project=ProjectNumber(2))
    receipts = [PLAIN, PLAIN, next_one, others, elsewhere]
    assert contradiction([with_signature(receipt) for receipt in receipts]) is None
