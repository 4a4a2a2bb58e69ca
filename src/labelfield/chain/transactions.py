"""Signing, sending and awaiting transactions of one key at one node."""

import time
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Protocol

from labelfield.chain.accounts import account_class
from labelfield.chain.calls import Call
from labelfield.chain.errors import NodeRefused, NonceTaken, ReceiptTimeout, TransactionTooBig
from labelfield.chain.receipts import TransactionReceipt, find_receipt, revert_reason
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.keys import Key

TRANSACTION_GAS_MAX = 16_777_216
"""BSC's limit for one transaction (EIP-7825)."""

POLL_S = 0.05

MOST_TIMES_THE_PRICE = 10
"""Times today's price that is paid at the most to get a transaction through."""

_GAS_PRICE_LEAST_WEI = {56: 50_000_000, 31337: 50_000_000}
"""What validators take on BSC; the development chain pays the same."""


@dataclass(frozen=True, slots=True)
class SignedTransaction:
    """A transaction that can be sent, and sent again, without a key."""

    hash: Hash32
    raw: bytes
    sender: Address
    nonce: int


class Account(Protocol):
    """Who sends transactions at a node: a key of ours, or a wallet that asks its owner."""

    @property
    def address(self) -> Address:
        """Whose transactions they are."""

    def execute(self, call: Call, timeout_s: float = 30.0) -> TransactionReceipt:
        """Send and wait; raise TransactionReverted if it failed."""


