"""A deployment whose key is elsewhere: transactions to sign, and signed ones to submit.

What is written are the fields of EIP-1559 transactions, for a hardware wallet or a machine without
a network. What comes back is checked against the plan before anything is sent: it cannot pay, call
or deploy anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.chain.accounts import account_class
from labelfield.chain.create2 import PROXY, code_at
from labelfield.chain.deployment_costs import Estimate
from labelfield.chain.deployments import Planned
from labelfield.chain.eip55 import checksummed
from labelfield.chain.errors import DeploymentFailed, ForeignTransaction
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import wait_for_receipt
from labelfield.protocol.hashes import bytes_of, hex_of, keccak_hex
from labelfield.protocol.ids import Address

_DYNAMIC_FEE = 2
"""Type of an EIP-1559 transaction."""


@dataclass(frozen=True, slots=True)
class SignedDeployment:
    """A signed transaction that deploys one planned contract."""

    planned: Planned
    raw: bytes


def unsigned_transactions(
    rpc: Rpc, chain_id: int, estimates: Sequence[Estimate], sender: Address
) -> list[dict[str, str]]:
    """Return the fields of each transaction that is still to be signed, in order."""
    nonce = rpc.ask_int("eth_getTransactionCount", sender, "pending")
    waiting = [estimate for estimate in estimates if not estimate.is_there]
    return [
        {
            "contract": estimate.planned.contract,
            "address": estimate.planned.address,
            "type": hex(_DYNAMIC_FEE),
            "chainId": hex(chain_id),
            "nonce": hex(nonce + offset),
            "gas": hex(estimate.gas_limit),
            "maxFeePerGas": hex(estimate.gas_price_wei),
            "maxPriorityFeePerGas": hex(estimate.gas_price_wei),
            "to": checksummed(PROXY),
            "value": "0x0",
            "data": hex_of(estimate.planned.creation.call.data),
        }
        for offset, estimate in enumerate(waiting)
    ]


def parse_signed(
    lines: Sequence[str], chain_id: int, plan: Sequence[Planned]
) -> tuple[SignedDeployment, ...]:
    """Return the deployments that raw transactions sign; raise ForeignTransaction for others."""
    by_data = {planned.creation.call.data: planned for planned in plan}
    parsed = []
    for number, line in enumerate(lines, start=1):
        raw, fields = _decode(number, line)
        call = by_data.get(bytes(fields["data"]))
        if call is None or bytes(fields["to"]) != bytes_of(PROXY, 20):
            raise ForeignTransaction(number, "it deploys nothing of this plan with these settings")
        if fields["chainId"] != chain_id:
            raise ForeignTransaction(number, f"chain {fields['chainId']}: expected {chain_id}")
        if fields["value"]:
            raise ForeignTransaction(number, f"it sends {fields['value']} wei along")
        parsed.append(SignedDeployment(call, raw))
    return tuple(parsed)


def submit(rpc: Rpc, signed: SignedDeployment, timeout_s: float) -> TransactionReceipt:
    """Send one signed deployment and wait until its contract is there."""
    transaction = keccak_hex(signed.raw)
    rpc.ask("eth_sendRawTransaction", hex_of(signed.raw))
    receipt = wait_for_receipt(rpc, transaction, timeout_s)
    require_deployed(rpc, signed.planned)
    return receipt


def require_deployed(rpc: Rpc, planned: Planned) -> None:
    """Raise DeploymentFailed unless the contract is where it was planned."""
    if not code_at(rpc, planned.address):
        raise DeploymentFailed(planned.contract, planned.address, "there is no code after all")


def _decode(number: int, line: str) -> tuple[bytes, dict[str, Any]]:
    account_class()  # imports eth_account without its side effect
    from eth_account.typed_transactions.typed_transaction import TypedTransaction
    from hexbytes import HexBytes

    try:
        raw = bytes.fromhex(line.strip().removeprefix("0x"))
        fields = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
    except Exception as error:  # rlp and eth_account raise many kinds for bytes that are not theirs
        raise ForeignTransaction(number, f"no signed EIP-1559 transaction ({error})") from error
    if fields.get("type") != _DYNAMIC_FEE:
        raise ForeignTransaction(number, f"type {fields.get('type')}: expected {_DYNAMIC_FEE}")
    return raw, fields
