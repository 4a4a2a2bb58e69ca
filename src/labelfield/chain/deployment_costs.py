"""What a planned deployment would cost, asked of a node that only tries it."""

from collections.abc import Sequence
from dataclasses import dataclass

from labelfield.chain.arguments import Parameter, encode_values
from labelfield.chain.create2 import code_at
from labelfield.chain.deployments import Planned
from labelfield.chain.errors import TransactionTooBig
from labelfield.chain.networks import Network
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import TRANSACTION_GAS_MAX
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Address

_GET_L1_FEE = keccak(b"getL1Fee(bytes)")[:4]
_TRANSACTION = Parameter("transaction", "bytes")

GAS_MARGIN_DIVISOR = 8
"""A limit is the estimate and an eighth: what is not used is not paid."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one contract of a plan will use."""

    planned: Planned
    gas: int
    """0 where it is deployed already."""
    gas_price_wei: int
    data_fee_wei: int = 0
    """What its bytes cost besides, on a chain that writes them to another."""

    @property
    def is_there(self) -> bool:
        """Whether an earlier run deployed it."""
        return self.gas == 0

    @property
    def cost_wei(self) -> int:
        """What the sender will pay for gas, near enough."""
        return self.gas * self.gas_price_wei + self.data_fee_wei

    @property
    def gas_limit(self) -> int:
        """What a transaction should allow."""
        return min(self.gas + self.gas // GAS_MARGIN_DIVISOR, TRANSACTION_GAS_MAX)


def estimate_costs(
    rpc: Rpc, network: Network, plan: Sequence[Planned], sender: Address
) -> tuple[Estimate, ...]:
    """Return the gas of each contract; raise TransactionReverted for what a constructor refuses.

    A constructor may ask a contract that is not there yet: the node is told to imagine it.
    """
    price_wei = max(rpc.ask_int("eth_gasPrice"), network.gas_price_wei)
    imagined: dict[str, dict[str, str]] = {}
    estimates = []
    for planned in plan:
        if code_at(rpc, planned.address):
            estimates.append(Estimate(planned, 0, price_wei))
            continue
        imagined[planned.address] = {"code": _code_of(rpc, planned, sender, imagined)}
        gas = _gas_of(rpc, planned, sender, imagined)
        estimates.append(Estimate(planned, gas, price_wei, _data_fee_wei(rpc, network, planned)))
    return tuple(estimates)


def _code_of(
    rpc: Rpc, planned: Planned, sender: Address, imagined: dict[str, dict[str, str]]
) -> str:
    creation = {"from": sender, "data": hex_of(planned.creation.code)}
    return str(rpc.ask("eth_call", creation, "latest", imagined))


def _gas_of(
    rpc: Rpc, planned: Planned, sender: Address, imagined: dict[str, dict[str, str]]
) -> int:
    others = {address: code for address, code in imagined.items() if address != planned.address}
    call = planned.creation.call
    fields = {"from": sender, "to": call.to, "data": hex_of(call.data)}
    gas = rpc.ask_int("eth_estimateGas", fields, "latest", others)
    if gas > TRANSACTION_GAS_MAX:
        raise TransactionTooBig(gas, TRANSACTION_GAS_MAX)
    return gas


def _data_fee_wei(rpc: Rpc, network: Network, planned: Planned) -> int:
    """Ask the oracle what the deployment's bytes cost; a signature adds next to nothing."""
    if network.data_fee_oracle is None:
        return 0
    question = encode_values("getL1Fee", (_TRANSACTION,), (planned.creation.call.data,))
    call = {"to": network.data_fee_oracle, "data": hex_of(_GET_L1_FEE + question)}
    return rpc.ask_int("eth_call", call, "latest")
