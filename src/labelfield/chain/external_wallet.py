"""A wallet that keeps its key to itself: asked over JSON-RPC, it signs and sends.

`eth_accounts` and `eth_sendTransaction` of https://ethereum.github.io/execution-apis/, as desktop
wallets with a hardware wallet behind them answer them, and nodes whose signer is clef.
"""

from functools import cached_property

from labelfield.chain.calls import Call
from labelfield.chain.errors import NoAccount, NodeRefused
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import gas_price_wei, wait_for_receipt
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, parse_address, parse_hash32

CONFIRMATION_TIMEOUT_S = 600.0
"""How long its owner may take to look at a transaction and press the button."""


class ExternalWallet:
    """The first account of a wallet, for the chain of a node that we read."""

    def __init__(self, rpc_url: str, wallet_url: str) -> None:
        self.wallet_url = wallet_url
        self._rpc = Rpc(rpc_url)
        self._wallet = Rpc(wallet_url, CONFIRMATION_TIMEOUT_S)

    def __repr__(self) -> str:
        return f"ExternalWallet({self.wallet_url})"

    @cached_property
    def _chain_id(self) -> int:
        return self._rpc.ask_int("eth_chainId")

    @cached_property
    def address(self) -> Address:
        """The account; raise NoAccount where the wallet shows none, WrongChain for another net."""
        self._wallet.require_chain(self._chain_id)
        shown = self._wallet.ask("eth_accounts")
        try:
            return parse_address(shown[0].lower())
        except (TypeError, IndexError, KeyError, AttributeError, MalformedId) as error:
            raise NoAccount(self.wallet_url) from error

    def execute(self, call: Call, timeout_s: float = 30.0) -> TransactionReceipt:
        """Have the owner confirm a transaction, and wait until it is mined."""
        price_wei = hex(gas_price_wei(self._rpc, self._chain_id))
        fields = {
            "from": self.address,
            "maxFeePerGas": price_wei,
            "maxPriorityFeePerGas": price_wei,
            "data": hex_of(call.data),
            "value": hex(call.value_wei),
        }
        if call.to is not None:
            fields["to"] = call.to
        said = self._wallet.ask("eth_sendTransaction", fields)
        try:
            transaction = parse_hash32(said)
        except MalformedId as error:
            raise NodeRefused("eth_sendTransaction", f"{said!r:.80} is no transaction") from error
        return wait_for_receipt(self._rpc, transaction, timeout_s)
