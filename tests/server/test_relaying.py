"""Withdrawals on their way to the chain: paid once, or given back."""

import time

import pytest

from labelfield.chain import calls
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import Sender
from labelfield.db.labelers import add_owed
from labelfield.db.tables import withdrawals
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address
from labelfield.protocol.messages import Withdrawal, digest
from labelfield.server import relaying
from tests.server.chain_world import RELAYER_KEY, ChainWorld, step_until_killed
from tests.server.world import Person, Terms

pytestmark = pytest.mark.chain

OWED = 300_000


@pytest.fixture
def ann(chain_world: ChainWorld) -> Person:
    """Somebody whose money is credited as soon as the worker looks."""
    project = chain_world.open(Terms(tasks=2, maximum=2, deposit=10_000_000))
    person = chain_world.world.person("ann", project)
    person.answer(project, person.lease(project)[0])
    identifier = chain_world.world.facts(project).project_id
    chain_world.world.transact(lambda c: add_owed(c, identifier, {person.address: OWED}))
    return person


def purse(number: int) -> Address:
    """Return an empty account."""
    return Address(f"0x{number:040x}")


def tokens(chain_world: ChainWorld, account: Address) -> int:
    """Return the units that lie in an account."""
    return chain_world.pool.token_balance(account) // chain_world.pool.unit


def states(chain_world: ChainWorld) -> list[str]:
    return [row.state for row in chain_world.world.rows(withdrawals)]


def test_what_is_owed_is_credited_first_and_then_paid(chain_world: ChainWorld, ann: Person) -> None:
    status = ann.client.cash_out(purse(0xA1), 20_000)
    assert chain_world.credited(ann) == [0]
    chain_world.step()
    assert ann.client.withdrawal(status.id).state == "paid"
    assert tokens(chain_world, purse(0xA1)) == 19_000
    assert chain_world.pool.withdrawn_of(ann.address) == 20_000
    me = ann.client.earnings()
    assert (me.owed, me.credited, me.withdrawn, me.nonce) == (OWED, OWED, 20_000, 20_000)


def test_several_withdrawals_are_paid_in_order(chain_world: ChainWorld, ann: Person) -> None:
    for number in range(3):
        ann.client.cash_out(purse(0xB0 + number), 10_000 + number)
    for _ in range(3):
        chain_world.step()
    assert states(chain_world) == ["paid"] * 3
    assert [tokens(chain_world, purse(0xB0 + n)) for n in range(3)] == [9_000, 9_001, 9_002]


def test_a_withdrawal_that_expires_is_given_back_with_those_after_it(
    chain_world: ChainWorld, ann: Person
) -> None:
    for _ in range(2):
        ann.client.cash_out(purse(0xC1), 20_000)
    behind_s = max(int(time.time()) - chain_world.pool.chain_time_s(), 0)
    chain_world.pass_time(2 * 3_600 + behind_s)
    chain_world.step()
    assert states(chain_world) == ["failed", "failed"]
    me = ann.client.earnings()
    assert (me.withdrawn, me.nonce) == (0, 0)
    ann.client.cash_out(purse(0xC1), OWED)
    chain_world.step()
    assert tokens(chain_world, purse(0xC1)) == OWED - 1_000


def test_whoever_relays_for_themselves_is_not_locked_out(
    chain_world: ChainWorld, ann: Person
) -> None:
    chain_world.step()
    withdraw_directly(chain_world, ann, purse(0xD1), nonce=0)
    chain_world.step()
    me = ann.client.earnings()
    assert (me.withdrawn, me.nonce) == (5_000, 5_000)
    ann.client.cash_out(purse(0xD2), OWED - 5_000)
    chain_world.step()
    assert tokens(chain_world, purse(0xD2)) == OWED - 6_000


def fork(chain_world: ChainWorld, blocks: int) -> None:
    """Let the chain forget what was in its last blocks."""
    Rpc(chain_world.pool.rpc_url).ask("anvil_reorg", blocks, [])


def test_a_withdrawal_that_a_fork_threw_out_is_paid_once_more(
    chain_world: ChainWorld, ann: Person
) -> None:
    chain_world.step()
    status = ann.client.cash_out(purse(0xF1), 20_000)
    chain_world.step()
    assert ann.client.withdrawal(status.id).state == "paid"
    fork(chain_world, 1)
    assert tokens(chain_world, purse(0xF1)) == 0
    chain_world.step()
    assert (states(chain_world), tokens(chain_world, purse(0xF1))) == (["paid"], 19_000)
    chain_world.worker = chain_world.new_worker()
    chain_world.step()
    assert (states(chain_world), tokens(chain_world, purse(0xF1))) == (["paid"], 19_000)


