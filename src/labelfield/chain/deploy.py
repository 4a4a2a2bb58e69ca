"""Putting the contracts on a development chain."""

from dataclasses import astuple, dataclass

from labelfield.chain import calls
from labelfield.chain.calls import Call
from labelfield.chain.errors import NodeRefused
from labelfield.chain.interface import ContractName, interface
from labelfield.chain.pool_state import Periods
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.transactions import Sender, SignedTransaction
from labelfield.protocol.ids import Address

TIMEOUT_S = 30.0
TOKEN_DECIMALS = 18
NO_COURT = Address("0x" + "c0" * 20)
"""Nobody has the key of this account: without a Court no dispute can begin."""

DEVELOPMENT_PERIODS = Periods(
    settle_within=600,
    grace=300,
    checkpoint_interval=300,
    close_notice=3_600,
    float_exit_delay=3_600,
    bond_exit_delay=7_200,
    opening_interval=3_600,
    challenge_window=600,
    claim_time=86_400,
)


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """What a development pool is made with; the deployer is its operator."""

    checkpoint_key: Address
    receipt_key: Address
    court: Address = NO_COURT
    unit_decimals: int = 6
    max_fee_bps: int = 1_000
    periods: Periods = DEVELOPMENT_PERIODS
    rotation_delay_s: int = 7_200
    """From new keys of an operator to their use."""
    redeem_time_s: int = 3_600
    """For which an old receipt key's receipts still count."""
    seat_stake_units: int = 100_000_000
    """What a juror stakes for a seat."""
    seat_exit_delay_s: int = 86_400
    float_units: int = 1_000_000_000
    """Paid in at once, like the bond, minted by the deployer."""
    bond_units: int = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where the contracts are."""

    chain_id: int
    token: Address
    registry: Address
    pool: Address
    block: int
    """No event of the contracts is older."""


def deploy_development(rpc_url: str, deployer_key: bytes, settings: PoolSettings) -> Deployment:
    """Deploy a test dollar, a registry and a pool; set the keys, pay in bond and float."""
    deployer = Sender(rpc_url, deployer_key)
    first = deployer.wait(_deploy(deployer, "TestDollar").hash, TIMEOUT_S)
    token = _created(first)
    registry_sent = _deploy(deployer, "Registry", *_registry_values(token, settings))
    registry = _created(deployer.wait(registry_sent.hash, TIMEOUT_S))
    values = _pool_values(token, registry, deployer.address, settings)
    pool = _created(deployer.wait(_deploy(deployer, "LabelPool", values).hash, TIMEOUT_S))
    _set_up(deployer, Deployment(deployer.chain_id, token, registry, pool, 0), settings)
    return Deployment(deployer.chain_id, token, registry, pool, first.block_number)


def _deploy(deployer: Sender, contract: ContractName, *values: object) -> SignedTransaction:
    return deployer.send(Call(None, interface(contract).encode_deployment(*values)))


def _registry_values(token: Address, settings: PoolSettings) -> tuple[object, ...]:
    seat_stake = settings.seat_stake_units * _unit(settings)
    return (
        settings.rotation_delay_s,
        settings.redeem_time_s,
        token,
        seat_stake,
        settings.seat_exit_delay_s,
    )


def _unit(settings: PoolSettings) -> int:
    """Return the base units of the test dollar in a unit."""
    return int(10 ** (TOKEN_DECIMALS - settings.unit_decimals))


def _pool_values(
    token: Address, registry: Address, operator: Address, settings: PoolSettings
) -> tuple[object, ...]:
    return (
        token,
        registry,
        operator,
        settings.court,
        settings.unit_decimals,
        settings.max_fee_bps,
        astuple(settings.periods),
    )


def _created(receipt: TransactionReceipt) -> Address:
    if receipt.created is None:
        raise NodeRefused("eth_getTransactionReceipt", "no contract address in a deployment")
    return receipt.created


def _set_up(operator: Sender, deployed: Deployment, settings: PoolSettings) -> None:
    """Bond comes before float, which it must cover."""
    base_units = (settings.float_units + settings.bond_units) * _unit(settings)
    sent = [
        operator.send(call)
        for call in (
            calls.set_keys(deployed.registry, settings.checkpoint_key, settings.receipt_key),
            calls.mint(deployed.token, operator.address, base_units),
            calls.approve(deployed.token, deployed.pool, base_units),
            calls.add_bond(deployed.pool, settings.bond_units),
            calls.add_float(deployed.pool, settings.float_units),
        )
    ]
    for transaction in sent:
        operator.wait(transaction.hash, TIMEOUT_S)
