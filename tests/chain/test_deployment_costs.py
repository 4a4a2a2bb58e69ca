from dataclasses import replace

import pytest

from labelfield.chain.anvil import DEV_KEYS, Anvil
from labelfield.chain.deployment_costs import Estimate, estimate_costs
from labelfield.chain.deployments import DEVELOPMENT_SETTINGS, plan
from labelfield.chain.errors import TransactionReverted
from labelfield.chain.networks import NETWORKS
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import TRANSACTION_GAS_MAX, Sender
from labelfield.protocol.ids import Address
from tests.chain.test_deployments import pool_settings

pytestmark = pytest.mark.chain
DEV = NETWORKS["dev"]
NOBODY = Address("0x" + "00" * 20)
ORACLE = Address("0x" + "0f" * 20)
ANSWERS_12345 = "0x61303960005260206000f3"


def estimates(anvil: Anvil, salt: str) -> tuple[Estimate, ...]:
    planned = plan(DEV, DEVELOPMENT_SETTINGS, salt)
    return estimate_costs(Rpc(anvil.rpc_url), DEV, planned, NOBODY)


def test_an_estimate_before_anything_is_there_is_near_what_is_used(anvil: Anvil) -> None:
    sender = Sender(anvil.rpc_url, DEV_KEYS[4])
    for estimate in estimates(anvil, "near"):
        assert not estimate.is_there
        used = sender.execute(estimate.planned.creation.call).gas_used
        assert used <= estimate.gas <= used * 1.05
        assert estimate.gas_limit <= TRANSACTION_GAS_MAX
    assert all(estimate.is_there and not estimate.cost_wei for estimate in estimates(anvil, "near"))


def test_a_price_is_never_below_what_the_network_takes(anvil: Anvil) -> None:
    dear = replace(DEV, gas_price_wei=10**15)
    planned = plan(DEV, DEVELOPMENT_SETTINGS, "price")
    for estimate in estimate_costs(Rpc(anvil.rpc_url), dear, planned, NOBODY):
        assert estimate.cost_wei == estimate.gas * 10**15


def test_what_a_constructor_refuses_is_told_before_anything_is_sent(anvil: Anvil) -> None:
    planned = plan(DEV, pool_settings(maxFeeBps=10_001), "refused")
    with pytest.raises(TransactionReverted, match="FeeAboveLimit"):
        estimate_costs(Rpc(anvil.rpc_url), DEV, planned, NOBODY)


def test_a_chain_above_another_charges_for_bytes_too(anvil: Anvil) -> None:
    rpc = Rpc(anvil.rpc_url)
    rpc.ask("anvil_setCode", ORACLE, ANSWERS_12345)
    above = replace(DEV, data_fee_oracle=ORACLE)
    planned = plan(DEV, DEVELOPMENT_SETTINGS, "above")
    for estimate in estimate_costs(rpc, above, planned, NOBODY):
        assert estimate.cost_wei == estimate.gas * estimate.gas_price_wei + 12345
