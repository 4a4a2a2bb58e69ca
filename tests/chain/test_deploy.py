from dataclasses import replace

import pytest

from labelfield.chain.anvil import DEV_KEYS, Anvil
from labelfield.chain.court import Court
from labelfield.chain.deploy import SEATS_A_JUROR, PoolSettings, deploy_development
from labelfield.chain.errors import NoCourt, TransactionReverted
from labelfield.chain.interface import interface
from labelfield.chain.networks import PERMIT2
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address
from tests.chain.conftest import World

pytestmark = pytest.mark.chain


def test_settings_that_the_pool_refuses_are_told_by_name(
    anvil: Anvil, settings: PoolSettings
) -> None:
    shared = replace(settings, receipt_key=settings.checkpoint_key)
    with pytest.raises(TransactionReverted, match="SharedKey"):
        deploy_development(anvil.rpc_url, DEV_KEYS[0], shared)
    hasty = replace(settings, periods=replace(settings.periods, close_notice=1))
    with pytest.raises(TransactionReverted, match="PeriodTooShort"):
        deploy_development(anvil.rpc_url, DEV_KEYS[0], hasty)
    with pytest.raises(TransactionReverted, match="FeeAboveLimit"):
        deploy_development(anvil.rpc_url, DEV_KEYS[0], replace(settings, max_fee_bps=10_001))


def test_the_pool_is_as_its_settings_say(world: World, settings: PoolSettings) -> None:
    pool = world.pool
    assert pool.chain_id == world.deployment.chain_id == 31337
    assert pool.token == world.deployment.token
    assert pool.registry == world.deployment.registry
    assert pool.operator == world.operator.address
    assert pool.court == world.deployment.court
    assert pool.checkpoint_key() == settings.checkpoint_key
    assert pool.is_receipt_key(settings.receipt_key)
    assert not pool.is_receipt_key(settings.checkpoint_key)
    assert pool.unit == 10**12
    assert pool.unit_decimals == 6
    assert pool.max_fee_bps == settings.max_fee_bps
    assert pool.periods == settings.periods
    assert pool.token_symbol == "TUSD"
    assert pool.token_decimals == 18


def test_float_and_bond_are_paid_in(world: World, settings: PoolSettings) -> None:
    pool = world.pool
    assert pool.float_amount() == settings.float_units
    assert pool.bond_amount() == settings.bond_units
    held = (settings.float_units + settings.bond_units) * pool.unit
    assert pool.token_balance(pool.address) == held


def test_the_court_has_a_jury_with_seats_for_every_round(world: World) -> None:
    court = Court(world.rpc_url, world.pool.court)
    assert court.exists
    assert court.dispute_count() == 0
    assert court.token == world.pool.token
    assert court.bond_for(world.pool.address) == court.bond == 60 * 10**18
    seats = world.pool.seat_count(court.jury, court.address)
    assert seats == 3 * SEATS_A_JUROR >= 3 + 7 + 15


def test_deposits_can_be_made_by_permit(world: World) -> None:
    contract = interface("Deposits")
    assert world.deployment.deposits is not None
    question = {"to": world.deployment.deposits, "data": hex_of(contract.encode_call("permit2"))}
    answer = Rpc(world.rpc_url).ask("eth_call", question, "latest")
    assert contract.decode_result("permit2", bytes.fromhex(answer[2:])) == (PERMIT2,)


def test_a_pool_s_court_can_be_an_account_of_tests(anvil: Anvil, settings: PoolSettings) -> None:
    somebody = Address("0x" + "c0" * 20)
    made = deploy_development(anvil.rpc_url, DEV_KEYS[0], replace(settings, court=somebody))
    assert made.court == somebody
    with pytest.raises(NoCourt):
        Court(anvil.rpc_url, made.court).require()


def test_no_event_is_older_than_the_deployment(world: World) -> None:
    assert 0 < world.deployment.block <= world.pool.block_number()
    assert world.pool.projects_opened(0, world.deployment.block - 1) == ()
