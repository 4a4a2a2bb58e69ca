import pytest
from eth_account import Account
from hypothesis import given
from hypothesis import strategies as st

from labelfield.chain.anvil import CHAIN_ID, DEV_KEYS, Anvil
from labelfield.chain.create2 import code_at
from labelfield.chain.deployment_costs import estimate_costs
from labelfield.chain.deployment_offline import (
    parse_signed,
    require_deployed,
    submit,
    unsigned_transactions,
)
from labelfield.chain.deployments import DEVELOPMENT_SETTINGS, plan
from labelfield.chain.errors import DeploymentFailed, ForeignTransaction
from labelfield.chain.networks import NETWORKS
from labelfield.chain.rpc import Rpc
from labelfield.protocol.keys import Key

DEV = NETWORKS["dev"]
PLAN = plan(DEV, DEVELOPMENT_SETTINGS, "offline")
KEY = DEV_KEYS[4]
FIELDS = {
    "type": 2,
    "chainId": CHAIN_ID,
    "nonce": 0,
    "gas": 1_000_000,
    "maxFeePerGas": 1,
    "maxPriorityFeePerGas": 1,
    "to": bytes.fromhex(PLAN[0].creation.call.to[2:]),
    "value": 0,
    "data": PLAN[0].creation.call.data,
}


def signed(**changes: object) -> str:
    """Return a raw transaction like a right one, but for `changes`."""
    return Account.sign_transaction({**FIELDS, **changes}, KEY).raw_transaction.hex()


@pytest.mark.chain
def test_what_a_wallet_signed_is_deployed(anvil: Anvil) -> None:
    rpc = Rpc(anvil.rpc_url)
    sender = Key(KEY).address
    estimates = estimate_costs(rpc, DEV, PLAN, sender)
    unsigned = unsigned_transactions(rpc, CHAIN_ID, estimates, sender)
    assert [fields.pop("contract") for fields in unsigned] == [each.contract for each in PLAN]
    assert [fields.pop("address") for fields in unsigned] == [each.address for each in PLAN]
    lines = [Account.sign_transaction(fields, KEY).raw_transaction.hex() for fields in unsigned]
    for deployment in parse_signed(lines, CHAIN_ID, PLAN):
        assert not code_at(rpc, deployment.planned.address)
        assert submit(rpc, deployment, 30.0).status == 1
        assert code_at(rpc, deployment.planned.address)
    there = estimate_costs(rpc, DEV, PLAN, sender)
    assert unsigned_transactions(rpc, CHAIN_ID, there, sender) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (signed(chainId=56), "signed transaction 2: chain 56: expected 31337"),
        (signed(value=1), "it sends 1 wei along"),
        (signed(to=b"\x01" * 20), "it deploys nothing of this plan"),
        (signed(data=PLAN[0].creation.call.data + b"\x00"), "it deploys nothing of this plan"),
        ("0xnothing", "no signed EIP-1559 transaction"),
        ("", "no signed EIP-1559 transaction"),
        (signed()[:-2], "no signed EIP-1559 transaction"),
    ],
)
def test_a_transaction_that_is_none_of_the_plan_s_is_refused(line: str, message: str) -> None:
    with pytest.raises(ForeignTransaction, match=message):
        parse_signed([signed(), line], CHAIN_ID, PLAN)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"\x02" + tail))
def test_bytes_from_elsewhere_are_refused_or_parsed_and_never_crash(data: bytes) -> None:
    with pytest.raises(ForeignTransaction):
        parse_signed([data.hex()], CHAIN_ID, PLAN)


@pytest.mark.chain
def test_a_contract_that_is_not_there_is_noticed(anvil: Anvil) -> None:
    absent = plan(DEV, DEVELOPMENT_SETTINGS, "absent")[0]
    with pytest.raises(DeploymentFailed, match="there is no code after all"):
        require_deployed(Rpc(anvil.rpc_url), absent)
