"""The networks that Labelfield deploys to: what is known of each, and nothing that is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.chain.errors import UnknownNetwork
from labelfield.protocol.ids import Address

PERMIT2 = Address("0x000000000022d473030f116ddee9f6b43ac78ba3")
"""Uniswap's Permit2: the same bytes at the same address on every chain that has it."""

_OP_STACK_GAS_ORACLE = Address("0x420000000000000000000000000000000000000f")
_OP_STACK_WRAPPED_NATIVE = Address("0x4200000000000000000000000000000000000006")


@dataclass(frozen=True, slots=True)
class Network:
    """One chain."""

    name: str
    """As `labelfield deploy --network` spells it."""
    chain_id: int
    block_time_s: float
    gas_price_wei: int
    """The least that is worth offering there."""
    addresses: Mapping[str, Address] = field(default_factory=dict)
    """Contracts of others that a settings file may call by name."""
    rpc_url: str | None = None
    """Where its node is, if that is known."""
    data_fee_oracle: Address | None = None
    """On an OP-stack chain: who says what a transaction's bytes cost on the chain below."""


_ALL = (
    Network(
        "bsc",
        56,
        0.45,
        50_000_000,
        {
            "WBNB": Address("0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c"),
            "Permit2": PERMIT2,
            "USDT": Address("0x55d398326f99059ff775485246999027b3197955"),
            "USDC": Address("0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d"),
        },
    ),
    Network(
        "opbnb",
        204,
        0.25,
        1_009,
        {
            "WBNB": _OP_STACK_WRAPPED_NATIVE,
            "Permit2": PERMIT2,
            "USDT": Address("0x9e5aac1ba1a2e6aed6b32689dfcf62a509ca96f3"),
        },
        data_fee_oracle=_OP_STACK_GAS_ORACLE,
    ),
    Network(
        "bsc-testnet",
        97,
        0.45,
        100_000_000,
        {
            "WBNB": Address("0xae13d989dac2f0debff460ac112a837c89baa7cd"),
            "Permit2": PERMIT2,
        },
    ),
    Network(
        "opbnb-testnet",
        5611,
        0.25,
        1_009,
        {"WBNB": _OP_STACK_WRAPPED_NATIVE, "Permit2": PERMIT2},
        data_fee_oracle=_OP_STACK_GAS_ORACLE,
    ),
    Network("dev", 31337, 0.45, 50_000_000, rpc_url="http://127.0.0.1:8545"),
)

NETWORKS: Mapping[str, Network] = {network.name: network for network in _ALL}


def network_named(name: str) -> Network:
    """Return the network of that name; raise UnknownNetwork."""
    if name not in NETWORKS:
        raise UnknownNetwork(name, tuple(NETWORKS))
    return NETWORKS[name]
