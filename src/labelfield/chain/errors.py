"""What can go wrong between us and a chain.

ChainError
├── ChainUnreachable        the node does not answer, or not in JSON-RPC
├── WrongChain              the node answers for another chain
├── NoAccount               a wallet shows no account
├── MoneyMissing            an account has too few tokens
├── NoContract              nothing is deployed at an address
├── NodeRefused             the node answers with an error that is not a revert
├── TransactionReverted     a contract refused; carries its custom error
├── TransactionTooBig       more gas than one transaction may use
├── ReceiptTimeout          a transaction was not mined in time
├── BondMissing             an account cannot pay a dispute's bond
├── NoCourt                 the pool's Court is no contract
├── NothingToDispute        what was found cannot be brought before the Court, or not any more
├── NonceTaken              another transaction of the sender has this nonce
├── MalformedCall           an argument is not what the contract's interface says
├── MalformedData           bytes of the chain are not what the contracts write
├── UnknownNetwork          no network of ours has this name
├── ProxyMissing            the chain lacks the deterministic deployment proxy
├── BadSettings             a deployment's settings lack a value, or hold a wrong one
├── DeploymentFailed        what was deployed is not where or what it must be
├── ForeignTransaction      a signed transaction is none of the deployment's
├── AnvilMissing            the development chain's program is not on this machine
├── AnvilFailed             the development chain ended or never answered
└── ChainStateDamaged       the development chain's saved state cannot be read
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import Address, Hash32

HOW_TO_GET_ANVIL = """The development chain needs the program anvil. Get it in one of these ways:
  npm ci --prefix contracts                      in a checkout of Labelfield
  npm install --global @foundry-rs/anvil@1.7.1   anywhere
  export LABELFIELD_ANVIL=FILE                   if it is somewhere else"""


class ChainError(LabelfieldError):
    """Something went wrong between us and a chain."""


class ChainUnreachable(ChainError):
    """The node does not answer."""

    def __init__(self, rpc_url: str, cause: object) -> None:
        self.rpc_url = rpc_url
        super().__init__(f"the chain at {rpc_url} does not answer: {cause}")


class WrongChain(ChainError):
    """The node answers for another chain."""

    def __init__(self, rpc_url: str, expected: int, found: int) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"{rpc_url} is chain {found}: expected chain {expected}")


class NoAccount(ChainError):
    """A wallet shows no account."""

    def __init__(self, wallet_url: str) -> None:
        super().__init__(
            f"the wallet at {wallet_url} shows no account: unlock it, and allow this program there"
        )


class MoneyMissing(ChainError):
    """An account has too few tokens."""

    def __init__(self, account: Address, missing: int, symbol: str) -> None:
        super().__init__(f"{account} lacks {missing} base units of {symbol}: send them there first")


class BondMissing(ChainError):
    """An account cannot pay a dispute's bond."""

    def __init__(self, account: Address, missing: int) -> None:
        self.account = account
        self.missing = missing
        super().__init__(f"{account} lacks {missing} base units of the Court's token for the bond")


class NoCourt(ChainError):
    """The pool's Court is no contract."""

    def __init__(self, court: Address) -> None:
        self.court = court
        super().__init__(f"the pool's Court {court} is no contract: nothing can be disputed")


class NothingToDispute(ChainError):
    """What was found cannot be brought before the Court, or not any more."""

    def __init__(self, project: int, why: str) -> None:
        self.project = project
        super().__init__(f"nothing can be disputed about project {project}: {why}")


class NoContract(ChainError):
    """Nothing is deployed at an address."""

    def __init__(self, address: Address, rpc_url: str) -> None:
        self.address = address
        super().__init__(f"there is no contract at {address} on the chain at {rpc_url}")


class NodeRefused(ChainError):
    """The node answers with an error that is not a revert."""

    def __init__(self, method: str, message: str) -> None:
        self.message = message
        super().__init__(f"the node refuses {method}: {message}")


class TransactionReverted(ChainError):
    """A contract refused a call."""

    def __init__(
        self, error: str, values: Mapping[str, object], transaction: Hash32 | None = None
    ) -> None:
        self.error = error
        """Name of the custom error; `Error`, `Panic` or `unknown` for others."""
        self.values = dict(values)
        self.transaction = transaction
        shown = ", ".join(f"{name} {value}" for name, value in self.values.items())
        where = f" in transaction {transaction}" if transaction else ""
        super().__init__(f"the contract refuses{where}: {error}({shown})")


class TransactionTooBig(ChainError):
    """A transaction would use more gas than one transaction may."""

    def __init__(self, gas: int, limit: int) -> None:
        self.gas = gas
        super().__init__(f"the transaction needs {gas:,} gas: a transaction may use {limit:,}")


class ReceiptTimeout(ChainError):
    """A transaction was not mined in time."""

    def __init__(self, transaction: Hash32, timeout_s: float) -> None:
        self.transaction = transaction
        super().__init__(f"transaction {transaction} was not mined within {timeout_s} s")


class NonceTaken(ChainError):
    """Another transaction of the same sender has this nonce."""

    def __init__(self, sender: Address, nonce: int, message: str) -> None:
        self.sender = sender
        self.nonce = nonce
        super().__init__(f"nonce {nonce} of {sender} is taken by another transaction: {message}")


class MalformedCall(ChainError):
    """An argument is not what the contract's interface says."""

    def __init__(self, call: str, name: str, found: object, expected: str) -> None:
        super().__init__(f"{call}: {name} is {found!r:.80}: expected {expected}")


class MalformedData(ChainError):
    """Bytes of the chain are not what the contracts write."""


class UnknownNetwork(ChainError):
    """No network of ours has this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no network {name!r}: choose one of {', '.join(known)}")


class ProxyMissing(ChainError):
    """The chain lacks the deterministic deployment proxy."""

    def __init__(self, proxy: Address, rpc_url: str, sender: Address, raw: str) -> None:
        super().__init__(
            f"the chain at {rpc_url} has no deterministic deployment proxy at {proxy}: "
            f"send 0.01 coins to {sender}, then send the raw transaction {raw}"
        )


class BadSettings(ChainError):
    """A deployment's settings lack a value, or hold a wrong one."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"settings, {where}: {problem}")


class DeploymentFailed(ChainError):
    """What was deployed is not where or what it must be."""

    def __init__(self, contract: str, address: Address, problem: str) -> None:
        self.address = address
        super().__init__(f"{contract} at {address}: {problem}")


class ForeignTransaction(ChainError):
    """A signed transaction is none of the deployment's."""

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(f"signed transaction {number}: {problem}")


class AnvilMissing(ChainError):
    """The development chain's program is not on this machine."""

    def __init__(self, where: str = "anvil is not on this machine") -> None:
        super().__init__(f"{where}\n{HOW_TO_GET_ANVIL}")


class AnvilFailed(ChainError):
    """The development chain ended, or never answered."""

    def __init__(self, what: str, log: Path) -> None:
        self.log = log
        super().__init__(f"anvil {what}; see {log}")


class ChainStateDamaged(ChainError):
    """The development chain's saved state cannot be read."""

    def __init__(self, state: Path) -> None:
        self.state = state
        super().__init__(
            f"{state} was cut off while anvil wrote it: remove its folder to start a new chain"
        )
