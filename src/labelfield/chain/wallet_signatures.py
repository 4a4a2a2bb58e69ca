"""Signatures of contract wallets: asked of the contract (ERC-1271), deployed or not (ERC-6492)."""

from labelfield.chain.arguments import Parameter, decode_values, encode_values
from labelfield.chain.errors import MalformedData, NodeRefused, TransactionReverted
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address

COUNTERFACTUAL = bytes.fromhex("6492" * 16)
"""Ends the signature of a wallet that is not deployed: (factory, factory's call, signature)."""

_SAID_YES = bytes.fromhex("1626ba7e")
_IS_VALID = (Parameter("hash", "bytes32"), Parameter("signature", "bytes"))
_WRAPPED = (
    Parameter("factory", "address"),
    Parameter("call", "bytes"),
    Parameter("signature", "bytes"),
)


def wallet_signed(rpc_url: str, wallet: Address, digest: bytes, signature: bytes) -> bool:
    """Ask whether the contract at `wallet` takes the signature for its own.

    One that is not deployed yet is deployed in a simulation by the factory that its signature
    names; nothing changes on chain.
    """
    rpc = Rpc(rpc_url)
    if not signature.endswith(COUNTERFACTUAL):
        return _says_yes(_answer(rpc, _question(wallet, digest, signature)))
    try:
        factory, call, inner = decode_values(_WRAPPED, signature[: -len(COUNTERFACTUAL)])
    except MalformedData:
        return False
    question = _question(wallet, digest, inner)
    if _is_deployed(rpc, wallet) and _says_yes(_answer(rpc, question)):
        return True
    return _says_yes(_answer_after(rpc, {"to": factory, "data": hex_of(call)}, question))


def _question(wallet: Address, digest: bytes, signature: bytes) -> dict[str, str]:
    values = encode_values("isValidSignature", _IS_VALID, (hex_of(digest), signature))
    return {"to": wallet, "data": hex_of(_SAID_YES + values)}


def _is_deployed(rpc: Rpc, wallet: Address) -> bool:
    return bool(rpc.ask("eth_getCode", wallet, "latest") != "0x")


def _answer(rpc: Rpc, question: dict[str, str]) -> str:
    """Return what the wallet answers; nothing where it reverts or there is none."""
    try:
        return str(rpc.ask("eth_call", question, "latest"))
    except (TransactionReverted, NodeRefused):
        return "0x"


def _answer_after(rpc: Rpc, first: dict[str, str], question: dict[str, str]) -> str:
    """Return the answer in a block in which another call came first."""
    block = {"blockStateCalls": [{"calls": [first, question]}]}
    try:
        calls = rpc.ask("eth_simulateV1", block, "latest")[0]["calls"]
    except (TransactionReverted, NodeRefused):
        return "0x"
    return str(calls[1]["returnData"]) if calls[1]["status"] == "0x1" else "0x"


def _says_yes(answer: str) -> bool:
    """Tell whether a wallet returned the selector of its question, as a word."""
    return answer == hex_of(_SAID_YES.ljust(32, b"\0"))
