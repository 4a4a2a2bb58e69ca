"""Putting the contracts on a development chain."""

from dataclasses import astuple, dataclass

from labelfield.chain import calls, court_calls
from labelfield.chain.anvil import JUROR_KEYS
from labelfield.chain.calls import Call
from labelfield.chain.errors import NodeRefused
from labelfield.chain.interface import ContractName, interface
from labelfield.chain.networks import PERMIT2
from labelfield.chain.pool_state import Periods
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.transactions import Sender, SignedTransaction
from labelfield.protocol.ids import Address

TIMEOUT_S = 30.0
TOKEN_DECIMALS = 18
FIRST_JURY = 3
NO_CONTRACT = Address("0x" + "00" * 20)
SEATS_A_JUROR = 9
"""Three jurors have enough seats for a dispute's three rounds of 3, 7 and 15."""

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
class CourtSettings:
    """How long a development Court takes, and what it costs; its Jury is staked at once."""

    bond_units: int = 60_000_000
    juror_fee_units: int = 1_000_000
    """25 of them, for three rounds of jurors, are less than half a bond."""
    answer_window_s: int = 300
    reveal_window_s: int = 300
    arbitration_window_s: int = 2_400
    overdue_grace_s: int = 300
    commit_window_s: int = 300
    """For jurors' commitments; so for votes and for appeals."""


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """What a development pool is made with; the deployer is its operator."""

    checkpoint_key: Address
    receipt_key: Address
    court: Address | None = None
    """Who holds and convicts; a Court of this deployment where not given."""
    disputes: CourtSettings = CourtSettings()
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
    court: Address
    pool: Address
    block: int
    """No event of the contracts is older."""
    deposits: Address | None = None
    """Takes deposits by permit; None where nobody deployed it."""


def deploy_development(rpc_url: str, deployer_key: bytes, settings: PoolSettings) -> Deployment:
    """Deploy all contracts; set keys; pay in stakes, bond and float.

    Deposits knows Permit2 by the address it has on public chains, and no wrapped coin: here it
    takes EIP-2612 permits, and Permit2's once somebody puts that contract there.
    """
    deployer = Sender(rpc_url, deployer_key)
    first = deployer.wait(_deploy(deployer, "TestDollar").hash, TIMEOUT_S)
    token = _created(first)
    registry = _placed(deployer, "Registry", *_registry_values(token, settings))
    court = settings.court or _deploy_court(deployer, token, registry, settings)
    values = _pool_values(token, registry, deployer.address, court, settings)
    pool = _placed(deployer, "LabelPool", values)
    deposits = _placed(deployer, "Deposits", PERMIT2, NO_CONTRACT)
    block = first.block_number
    deployed = Deployment(deployer.chain_id, token, registry, court, pool, block, deposits)
    _set_up(deployer, deployed, settings)
    return deployed


def _deploy_court(
    deployer: Sender, token: Address, registry: Address, settings: PoolSettings
) -> Address:
    """Deploy a Jury and a Court, and let the development jurors take their seats."""
    wanted, unit = settings.disputes, _unit(settings)
    fee, window = wanted.juror_fee_units * unit, wanted.commit_window_s
    jury = _placed(deployer, "Jury", (registry, fee, FIRST_JURY, window, window, window))
    windows = (wanted.answer_window_s, wanted.reveal_window_s, wanted.arbitration_window_s)
    bond = wanted.bond_units * unit
    court = _placed(deployer, "Court", (jury, bond, *windows, wanted.overdue_grace_s))
    stake = SEATS_A_JUROR * settings.seat_stake_units * unit
    for key in JUROR_KEYS:
        juror = Sender(deployer.rpc_url, key)
        juror.send(calls.mint(token, juror.address, stake))
        juror.send(calls.approve(token, registry, stake))
        seated = juror.send(court_calls.take_seats(registry, jury, court, SEATS_A_JUROR))
    deployer.wait(seated.hash, TIMEOUT_S)
    return court


def _placed(deployer: Sender, contract: ContractName, *values: object) -> Address:
    return _created(deployer.wait(_deploy(deployer, contract, *values).hash, TIMEOUT_S))


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
    token: Address, registry: Address, operator: Address, court: Address, settings: PoolSettings
) -> tuple[object, ...]:
    return (
        token,
        registry,
        operator,
        court,
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