class Sender:
    """One key at one node. Threads may share it: `send` gives out one nonce at a time."""

    def __init__(self, rpc_url: str, private_key: bytes) -> None:
        self._rpc = Rpc(rpc_url)
        self.rpc_url = rpc_url
        self._private_key = private_key
        self._turn = Lock()
        self.address = Key(private_key).address

    def __repr__(self) -> str:
        return f"Sender({self.address} at {self.rpc_url})"

    @cached_property
    def chain_id(self) -> int:
        """The number of the chain for which this key signs."""
        return self._rpc.ask_int("eth_chainId")

    def next_nonce(self) -> int:
        """Return the first nonce that no mined or waiting transaction of this key has."""
        return self._rpc.ask_int("eth_getTransactionCount", self.address, "pending")

    def sign(self, call: Call, nonce: int, gas: int | None = None) -> SignedTransaction:
        """Return the signed transaction; estimate its gas unless told.

        An estimate runs the call on the pending state and so raises TransactionReverted for what
        would fail now. Give `gas` for a call that needs an earlier one to be mined first.
        """
        limit = self._estimate_gas(call) if gas is None else gas
        if limit > TRANSACTION_GAS_MAX:
            raise TransactionTooBig(limit, TRANSACTION_GAS_MAX)
        price_wei = gas_price_wei(self._rpc, self.chain_id)
        fields: dict[str, object] = {
            "chainId": self.chain_id,
            "nonce": nonce,
            "gas": limit,
            "maxFeePerGas": price_wei,
            "maxPriorityFeePerGas": price_wei,
            "value": call.value_wei,
            "data": call.data,
        }
        if call.to is not None:
            fields["to"] = bytes.fromhex(call.to[2:])
        return self._signed(fields, nonce)

    def replacement(self, transaction: SignedTransaction) -> SignedTransaction:
        """Return one that does the same at a price for which nodes give up the one before.

        Both have one nonce, so one of them is mined. Where the price would be far beyond today's
        the transaction itself is returned: it is not its price that holds it up.
        """
        fields = _fields_of(transaction)
        today_wei = gas_price_wei(self._rpc, self.chain_id)
        price_wei = max(today_wei, fields["maxFeePerGas"] * 9 // 8 + 1)
        if price_wei > today_wei * MOST_TIMES_THE_PRICE:
            return transaction
        fields |= {"maxFeePerGas": price_wei, "maxPriorityFeePerGas": price_wei}
        return self._signed(fields, transaction.nonce)

    def broadcast(self, transaction: SignedTransaction) -> None:
        """Hand a transaction to the node. Doing so again, even when it is mined, does nothing."""
        try:
            self._rpc.ask("eth_sendRawTransaction", hex_of(transaction.raw))
        except NodeRefused as refusal:
            if self._knows(transaction):
                return
            if "nonce" in refusal.message.lower() or "underpriced" in refusal.message.lower():
                raise NonceTaken(
                    transaction.sender, transaction.nonce, refusal.message
                ) from refusal
            raise

    def mined(self, transaction: Hash32) -> TransactionReceipt | None:
        """Return the receipt of a transaction, None until it is mined; raise if it failed."""
        return _mined(self._rpc, transaction)

    def wait(self, transaction: Hash32, timeout_s: float) -> TransactionReceipt:
        """Return the receipt of a mined transaction; raise TransactionReverted if it failed."""
        return wait_for_receipt(self._rpc, transaction, timeout_s)

    def send(self, call: Call, gas: int | None = None) -> SignedTransaction:
        """Sign with the next nonce and hand to the node."""
        with self._turn:
            transaction = self.sign(call, self.next_nonce(), gas)
            self.broadcast(transaction)
        return transaction

    def execute(self, call: Call, timeout_s: float = 30.0) -> TransactionReceipt:
        """Send and wait; what is not mined in time is sent once more, at a better price."""
        sent = self.send(call)
        try:
            return self.wait(sent.hash, timeout_s)
        except ReceiptTimeout:
            dearer = self.replacement(sent)
        try:
            self.broadcast(dearer)
        except NonceTaken:  # the first was mined meanwhile
            return self.wait(sent.hash, timeout_s)
        return self.wait(dearer.hash, timeout_s)

    def _signed(self, fields: dict[str, Any], nonce: int) -> SignedTransaction:
        signed = account_class().sign_transaction(fields, self._private_key)
        raw = bytes(signed.raw_transaction)
        return SignedTransaction(Hash32(hex_of(signed.hash)), raw, self.address, nonce)

    def _estimate_gas(self, call: Call) -> int:
        fields: dict[str, str] = {
            "from": self.address,
            "data": hex_of(call.data),
            "value": hex(call.value_wei),
        }
        if call.to is not None:
            fields["to"] = call.to
        estimate = self._rpc.ask_int("eth_estimateGas", fields, "pending")
        if estimate > TRANSACTION_GAS_MAX:
            raise TransactionTooBig(estimate, TRANSACTION_GAS_MAX)
        return min(estimate + estimate // 4, TRANSACTION_GAS_MAX)

    def _knows(self, transaction: SignedTransaction) -> bool:
        return self._rpc.ask("eth_getTransactionByHash", transaction.hash) is not None


def gas_price_wei(rpc: Rpc, chain_id: int) -> int:
    """Return what validators take now."""
    return max(rpc.ask_int("eth_gasPrice"), _GAS_PRICE_LEAST_WEI.get(chain_id, 0))


def _fields_of(transaction: SignedTransaction) -> dict[str, Any]:
    """Return what was signed."""
    from eth_account.typed_transactions.typed_transaction import TypedTransaction
    from hexbytes import HexBytes

    found = TypedTransaction.from_bytes(HexBytes(transaction.raw)).as_dict()
    return {name: value for name, value in found.items() if name not in ("v", "r", "s")}


def wait_for_receipt(rpc: Rpc, transaction: Hash32, timeout_s: float) -> TransactionReceipt:
    """Return the receipt of a mined transaction; raise TransactionReverted if it failed."""
    deadline = time.monotonic() + timeout_s
    while (receipt := _mined(rpc, transaction)) is None:
        if time.monotonic() >= deadline:
            raise ReceiptTimeout(transaction, timeout_s)
        time.sleep(POLL_S)
    return receipt


def _mined(rpc: Rpc, transaction: Hash32) -> TransactionReceipt | None:
    receipt = find_receipt(rpc, transaction)
    if receipt is not None and receipt.status != 1:
        raise revert_reason(rpc, transaction)
    return receipt
