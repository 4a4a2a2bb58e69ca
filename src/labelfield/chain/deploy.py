"""Putting the contracts on a development chain."""

from dataclasses import dataclass

from labelfield.chain.calls import Call, add_bond, add_float, approve, mint
from labelfield.chain.errors import NodeRefused
from labelfield.chain.interface import ContractName, interface
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.transactions import Sender, SignedTransaction
from labelfield.protocol.ids import Address

TIMEOUT_S = 30.0
TOKEN_DECIMALS = 18


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """What a development pool is made with."""

    operator: Address
    checkpoint_key: Address
    receipt_key: Address
    unit_decimals: int = 6
    max_fee_bps: int = 1_000
    close_notice_s: int = 3_600
    exit_delay_s: int = 7_200
    float_units: int = 1_000_000_000
    """Deposited at once, minted by the deployer."""
    bond_units: int = 3_000_000_000


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
    """Deploy a test dollar, a registry and a pool; pay in the pool's float and bond."""
    deployer = Sender(rpc_url, deployer_key)
    token_sent = _deploy(deployer, "TestDollar")
    registry_sent = _deploy(deployer, "Registry")
    first = deployer.wait(token_sent.hash, TIMEOUT_S)
    token, registry = _created(first), _created(deployer.wait(registry_sent.hash, TIMEOUT_S))
    pool_sent = _deploy(deployer, "LabelPool", _constructor_values(token, registry, settings))
    pool = _created(deployer.wait(pool_sent.hash, TIMEOUT_S))
    _fund(deployer, token, pool, settings)
    return Deployment(deployer.chain_id, token, registry, pool, first.block_number)


def _deploy(deployer: Sender, contract: ContractName, *values: object) -> SignedTransaction:
    return deployer.send(Call(None, interface(contract).encode_deployment(*values)))


def _constructor_values(
    token: Address, registry: Address, settings: PoolSettings
) -> tuple[object, ...]:
    return (
        token,
        registry,
        settings.operator,
        settings.checkpoint_key,
        settings.receipt_key,
        settings.unit_decimals,
        settings.max_fee_bps,
        settings.close_notice_s,
        settings.exit_delay_s,
    )


def _created(receipt: TransactionReceipt) -> Address:
    if receipt.created is None:
        raise NodeRefused("eth_getTransactionReceipt", "no contract address in a deployment")
    return receipt.created


def _fund(deployer: Sender, token: Address, pool: Address, settings: PoolSettings) -> None:
    unit = 10 ** (TOKEN_DECIMALS - settings.unit_decimals)
    base_units = (settings.float_units + settings.bond_units) * unit
    sent = [
        deployer.send(call)
        for call in (
            mint(token, deployer.address, base_units),
            approve(token, pool, base_units),
            add_float(pool, settings.float_units),
            add_bond(pool, settings.bond_units),
        )
    ]
    for transaction in sent:
        deployer.wait(transaction.hash, TIMEOUT_S)