def test_what_another_paid_on_a_branch_that_is_gone_was_not_paid(
    chain_world: ChainWorld, ann: Person
) -> None:
    chain_world.step()
    withdraw_directly(chain_world, ann, purse(0xF2), nonce=0)
    chain_world.step()
    assert ann.client.earnings().nonce == 5_000
    fork(chain_world, 1)
    chain_world.step()
    assert (states(chain_world), ann.client.earnings().nonce) == (["failed"], 0)
    ann.client.cash_out(purse(0xF3), 20_000)
    chain_world.step()
    assert tokens(chain_world, purse(0xF3)) == 19_000


def test_an_order_whose_nonce_another_took_is_void(chain_world: ChainWorld, ann: Person) -> None:
    chain_world.step()
    ann.client.cash_out(purse(0xE1), 20_000)
    withdraw_directly(chain_world, ann, purse(0xE2), nonce=0)
    for _ in range(2):
        chain_world.step()
    assert sorted(states(chain_world)) == ["failed", "paid"]
    assert [tokens(chain_world, purse(n)) for n in (0xE1, 0xE2)] == [0, 5_000]
    assert ann.client.earnings().withdrawn == 5_000


def test_a_payment_to_a_standing_address_is_noted_once_and_voids_what_waits(
    chain_world: ChainWorld, ann: Person
) -> None:
    chain_world.step()
    ann.client.cash_out(purse(0xF2), 20_000)
    pool = chain_world.pool
    chain_world.give_gas(ann.address)
    wallet = Sender(pool.rpc_url, keccak(b"ann"))
    wallet.execute(calls.set_payout_address(pool.registry, purse(0xF3)))
    chain_world.stranger().execute(calls.pay_out(pool.address, ann.address))
    chain_world.step()
    chain_world.worker._heard_block = 0
    chain_world.step()
    assert sorted(states(chain_world)) == ["failed", "paid"]
    assert [tokens(chain_world, purse(n)) for n in (0xF2, 0xF3)] == [0, OWED]
    me = ann.client.earnings()
    assert (me.withdrawn, me.nonce) == (OWED, OWED)


def withdraw_directly(
    chain_world: ChainWorld, person: Person, destination: Address, nonce: int
) -> None:
    """Let somebody else relay an order of 5000 units that the server never saw."""
    deadline_s = chain_world.pool.chain_time_s() + 600
    order = Withdrawal(person.address, destination, 5_000, 0, nonce, deadline_s)
    signature = person.wallet.sign(digest(chain_world.pool.domain, order))
    call = calls.withdraw(chain_world.pool.address, order, signature, 0)
    chain_world.stranger().execute(call)


def test_a_signed_relay_whose_nonce_went_to_another_is_signed_anew(
    chain_world: ChainWorld, ann: Person
) -> None:
    """The server died between signing and sending; then the same key registered a labeler."""
    chain_world.step()
    ann.client.cash_out(purse(0xF1), 20_000)
    (row,) = chain_world.world.rows(withdrawals)
    worker = chain_world.worker
    coordinator = chain_world.world.coordinator
    assert relaying._transaction(coordinator, chain_world.pool, worker._relayer, row)
    chain_world.use_up_a_nonce(RELAYER_KEY)
    for _ in range(2):
        chain_world.step()
    assert states(chain_world) == ["paid"]
    assert tokens(chain_world, purse(0xF1)) == 19_000


def test_a_crash_between_any_two_acts_pays_once(chain_world: ChainWorld, ann: Person) -> None:
    chain_world.step()
    for calls_to_live in range(1, 100):
        destination = purse(0x1000 + calls_to_live)
        ann.client.cash_out(destination, 2_000)
        died = step_until_killed(chain_world, calls_to_live)
        chain_world.step()
        assert tokens(chain_world, destination) == 1_000, calls_to_live
        if not died:
            break
    assert calls_to_live > 8
    assert set(states(chain_world)) == {"paid"}
    assert chain_world.pool.withdrawn_of(ann.address) == ann.client.earnings().withdrawn
