"""What became of a transaction."""

from dataclasses import dataclass
from typing import Any

from labelfield.chain.errors import NodeRefused, TransactionReverted
from labelfield.chain.rpc import Rpc
from labelfield.protocol.ids import Address, Hash32


@dataclass(frozen=True, slots=True)
class TransactionReceipt:
    """A mined transaction."""

    hash: Hash32
    status: int
    """1 if it did what it should, 0 if a contract refused."""
    block_number: int
    block_hash: Hash32
    gas_used: int
    effective_gas_price_wei: int
    created: Address | None
    """The contract that it made."""

    @property
    def cost_wei(self) -> int:
        """What the sender paid for gas."""
        return self.gas_used * self.effective_gas_price_wei


def find_receipt(rpc: Rpc, transaction: Hash32) -> TransactionReceipt | None:
    """Return the receipt of a mined transaction; None if it is not mined."""
    found = rpc.ask("eth_getTransactionReceipt", transaction)
    return _receipt(found) if found else None


def revert_reason(rpc: Rpc, transaction: Hash32) -> TransactionReverted:
    """Return why a mined transaction failed, by running it again on the block before its own."""
    sent = rpc.ask("eth_getTransactionByHash", transaction)
    call = {"from": sent["from"], "to": sent["to"], "data": sent["input"], "gas": sent["gas"]}
    try:
        rpc.ask("eth_call", call, hex(int(sent["blockNumber"], 16) - 1))
    except TransactionReverted as refusal:
        return TransactionReverted(refusal.error, refusal.values, transaction)
    except NodeRefused as refusal:
        return TransactionReverted("unknown", {"node": refusal.message}, transaction)
    return TransactionReverted("unknown", {}, transaction)


def _receipt(found: dict[str, Any]) -> TransactionReceipt:
    created = found.get("contractAddress")
    return TransactionReceipt(
        hash=Hash32(found["transactionHash"]),
        status=int(found["status"], 16),
        block_number=int(found["blockNumber"], 16),
        block_hash=Hash32(found["blockHash"]),
        gas_used=int(found["gasUsed"], 16),
        effective_gas_price_wei=int(found["effectiveGasPrice"], 16),
        created=Address(created.lower()) if created else None,
    )
